"""A small timetable: maths of 10-А on every day's second lesson by Chynara, literature on the third by Bakyt."""

from datetime import date, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jetekchi.journal import services
from jetekchi.journal.models import Excuse, Lesson, TimetableSlot
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import ClassGroup, Student, User
from tests.cast import Cast


def school_day(cast: Cast, day: date | None = None) -> date:
    """Today (or another day) when lessons are held on it, else the last day before it on which they were."""
    from jetekchi.journal.selectors.school_days import is_school_day

    day = day or timezone.localdate()
    while not is_school_day(cast.year, day):
        day -= timedelta(days=1)
    return day


def timetable(cast: Cast) -> None:
    """Bells, slots of both classes, the teaching that goes with them."""
    services.set_bells(
        by=None, shift=1, name="1", times=[(time(7 + n), time(7 + n, 45)) for n in range(1, 7)]
    )
    chynara, bakyt = cast.staff(cast.chynara), cast.staff(cast.bakyt)
    organisation.assign_teaching(
        by=None, teacher=bakyt, class_group=cast.class_a, subject=cast.literature, from_on=cast.year.start_on
    )
    for group in (cast.class_a, cast.class_b):
        for weekday in range(1, 7):
            TimetableSlot.objects.create(
                class_group=group,
                weekday=weekday,
                number=2 if group == cast.class_a else 1,
                subject=cast.maths,
                teacher=chynara,
                from_on=cast.year.start_on,
            )
    for weekday in range(1, 7):
        TimetableSlot.objects.create(
            class_group=cast.class_a,
            weekday=weekday,
            number=3,
            subject=cast.literature,
            teacher=bakyt,
            from_on=cast.year.start_on,
        )


def lessons(cast: Cast) -> tuple[Lesson, Lesson]:
    """Maths and literature of 10-А on the last school day."""
    timetable(cast)
    day = school_day(cast)
    services.generate_lessons(
        by=None,
        classes=[cast.class_a, cast.class_b],
        first=day - timedelta(days=7),
        last=day + timedelta(days=7),
    )
    found = Lesson.objects.filter(class_group=cast.class_a, on=day).order_by("number")
    return found[0], found[1]


def lesson_today(cast: Cast, group: ClassGroup, number: int = 1, **more: Any) -> Lesson:
    """A lesson of maths by Chynara on this very day, whatever the calendar says."""
    return Lesson.objects.create(
        class_group=group,
        subject=cast.maths,
        teacher=cast.staff(cast.chynara),
        on=timezone.localdate(),
        number=number,
        **more,
    )


def excuse(cast: Cast, student: Student, by: User, words: str = "сасык тумоо", **more: Any) -> Excuse:
    """An excuse for the last day of school before today, with a file, which nobody has answered yet."""
    day = school_day(cast, timezone.localdate() - timedelta(days=1))
    given: dict[str, Any] = {
        "away": services.Away(day, day),
        "kind": "ill",
        "upload": SimpleUploadedFile("маалымкат.txt", words.encode()),
        "is_paper": True,
    }
    return services.send_excuse(by=by, student=student, words=words, **(given | more))
