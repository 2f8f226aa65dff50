"""What a plan consists of when it is signed: words and items, as the exact bytes."""

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jetekchi.core.exact import exact
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import Direction, PlanPaper
from jetekchi.plan.selectors.board import items_of
from jetekchi.plan.selectors.fact import outcome_counts
from jetekchi.plan.selectors.templates import basis_of
from jetekchi.worklog import selectors as worklog


def paper_of(class_group: ClassGroup, half: Term | None) -> PlanPaper | None:
    """The paper of a half-year, or of the whole year; None before anything was written."""
    found = PlanPaper.objects.filter(class_group=class_group, half_year=half)
    return found.select_related("signature", "class_group__year", "half_year").first()


def is_archived(class_group: ClassGroup, half: Term | None) -> bool:
    """A plan rests in the archive once its half-year is closed, that of the year once both are; nobody has to do it."""
    if half is not None:
        return half.closed_at is not None
    halves = organisation.half_years_of(class_group.year)
    return bool(halves) and all(one.closed_at for one in halves)


def is_open(paper: PlanPaper | None, half: Term | None) -> bool:
    """Whether the leader may still write."""
    return (paper is None or paper.is_open) and (half is None or half.closed_at is None)


def material_of(class_group: ClassGroup, half: Term | None, paper: PlanPaper | None) -> dict[str, Any]:
    """Words and items of the plan as plain values, in a fixed order."""
    rows = items_of(class_group, half).order_by("direction__order", "month", "on", "pk")
    return {
        "class": class_group.label,
        "year": class_group.year.name,
        "half": half.number if half else None,
        "basis": basis_of(class_group),
        "analysis": paper.analysis if paper else "",
        "aim": paper.aim if paper else "",
        "tasks": paper.tasks if paper else "",
        "items": [
            {
                "id": item.pk,
                "direction": item.direction.code,
                "month": item.month.isoformat()[:7],
                "on": item.on.isoformat() if item.on else None,
                "title": item.title,
                "form": item.form,
                "responsible": item.responsible,
                "participants": item.participants,
                "expected": item.expected,
            }
            for item in rows
        ],
    }


def months_signed(material: dict[str, Any]) -> list[tuple[date, list[tuple[str, dict[str, Any]]]]]:
    """The items of a material month by month, as they are signed: (first day, [(direction, item)])."""
    names = {one.code: str(one) for one in Direction.objects.all()}
    rows = sorted(material["items"], key=lambda item: str(item["month"]))
    return [
        (
            date.fromisoformat(f"{month}-01"),
            [(names.get(item["direction"], item["direction"]), _with_day(item)) for item in own],
        )
        for month, own in groupby(rows, key=lambda item: item["month"])
    ]


def _with_day(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "on": date.fromisoformat(item["on"]) if item["on"] else None}


def seal(material: dict[str, Any]) -> tuple[bytes, str]:
    """The exact bytes that are signed, and their SHA-256."""
    return exact(material, indent=1)


@while_unchanged("organisation")
def class_before(class_group: ClassGroup) -> ClassGroup | None:
    """The same class a year before: the grade below with the same letter, else the same label."""
    earlier = ClassGroup.objects.filter(year__start_on__lt=class_group.year.start_on)
    latest = earlier.order_by("-year__start_on").values_list("year", flat=True).first()
    labels = {class_group.label}
    if class_group.grade:
        labels.add(class_group.label.replace(str(class_group.grade), str(class_group.grade - 1), 1))
    found = earlier.filter(year=latest, label__in=labels).select_related("year")
    return found.order_by("label").first() if latest else None


def figures_before(class_group: ClassGroup, half: Term | None) -> list[tuple[str, str, str]]:
    """Figures of the period before, for the analysis: what, how much, the page it comes from.

    Before half-year II that is half-year I; before half-year I and the whole year it is the end of the year before,
    whose pages may be another leader's: those figures have no links. Marks and absences are a neighbour's records: the
    last line leads to its page.
    """
    group = class_group if half and half.number == 2 else class_before(class_group)
    halves = organisation.half_years_of(group.year) if group else []
    before = next((one for one in halves if one.number == (1 if group == class_group else 2)), None)
    if group is None or before is None:
        return []
    kinds = worklog.kind_counts((group,), before.start_on, before.end_on)[group.pk]
    counts = (sum(kinds.values()), *outcome_counts(group, before))
    if group != class_group:
        if not any(counts):
            return []
        names = (_("Entries of work"), _("Planned"), _("Done"))
        return [(name, str(count), "") for name, count in zip(names, counts, strict=True)]
    return _with_links(group, before, counts)


@while_unchanged("organisation")
def _students(group: ClassGroup) -> int:
    return organisation.student_counts((group,)).get(group.pk, 0)


def _with_links(group: ClassGroup, before: Term, counts: tuple[int, int, int]) -> list[tuple[str, str, str]]:
    query = {"group": group.pk, "start": before.start_on, "end": before.end_on}
    plan = reverse("plan:paper", args=[group.pk, before.number])
    state = reverse("journal:class_half_year", args=[group.pk, before.number])
    return [
        (_("Students"), str(_students(group)), reverse("organisation:class", args=[group.pk])),
        (_("Entries of work"), str(counts[0]), f"{reverse('worklog:entries')}?{urlencode(query)}"),
        (_("Planned"), str(counts[1]), plan),
        (_("Done"), str(counts[2]), plan),
        (_("Success, quality, missed lessons"), _("open"), state),
    ]
