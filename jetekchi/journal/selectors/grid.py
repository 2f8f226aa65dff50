"""The grid of marks: students by lessons of a subject in a term, the mean beside the teacher's mark (3.9, 5.2)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from jetekchi.core import spans
from jetekchi.core.addresses import address
from jetekchi.core.dates import number_text
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Absence, Lesson, LessonMark, MarkChange, TermMark
from jetekchi.journal.selectors.excuses import excused_illness
from jetekchi.journal.selectors.listed import kept_lists
from jetekchi.journal.selectors.school_days import closed_spans
from jetekchi.journal.selectors.short_marks import short_mark, signs_of
from jetekchi.journal.selectors.term_formulas import is_far, mean_of
from jetekchi.organisation.models import ClassGroup, Enrolment, Student, Subject, Teaching, Term, User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.selectors import setting

# What a missed lesson is called in a cell; the words stand in the legend of the page.
LETTERS = {"ill": "б", "valid": "н", "unexcused": "н", "unknown": "н"}

# Marks of lessons that are no figures.
WORDS = {LessonMark.Value.PASS.value, LessonMark.Value.FAIL.value}


def shown(value: str) -> str:
    """A mark as people read it."""
    return value if value.isdigit() or not value else str(LessonMark.Value(value).label)


class GridCell(NamedTuple):
    """One student at one lesson; a page makes thousands of them."""

    student: int
    lesson: int
    value: str = ""
    version: int = 0
    letter: str = ""
    is_listed: bool = True

    @property
    def shown(self) -> str:
        """What stands in the cell, as people read it."""
        if not self.is_listed:
            # A mark that stands here all the same is told of: it counts nowhere, and a check names it.
            return f"×{shown(self.value)}"
        return shown(self.value) or self.letter

    @property
    def sign(self) -> str:
        """The same in a narrow cell: a mark in words has its sign."""
        if not self.is_listed:
            return f"×{short_mark(self.value)}"
        return short_mark(self.value) or self.letter

    @property
    def css(self) -> str:
        """The class of the cell in the table."""
        if not self.is_listed:
            return "w"
        if self.value in WORDS:
            return "word"
        return "two" if self.value == "2" else "w" if self.letter and not self.value else ""


@dataclass(frozen=True)
class GridRow:
    """A student with cells, the mean of the term and the teacher's own mark."""

    student: Student
    cells: list[GridCell]
    mean: Decimal | None
    mark: TermMark | None
    is_far: bool

    @property
    def versions(self) -> str:
        """How often each cell was written, for the script of the page."""
        return ",".join(str(cell.version) for cell in self.cells)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The cells as a table takes them: class and text."""
        return [(cell.css, cell.sign) for cell in self.cells]

    @property
    def mark_sign(self) -> str:
        """The teacher's own mark as a narrow cell has it; empty where there is none."""
        return short_mark(self.mark.value) if self.mark else ""

    @property
    def mean_text(self) -> str:
        """The mean with two decimals; a dash where there are no marks."""
        return number_text(self.mean, 2)


@dataclass(frozen=True)
class Grid:
    """The whole page of the journal."""

    lessons: list[Lesson]
    rows: list[GridRow]

    @property
    def values(self) -> set[str]:
        """The marks that stand on the page, of lessons and of the term."""
        given = {cell.value for row in self.rows for cell in row.cells}
        return given | {row.mark.value for row in self.rows if row.mark}

    @property
    def signs(self) -> list[tuple[str, str]]:
        """What the signs of the page mean, with those that may be typed at any time."""
        return signs_of(self.values | WORDS)


def grid(group: ClassGroup, subject: Subject, term: Term) -> Grid:
    """Students by lessons of a term; the number of queries is the same whatever the size."""
    found = Lesson.objects.filter(
        class_group=group, subject=subject, on__range=(term.start_on, term.end_on), state__in=Lesson.STANDING
    )
    lessons = list(found.select_related("work__kind", "part").order_by("on", "number", "part__name", "pk"))
    written = _written(lessons)
    students = _with_marks(_students(group.pk, term.start_on, term.end_on), written)
    marks = {
        mark.student_id: mark
        for mark in TermMark.objects.filter(subject=subject, term=term, student__in=students).order_by()
    }
    rows = _Rows(group, lessons, [student.pk for student in students], written)
    far, weights = Decimal(str(setting("divergence_flag"))), [weight_of(lesson) for lesson in lessons]
    return Grid(lessons, [_row(rows, student, weights, marks.get(student.pk), far) for student in students])


@while_unchanged("organisation")
def _students(group_pk: int, start: date, end: date) -> tuple[Student, ...]:
    here = Enrolment.objects.filter(spans.touching(start, end), class_group=group_pk)
    found = Student.objects.filter(pk__in=here.order_by().values("student")).select_related("person")
    return tuple(found.order_by("person__sort_key", "pk"))


Marks = dict[tuple[int, int], tuple[str, int]]


def _written(lessons: list[Lesson]) -> Marks:
    """Mark and version by student and lesson."""
    found = LessonMark.objects.filter(lesson__in=[lesson.pk for lesson in lessons])
    rows = found.order_by().values_list("student", "lesson", "value", "version")
    return {(student, lesson): (value, version) for student, lesson, value, version in rows}


def _with_marks(students: tuple[Student, ...], written: Marks) -> list[Student]:
    """The list of the class, and who has marks of these lessons though a move dated back left no day of the term."""
    known = {student.pk for student in students}
    others = {student for (student, _lesson), (value, _version) in written.items() if value} - known
    if not others:
        return list(students)
    found = [*students, *Student.objects.filter(pk__in=others).select_related("person")]
    return sorted(found, key=lambda student: (student.person.sort_key, student.pk))


class _Rows:
    """What the cells are made of: marks, missed lessons, the lists of the class and its parts."""

    def __init__(self, group: ClassGroup, lessons: list[Lesson], students: list[int], written: Marks) -> None:
        self.marks, self.lessons = written, lessons
        days = [lesson.on for lesson in lessons]
        missed = Absence.objects.filter(class_group=group, kind__in=LETTERS, student__in=students)
        missed = missed.filter(on__range=(min(days), max(days))) if days else missed.none()
        self.missed = {
            (student, on, number): LETTERS[kind]
            for student, on, number, kind in missed.order_by().values_list("student", "on", "lesson", "kind")
        }
        # An illness that the family told of is need-to-know: the teachers of this page read an absence.
        for key in excused_illness(students, days):
            if key in self.missed:
                self.missed[key] = LETTERS["valid"]
        self.lists = kept_lists(group.pk, [lesson.part_id for lesson in lessons])

    def cell(self, student: int, lesson: Lesson) -> GridCell:
        """The cell of a student at a lesson."""
        value, version = self.marks.get((student, lesson.pk), ("", 0))
        letter = self.missed.get((student, lesson.on, lesson.number), "")
        is_listed = self.lists.holds(student, lesson.on, lesson.part_id)
        return GridCell(student, lesson.pk, value, version, letter, is_listed)


def _row(rows: _Rows, student: Student, weights: list[int], mark: TermMark | None, far: Decimal) -> GridRow:
    cells = [rows.cell(student.pk, lesson) for lesson in rows.lessons]
    pairs = zip(cells, weights, strict=True)
    mean = mean_of((cell.value, weight) for cell, weight in pairs if cell.value and cell.is_listed)
    return GridRow(student, cells, mean, mark, is_far(mean, mark.value if mark else "", far))


def weight_of(lesson: Lesson) -> int:
    """How much a mark of this lesson weighs."""
    work = getattr(lesson, "work", None)
    return work.kind.weight if work else 1


@dataclass(frozen=True)
class ColumnRow:
    """A student of one lesson's list."""

    student: Student
    cell: GridCell


def column(lesson: Lesson) -> list[ColumnRow]:
    """The students on the list of a lesson with what stands in their cells, and whose mark stands off the list."""
    written = _written([lesson])
    students = _with_marks(_students(lesson.class_group_id, lesson.on, lesson.on), written)
    rows = _Rows(lesson.class_group, [lesson], [student.pk for student in students], written)
    found = [ColumnRow(student, rows.cell(student.pk, lesson)) for student in students]
    return [row for row in found if row.cell.is_listed or row.cell.value]


@dataclass(frozen=True)
class GridColumn:
    """A lesson of the grid: how much its marks weigh, the code of why they cannot be written now, its number and part."""

    lesson: Lesson
    weight: int
    stop: str
    more: str

    @property
    def url(self) -> str:
        """The marks of this lesson as a list."""
        return address("journal:column", self.lesson.pk)


def beside_days(lessons: Sequence[Lesson]) -> list[str]:
    """What tells columns of one day apart: number of the lesson and part of the class; empty where the day is enough."""
    days = Counter(lesson.on for lesson in lessons)

    def more(lesson: Lesson) -> str:
        if lesson.part:
            return f"{lesson.number} · {lesson.part.name}"
        return str(lesson.number) if days[lesson.on] > 1 else ""

    return [more(lesson) for lesson in lessons]


def grid_columns(
    lessons: list[Lesson], may_write: bool, foreign: frozenset[int] = frozenset()
) -> list[GridColumn]:
    """The lessons as the heads of the grid; into those that are `foreign` this reader writes nothing."""
    today = timezone.localdate()
    closed = closed_spans() if may_write else []

    def stop(lesson: Lesson) -> str:
        if lesson.pk in foreign:
            return "part-foreign"
        if any(start <= lesson.on <= end for start, end in closed):
            return "half-closed"
        return "lesson-to-come" if lesson.on > today else ""

    pairs = zip(lessons, beside_days(lessons), strict=True)
    return [GridColumn(lesson, weight_of(lesson), stop(lesson), more) for lesson, more in pairs]


def last_changes(cells: Iterable[tuple[int, int]]) -> dict[tuple[int, int], MarkChange]:
    """Who wrote last into each cell, by lesson and student."""
    wanted = set(cells)
    if not wanted:
        return {}
    found = MarkChange.objects.filter(
        mark__lesson__in={lesson for lesson, _student in wanted},
        mark__student__in={student for _lesson, student in wanted},
        is_conflict=False,
    )
    ordered = found.select_related("mark", "by__person").order_by("pk")
    return {(one.mark.lesson_id, one.mark.student_id): one for one in ordered}


def lessons_at(group: ClassGroup, subject: Subject, pks: Iterable[int]) -> list[Lesson]:
    """Lessons of this grid by their keys."""
    found = Lesson.objects.filter(class_group=group, subject=subject, pk__in=pks)
    return list(found.select_related("teacher", "substitute"))


@dataclass(frozen=True)
class Neighbours:
    """The lessons of the same class and subject before and after one, and the person's next lesson of that day."""

    before: Lesson | None
    after: Lesson | None
    next_of_day: Lesson | None


def neighbours(lesson: Lesson, person_pk: int | None, *, with_days: bool = True) -> Neighbours:
    """Where one goes on from the marks of a lesson."""
    today = timezone.localdate()
    standing = Lesson.objects.filter(state__in=Lesson.STANDING, on__lte=today)
    here = standing.filter(class_group=lesson.class_group_id, subject=lesson.subject_id)
    earlier = Q(on__lt=lesson.on) | Q(on=lesson.on, number__lt=lesson.number)
    later = Q(on__gt=lesson.on) | Q(on=lesson.on, number__gt=lesson.number)
    given = Q(substitute__person=person_pk) | Q(substitute=None, teacher__person=person_pk)
    of_day = standing.filter(given, on=lesson.on, number__gt=lesson.number)
    return Neighbours(
        here.filter(earlier).order_by("-on", "-number").first() if with_days else None,
        here.filter(later).order_by("on", "number").first() if with_days else None,
        of_day.select_related("class_group", "subject").order_by("number").first() if person_pk else None,
    )


@while_unchanged("organisation", "journal")
def subjects_with_lessons(group: ClassGroup) -> list[Subject]:
    """Subjects of which the class has lessons: each has a grid."""
    taught = Lesson.objects.filter(class_group=group).order_by().values("subject")
    return list(Subject.objects.filter(pk__in=taught).order_by("sort_key", "pk"))


def own_subjects(user: User, group: ClassGroup) -> list[Subject]:
    """Subjects that the user teaches in the class today, whose marks are the user's to set (3.9)."""
    if group.pk not in standing(user).taught_classes:
        return []
    today = timezone.localdate()
    known = Teaching.objects.filter(Q(until_on=None) | Q(until_on__gte=today), from_on__lte=today)
    mine = known.filter(class_group=group, teacher__person=user.person_id).order_by().values("subject")
    return list(Subject.objects.filter(pk__in=mine).order_by("sort_key", "pk"))
