"""Letters of the grid: absent, ill and there again are corrections of the lesson's roll, not marks (3.9, 5.1)."""

from collections.abc import Collection, Iterable

from django.db import transaction

from jetekchi.core.http import Refused
from jetekchi.journal.models import Lesson, LessonMark, Roll, RollEntry, Status
from jetekchi.journal.selectors.listed import students_at
from jetekchi.journal.services.grid import Cell, Outcome
from jetekchi.journal.services.rolls import Mark, take_roll
from jetekchi.organisation.models import User

LETTERS = ("away", "ill", "here")
# Away says no more than that: whoever is away already, with or without a reason, stays so.
AWAY = {Status.VALID, Status.WITHOUT, Status.UNKNOWN}


def mark_absences(*, by: User, lessons: Collection[Lesson], cells: Iterable[Cell]) -> list[Outcome]:
    """Correct the rolls of these lessons; each cell is answered, one that is refused takes none with it.

    A lesson whose roll nobody has taken gets none from a single letter: nobody of the others would be known.
    """
    known = {lesson.pk: lesson for lesson in lessons}
    wanted: dict[int, list[Cell]] = {}
    for cell in cells:
        wanted.setdefault(cell.lesson, []).append(cell)
    found: list[Outcome] = []
    for pk, of_lesson in sorted(wanted.items()):
        lesson = known.get(pk)
        found += _corrected(by, lesson, of_lesson) if lesson else _refused(of_lesson, "roll-foreign")
    return found


def _refused(cells: Iterable[Cell], code: str, said: str = "") -> list[Outcome]:
    return [Outcome(cell, "refused", "", cell.version, code, said) for cell in cells]


def _corrected(by: User, lesson: Lesson, cells: list[Cell]) -> list[Outcome]:
    try:
        with transaction.atomic():
            return _write(by, lesson, cells)
    except Refused as refusal:
        return _refused(cells, refusal.code, str(refusal))


def _write(by: User, lesson: Lesson, cells: list[Cell]) -> list[Outcome]:
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    roll = Roll.objects.filter(lesson=lesson, kind=Roll.Kind.ROLL).first()
    if roll is None:
        return _refused(cells, "roll-not-taken")
    students = {cell.student for cell in cells}
    marks = {mark.student_id: mark for mark in LessonMark.objects.filter(lesson=lesson, student__in=students)}
    listed = set(students_at(lesson).values_list("pk", flat=True))
    entries = {entry.student_id: entry for entry in roll.entries.filter(student__in=listed)}
    rows = {pk: Mark(entry.status, entry.minutes) for pk, entry in entries.items()}
    outcomes = []
    for cell in cells:
        mark = marks.get(cell.student)
        version = mark.version if mark else 0
        if cell.student not in listed:
            outcomes.append(Outcome(cell, "refused", "", version, "not-listed"))
        elif mark and mark.value and cell.value != "here":
            outcomes.append(Outcome(cell, "refused", mark.value, version, "mark-stands"))
        else:
            status = _status(cell, entries.get(cell.student))
            is_same = status == rows.get(cell.student, Mark()).status
            if not is_same:
                rows[cell.student] = Mark(status)
            stands = (mark.value if mark else "") if cell.value == "here" else cell.value
            outcomes.append(Outcome(cell, "same" if is_same else "saved", stands, version))
    take_roll(by=by, lesson=lesson, marks=rows, seen=roll.version)
    return outcomes


def _status(cell: Cell, entry: RollEntry | None) -> str:
    if cell.value == "here":
        # Who came late was there, who is exempt had not to be.
        return entry.status if entry and entry.status in {Status.LATE, Status.EXEMPT} else Status.PRESENT
    if cell.value == "ill":
        return Status.ILL
    return entry.status if entry and entry.status in AWAY else Status.UNKNOWN
