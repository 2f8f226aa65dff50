"""The two clocks of a plan: by when it is submitted, by when it is approved (3.1).

`approved_by` lies so many days (a setting, calendar or working ones) before the day on which the institution's plan is
approved; a day without work gives way to the last working day before it. `submit_by` leaves the head of upbringing the
days of the review setting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import CalendarDay, Term
from jetekchi.organisation.selectors import all_settings
from jetekchi.plan.models import InstitutionPlan

FREE = frozenset({CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.VACATION})
REACH = timedelta(days=120)


@dataclass(frozen=True)
class Clocks:
    """The days of one half-year's plans; `is_set` when somebody named the institution's day."""

    institution_on: date
    approved_by: date
    submit_by: date
    is_set: bool


class _Calendar:
    """Which days of a stretch are working days."""

    def __init__(self, until_on: date, school_days: int) -> None:
        self.kinds = _marked_before(until_on)
        self.school_days = school_days

    def is_working(self, day: date) -> bool:
        kind = self.kinds.get(day)
        if kind in FREE:
            return False
        return kind == CalendarDay.Kind.WORKING or day.weekday() < self.school_days

    def last_working(self, day: date) -> date:
        """The day itself, else the last working day before it."""
        for back in range(REACH.days):
            if self.is_working(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day

    def before(self, day: date, count: int, kind: str) -> date:
        """So many calendar or working days before the day."""
        if kind != "working":
            return self.last_working(day - timedelta(days=count))
        while count > 0:
            day = self.last_working(day - timedelta(days=1))
            count -= 1
        return self.last_working(day)


@while_unchanged("organisation")
def _marked_before(until_on: date) -> dict[date, str]:
    """Kinds of the days that are not ordinary ones."""
    marked = CalendarDay.objects.filter(day__gte=until_on - REACH, day__lte=until_on)
    return dict(marked.values_list("day", "kind"))


@while_unchanged("organisation", "plan")
def clocks_of(half: Term) -> Clocks:
    """By when the plans of a half-year are submitted and approved; they move with the calendar and the settings."""
    settings = all_settings()
    named = InstitutionPlan.objects.filter(half_year=half).values_list("approval_on", flat=True).first()
    institution_on = named or half.start_on + timedelta(days=int(settings["plan_institution_days"]))
    calendar = _Calendar(institution_on, int(settings["school_days"]))
    approved_by = calendar.before(
        institution_on, int(settings["plan_days_before"]), settings["plan_days_kind"]
    )
    submit_by = calendar.before(approved_by, int(settings["plan_review_days"]), "working")
    return Clocks(institution_on, approved_by, submit_by, named is not None)


def half_of(month: date, halves: Iterable[Term]) -> Term:
    """The half-year that a month of the plan belongs to: the first that has not ended before it."""
    ordered = sorted(halves, key=lambda half: half.start_on)
    return next((half for half in ordered if month <= half.end_on.replace(day=1)), ordered[-1])
