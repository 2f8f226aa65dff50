"""Lessons of a term in which marks are written."""

from datetime import date, timedelta

from django.utils import timezone

from jetekchi.journal.models import Lesson
from jetekchi.organisation.models import ClassGroup
from tests.cast import Cast


def lesson(cast: Cast, on: date, number: int = 1, group: ClassGroup | None = None) -> Lesson:
    """A lesson of mathematics that Chynara gave."""
    return Lesson.objects.create(
        class_group=group or cast.class_a,
        subject=cast.maths,
        teacher=cast.staff(cast.chynara),
        on=on,
        number=number,
        state="held",
    )


def lessons(cast: Cast, count: int, group: ClassGroup | None = None) -> list[Lesson]:
    """One lesson a day, the last one today."""
    today = timezone.localdate()
    return [lesson(cast, today - timedelta(days=back), group=group) for back in reversed(range(count))]
