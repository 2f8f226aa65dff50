"""When the invented lyceum lives: a half-year that is nearly over on the day of the run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from jetekchi.organisation.models import CalendarDay, SchoolYear, Term
from jetekchi.organisation.services import ensure_year, mark_day, move_term
from jetekchi.organisation.services.calendar import year_name

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# After the run's day the half-year lasts this long: the report is due soon, some work is still ahead.
LEFT = timedelta(days=10)
FIRST_DAYS = {1: (9, 1), 2: (1, 12)}


@dataclass(frozen=True)
class Span:
    """The half-year of the demo: its first day, the run's day, its last day, the school holidays inside."""

    half: int
    start: date
    today: date
    end: date
    rest_from: date
    rest_until: date

    def is_school_day(self, day: date) -> bool:
        """Monday to Friday outside the school holidays."""
        return day.weekday() < 5 and not self.rest_from <= day <= self.rest_until

    def school_days(self) -> list[date]:
        """The school days that have passed, the run's day left out."""
        return [day for day in _days(self.start, self.today - DAY) if self.is_school_day(day)]

    def last_school_day(self, before: date) -> date:
        """The day itself when it is one, else the school day before it (never before the first day)."""
        while before > self.start and not self.is_school_day(before):
            before -= DAY
        return max(before, self.start)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of a day in the lyceum's time zone."""
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * DAY


def _days_back(today: date, days: int) -> date:
    """The Monday from which about so many school days, and a week of holidays, lie behind."""
    start = today - timedelta(weeks=days // 5 + 1, days=days % 5)
    return start - timedelta(days=start.weekday())


def span_of(today: date, days: int) -> Span:
    """The half-year for a run on this day with so many school days behind it.

    A half-year that began on its usual day is taken as it is when enough of it has passed; else, as in summer, the
    half-year is moved so that the run's day still falls near its end.
    """
    half = 2 if 4 <= today.month <= 7 else 1
    start = _days_back(today, days)
    usual = date(today.year, *FIRST_DAYS[half])
    if usual <= today and (today - usual) >= 0.6 * (today - start) or half == 2:
        start = max(start, usual)
    middle = start + (today + LEFT - start) / 2
    rest_from = middle - timedelta(days=middle.weekday())
    return Span(half, start, today, today + LEFT, rest_from, rest_from + timedelta(days=6))


def build_year(span: Span) -> tuple[SchoolYear, Term, list[Term]]:
    """The school year with its terms moved into place; the half-year of the demo and its two quarters."""
    year = ensure_year(by=None, name=year_name(span.today))
    quarters = {term.number: term for term in year.terms.filter(kind=Term.Kind.QUARTER)}
    first, second = span.half * 2 - 1, span.half * 2
    spans = {first: (span.start, span.rest_from - DAY), second: (span.rest_until + DAY, span.end)}
    if span.half == 1 and span.end >= quarters[3].start_on - DAY:
        third = span.end + 2 * WEEK
        spans |= {3: (third, third + 9 * WEEK), 4: (third + 10 * WEEK, third + 18 * WEEK)}
    later = spans[second][1] > quarters[second].end_on
    for number in sorted(spans, reverse=later):
        move_term(
            by=None,
            term=Term.objects.get(pk=quarters[number].pk),
            start_on=spans[number][0],
            end_on=spans[number][1],
        )
    for day in _days(span.rest_from, span.rest_until):
        if day.weekday() < 5:
            mark_day(
                by=None, day=day, kind=CalendarDay.Kind.VACATION, note="Окуу жылынын ортосундагы каникул"
            )
    year.refresh_from_db()
    half = year.terms.get(kind=Term.Kind.HALF_YEAR, number=span.half)
    return year, half, list(half.quarters.order_by("number"))
