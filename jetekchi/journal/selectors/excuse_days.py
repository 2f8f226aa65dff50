"""Whether the days of an excuse are days of school, and where a roll speaks against it (5.1)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.journal.models import LAST_NUMBER, Excuse, Lesson, Roll, RollEntry, Status
from jetekchi.journal.selectors.marked_day import with_spoken
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.organisation.models import Student, Term
from jetekchi.organisation.selectors import current_year


def why_no_excuse(student: Student, first: date, last: date) -> str:
    """What stands against an excuse for these days: no school on any of them; empty where there is.

    A lesson that stays on a free day, since something is written about it, may have been missed: such a day is a day of
    school. One that is merely planned goes with the next making of lessons.
    """
    year = current_year(timezone.localdate())
    if year is None or not year.start_on <= first <= last <= year.end_on:
        return ""
    if school_days(year, first, last, with_closed=True):
        return ""
    of_class = Lesson.objects.filter(
        class_group=student.class_group_id, on__range=(first, last), state__in=Lesson.STANDING
    )
    if with_spoken(of_class).filter(Q(is_spoken=True) | ~Q(state=Lesson.State.PLANNED)).exists():
        return ""
    if first == last:
        words = {"day": dates.official_date(first), "weekday": dates.weekday(first.weekday())}
        return _("There is no school on %(day)s (%(weekday)s): no excuse is needed. Correct the day.") % words
    return _("There is no school on any of these days: no excuse is needed. Correct the days.")


def half_year_to_come(until: date) -> Term | None:
    """The half-year that has not begun and that an excuse until this day reaches into."""
    halves = Term.objects.filter(kind=Term.Kind.HALF_YEAR, start_on__gt=timezone.localdate())
    return halves.filter(start_on__lte=until).order_by("start_on").first()


def seen_at(excuses: Sequence[Excuse]) -> dict[int, list[Lesson]]:
    """By excuse the lessons of its time at which a roll says that the student was there; one query for all."""
    if not excuses:
        return {}
    entries = RollEntry.objects.filter(
        student__in={one.student_id for one in excuses},
        status__in=[Status.PRESENT, Status.LATE],
        roll__kind=Roll.Kind.ROLL,
        roll__lesson__on__range=(
            min(one.from_on for one in excuses),
            max(one.until_on for one in excuses),
        ),
    ).select_related("roll__lesson__subject")
    known = list(entries.order_by("roll__lesson__on", "roll__lesson__number", "pk"))
    found = {
        one.pk: [
            entry.roll.lesson
            for entry in known
            if entry.student_id == one.student_id and _is_in(one, entry.roll.lesson)
        ]
        for one in excuses
    }
    return {pk: lessons for pk, lessons in found.items() if lessons}


def _is_in(excuse: Excuse, lesson: Lesson) -> bool:
    hours = range(excuse.first_lesson or 1, (excuse.last_lesson or LAST_NUMBER) + 1)
    return excuse.from_on <= lesson.on <= excuse.until_on and lesson.number in hours


def lessons_in_words(lessons: Iterable[Lesson]) -> str:
    """«26.11: 2, 3; 27.11: 1»."""
    days: dict[date, list[str]] = {}
    for lesson in lessons:
        days.setdefault(lesson.on, []).append(str(lesson.number))
    return "; ".join(f"{dates.short_date(on)}: {', '.join(numbers)}" for on, numbers in days.items())
