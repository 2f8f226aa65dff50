"""What signed plans still hold for each clause: the next deed that would become its evidence (2.1, 2.2, 3.11, 5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import PlanItem, PlanPaper


@dataclass(frozen=True)
class NextItem:
    """An item that is planned and not done yet."""

    pk: int
    title: str
    month: date

    @property
    def url(self) -> str:
        """Its page: done there in one tap, it writes the entry that counts."""
        return reverse("plan:item", args=[self.pk])


@while_unchanged("organisation", "plan")
def items_ahead(classes: Iterable[ClassGroup], half: Term) -> dict[int, dict[str, NextItem]]:
    """By class and clause the first open item of a plan that is signed and not being corrected; one query for all."""
    groups = list(classes)
    papers = PlanPaper.objects.filter(class_group=OuterRef("class_group"), half_year=half, edition__gt=0)
    items = PlanItem.objects.filter(
        Exists(papers.exclude(state__in=PlanPaper.OPEN)),
        class_group__in=groups,
        half_year=half,
        state=PlanItem.State.PLANNED,
    ).select_related("direction")
    found: dict[int, dict[str, NextItem]] = {group.pk: {} for group in groups}
    for item in items.order_by("month", "on", "pk"):
        for clause in item.direction.clauses:
            found[item.class_group_id].setdefault(clause, NextItem(item.pk, item.title, item.month))
    return found
