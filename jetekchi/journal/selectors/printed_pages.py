"""The pages of a subject as the paper journal has them: marks at the left, topics and homework at the right (3.9).

Lessons of a part of the class have pages of their own, with its students and its teacher.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from jetekchi.core.papers import Block, Column, Heading, PageBreak, Paper, Paragraph, SignatureRow, Table
from jetekchi.core.papers.model import Text
from jetekchi.journal.models import ClassPart, Lesson
from jetekchi.journal.selectors.grid import Grid, GridCell, GridRow, grid
from jetekchi.journal.selectors.paper_parts import class_paper, first_columns, signature_of, upright
from jetekchi.journal.selectors.short_marks import short_mark, signs_of
from jetekchi.organisation.models import ClassGroup, Person, Staff, Subject, Term

# So many lessons stand on one page.
LESSONS = 24


def pages_paper(group: ClassGroup, subject: Subject, term: Term) -> tuple[Paper, int]:
    """Spreads of so many lessons each, the dates of both pages the same; and the number of lessons."""
    found = grid(group, subject, term)
    people = _people(found.lessons)
    blocks: list[Block] = []
    for one in _sets(found):
        blocks += [PageBreak()] if blocks else []
        blocks += _pages(one, term, people)
    title = f"{subject}, {term}"
    paper = class_paper(
        group, _("CLASS JOURNAL"), title, blocks or [Paragraph(_("No lessons in this term yet"))]
    )
    return paper, len(found.lessons)


class Line(NamedTuple):
    """A student at the lessons of one set; the mark of the term stands in one set only."""

    name: str
    cells: list[GridCell]
    mark: str


@dataclass(frozen=True)
class LessonSet:
    """Lessons that are written on pages of their own: of the whole class, or of a part of it."""

    part: ClassPart | None
    lessons: list[Lesson]
    lines: list[Line]

    @property
    def days(self) -> list[str]:
        """The day of each lesson, with its number where a day has several."""
        often = Counter(lesson.on for lesson in self.lessons)
        return [
            f"{one.on:%d.%m} · {one.number}" if often[one.on] > 1 else f"{one.on:%d.%m}"
            for one in self.lessons
        ]

    def head(self, words: str) -> Heading:
        """The head of a page, with the name of the part."""
        return Heading(f"{self.part}: {words}" if self.part else words, level=2)


def _sets(found: Grid) -> list[LessonSet]:
    """The lessons of the whole class first, then those of each part by its name."""
    places: dict[int | None, list[int]] = {}
    for place, lesson in enumerate(found.lessons):
        places.setdefault(lesson.part_id, []).append(place)
    parts = {one.part_id: one.part for one in found.lessons}
    order = sorted(places, key=lambda pk: (str(parts[pk] or ""), pk or 0))
    rows: dict[int | None, list[Line]] = {pk: [] for pk in order}
    for row in found.rows:
        home = _home(row, found.lessons, order)
        for pk in order:
            cells = [row.cells[place] for place in places[pk]]
            if pk is None or pk == home or any(cell.is_listed or cell.value for cell in cells):
                mark = row.mark.value if row.mark and pk == home else ""
                rows[pk].append(Line(row.student.person.brief_name, cells, mark))
    return [LessonSet(parts[pk], [found.lessons[place] for place in places[pk]], rows[pk]) for pk in order]


def _home(row: GridRow, lessons: Sequence[Lesson], order: Sequence[int | None]) -> int | None:
    """Where the student's mark of the term stands: with the whole class, else in the part of the last own lesson.

    A mark of a student whose part nobody knows stands in the first one.
    """
    if None in order:
        return None
    own = [one.part_id for one, cell in zip(lessons, row.cells, strict=True) if cell.is_listed]
    if own:
        return own[-1]
    return order[0] if order and row.mark else None


def _people(lessons: Iterable[Lesson]) -> dict[int, Person]:
    """Who gives these lessons, in the order of their names, by the key of the staff."""
    staff = {lesson.teacher_id for lesson in lessons}
    found = Staff.objects.filter(pk__in=staff).select_related("person").order_by("person__sort_key", "pk")
    return {one.pk: one.person for one in found}


def _pages(one: LessonSet, term: Term, people: dict[int, Person]) -> list[Block]:
    blocks: list[Block] = []
    days = one.days
    given = {lesson.teacher_id for lesson in one.lessons}
    teachers = [person for key, person in people.items() if key in given]
    for start in range(0, len(one.lessons), LESSONS):
        part = slice(start, start + LESSONS)
        blocks += [PageBreak()] if start else []
        blocks.append(one.head(_("Attendance and marks")))
        if one.part:
            names = ", ".join(person.brief_name for person in teachers)
            blocks.append(Paragraph(f"{_('Teacher')}: {names}", align="left"))
        is_last = start + LESSONS >= len(one.lessons)
        blocks += [_marks(one, part, days[part], term, is_last=is_last), PageBreak()]
        blocks += [one.head(_("Topics and homework")), _topics(one.lessons[part], days[part])]
    blocks.append(Paragraph(_legend(one), small=True))
    return [*blocks, *(SignatureRow(_("Teacher"), signature_of(person)) for person in teachers)]


def _legend(one: LessonSet) -> str:
    words = [_("н – absent, б – ill.")]
    values = {cell.value for line in one.lines for cell in line.cells}
    if signs := signs_of(values | {line.mark for line in one.lines}):
        words.append("; ".join(f"{sign} – {word}" for sign, word in signs) + ".")
    if any("·" in day for day in one.days):
        words.append(_("After the day: the number of the lesson."))
    if any(cell.value and not cell.is_listed for line in one.lines for cell in line.cells):
        words.append(_("× – not on the list of that lesson, the mark does not count."))
    return " ".join(words)


def _marks(one: LessonSet, part: slice, days: list[str], term: Term, *, is_last: bool) -> Block:
    columns = (*first_columns(), *upright(*days, *([str(term)] if is_last else [])))
    rows: list[tuple[Text, ...]] = []
    for number, line in enumerate(one.lines, 1):
        cells = [cell.sign if cell.is_listed or cell.value else "" for cell in line.cells[part]]
        rows.append((str(number), line.name, *cells, *([short_mark(line.mark)] if is_last else [])))
    return Table(columns, tuple(rows), dense=True)


def _topics(lessons: Sequence[Lesson], days: list[str]) -> Block:
    columns = (
        Column(_("Day")),
        Column(_("Topic of the lesson"), width=3),
        Column(_("Homework"), width=2),
        Column(_("Teacher's signature"), width=1.2),
    )
    rows = tuple(
        (day, " ".join(lesson.topic.split()), " ".join(lesson.homework.split()), "")
        for day, lesson in zip(days, lessons, strict=True)
    )
    return Table(columns, rows, dense=True, row_mm=5.6)
