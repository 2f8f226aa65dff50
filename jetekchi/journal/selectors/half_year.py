"""A class, or all classes, over a half-year: a constant number of queries whatever the size."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Sum

from jetekchi.core import spans
from jetekchi.core.remember import once_a_page, while_unchanged
from jetekchi.journal.models import Absence, Roll, TermMark
from jetekchi.journal.selectors.formulas import (
    AbsenceCount,
    ClassTerm,
    SubjectTerm,
    absence_count,
    class_term,
    subject_term,
)
from jetekchi.organisation.models import ClassGroup, Enrolment, Student, Subject, Term
from jetekchi.organisation.selectors import all_settings, quarters_of


@dataclass(frozen=True)
class ClassHalfYear:
    """The figures of one class in one half-year (report, sections 3 and 4)."""

    class_group: ClassGroup
    half: Term
    terms: tuple[Term, ...]
    students: int
    study: tuple[SubjectTerm, ...]
    summary: tuple[ClassTerm, ...]
    absences: AbsenceCount

    def study_of(self, term: Term) -> list[SubjectTerm]:
        """The subjects of one term in Kyrgyz order."""
        return [row for row in self.study if row.term_id == term.pk]

    def summary_of(self, term: Term) -> ClassTerm | None:
        """The class row of one term; None when nobody has a mark yet."""
        return next((row for row in self.summary if row.term_id == term.pk), None)

    @property
    def latest(self) -> Term | None:
        """The last term of the half-year that has marks."""
        marked = {row.term_id for row in self.summary}
        return next((term for term in reversed(self.terms) if term.pk in marked), None)


class Listed(NamedTuple):
    """One student's time in one class."""

    student: int
    class_group: int
    from_on: date
    until_on: date | None

    def on(self, day: date) -> bool:
        return spans.holds(self.from_on, self.until_on, day)


def terms_of(half: Term) -> list[Term]:
    """Terms that get marks: the quarters of the half-year, or itself where the lyceum has half-years only."""
    if all_settings()["term_scheme"] == "half_years":
        return [half]
    return list(quarters_of(half)) or [half]


@while_unchanged("organisation", "journal")
def class_half_year(class_group: ClassGroup, half: Term) -> ClassHalfYear:
    """All figures of a class for a half-year (3.9, 4.1, 5.1)."""
    return _work_out([class_group], half)[class_group.pk]


@while_unchanged("organisation", "journal")
def school_half_year(half: Term) -> dict[int, ClassHalfYear]:
    """The same for every class of the year by class id, in as many queries as for one."""
    return _work_out(list(ClassGroup.objects.filter(year=half.year_id).select_related("year")), half)


def _work_out(classes: Sequence[ClassGroup], half: Term) -> dict[int, ClassHalfYear]:
    settings = all_settings()
    quarters = list(half.quarters.order_by("number"))
    terms = [half] if settings["term_scheme"] == "half_years" or not quarters else quarters
    listed = listed_in(classes, half)
    marks = _marks(classes, terms)
    subjects = {subject.pk: subject for subject in Subject.objects.all()}
    missed = _missed(tuple(classes), half)
    places = _places(classes, half)
    figures = {}
    for group in classes:
        own = [row for row in listed if row.class_group == group.pk]
        rosters = {term.pk: {row.student for row in own if row.on(term.end_on)} for term in terms}
        study: list[SubjectTerm] = []
        summary: list[ClassTerm] = []
        for term in terms:
            roster = rosters[term.pk]
            found = {student: marks[term.pk][student] for student in roster if student in marks[term.pk]}
            study += _study(found, term, len(roster), subjects, settings["sou_na_weight"])
            row = class_term(
                [list(values.values()) for values in found.values()],
                listed=len(roster),
                term_number=term.number,
                term_id=term.pk,
            )
            if found:
                summary.append(row)
        students = len({row.student for row in own if row.on(half.end_on)})
        figures[group.pk] = ClassHalfYear(
            class_group=group,
            half=half,
            terms=tuple(terms),
            students=students,
            study=tuple(study),
            summary=tuple(summary),
            absences=_count(missed[group.pk], students, settings["lessons_a_day"], places.get(group.pk)),
        )
    return figures


def listed_in(classes: Sequence[ClassGroup], half: Term) -> list[Listed]:
    """Each student's time on the lists of these classes in a half-year, one query."""
    rows = (
        Enrolment.objects.filter(spans.touching(half.start_on, half.end_on))
        .filter(class_group__in=classes)
        .values_list("student", "class_group", "from_on", "until_on")
        .order_by()
    )
    return [Listed(*row) for row in rows]


Marks = dict[int, dict[int, dict[int, str]]]


def _marks(classes: Sequence[ClassGroup], terms: Sequence[Term]) -> Marks:
    """Value by term, student and subject."""
    found = TermMark.objects.filter(term__in=terms)
    if len(classes) == 1:
        found = found.filter(student__in=Enrolment.objects.filter(class_group=classes[0]).values("student"))
    marks: Marks = {term.pk: defaultdict(dict) for term in terms}
    for term, student, subject, value in found.order_by().values_list("term", "student", "subject", "value"):
        marks[term][student][subject] = value
    return marks


def _study(
    found: dict[int, dict[int, str]], term: Term, listed: int, subjects: dict[int, Subject], weight: int
) -> list[SubjectTerm]:
    by_subject: dict[int, list[str]] = defaultdict(list)
    for values in found.values():
        for subject, value in values.items():
            by_subject[subject].append(value)
    return [
        subject_term(
            by_subject[pk],
            listed=listed,
            na_weight=weight,
            term_number=term.number,
            subject=str(subjects[pk]),
            term_id=term.pk,
            subject_id=pk,
        )
        for pk in sorted(by_subject, key=lambda pk: subjects[pk].sort_key)
    ]


Missed = list[tuple[int, date, str, int]]


@once_a_page
def _missed(classes: tuple[ClassGroup, ...], half: Term) -> dict[int, Missed]:
    """Rows of (student, day, kind, lessons) by class: a page needs them for its figures and for its list."""
    rows = (
        Absence.objects.filter(class_group__in=classes, on__gte=half.start_on, on__lte=half.end_on)
        .values_list("class_group", "student", "on", "kind")
        .annotate(lessons=Count("pk"))
        .order_by()
    )
    missed: dict[int, Missed] = defaultdict(list)
    for group, student, on, kind, lessons in rows:
        missed[group].append((student, on, kind, lessons))
    return missed


def missed_rows_of(class_group: ClassGroup, half: Term) -> Missed:
    """Rows of (student, day, kind, lessons) of a class: coming late is in them."""
    return _missed((class_group,), half)[class_group.pk]


def _places(classes: Sequence[ClassGroup], half: Term) -> dict[int, tuple[int, int]]:
    """Places of students at the lessons with a roll, and those that stayed empty, by class."""
    found = Roll.objects.filter(
        kind=Roll.Kind.ROLL,
        lesson__class_group__in=classes,
        lesson__on__range=(half.start_on, half.end_on),
    )
    sums = found.values("lesson__class_group").annotate(places=Sum("listed"), empty=Sum("missed")).order_by()
    return {row["lesson__class_group"]: (row["places"], row["empty"]) for row in sums}


def _count(
    rows: Missed, students: int, lessons_a_day: int, places: tuple[int, int] | None = None
) -> AbsenceCount:
    kinds: Counter[str] = Counter()
    days: Counter[tuple[int, date]] = Counter()
    for student, on, kind, lessons in rows:
        kinds[kind] += lessons
        if kind != Absence.Kind.LATE:
            days[student, on] += lessons
    whole = sum(lessons >= lessons_a_day for lessons in days.values())
    listed, empty = places or (0, 0)
    return absence_count(kinds, days=whole, students=students, places=listed, empty_places=empty)


def missed_by_student(class_group: ClassGroup, half: Term) -> dict[int, AbsenceCount]:
    """Missed lessons of each student of a class who missed any, in three queries at most."""
    lessons_a_day = all_settings()["lessons_a_day"]
    by_student: dict[int, Missed] = defaultdict(list)
    for row in _missed((class_group,), half)[class_group.pk]:
        by_student[row[0]].append(row)
    return {student: _count(rows, 1, lessons_a_day) for student, rows in by_student.items()}


def absences_of_student(student: Student, half: Term) -> AbsenceCount:
    """Missed lessons of one student in a half-year, in whatever class."""
    rows = (
        Absence.objects.filter(student=student, on__gte=half.start_on, on__lte=half.end_on)
        .values_list("on", "kind")
        .annotate(lessons=Count("pk"))
        .order_by()
    )
    missed = [(student.pk, on, kind, lessons) for on, kind, lessons in rows]
    return _count(missed, 1, all_settings()["lessons_a_day"])


def roster(class_group: ClassGroup, term: Term) -> Iterable[int]:
    """Ids of the students on the list at the term's end, as a subquery."""
    return (
        Enrolment.objects.filter(spans.on(term.end_on))
        .filter(class_group=class_group)
        .order_by()
        .values_list("student", flat=True)
    )
