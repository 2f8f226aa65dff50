"""Addresses of the lists behind the figures, so that every paper sews its figures to the same pages."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from jetekchi.organisation.models import ClassGroup, Term


def half_year(class_group: ClassGroup, half: Term) -> str:
    """The page of a class in a half-year."""
    return reverse("journal:class_half_year", args=[class_group.pk, half.number])


def marks(class_group: ClassGroup, term_id: int, subject_id: int | None = None, value: str = "") -> str:
    """Marks behind a figure of a subject; `value`: 5 4 3 2 na exempt pass fail unmarked counted success quality mean."""
    asked: dict[str, object] = {"term": term_id, "subject": subject_id, "value": value}
    return _address("journal:marks", class_group, asked)


def level(class_group: ClassGroup, term_id: int, level: str = "") -> str:
    """Students behind a figure of the class: excellent good one_four one_three failing succeeding quality counted."""
    return _address("journal:sheet", class_group, {"term": term_id, "level": level})


def absences(
    class_group: ClassGroup,
    *,
    kind: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    student_id: int | None = None,
    weekday: int | None = None,
    lesson: int | None = None,
    subject_id: int | None = None,
) -> str:
    """Missed lessons behind a figure; `kind`: missed ill valid unexcused late; `weekday`: 1 is Monday."""
    asked: dict[str, object] = {"kind": kind, "from": from_on, "to": to_on, "student": student_id}
    asked |= {"weekday": weekday, "lesson": lesson, "subject": subject_id}
    return _address("journal:absences", class_group, asked)


def _address(name: str, class_group: ClassGroup, asked: dict[str, object]) -> str:
    words = urlencode({key: str(value) for key, value in asked.items() if value not in (None, "")})
    return reverse(name, args=[class_group.pk]) + (f"?{words}" if words else "")
