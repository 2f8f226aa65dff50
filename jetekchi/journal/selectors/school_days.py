"""Which days have lessons: inside a term, on the days of the school week, without holidays (4.1)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import CalendarDay, SchoolYear, Term
from jetekchi.organisation.selectors import all_settings
from jetekchi.organisation.selectors.calendar import DAY_CLOSED

FREE = frozenset({CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.VACATION})


class Idle(StrEnum):
    """Why a day has no lessons to be made."""

    OUTSIDE = "outside"
    FREE = "free"
    WEEKEND = "weekend"
    CLOSED = "closed"


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def school_days(year: SchoolYear, first: date, last: date, *, with_closed: bool = False) -> list[date]:
    """Days of the year with lessons, three queries whatever their number; a closed half-year has none to be made."""
    idle = _idle(year, first, last)
    wanted = {None, Idle.CLOSED} if with_closed else {None}
    return [day for day in days_between(first, last) if idle(day) in wanted]


def _idle(year: SchoolYear, first: date, last: date) -> Callable[[date], Idle | None]:
    settings = all_settings()
    kinds = dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "kind"))
    terms = list(Term.objects.filter(year=year, start_on__lte=last, end_on__gte=first))
    closed = [term for term in terms if term.closed_at]
    quarters = [term for term in terms if term.kind == Term.Kind.QUARTER]
    if settings["term_scheme"] == "half_years" or not quarters:
        quarters = [term for term in terms if term.kind == Term.Kind.HALF_YEAR]

    def idle(day: date) -> Idle | None:
        kind = kinds.get(day)
        if not any(term.holds(day) for term in quarters):
            return Idle.OUTSIDE
        if kind in FREE:
            return Idle.FREE
        if kind != CalendarDay.Kind.WORKING and day.isoweekday() > settings["school_days"]:
            return Idle.WEEKEND
        return Idle.CLOSED if any(term.holds(day) for term in closed) else None

    return idle


def is_school_day(year: SchoolYear, day: date) -> bool:
    """Whether the day has lessons."""
    return bool(school_days(year, day, day))


def why_no_lessons(year: SchoolYear, day: date) -> str:
    """What stands against a lesson on this day, in words with what to do; empty where lessons are held (4.1)."""
    words = {"day": dates.official_date(day), "weekday": dates.weekday(day), "year": year.name}
    match _idle(year, day, day)(day):
        case Idle.OUTSIDE:
            return (
                _("%(day)s lies in no term of the school year %(year)s. Choose a day of its terms.") % words
            )
        case Idle.FREE:
            return _("%(day)s is a free day in the calendar. Choose a day with lessons.") % words
        case Idle.WEEKEND:
            return (
                _(
                    "%(day)s is a day off (%(weekday)s). Choose a school day, or mark it as working in the calendar."
                )
                % words
            )
        case Idle.CLOSED:
            return str(DAY_CLOSED)
    return ""


def closed_halves(first: date, last: date, *, lock: bool = False) -> list[Term]:
    """The closed half-years that these days touch; locked, none is closed or opened until the end of the deed."""
    halves = Term.objects.filter(kind=Term.Kind.HALF_YEAR, start_on__lte=last, end_on__gte=first)
    halves = halves.order_by("pk").select_for_update(of=("self",)) if lock else halves
    return [half for half in halves if half.closed_at]


@while_unchanged("organisation")
def closed_spans() -> list[tuple[date, date]]:
    """First and last days of the closed half-years."""
    halves = Term.objects.filter(kind=Term.Kind.HALF_YEAR, closed_at__isnull=False)
    return list(halves.values_list("start_on", "end_on"))


def is_closed_day(day: date) -> bool:
    """Whether a page of this day says that its half-year is closed; a deed asks `in_closed_half` anew."""
    return any(first <= day <= last for first, last in closed_spans())


def in_closed_half(day: date) -> bool:
    """Whether the day lies in a half-year that is closed."""
    halves = Term.objects.filter(Q(closed_at__isnull=False), kind=Term.Kind.HALF_YEAR)
    return halves.filter(start_on__lte=day, end_on__gte=day).exists()
