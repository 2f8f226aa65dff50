"""The journal of a class as tables that another system reads: lessons, roll, marks, term marks (3.9).

The columns of the csv carry the field names of the state e-journal, those of the workbook carry words.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.journal.models import Lesson, LessonMark, Roll, RollEntry, Status, TermMark
from jetekchi.journal.selectors.checks import FIGURES, listed
from jetekchi.journal.selectors.lessons import hours_of
from jetekchi.journal.selectors.periods import marked_terms
from jetekchi.journal.selectors.term_formulas import mean_of
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.organisation.selectors import half_years_of

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


# The words of the e-journal that stand instead of a term mark, and its number of the year among the quarters.
_WORDS = {"na": "н/а", "exempt": "осв", "pass": "зач", "fail": "незач"}
_YEAR = 5


def _term_marks(group: ClassGroup, half: Term) -> Iterator[list[Any]]:
    """Marks of the terms that end in the half-year; with the last one also what closes the year."""
    numbers = dict(marked_terms(group.year_id).values_list("pk", "number"))
    wanted = Q(term=half) | Q(term__parent=half)
    if half == half_years_of(group.year)[-1]:
        wanted |= Q(year=group.year_id)
    found = TermMark.objects.filter(wanted, class_group=group).select_related(
        "term", "subject", "student__person"
    )
    means = _means(group, half, numbers)
    for one in found.order_by("subject__sort_key", "student__person__sort_key", "pk"):
        place: int | str = numbers.get(one.term_id or 0, "") or (
            f"half{one.term.number}" if one.term else one.step or _YEAR
        )
        is_figure = one.value.isdigit()
        yield [
            one.student.number, one.student.person.name, one.subject.name, one.subject.name_ru, place,
            means.get((one.student_id, one.subject_id, one.term_id)),
            int(one.value) if is_figure else None, "" if is_figure else _WORDS[one.value],
        ]  # fmt: skip


def _means(
    group: ClassGroup, half: Term, numbers: dict[int, int]
) -> dict[tuple[int, int, int | None], Decimal | None]:
    """Student, subject, term: the mean of the marks of lessons, as the page of the term marks has it."""
    terms = [one for one in Term.objects.filter(Q(pk=half.pk) | Q(parent=half)) if one.pk in numbers]
    marks = LessonMark.objects.filter(
        listed(), value__in=FIGURES, lesson__state__in=Lesson.STANDING, **_of(group, half, "lesson__")
    )
    figures: dict[tuple[int, int, int | None], list[tuple[str, int]]] = defaultdict(list)
    names = ("student", "lesson__subject", "lesson__on", "value", "lesson__work__kind__weight")
    for student, subject, on, value, weight in marks.order_by().values_list(*names):
        for term in terms:
            if term.holds(on):
                figures[student, subject, term.pk].append((value, weight or 1))
    return {place: mean_of(own) for place, own in figures.items()}


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
        Part(
            "term_marks", _("Term marks"),
            (
                *_STUDENT, ("subjectNameKg", _("Subject")), ("subjectNameRu", _("Subject in Russian")),
                ("quarter", _("Term")), ("quarterAvg", _("Mean")), ("quarterMark", _("Mark")),
                ("customMark", _("Mark in words")),
            ),
            _term_marks,
        ),
    )
}  # fmt: skip
