"""Plan against fact: what was intended, what came of it, what was done besides (3.1, 2.2, 3.11, 5.3)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Count, Q

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import PlanEvidence, PlanItem
from jetekchi.worklog import selectors as worklog

# What a plan speaks of: work of these kinds that no item names was done outside the plan.
PLANNED_KINDS = ("class_hour", "event", "parents_meeting", "self_government", "speech", "library")
S = PlanItem.State
K = TypeVar("K")


@dataclass(frozen=True)
class PlanFact:
    """One class in one half-year: counts of items by what came of them, and work outside the plan."""

    planned: int = 0
    done: int = 0
    moved: int = 0
    dropped: int = 0
    unplanned: int = 0
    by_direction: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_month: dict[date, tuple[int, int]] = field(default_factory=dict)

    @property
    def open(self) -> int:
        """Items of which nothing came yet."""
        return self.planned - self.done - self.dropped


def plan_fact(class_group: ClassGroup, half: Term, items: Sequence[PlanItem] | None = None) -> PlanFact:
    """Plan against fact of one class (3.1); whoever holds the items of the half-year already brings them along."""
    if items is None:
        return plan_facts((class_group,), half)[class_group.pk]
    kinds = worklog.kind_counts((class_group,), half.start_on, half.end_on)[class_group.pk]
    return _fact(items, kinds, _shown((class_group,), half)[class_group.pk])


@while_unchanged("organisation", "plan", "worklog")
def plan_facts(classes: Iterable[ClassGroup], half: Term) -> dict[int, PlanFact]:
    """The same for many classes, in four queries whatever their number."""
    groups = tuple(classes)
    items: dict[int, list[PlanItem]] = defaultdict(list)
    found = PlanItem.objects.filter(class_group__in=groups, half_year=half).select_related("direction")
    for item in found:
        items[item.class_group_id].append(item)
    kinds = worklog.kind_counts(groups, half.start_on, half.end_on)
    shown = _shown(groups, half)
    return {group.pk: _fact(items[group.pk], kinds[group.pk], shown[group.pk]) for group in groups}


@while_unchanged("organisation", "plan", "worklog")
def _shown(groups: tuple[ClassGroup, ...], half: Term) -> dict[int, int]:
    rows = PlanEvidence.objects.filter(
        item__class_group__in=groups,
        item__half_year=half,
        entry__is_live=True,
        entry__on__range=(half.start_on, half.end_on),
        entry__kind__code__in=PLANNED_KINDS,
    )
    pairs = set(rows.values_list("item__class_group", "entry"))
    return Counter(group for group, _entry in pairs)


@while_unchanged("organisation", "plan")
def outcome_counts(class_group: ClassGroup, half: Term) -> tuple[int, int]:
    """How many items of a half-year were planned and how many of them are done, one query."""
    found = PlanItem.objects.filter(class_group=class_group, half_year=half)
    counts = found.aggregate(planned=Count("pk"), done=Count("pk", filter=Q(state=S.DONE)))
    return counts["planned"], counts["done"]


def _fact(items: Sequence[PlanItem], kinds: dict[str, int], shown: int) -> PlanFact:
    names = {item.direction_id: item.direction for item in items}
    called = {key: str(direction) for key, direction in names.items()}
    by_direction = _counted((called[item.direction_id], item.state == S.DONE) for item in items)
    by_month = _counted((item.month, item.state == S.DONE) for item in items)
    worked = sum(kinds.get(kind, 0) for kind in PLANNED_KINDS)
    return PlanFact(
        planned=len(items),
        done=sum(item.state == S.DONE for item in items),
        moved=sum(item.is_moved for item in items),
        dropped=sum(item.state == S.DROPPED for item in items),
        unplanned=max(worked - shown, 0),
        by_direction=by_direction,
        by_month=dict(sorted(by_month.items())),
    )


def _counted(pairs: Iterable[tuple[K, bool]]) -> dict[K, tuple[int, int]]:
    """(planned, done) by what the items have in common."""
    found: dict[K, tuple[int, int]] = {}
    for key, is_done in pairs:
        planned, done = found.get(key, (0, 0))
        found[key] = planned + 1, done + is_done
    return found
