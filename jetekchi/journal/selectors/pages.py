"""What the pages of the journal show: rows whose figures carry the address of their list."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core.dates import number_text, percent_text
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Absence, TermMark
from jetekchi.journal.selectors import links
from jetekchi.journal.selectors.formulas import AbsenceCount, ClassTerm, SubjectTerm, class_term
from jetekchi.journal.selectors.half_year import (
    ClassHalfYear,
    absences_of_student,
    class_half_year,
    missed_by_student,
    terms_of,
)
from jetekchi.journal.selectors.lists import class_marks, unmarked
from jetekchi.journal.selectors.periods import EXAM, FINAL, year_word
from jetekchi.organisation.models import ClassGroup, Student, Subject, Term
from jetekchi.organisation.selectors import half_years_of

KIND_BADGES = {"ill": "", "valid": "", "unexcused": "late", "late": "soon", "unknown": "now"}


@dataclass(frozen=True)
class Change:
    """How a figure moved since the term before: its sign for the eye, its word for who listens, the difference."""

    sign: str
    css: str
    word: str
    text: str


def change(
    now: Decimal | None, before: Decimal | None, places: int = 1, *, more_is_good: bool = True
) -> Change | None:
    """The difference of two figures as they were printed; None where one of them is a dash or both are the same."""
    if now is None or before is None or now == before:
        return None
    text, css = number_text(abs(now - before), places), "up" if (now > before) == more_is_good else "down"
    if now > before:
        return Change("▲", css, _("more than before by"), text)
    return Change("▼", css, _("less than before by"), text)


@dataclass(frozen=True)
class Figure:
    """A figure as it is printed, and the list it was counted from."""

    text: str
    url: str = ""
    is_bad: bool = False
    change: Change | None = None


def _count(number: int, url: str, *, is_bad: bool = False) -> Figure:
    return Figure(str(number), url, is_bad and number > 0)


@dataclass(frozen=True)
class FigureRow:
    """A subject, or the class, with its figures."""

    name: str
    url: str
    figures: tuple[Figure, ...]


def subject_row(group: ClassGroup, row: SubjectTerm, before: SubjectTerm | None = None) -> FigureRow:
    """N, raw counts, percentages, degree of learning and mean of a subject, the last four against the term before."""

    def url(value: str) -> str:
        return links.marks(group, row.term_id, row.subject_id, value)

    def moved(now: Decimal | None, name: str, places: int = 1) -> Change | None:
        return change(now, getattr(before, name, None), places)

    counts = [_count(row.n, url("counted"))]
    for value, number in (("5", row.n5), ("4", row.n4), ("3", row.n3), ("2", row.n2), ("na", row.na)):
        counts.append(_count(number, url(value), is_bad=value in ("2", "na")))
    shares = (
        Figure(percent_text(row.success), url("success"), change=moved(row.success, "success")),
        Figure(percent_text(row.quality), url("quality"), change=moved(row.quality, "quality")),
        Figure(percent_text(row.sou), url("counted"), change=moved(row.sou, "sou")),
        Figure(number_text(row.mean, 2), url("mean"), change=moved(row.mean, "mean", 2)),
    )
    return FigureRow(row.subject, url(""), (*counts, *shares))


def summary_cells(
    group: ClassGroup, row: ClassTerm | None, before: ClassTerm | None = None
) -> FigureRow | None:
    """The class by student: who finished the term how."""
    if row is None:
        return None

    def url(level: str) -> str:
        return links.level(group, row.term_id, level)

    then = before or class_term([], listed=0)
    figures = (
        _count(row.n, url("counted")),
        _count(row.excellent, url("excellent")),
        _count(row.good, url("good")),
        _count(row.one_four, url("one_four")),
        _count(row.one_three, url("one_three")),
        _count(row.failing, url("failing"), is_bad=True),
        Figure(percent_text(row.success), url("succeeding"), change=change(row.success, then.success)),
        Figure(percent_text(row.quality), url("quality"), change=change(row.quality, then.quality)),
    )
    return FigureRow(group.label, url(""), figures)


@dataclass(frozen=True)
class TermTable:
    """A term of a class: subjects, the class as a whole, the address of the summary sheet."""

    term: Term
    rows: list[FigureRow]
    summary: FigureRow | None
    sheet_url: str
    before: Term | None = None


@while_unchanged("organisation", "journal")
def term_tables(group: ClassGroup, half: Term) -> list[TermTable]:
    """The terms of a half-year, each figure sewn to its list and set against the term before (3.9, 4.3)."""
    figures = class_half_year(group, half)
    known = _last_marked(group, half)
    tables = []
    for term in figures.terms:
        then = {row.subject_id: row for row in known[0].study_of(known[1])} if known else {}
        rows = [subject_row(group, row, then.get(row.subject_id)) for row in figures.study_of(term)]
        summary = summary_cells(
            group, figures.summary_of(term), known[0].summary_of(known[1]) if known else None
        )
        before = known[1] if known and rows else None
        tables.append(TermTable(term, rows, summary, links.level(group, term.pk), before))
        if rows:
            known = figures, term
    return tables


def _last_marked(group: ClassGroup, half: Term) -> tuple[ClassHalfYear, Term] | None:
    """Figures and term that the first term of a half-year is set against: the last one of the half-year before."""
    earlier = _half_before(group, half)
    if earlier is None:
        return None
    figures = class_half_year(group, earlier)
    return (figures, figures.latest) if figures.latest else None


def _half_before(group: ClassGroup, half: Term) -> Term | None:
    """The half-year before of the same year; a class of another year is another class."""
    earlier = [one for one in half_years_of(group.year) if one.end_on < half.start_on]
    return earlier[-1] if earlier else None


def absence_stats(figures: ClassHalfYear) -> dict[str, Figure]:
    """Missed lessons by kind, each with its list; means and shares against the half-year before."""
    group, half, count = figures.class_group, figures.half, figures.absences
    earlier = _half_before(group, half)
    before = class_half_year(group, earlier).absences if earlier else None

    def moved(name: str, places: int = 1, *, more_is_good: bool = False) -> Change | None:
        # A half-year without a single record says nothing: nobody kept it.
        then = getattr(before, name) if before and (before.missed or before.places) else None
        return change(getattr(count, name), then, places, more_is_good=more_is_good)

    def url(kind: str) -> str:
        return links.absences(group, kind=kind, from_on=half.start_on, to_on=half.end_on)

    return {
        "missed": _count(count.missed, url("missed")),
        "ill": _count(count.ill, url("ill")),
        "valid": _count(count.valid, url("valid")),
        "unexcused": _count(count.unexcused, url("unexcused"), is_bad=True),
        "late": _count(count.late, url("late")),
        "per_student": Figure(
            number_text(count.per_student, 2), url("missed"), change=moved("per_student", 2)
        ),
        "unexcused_share": Figure(
            percent_text(count.unexcused_share), url("unexcused"), change=moved("unexcused_share")
        ),
        "days": _count(count.days, url("missed")),
        "unknown": _count(count.unknown, url("unknown"), is_bad=True),
        "attendance": Figure(
            percent_text(count.attendance), url("missed"), change=moved("attendance", more_is_good=True)
        ),
    }


@dataclass(frozen=True)
class MissedRow:
    """A student and the lessons missed."""

    student: Student
    count: AbsenceCount
    url: str


@while_unchanged("organisation", "journal")
def missed_rows(group: ClassGroup, half: Term) -> list[MissedRow]:
    """Students who missed lessons or came late, the most first."""
    counts = missed_by_student(group, half)
    students = Student.objects.filter(pk__in=counts).select_related("person")
    rows = [
        MissedRow(
            student,
            counts[student.pk],
            links.absences(group, from_on=half.start_on, to_on=half.end_on, student_id=student.pk),
        )
        for student in students
    ]
    return sorted(
        rows, key=lambda row: (-row.count.missed, -row.count.unexcused, row.student.person.sort_key)
    )


def terms_with_names(group: ClassGroup) -> list[Term]:
    """Terms of the class's year that get marks."""
    return [term for half in half_years_of(group.year) for term in terms_of(half)]


def default_term(terms: list[Term]) -> str:
    """The term of today, else the last one that began, else the first."""
    today = timezone.localdate()
    begun = [term for term in terms if term.start_on <= today]
    chosen = begun[-1] if begun else terms[0] if terms else None
    return str(chosen.pk) if chosen else ""


def chosen_term(terms: list[Term], key: str) -> Term | None:
    """The asked term when the class's year has it."""
    return next((term for term in terms if str(term.pk) == key), None)


def half_of(group: ClassGroup, term: Term | None) -> Term | None:
    """The half-year of a term; without one, that of today."""
    halves = half_years_of(group.year)
    if term is not None:
        wanted = term.parent_id or term.pk
        return next((half for half in halves if half.pk == wanted), None)
    key = default_term(halves)
    return next((half for half in halves if str(half.pk) == key), None)


def subject_shares(group: ClassGroup, term: Term, subject: Subject | None) -> list[str]:
    """N and the four figures of a subject in words, for its list: who comes from a percentage finds it there again."""
    half = half_of(group, term)
    if subject is None or half is None:
        return []
    for row in class_half_year(group, half).study:
        if (row.term_id, row.subject_id) == (term.pk, subject.pk):
            named = (
                (_("Success, %"), number_text(row.success, 1)),
                (_("Quality, %"), number_text(row.quality, 1)),
                (_("Degree of learning, %"), number_text(row.sou, 1)),
                (_("Mean"), number_text(row.mean, 2)),
            )
            return [str(subject), f"N: {row.n}", *(f"{name}: {text}" for name, text in named)]
    return []


def class_shares(group: ClassGroup, term: Term) -> list[str]:
    """How many students of the class count in a term, and its two percentages in words, for the summary sheet."""
    half = half_of(group, term)
    for row in class_half_year(group, half).summary if half else ():
        if row.term_id == term.pk:
            named = (
                (_("Success, %"), number_text(row.success, 1)),
                (_("Quality, %"), number_text(row.quality, 1)),
            )
            return [f"N: {row.n}", *(f"{name}: {text}" for name, text in named)]
    return []


def subjects_of(group: ClassGroup) -> list[Subject]:
    """Subjects in which students of the class have marks."""
    marked = TermMark.objects.filter(student__enrolments__class_group=group, term__year=group.year_id)
    return list(Subject.objects.filter(pk__in=marked.order_by().values("subject")))


def students_of(group: ClassGroup) -> list[Student]:
    """Everybody who was on the list of the class in its year."""
    found = Student.objects.filter(enrolments__class_group=group).select_related("person").distinct()
    return list(found)


@dataclass(frozen=True)
class MarkRow:
    """A student and a mark in words; an empty mark where there is none."""

    student: Student
    subject: str
    mark: str
    is_bad: bool = False


def mark_rows(group: ClassGroup, term: Term, subject: Subject | None, value: str) -> list[MarkRow]:
    """The list behind a figure of a subject."""
    if value == "unmarked" and subject is not None:
        return [MarkRow(student, str(subject), "") for student in unmarked(group, term, subject)]
    return [
        MarkRow(mark.student, str(mark.subject), mark.get_value_display(), mark.value in ("2", "na", "fail"))
        for mark in class_marks(group, term, subject, value)
    ]


@dataclass(frozen=True)
class StudentHalf:
    """One half-year of a student: subjects × terms, missed lessons."""

    half: Term
    # Terms and the year, as far as they have marks, in the order of the columns.
    terms: list[Term | str]
    rows: list[tuple[Subject, list[TermMark | None]]]
    marks: list[TermMark]
    count: AbsenceCount
    absences: list[Absence]


def student_halves(student: Student) -> list[StudentHalf]:
    """The year of the student's present class, half-year by half-year, the latest first."""
    found: list[StudentHalf] = []
    halves = half_years_of(student.class_group.year)
    year = student.class_group.year_id
    of_year = TermMark.objects.filter(Q(term__year=year) | Q(year=year), student=student)
    known = list(of_year.select_related("subject", "term"))
    for half in halves:
        marks = [one for one in known if one.term and half.pk in (one.term_id, one.term.parent_id)]
        # The mark of the year stands behind those of its last half-year.
        marks += [one for one in known if one.term is None and half == halves[-1]]
        absences = list(
            Absence.objects.filter(student=student, on__gte=half.start_on, on__lte=half.end_on).order_by(
                "-on"
            )
        )
        if not marks and not absences:
            continue
        by_subject: dict[Subject, dict[int | str, TermMark]] = defaultdict(dict)
        for mark in marks:
            by_subject[mark.subject][mark.term_id or mark.step] = mark
        columns: dict[int | str, Term | str] = {term.pk: term for term in terms_of(half)}
        columns |= {half.pk: half} if any(half.pk in own for own in by_subject.values()) else {}
        steps = [step for step in ("", EXAM, FINAL) if any(step in own for own in by_subject.values())]
        columns |= {step: year_word(step) for step in steps}
        rows = [
            (subject, [own.get(key) for key in columns])
            for subject, own in sorted(by_subject.items(), key=lambda item: item[0].sort_key)
        ]
        terms = list(columns.values())
        found.append(StudentHalf(half, terms, rows, marks, absences_of_student(student, half), absences))
    return found[::-1]
