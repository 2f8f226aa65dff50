"""Marks of lessons out of a file with the field names of the state e-journal: into empty cells only (3.9).

What a colleague wrote is never overwritten by a file: such a row is refused, and the mark is corrected in the journal,
where its history is kept.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jetekchi.journal.models import Absence, Lesson, LessonMark, MarkChange
from jetekchi.journal.models.grid import MARKS as LESSON_MARKS
from jetekchi.journal.selectors.grid import shown
from jetekchi.journal.selectors.members import members_of
from jetekchi.journal.services.importing import ABSENCE_COLUMNS, MARKS, SUBJECT, Seen, held_by_closed
from jetekchi.organisation.models import ClassGroup, ImportRun, Student, Subject, Term
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.services.importing import (
    Column,
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Row,
    Writer,
    values,
)
from jetekchi.organisation.services.importing.kinds import plan_of
from jetekchi.organisation.services.importing.lookups import Students, Subjects

_NUMBER, _DAY, _LESSON, _SIGN = ABSENCE_COLUMNS
_KNOWN = {value: MARKS[value] for value in LESSON_MARKS}


def _mark(text: str) -> str:
    return values.choice(text, _KNOWN, _("There is no such mark. Write 5, 4, 3, 2, passed or not passed."))


def mark_words() -> dict[str, str]:
    """What a file may call each mark of a lesson, as it is compared, and the mark: for the script of the grid."""
    return {values.as_compared(word): value for value, words in _KNOWN.items() for word in words}


COLUMNS = (
    replace(_NUMBER, names=(*_NUMBER.names, "studentid")),
    replace(SUBJECT, names=(*SUBJECT.names, "namekg", "nameru")),
    replace(_DAY, names=(*_DAY.names, "lessonday")),
    _LESSON,
    Column("value", _("Mark"), ("баа", "баасы", "оценка", "отметка", "mark", "value"), _mark),
    Column("word", _("Mark in words"), ("custom_mark", "сөз менен баа", "оценка словом"), _mark),
)  # fmt: skip


@dataclass
class LessonMarkPlanner:
    """Decides each row of a file of marks of lessons."""

    options: Options
    rows: list[Row]

    def __post_init__(self) -> None:
        year = self.options.year
        self.students = Students((str(row.get("number")) for row in self.rows), year)
        self.subjects = Subjects(self.options)
        days = {row.get("on") for row in self.rows if row.get("on")}
        self.lessons: dict[tuple[int, int, date, int], list[Lesson]] = {}
        found = Lesson.objects.filter(class_group__year=year, on__in=days, state__in=Lesson.STANDING)
        for one in found.order_by("pk"):
            key = (one.class_group_id, one.subject_id, one.on, one.number)
            self.lessons.setdefault(key, []).append(one)
        self.members = members_of(part__class_group__year=year)
        marks = LessonMark.objects.filter(lesson__class_group__year=year, lesson__on__in=days)
        self.known = {(mark.lesson_id, mark.student_id): mark for mark in marks}
        missed = Absence.objects.filter(on__in=days).exclude(kind=Absence.Kind.LATE)
        self.missed = set(missed.values_list("student", "on", "lesson"))
        self.closed = list(year.terms.filter(kind=Term.Kind.HALF_YEAR).exclude(closed_at=None))
        self.seen = Seen()
        self.now = timezone.now()

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        who = str(row.get("number"))
        student = self.students.find(row)
        subject = self.subjects.named(row, row.get("subject"))
        value = row.get("value") or row.get("word")
        if not value:
            row.refuse("value", _("There is no such mark. Write 5, 4, 3, 2, passed or not passed."))
        self._check_day(row, row.get("on"))
        self.seen.check(row, (who, row.get("subject"), row.get("on"), row.get("lesson")))
        lesson = self._lesson(row, student, subject) if student and subject and not row.problems else None
        if row.problems or student is None or lesson is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        mark = self.known.get((lesson.pk, student.pk))
        if mark and mark.value == value:
            return PlannedRow(row, Fate.UNCHANGED, who)
        if mark:
            row.refuse("value", _("Something was written into this cell already. Correct it in the journal."))
        elif (student.pk, lesson.on, lesson.number) in self.missed:
            row.refuse("value", _("The student missed this lesson. Correct the roll first."))
        if row.problems:
            return PlannedRow(row, Fate.REFUSED, who=who)
        new = LessonMark(lesson=lesson, student=student, value=value, given_at=self.now)
        return PlannedRow(row, Fate.ADDED, who, (f"{subject}, {lesson.on:%d.%m.%Y}: {shown(value)}",), new)

    def _check_day(self, row: Row, on: date) -> None:
        if on > timezone.localdate():
            row.refuse("on", _("The lesson is still to come. Its marks are written on its day."))
        elif any(term.holds(on) for term in self.closed):
            row.refuse("on", _("The half-year is closed. Its marks change only after it is opened again."))

    def _lesson(self, row: Row, student: Student, subject: Subject) -> Lesson | None:
        on = row.get("on")
        group: ClassGroup | None = self.students.class_on(student, on)
        if group is None:
            row.refuse("on", _("The student was on no list on that day."))
            return None
        for one in self.lessons.get((group.pk, subject.pk, on, row.get("lesson")), []):
            if self.members.learns(one.part_id, student.pk, on):
                return one
        row.refuse("lesson", _("The class has no such lesson at that time. Look into the timetable."))
        return None


def _plan(rows: list[Row], options: Options) -> Plan:
    planner = LessonMarkPlanner(options, rows)
    return plan_of(LESSON_MARKS_KIND, options, [planner.decide(row) for row in rows], planner)


def _write(plan: Plan, writer: Writer) -> None:
    # Who writes a mark of one of these lessons meanwhile waits, as with every deed on them.
    lessons = {row.deed.lesson_id for row in plan.deeds}
    list(Lesson.objects.select_for_update().filter(pk__in=lessons).order_by("pk"))
    writer.add(LessonMark, [row.deed for row in plan.deeds])


def _holds(run: ImportRun) -> list[str]:
    """Marks that somebody has changed since, and those of a half-year that was closed."""
    mine: Any = run.rows.filter(label=LessonMark._meta.label).values("object_pk")
    changed = MarkChange.objects.filter(mark__in=mine).values("mark").distinct().count()
    words = ngettext("%(count)d mark changed since", "%(count)d marks changed since", changed)
    reasons = [words % {"count": changed}] if changed else []
    return reasons + held_by_closed(LessonMark.objects.filter(pk__in=mine), "lesson__on")


LESSON_MARKS_KIND = ImportKind(
    key="lesson-marks",
    title=_("Marks of lessons"),
    student_column="number",
    about=_(
        "One line a mark: number of the student, subject, day, lesson, mark; also as the state e-journal names them."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT,
    plan=_plan,
    write=_write,
    holds=_holds,
    sheet=_("Marks"),
)
