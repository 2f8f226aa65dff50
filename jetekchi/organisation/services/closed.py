"""A closed half-year keeps its figures: what a write asks of the half-year or of the days that it touches.

The rows of the half-years are locked until the end of the deed, so that a write and a closing never pass each other.
"""

from datetime import date

from django.utils.functional import Promise

from jetekchi.core.http import Refused
from jetekchi.organisation.models import SchoolYear, Term
from jetekchi.organisation.selectors.calendar import DAY_CLOSED, HALF_CLOSED

CLOSED_CODE = "half-year-closed"


def refuse_if_closed(half: Term | None, year: SchoolYear | None = None) -> None:
    """Refuse to write into a half-year that is closed; what belongs to a `year` is closed with the last half of it."""
    terms = Term.objects.select_for_update(of=("self",))
    if half is not None:
        touched = [terms.get(pk=half.pk)]
    else:
        touched = list(terms.filter(year=year, kind=Term.Kind.HALF_YEAR).order_by("pk")) if year else []
    if touched and all(one.closed_at for one in touched):
        raise Refused(CLOSED_CODE, HALF_CLOSED)


def refuse_closed_days(first: date, last: date | None = None, *, words: str | Promise = DAY_CLOSED) -> None:
    """Refuse to write about days of a closed half-year."""
    halves = Term.objects.select_for_update(of=("self",)).filter(
        kind=Term.Kind.HALF_YEAR, start_on__lte=last or first, end_on__gte=first
    )
    if any(half.closed_at for half in halves.order_by("pk")):
        raise Refused(CLOSED_CODE, words)
