"""The lists behind the figures: each shows exactly the records that its figure counts."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from jetekchi.core import spans
from jetekchi.core.dates import number_text
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Absence, Lesson, PartMember, TermMark
from jetekchi.journal.selectors.fallen import FAILING
from jetekchi.journal.selectors.formulas import COUNTED, levels, ratio
from jetekchi.journal.selectors.half_year import roster
from jetekchi.journal.selectors.periods import marked_terms
from jetekchi.organisation.models import ClassGroup, Student, Subject, Term
from jetekchi.organisation.selectors import listed_on

# A figure is a sum of these values; a plain value stands for itself.
VALUE_GROUPS = {
    "counted": COUNTED,
    "success": ("5", "4", "3"),
    "quality": ("5", "4"),
    "mean": ("5", "4", "3", "2"),
}
MISSED = "missed"


def class_marks(
    class_group: ClassGroup, term: Term, subject: Subject | None = None, value: str = ""
) -> QuerySet[TermMark]:
    """Marks of the students on the list at the term's end: what the term's figures are made of (3.9)."""
    found = TermMark.objects.filter(term=term, student__in=roster(class_group, term))
    if subject is not None:
        found = found.filter(subject=subject)
    if value:
        found = found.filter(value__in=VALUE_GROUPS.get(value, (value,)))
    return found.select_related("student__person", "subject", "term")


def unmarked(class_group: ClassGroup, term: Term, subject: Subject) -> QuerySet[Student]:
    """Students on the list who have no mark in the subject; they do not count in N."""
    marked = TermMark.objects.filter(term=term, subject=subject).values("student")
    found = Student.objects.filter(pk__in=roster(class_group, term)).exclude(pk__in=marked)
    return found.select_related("person")


def class_absences(
    class_group: ClassGroup,
    from_on: date,
    to_on: date,
    *,
    kind: str = "",
    student_pk: int | None = None,
    weekday: int | None = None,
    lesson: int | None = None,
    subject_pk: int | None = None,
) -> QuerySet[Absence]:
    """Missed lessons of a class over a period (5.1); `missed` is everything but coming late; `weekday` 1 is Monday."""
    found = Absence.objects.filter(class_group=class_group, on__gte=from_on, on__lte=to_on)
    if kind == MISSED:
        found = found.exclude(kind=Absence.Kind.LATE)
    elif kind:
        found = found.filter(kind=kind)
    if student_pk is not None:
        found = found.filter(student=student_pk)
    if weekday is not None:
        found = found.filter(on__iso_week_day=weekday)
    if lesson is not None:
        found = found.filter(lesson=lesson)
    if subject_pk is not None:
        found = found.filter(Exists(_lesson_missed(class_group).filter(subject=subject_pk)))
    return found.select_related("student__person")


@dataclass(frozen=True)
class Share:
    """Lessons for one student as the figures count them."""

    text: str
    students: int


def lessons_a_student(class_group: ClassGroup, day: date | None, count: int) -> Share:
    """So many lessons by the students on the list of the class on a day, the last of the period (5.1)."""
    students = listed_on(class_group, day or class_group.year.end_on).count()
    return Share(number_text(ratio(count, students), 1), students)


def _lesson_missed(class_group: ClassGroup) -> QuerySet[Lesson]:
    """The lesson of the timetable that an absence is about: where parts of a class learn apart, the student's own."""
    held = Lesson.objects.filter(class_group=class_group, state__in=Lesson.STANDING)
    own = PartMember.objects.filter(
        spans.on(OuterRef("on")), student=OuterRef(OuterRef("student")), part=OuterRef("part")
    )
    return held.filter(Q(part=None) | Exists(own), on=OuterRef("on"), number=OuterRef("lesson"))


@while_unchanged("organisation", "journal")
def missed_by_week(class_group: ClassGroup, monday: date, weeks: int) -> dict[str, tuple[int, ...]]:
    """Missed lessons of a class in so many weeks from a Monday on: all of them, and those without a valid reason (5.1)."""
    missed = class_absences(class_group, monday, monday + timedelta(weeks=weeks, days=-1), kind=MISSED)
    counted: Counter[tuple[str, int]] = Counter()
    for day, kind in missed.order_by().values_list("on", "kind"):
        week = (day - monday).days // 7
        counted[MISSED, week] += 1
        counted[kind, week] += 1
    kinds = (MISSED, Absence.Kind.UNEXCUSED.value)
    return {kind: tuple(counted[kind, week] for week in range(weeks)) for kind in kinds}


def marks_of(student: Student, half: Term) -> list[TermMark]:
    """A student's marks of a half-year, by term and subject."""
    terms = [half.pk, *half.quarters.values_list("pk", flat=True)]
    return list(TermMark.objects.filter(student=student, term__in=terms).select_related("subject", "term"))


def absences_of(student: Student, half: Term) -> QuerySet[Absence]:
    """A student's missed lessons of a half-year."""
    return Absence.objects.filter(student=student, on__gte=half.start_on, on__lte=half.end_on)


@dataclass(frozen=True)
class SheetRow:
    """A student and the marks in the order of the sheet's subjects; None where there is no mark."""

    student: Student
    marks: tuple[TermMark | None, ...]
    levels: frozenset[str]

    @property
    def values(self) -> list[str]:
        """Values of the marks that are there."""
        return [mark.value for mark in self.marks if mark]


@dataclass(frozen=True)
class SummarySheet:
    """The summary sheet of a term: students × subjects."""

    term: Term
    subjects: tuple[Subject, ...]
    rows: tuple[SheetRow, ...]

    def of_level(self, level: str) -> list[SheetRow]:
        """Students who finished the term as `level` says; all for an empty one."""
        return [row for row in self.rows if not level or level in row.levels]


def summary_sheet(class_group: ClassGroup, term: Term) -> SummarySheet:
    """Students on the list at the term's end and their marks (3.9), two queries."""
    students = list(Student.objects.filter(pk__in=roster(class_group, term)).select_related("person"))
    marks: dict[int, dict[int, TermMark]] = defaultdict(dict)
    subjects: dict[int, Subject] = {}
    for mark in class_marks(class_group, term):
        marks[mark.student_id][mark.subject_id] = mark
        subjects[mark.subject_id] = mark.subject
    order = sorted(subjects.values(), key=lambda subject: subject.sort_key)
    rows = []
    for student in students:
        own = tuple(marks[student.pk].get(subject.pk) for subject in order)
        rows.append(SheetRow(student, own, levels([mark.value for mark in own if mark])))
    return SummarySheet(term, tuple(order), tuple(rows))


@dataclass(frozen=True)
class Falling:
    """A student whose marks ask for attention, with the facts and nothing but the facts."""

    student: Student
    term: Term
    falls: tuple[tuple[Subject, str, str], ...]
    failing: tuple[tuple[Subject, str], ...]


@while_unchanged("organisation", "journal")
def falling(class_group: ClassGroup, half: Term) -> list[Falling]:
    """Students with a 2 or «not attested», or one mark down in two subjects or more since the term before (4.1)."""
    latest, before = _latest_terms(class_group, half)
    if latest is None:
        return []
    terms = [latest] if before is None else [latest, before]
    students = list(
        Student.objects.filter(class_group=class_group, left_on=None).select_related("person", "class_group")
    )
    subjects = {subject.pk: subject for subject in Subject.objects.order_by("sort_key", "pk")}
    place = {pk: order for order, pk in enumerate(subjects)}
    marks: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    marked = TermMark.objects.filter(term__in=terms, student__in=[student.pk for student in students])
    rows = marked.order_by().values_list("student", "term", "subject", "value")
    for student_pk, term_pk, subject_pk, value in sorted(rows, key=lambda row: place[row[2]]):
        marks[student_pk, term_pk][subject_pk] = value
    found = []
    for student in students:
        now = marks[student.pk, latest.pk]
        then = marks[student.pk, before.pk] if before else {}
        falls = tuple(
            (subjects[pk], then[pk], value)
            for pk, value in now.items()
            if pk in then and value.isdigit() and then[pk].isdigit() and value < then[pk]
        )
        failing = tuple((subjects[pk], value) for pk, value in now.items() if value in FAILING)
        if len(falls) >= 2 or failing:
            found.append(Falling(student, latest, falls, failing))
    return found


def _latest_terms(class_group: ClassGroup, half: Term) -> tuple[Term | None, Term | None]:
    """The last term with marks up to this half-year's end, and the one before it in the same year."""
    marked = TermMark.objects.filter(class_group=class_group).order_by().values("term")
    terms = marked_terms(half.year_id).filter(pk__in=marked, end_on__lte=half.end_on)
    ordered = list(terms.order_by("-start_on", "-end_on")[:2])
    if not ordered or ordered[0].end_on < half.start_on:
        return None, None
    return ordered[0], ordered[1] if len(ordered) > 1 else None
