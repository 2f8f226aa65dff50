"""The pages of a subject as the paper journal has them: marks at the left, topics and homework at the right (3.9)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jetekchi.core.papers import Block, Column, Heading, PageBreak, Paper, Paragraph, SignatureRow, Table
from jetekchi.core.papers.model import Text
from jetekchi.journal.models import Lesson
from jetekchi.journal.selectors.grid import Grid, beside_days, grid
from jetekchi.journal.selectors.paper_parts import class_paper, first_columns, signature_of, upright
from jetekchi.journal.selectors.short_marks import signs_of
from jetekchi.organisation.models import ClassGroup, Person, Subject, Term

# So many lessons stand on one page.
LESSONS = 24


def pages_paper(group: ClassGroup, subject: Subject, term: Term) -> tuple[Paper, int]:
    """Spreads of so many lessons each, the dates of both pages the same; and the number of lessons."""
    found = grid(group, subject, term)
    heads = _heads(found.lessons)
    parts = [slice(start, start + LESSONS) for start in range(0, len(found.lessons), LESSONS)]
    blocks: list[Block] = [] if parts else [Paragraph(_("No lessons in this term yet"))]
    for number, part in enumerate(parts, 1):
        if number > 1:
            blocks.append(PageBreak())
        days = heads[part]
        blocks += [*_marks(found, part, days, term, is_last=number == len(parts)), PageBreak()]
        blocks += [Heading(_("Topics and homework"), level=2), _topics(found.lessons[part], days)]
    if parts:
        blocks.append(Paragraph(_legend(found), small=True))
        blocks += _teachers(found.lessons)
    title = f"{subject}, {term}"
    return class_paper(group, _("CLASS JOURNAL"), title, blocks), len(found.lessons)


def _heads(lessons: Sequence[Lesson]) -> list[str]:
    """The day of each lesson, with its number and part where a day has several."""
    pairs = zip(lessons, beside_days(lessons), strict=True)
    return [f"{lesson.on:%d.%m}{more and f' · {more}'}" for lesson, more in pairs]


def _legend(found: Grid) -> str:
    words = [_("н – absent, б – ill.")]
    if signs := signs_of(found.values):
        words.append("; ".join(f"{sign} – {word}" for sign, word in signs) + ".")
    if any(beside_days(found.lessons)):
        words.append(_("After the day: the number of the lesson and the part of the class."))
    if any(cell.value and not cell.is_listed for row in found.rows for cell in row.cells):
        words.append(_("× – not on the list of that lesson, the mark does not count."))
    return " ".join(words)


def _marks(found: Grid, part: slice, days: list[str], term: Term, *, is_last: bool) -> list[Block]:
    columns = (*first_columns(), *upright(*days, *([str(term)] if is_last else [])))
    rows: list[tuple[Text, ...]] = []
    for number, row in enumerate(found.rows, 1):
        cells = [cell.sign if cell.is_listed or cell.value else "" for cell in row.cells[part]]
        mark = [row.mark_sign] if is_last else []
        rows.append((str(number), row.student.person.brief_name, *cells, *mark))
    return [Heading(_("Attendance and marks"), level=2), Table(columns, tuple(rows), dense=True)]


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


def _teachers(lessons: Sequence[Lesson]) -> list[Block]:
    """A line to sign on for each teacher of these lessons."""
    people = Person.objects.filter(staff__in={lesson.teacher_id for lesson in lessons}).order_by("sort_key")
    return [SignatureRow(_("Teacher"), signature_of(one)) for one in people]
