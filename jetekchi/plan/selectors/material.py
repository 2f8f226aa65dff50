"""What a plan consists of when it is signed: words, figures and items, as the exact bytes."""

from datetime import date
from itertools import groupby
from typing import Any

from jetekchi.core.exact import exact
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import Direction, PlanPaper
from jetekchi.plan.selectors.before import figures_before
from jetekchi.plan.selectors.board import items_of
from jetekchi.plan.selectors.templates import basis_of


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


def material_of(class_group: ClassGroup, half: Term | None, paper: PlanPaper | None) -> dict[str, Any]:
    """Words, figures of the period before and items of the plan as plain values, in a fixed order."""
    rows = items_of(class_group, half).order_by("direction__order", "month", "on", "pk")
    return {
        "class": class_group.label,
        "year": class_group.year.name,
        "half": half.number if half else None,
        "basis": basis_of(class_group),
        "analysis": paper.analysis if paper else "",
        "aim": paper.aim if paper else "",
        "tasks": paper.tasks if paper else "",
        "before": figures_before(class_group, half).frozen,
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


def seen_mark(material: dict[str, Any]) -> str:
    """What the page that shows it sends back: the SHA-256 of all, and of all but the figures of the period before.

    The figures move by themselves, by marks and absences; so it can be told whether anything else changed.
    """
    own = {key: value for key, value in material.items() if key != "before"}
    return f"{seal(material)[1]}.{seal(own)[1]}"
