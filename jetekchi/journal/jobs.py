"""What the journal does beside the pages: lessons of the coming days, reasons that nobody told, runs of absence."""

from datetime import time, timedelta

from django.utils import timezone

from jetekchi.core import jobs
from jetekchi.journal import services
from jetekchi.organisation.models import ClassGroup
from jetekchi.organisation.selectors import current_year

DAYS_AHEAD = timedelta(days=14)


@jobs.task()
def make_coming_lessons() -> None:
    """The lessons of the next two weeks follow the timetable and the calendar as they are now."""
    today = timezone.localdate()
    year = current_year(today)
    if year is None:
        return
    classes = ClassGroup.objects.filter(year=year, slots__isnull=False).distinct()
    if classes:
        services.generate_lessons(by=None, classes=classes, first=today, last=today + DAYS_AHEAD)


@jobs.task()
def settle_unknown_reasons() -> None:
    """After the days of the setting an absence without a told reason is one without a reason."""
    services.settle_unknown(today=timezone.localdate())


@jobs.task()
def tell_runs_of_absence() -> None:
    """Leaders learn in the morning who has begun to be away day after day."""
    services.tell_runs(today=timezone.localdate())


jobs.daily(make_coming_lessons, at=time(1, 30))
jobs.daily(settle_unknown_reasons, at=time(1, 40))
jobs.daily(tell_runs_of_absence, at=time(1, 50))
