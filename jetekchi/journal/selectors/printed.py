"""The summary sheet and the sheet of attendance of a class as the paper journal has them (3.9, 4.3, 5.1)."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from jetekchi.core.dates import month_name, number_text, short_date
from jetekchi.core.papers import Block, Column, Heading, Keep, Paper, Paragraph, Table
from jetekchi.core.papers.model import Text
from jetekchi.journal.models import TermMark
from jetekchi.journal.selectors.attendance import LATE
from jetekchi.journal.selectors.formulas import AbsenceCount
from jetekchi.journal.selectors.half_year import (
    ClassHalfYear,
    Listed,
    class_half_year,
    listed_in,
    missed_by_student,
    missed_rows_of,
    roster,
)
from jetekchi.journal.selectors.paper_parts import (
    class_paper,
    first_columns,
    leader_row,
    study_row,
    upright,
)
from jetekchi.journal.selectors.periods import EXAM, FINAL, year_word
from jetekchi.journal.selectors.short_marks import SHORT, short_mark, signs_of
from jetekchi.organisation.models import ClassGroup, Student, Subject, Term
from jetekchi.organisation.selectors import half_years_of

# More subjects than stand side by side on an upright sheet.
NARROW = 9


def summary_paper(group: ClassGroup, half: Term) -> tuple[Paper, int]:
    """Students by subjects in every term with marks up to this half-year's end; on the last one also the year's.

    Answers the paper and the number of students on it.
    """
    found = _Summary(group, half)
    blocks: list[Block] = [found.table(), *found.by_subject(), *found.by_student()]
    words = "; ".join(f"{short} – {word}" for short, word in signs_of(SHORT))
    blocks += [Paragraph(f"{words}.", small=True), leader_row(group), study_row()]
    paper = class_paper(
        group, _("SUMMARY SHEET OF MARKS"), str(half), blocks, landscape=len(found.subjects) > NARROW
    )
    return paper, len(found.students)


class _Line(NamedTuple):
    """A line of a student: a term by its key, or what closes the year; who stood on the list at the end of `term`."""

    key: int | str
    words: str
    term: Term


class _Summary:
    """Marks and figures of the sheet: a term lists whom its figures count, the class of the term's last day."""

    def __init__(self, group: ClassGroup, half: Term) -> None:
        self.figures = [
            class_half_year(group, one) for one in half_years_of(group.year) if one.end_on <= half.end_on
        ]
        self.half = half
        self.times: dict[int, list[Listed]] = defaultdict(list)
        for row in {row for one in self.figures for row in listed_in([group], one.half)}:
            self.times[row.student].append(row)
        self.marks: dict[tuple[int, int | str, int], str] = {}
        terms: dict[int, Term] = {}
        subjects: dict[int, Subject] = {}
        steps: set[str] = set()
        of_terms = Q(term__year=group.year_id, term__end_on__lte=half.end_on)
        # The marks of the year stand on the sheet of its last half-year.
        of_year = Q(year=group.year_id) if half == half_years_of(group.year)[-1] else Q(pk=None)
        marks = TermMark.objects.filter(of_terms | of_year, student__in=self.times)
        for mark in marks.select_related("term", "subject").order_by():
            if not self._counts(mark.student_id, mark.term or half):
                continue
            self.marks[mark.student_id, mark.term_id or mark.step, mark.subject_id] = mark.value
            subjects[mark.subject_id] = mark.subject
            if mark.term:
                terms[mark.term.pk] = mark.term
            else:
                steps.add(mark.step)
        # A half-year follows its quarters.
        self.terms = sorted(terms.values(), key=lambda term: (term.end_on, term.kind == Term.Kind.HALF_YEAR))
        self.lines = [_Line(term.pk, str(term), term) for term in self.terms]
        self.lines += [_Line(step, year_word(step), half) for step in ("", EXAM, FINAL) if step in steps]
        self.subjects = sorted(subjects.values(), key=lambda subject: subject.sort_key)
        listed = [pk for pk in self.times if any(self._counts(pk, term) for term in (half, *self.terms))]
        self.students = list(Student.objects.filter(pk__in=listed).select_related("person").order_by())
        self.students.sort(key=lambda student: (student.person.sort_key, student.pk))

    def _counts(self, student: int, term: Term) -> bool:
        return any(row.on(term.end_on) for row in self.times[student])

    def _name(self, student: Student) -> str:
        """The name, and since or until when the student stood on the list where that was not all the time."""
        times = self.times[student.pk]
        first, last = min(row.from_on for row in times), max(row.until_on or date.max for row in times)
        name, notes = student.person.brief_name, []
        if first > self.figures[0].half.start_on:
            notes.append(_("on the list since %(day)s") % {"day": short_date(first)})
        if last < self.half.end_on:
            notes.append(_("on the list until %(day)s") % {"day": short_date(last)})
        return f"{name} ({', '.join(notes)})" if notes else name

    def table(self) -> Block:
        """Each student with a line for each term at whose end the student stood on the list, then for the year."""
        if not self.lines:
            return Paragraph(_("No marks of this half-year yet"))
        columns = (*first_columns(), Column(_("Term")), *upright(*map(str, self.subjects)))
        rows: list[tuple[Text, ...]] = []
        for number, student in enumerate(self.students, 1):
            who = (str(number), self._name(student))
            lines = [line for line in self.lines if self._counts(student.pk, line.term)]
            for place, line in enumerate(lines):
                marks = (self._mark(student, line, one) for one in self.subjects)
                rows.append((*(("", "") if place else who), line.words, *marks))
            if not lines:
                rows.append((*who, "–", *("" for _subject in self.subjects)))
        return Table(columns, tuple(rows), dense=True)

    def _mark(self, student: Student, line: _Line, subject: Subject) -> str:
        return short_mark(self.marks.get((student.pk, line.key, subject.pk), ""))

    def _known(self) -> list[tuple[Term, ClassHalfYear]]:
        wanted = {term.pk for term in self.terms}
        return [(term, one) for one in self.figures for term in one.terms if term.pk in wanted]

    def by_subject(self) -> list[Block]:
        """The class counted by subject, a line for each figure and term; on one page."""
        if not self._known():
            return []
        columns = (Column(_("Figure")), Column(_("Term")), *upright(*map(str, self.subjects)))
        table = Table(columns, tuple(self._figures()), dense=True)
        return [Keep((Heading(_("Class, by subject"), level=2), table))]

    def _figures(self) -> list[tuple[Text, ...]]:
        names = {"success": _("Success, %"), "quality": _("Quality, %")}
        names |= {"sou": _("Degree of learning, %"), "mean": _("Mean")}
        rows: list[tuple[Text, ...]] = []
        for name, title in names.items():
            for place, (term, figures) in enumerate(self._known()):
                by_subject = {row.subject_id: row for row in figures.study_of(term)}
                values = [getattr(by_subject.get(one.pk), name, None) for one in self.subjects]
                said = [number_text(value, 2 if name == "mean" else 1) for value in values]
                rows.append(("" if place else title, str(term), *said))
        return rows

    def by_student(self) -> list[Block]:
        """The class counted by student, a line for each term."""
        titles = ["N", _("Excellent students"), _("Good students"), _("One single 3"), _("Failing")]
        titles += [_("Success, %"), _("Quality, %")]
        rows = []
        for term, figures in self._known():
            row = figures.summary_of(term)
            if row is not None:
                counts = (row.n, row.excellent, row.good, row.one_three, row.failing)
                shares = (number_text(row.success, 1), number_text(row.quality, 1))
                rows.append((str(term), *map(str, counts), *shares))
        if not rows:
            return []
        columns = (Column(_("Term")), *(Column(title, "right") for title in titles))
        table = Table(columns, tuple(rows), dense=True)
        return [Keep((Heading(_("Class, by student"), level=2), table))]


def attendance_paper(group: ClassGroup, half: Term) -> tuple[Paper, int]:
    """Missed lessons of each student by months, all and by illness, with the sums of the half-year; and their number."""
    counts = missed_by_student(group, half)
    listed = set(roster(group, half)) | set(counts)
    students = (
        Student.objects.filter(pk__in=listed).select_related("person").order_by("person__sort_key", "pk")
    )
    months = [date(day.year, day.month, 1) for day in _months(half)]
    by_month: dict[tuple[int, date], Counter[str]] = defaultdict(Counter)
    for student, on, kind, lessons in missed_rows_of(group, half):
        if kind != LATE:
            by_month[student, on.replace(day=1)].update({"all": lessons, kind: lessons})
    rows: list[list[int]] = []
    names = []
    for one in students:
        own = [by_month[one.pk, month] for month in months]
        rows.append([sums[name] for sums in own for name in ("all", "ill")] + _sums(counts.get(one.pk)))
        names.append(one.person.brief_name)
    total = [sum(column) for column in zip(*rows, strict=True)] if rows else []
    lines = [
        (str(number), name, *(str(value or "") for value in row))
        for number, (name, row) in enumerate(zip(names, rows, strict=True), 1)
    ]
    if total:
        lines.append(("", _("Total"), *map(str, total)))
    heads = [title for month in months for title in (month_name(month), _("of it ill"))]
    heads += [_("missed lessons"), _("ill"), _("valid reason"), _("without a reason"), _("not known yet")]
    columns = (*first_columns(), *upright(*heads, _("late"), _("whole days")))
    blocks: list[Block] = [Table(columns, tuple(lines), total=bool(total), dense=True), leader_row(group)]
    return class_paper(group, _("ATTENDANCE SHEET"), str(half), blocks), len(names)


def _months(half: Term) -> list[date]:
    first, last = half.start_on.replace(day=1), half.end_on
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    steps = [first.month - 1 + step for step in range(count)]
    return [date(first.year + step // 12, step % 12 + 1, 1) for step in steps]


def _sums(count: AbsenceCount | None) -> list[int]:
    if count is None:
        return [0] * 7
    reasons = [count.ill, count.valid, count.unexcused, count.unknown]
    return [count.missed, *reasons, count.late, count.days]
