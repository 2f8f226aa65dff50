"""Which days have lessons: inside a term, on the days of the school week, without holidays (4.1)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from jetekchi.organisation.models import CalendarDay, SchoolYear, Term
from jetekchi.organisation.selectors import all_settings

FREE = frozenset({CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.VACATION})


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def school_days(year: SchoolYear, first: date, last: date, *, with_closed: bool = False) -> list[date]:
    """Days of the year with lessons, three queries whatever their number; a closed half-year has none to be made."""
    settings = all_settings()
    kinds = dict(CalendarDay.objects.filter(day__range=(first, last)).values_list("day", "kind"))
    terms = list(Term.objects.filter(year=year, start_on__lte=last, end_on__gte=first))
    closed = [term for term in terms if term.closed_at and not with_closed]
    quarters = [term for term in terms if term.kind == Term.Kind.QUARTER]
    if settings["term_scheme"] == "half_years" or not quarters:
        quarters = [term for term in terms if term.kind == Term.Kind.HALF_YEAR]

    def has_lessons(day: date) -> bool:
        if not any(term.holds(day) for term in quarters) or any(term.holds(day) for term in closed):
            return False
        kind = kinds.get(day)
        if kind == CalendarDay.Kind.WORKING:
            return True
        return kind not in FREE and day.isoweekday() <= settings["school_days"]

    return [day for day in days_between(first, last) if has_lessons(day)]


def is_school_day(year: SchoolYear, day: date) -> bool:
    """Whether the day has lessons."""
    return bool(school_days(year, day, day))


def in_closed_half(day: date) -> bool:
    """Whether the day lies in a half-year that is closed."""
    halves = Term.objects.filter(Q(closed_at__isnull=False), kind=Term.Kind.HALF_YEAR)
    return halves.filter(start_on__lte=day, end_on__gte=day).exists()
