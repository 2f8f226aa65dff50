"""What marks and rolls of a half-year come to, for the analysis in the class plan of the next one (3.1).

The plan does not know the journal, its neighbour: this storey knows both. The formulas are those of the journal's pages.
"""

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jetekchi.journal import selectors as journal
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.selectors import PERCENT, Figure, register_source

TITLES = {
    "students": _("Students"),
    "success": _("Success"),
    "quality": _("Quality"),
    "missed": _("Missed lessons"),
    "unexcused": _("Without a reason"),
    "attendance": _("Attendance"),
}
NO_MARKS, NO_ROLLS, NO_ABSENCES = "no-marks", "no-rolls", "no-absences"
REASONS = {
    NO_MARKS: _("no marks of a term were given"),
    NO_ROLLS: _("no roll was taken"),
    NO_ABSENCES: _("neither rolls nor absences were recorded"),
}


def register() -> None:
    """Make these figures known to the plan."""
    register_source("journal", figures_of, TITLES, REASONS)


def figures_of(group: ClassGroup, half: Term) -> list[Figure]:
    """Students at its end, success and quality of its last term with marks, absences; a reason where there is none."""
    found = journal.class_half_year(group, half)
    students = reverse("organisation:class", args=[group.pk])
    return [
        Figure("students", str(found.students), url=students),
        *_study(found, reverse("journal:class_half_year", args=[group.pk, half.number])),
        *_absences(found, group, half),
    ]


def _study(found: journal.ClassHalfYear, page: str) -> list[Figure]:
    term = found.latest
    row = found.summary_of(term) if term else None
    named = f"{term.kind} {term.number}" if term else ""
    return [
        _percent("success", row.success if row else None, NO_MARKS, page, named),
        _percent("quality", row.quality if row else None, NO_MARKS, page, named),
    ]


def _absences(found: journal.ClassHalfYear, group: ClassGroup, half: Term) -> list[Figure]:
    count = found.absences
    page = reverse("journal:class_half_year", args=[group.pk, half.number])
    attendance = _percent("attendance", count.attendance, NO_ROLLS, page)
    if not count.places and not count.missed:
        return [Figure("missed", why=NO_ABSENCES), Figure("unexcused", why=NO_ABSENCES), attendance]
    span = {"from": half.start_on, "to": half.end_on}
    lists = reverse("journal:absences", args=[group.pk])
    return [
        Figure("missed", str(count.missed), url=f"{lists}?{urlencode({'kind': 'missed', **span})}"),
        Figure("unexcused", str(count.unexcused), url=f"{lists}?{urlencode({'kind': 'unexcused', **span})}"),
        attendance,
    ]


def _percent(key: str, value: Decimal | None, why: str, page: str, term: str = "") -> Figure:
    if value is None:
        return Figure(key, why=why)
    return Figure(key, str(value), PERCENT, term=term, url=page)
