"""How many lessons come back when a day is one with lessons again: told on the page that says so (4.1)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core.addresses import address
from jetekchi.journal.selectors.school_days import FREE
from jetekchi.journal.services.timetable import count_lessons
from jetekchi.organisation import links
from jetekchi.organisation.links import OnDay
from jetekchi.organisation.models import CalendarDay, ClassGroup, User
from jetekchi.organisation.permissions import Permission, may


def lessons_that_come_back(user: User, marked: CalendarDay) -> Iterator[OnDay]:
    """What the next making of lessons would make on this day; nothing is made here."""
    if marked.kind in FREE:
        return
    classes = ClassGroup.objects.filter(year__start_on__lte=marked.day, year__end_on__gte=marked.day)
    made = count_lessons(classes=list(classes.select_related("year")), first=marked.day, last=marked.day).made
    if made:
        yield OnDay(
            made,
            ngettext("lesson of the timetable comes back", "lessons of the timetable come back", made),
            _("At night, for the two weeks ahead; on other days when the lessons are made anew."),
            url=address("journal:timetables") if may(user, Permission.TIMETABLE) else "",
        )


def register() -> None:
    """Tell the page below, which marks the day."""
    links.register_on_day(lessons_that_come_back)
