"""Accidents that wait for the university administration: its one job here is to say that it knows (3.2)."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from jetekchi.core import dates
from jetekchi.organisation.models import User
from jetekchi.worklog import selectors as worklog
from jetekchi.worklog.selectors import AccidentRow
from jetekchi.workplace.selectors.links import address


@dataclass(frozen=True)
class AccidentLine:
    """One accident: what happened, by when it must be confirmed, the deed."""

    row: AccidentRow
    day: str
    clock: str
    until: str
    students: str
    confirm_url: str


@dataclass(frozen=True)
class Accidents:
    """Accidents nobody at the university has confirmed yet, the oldest first."""

    lines: tuple[AccidentLine, ...]
    all_url: str


def waiting(user: User, minutes: int) -> Accidents:
    """Unconfirmed accidents with the form that confirms each."""
    allowed = timedelta(minutes=minutes)
    rows = sorted(worklog.pending_accidents(user), key=lambda row: row.reported_at)
    return Accidents(tuple(_line(row, allowed) for row in rows), address("worklog:accidents"))


def _line(row: AccidentRow, allowed: timedelta) -> AccidentLine:
    return AccidentLine(
        row=row,
        day=dates.short_day(timezone.localdate(row.happened_at)),
        clock=dates.clock(row.happened_at),
        until=dates.clock(row.reported_at + allowed),
        students=", ".join(name for _pk, name in row.students),
        confirm_url=address("worklog:accident_confirm", row.pk),
    )
