"""The lessons of one teacher, for the own calendar: at which hours, and what became of each (3.13)."""

from dataclasses import dataclass
from datetime import date, time

from django.contrib.auth.models import AnonymousUser

from jetekchi.journal.models import Bell, Lesson
from jetekchi.journal.permissions import lessons_of_teacher
from jetekchi.journal.selectors.lessons import hours_of
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.organisation.models import User


@dataclass(frozen=True)
class OwnLesson:
    """A lesson as its teacher's calendar holds it: hours where bells are set, and whether the teacher gives it.

    Topic, homework and the reason of a change are words about the class: they are not here.
    """

    pk: int
    subject: str
    label: str
    number: int
    room: str
    on: date
    start: time | None
    end: time | None
    is_given: bool


def own_lessons_between(user: User | AnonymousUser, first: date, last: date) -> list[OwnLesson]:
    """Lessons of these days that the user gives, as teacher or substitute; own ones that fell away or went to another.

    On a day without lessons only those stand that were held all the same. A constant number of queries.
    """
    lessons = list(lessons_of_teacher(user).filter(on__range=(first, last)).order_by("on", "number", "pk"))
    taught = {
        (year.pk, day)
        for year in {lesson.class_group.year for lesson in lessons}
        for day in school_days(year, first, last, with_closed=True)
    }
    hours, person = hours_of(), getattr(user, "person_id", None)
    return [
        _row(lesson, hours.bell(lesson), person)
        for lesson in lessons
        if lesson.state == Lesson.State.HELD or (lesson.class_group.year_id, lesson.on) in taught
    ]


def _row(lesson: Lesson, bell: Bell | None, person: int | None) -> OwnLesson:
    giver = lesson.substitute or lesson.teacher
    return OwnLesson(
        pk=lesson.pk,
        subject=str(lesson.subject),
        label=lesson.class_group.label,
        number=lesson.number,
        room=lesson.room,
        on=lesson.on,
        start=bell.start if bell else None,
        end=bell.end if bell else None,
        is_given=lesson.is_standing and giver.person_id == person,
    )
