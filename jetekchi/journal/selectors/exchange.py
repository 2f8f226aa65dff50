"""The journal of a class as tables that another system reads: lessons, roll, marks (3.9).

The columns of the csv carry the field names of the state e-journal, those of the workbook carry words.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.journal.models import Lesson, LessonMark, Roll, RollEntry, Status
from jetekchi.journal.selectors.lessons import hours_of
from jetekchi.organisation.models import ClassGroup, Term

Columns = tuple[tuple[str, str | Promise], ...]
_LESSON: Columns = (
    ("ls_uid", _("Number of the lesson in the journal")),
    ("lessonDay", _("Day")),
    ("lesson", _("Lesson")),
    ("nameKg", _("Subject")),
)
_STUDENT: Columns = (("studentId", _("Number")), ("studentName", _("Student")))
# What the e-journal calls each status of a roll: kind of absence, and its reason.
_ABSENT = {
    Status.PRESENT: ("present", ""),
    Status.LATE: ("late", ""),
    Status.ILL: ("absent", "illness"),
    Status.VALID: ("absent", "valid"),
    Status.WITHOUT: ("absent", "unexcused"),
    Status.UNKNOWN: ("absent", "unknown"),
    Status.EXEMPT: ("exempt", ""),
}


@dataclass(frozen=True)
class Part:
    """One table: its key, its name, its columns, its rows."""

    key: str
    title: str | Promise
    columns: Columns
    rows: Callable[[ClassGroup, Term], Iterator[list[Any]]]

    @property
    def fields(self) -> list[str]:
        """The names of the columns in the state e-journal."""
        return [name for name, _words in self.columns]

    @property
    def headings(self) -> list[str | Promise]:
        """The columns in words."""
        return [words for _name, words in self.columns]


def _of(group: ClassGroup, half: Term, at: str = "") -> dict[str, Any]:
    return {f"{at}class_group": group, f"{at}on__range": (half.start_on, half.end_on)}


def _place(lesson: Lesson) -> list[Any]:
    return [lesson.pk, lesson.on, lesson.number, lesson.subject.name]


def _lessons(group: ClassGroup, half: Term) -> Iterator[list[Any]]:
    bells = hours_of().bells_of(group)
    people = ("teacher__person", "substitute__person")
    for one in Lesson.objects.filter(**_of(group, half)).select_related("subject", "part", *people):
        bell = bells.get(one.number)
        giver = one.substitute or one.teacher
        yield [
            *_place(one), one.subject.name_ru, bell.start if bell else None, bell.end if bell else None,
            group.label, one.part.name if one.part else "", giver.person.name, one.room, one.topic,
            one.homework, one.state,
        ]  # fmt: skip


def _roll(group: ClassGroup, half: Term) -> Iterator[list[Any]]:
    """Only rolls that were taken: what nobody took says neither present nor absent."""
    found = RollEntry.objects.filter(roll__kind=Roll.Kind.ROLL, **_of(group, half, "roll__lesson__"))
    found = found.select_related("roll__lesson__subject", "student__person")
    for one in found.order_by("roll__lesson__on", "roll__lesson__number", "student__person__sort_key", "pk"):
        kind, reason = _ABSENT[Status(one.status)]
        student = one.student
        yield [
            *_place(one.roll.lesson), student.number, student.person.name, int(kind == "absent"), kind, reason,
            one.minutes,
        ]  # fmt: skip


def _marks(group: ClassGroup, half: Term) -> Iterator[list[Any]]:
    found = LessonMark.objects.exclude(value="").filter(**_of(group, half, "lesson__"))
    found = found.select_related("lesson__subject", "lesson__work__kind", "student__person")
    for one in found.order_by("lesson__on", "lesson__number", "student__person__sort_key", "pk"):
        work = getattr(one.lesson, "work", None)
        is_figure = one.value.isdigit()
        yield [
            *_place(one.lesson), one.student.number, one.student.person.name,
            int(one.value) if is_figure else None, "" if is_figure else one.value,
            "control" if work and work.kind.is_test else "general", work.kind.name if work else "",
            one.given_at,
        ]  # fmt: skip


PARTS: dict[str, Part] = {
    one.key: one
    for one in (
        Part(
            "lessons", _("Lessons"),
            (
                *_LESSON, ("nameRu", _("Subject in Russian")), ("startTime", _("From")), ("endTime", _("Until")),
                ("grade", _("Class")), ("group", _("Part of the class")), ("teacher", _("Teacher")),
                ("room", _("Room")), ("topic", _("Topic")), ("task", _("Homework")), ("state", _("State")),
            ),
            _lessons,
        ),
        Part(
            "roll", _("Roll"),
            (
                *_LESSON, *_STUDENT, ("absent", _("Missed")), ("absent_type", _("Sign")),
                ("absent_reason", _("Reason")), ("late_minutes", _("Minutes late")),
            ),
            _roll,
        ),
        Part(
            "marks", _("Marks"),
            (
                *_LESSON, *_STUDENT, ("value", _("Mark")), ("custom_mark", _("Mark in words")),
                ("mark_type", _("Kind")), ("note", _("Kind of work")), ("created_at", _("Written")),
            ),
            _marks,
        ),
    )
}  # fmt: skip
