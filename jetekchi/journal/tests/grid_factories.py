"""Lessons of a term in which marks are written."""

from datetime import date, timedelta

from django.utils import timezone

from jetekchi.journal.models import Lesson
from jetekchi.organisation.models import ClassGroup, Term
from tests.cast import Cast


def quarter_till_today(cast: Cast) -> Term:
    """The last quarter of the half-year, put around today; the object itself is left as it was."""
    today = timezone.localdate()
    quarter = cast.half.quarters.order_by("number").last()
    assert quarter is not None
    Term.objects.filter(pk=quarter.pk).update(start_on=today - timedelta(days=80), end_on=today)
    return quarter


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
