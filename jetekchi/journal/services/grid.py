"""Marks of lessons: many cells at once, each judged by itself, so that one that is refused takes none with it (3.9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.journal.models import (
    Absence,
    Lesson,
    LessonMark,
    MarkChange,
)
from jetekchi.journal.models.grid import MARKS
from jetekchi.journal.selectors.grid import shown
from jetekchi.journal.selectors.listed import Lists, lists_of
from jetekchi.organisation.models import ClassGroup, Subject, Term, User
from jetekchi.organisation.selectors import setting

MOST_CELLS = 2000
REFUSALS: dict[str, str | Promise] = {
    "mark-unknown": _("There is no such mark. Write 5, 4, 3, 2, passed or not passed."),
    "lesson-foreign": _(
        "This lesson is not in the journal of this class and subject. Open the journal anew."
    ),
    "lesson-not-held": _("This lesson does not take place. Choose another day."),
    "lesson-to-come": _("The lesson is still to come. Its marks are written on its day."),
    "half-closed": _("The half-year is closed: its marks stay as they are."),
    "not-listed": _("The student was not on the list of this lesson on that day."),
    "absent": _("The student missed this lesson. Correct the roll first, or write the mark on another day."),
    "locked": _("This mark is locked by now. Say why it changes."),
    "roll-not-taken": _(
        "The roll of this lesson is not taken yet. Take it first: one letter says nothing of the others."
    ),
    "part-foreign": _("The marks of this lesson are written by the teacher of that part of the class."),
    "roll-foreign": _("The roll of this lesson is kept by its own teacher. Write the letter there."),
    "mark-stands": _("A mark stands there. Empty the cell first, then write the letter."),
    "conflict": _("A colleague has written another mark meanwhile. Look at both and decide."),
}


@dataclass(frozen=True)
class Cell:
    """What was typed into one cell, and over which version of it (0: nobody had written there)."""

    lesson: int
    student: int
    value: str
    version: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a cell: saved, same, conflict or refused; `value` and `version` are what stands there now."""

    cell: Cell
    state: str
    value: str
    version: int
    code: str = ""
    said: str = ""

    @property
    def message(self) -> str:
        """What happened and what to do; empty for what was saved."""
        return self.said or (str(REFUSALS[self.code]) if self.code else "")

    @property
    def shown(self) -> str:
        """What stands in the cell, as people read it."""
        return shown(self.value) or "–"

    @property
    def typed(self) -> str:
        """What was typed, as people read it."""
        return shown(self.cell.value) or "–"


@dataclass
class _Ground:
    """Everything the cells are judged by, read once for all of them."""

    lessons: dict[int, Lesson]
    marks: dict[tuple[int, int], LessonMark]
    lists: Lists
    missed: set[tuple[int, date, int]]
    landed: set[Cell]
    closed: list[tuple[date, date]]
    foreign: frozenset[int]
    locked_before: datetime
    reason: str
    today: date = field(default_factory=timezone.localdate)


@transaction.atomic
def save_marks(
    *,
    by: User,
    class_group: ClassGroup,
    subject: Subject,
    cells: Iterable[Cell],
    reason: str = "",
    foreign: frozenset[int] = frozenset(),
) -> list[Outcome]:
    """Write marks of one class and subject; each cell is answered, whatever becomes of the others (3.9).

    The same cells sent again change nothing, also where the first answer was lost and the cell has gone on since: what
    was typed over which version is the key of a sending. A version that a colleague has passed is a conflict: the
    colleague's mark stays, both are in the history. Refused are cells of lessons that are `foreign` to who writes; as a
    whole: too many cells at once.
    """
    wanted = list({(cell.lesson, cell.student): cell for cell in cells}.values())
    if len(wanted) > MOST_CELLS:
        raise Refused("too-many-cells", _("Too many marks at once. Send them in smaller parts."))
    ground = _ground(by, class_group, subject, wanted, mend(reason).strip()[:200], foreign)
    outcomes = [_judged(cell, ground) for cell in wanted]
    _write(by, ground, outcomes)
    return outcomes


def _ground(
    by: User,
    group: ClassGroup,
    subject: Subject,
    cells: list[Cell],
    reason: str,
    foreign: frozenset[int],
) -> _Ground:
    # The rows of the lessons are locked: a cell that nobody has written yet has no row of its own to lock.
    found = Lesson.objects.select_for_update().filter(class_group=group, subject=subject)
    lessons = {one.pk: one for one in found.filter(pk__in={cell.lesson for cell in cells}).order_by("pk")}
    days = [lesson.on for lesson in lessons.values()] or [timezone.localdate()]
    students = {cell.student for cell in cells}
    found_marks = LessonMark.objects.filter(lesson__in=lessons, student__in=students)
    marks = {(mark.lesson_id, mark.student_id): mark for mark in found_marks}
    halves = Term.objects.select_for_update().filter(
        kind=Term.Kind.HALF_YEAR, start_on__lte=max(days), end_on__gte=min(days)
    )
    return _Ground(
        lessons=lessons,
        marks=marks,
        landed=_landed(by, cells, marks),
        lists=lists_of(group.pk, (lesson.part_id for lesson in lessons.values()), students),
        missed=_missed(students, days),
        closed=[(half.start_on, half.end_on) for half in halves.order_by("pk") if half.closed_at],
        foreign=foreign,
        locked_before=timezone.now() - timedelta(hours=setting("mark_lock_hours")),
        reason=reason,
    )


def _landed(by: User, cells: list[Cell], marks: Mapping[tuple[int, int], LessonMark]) -> set[Cell]:
    """Cells that this person has written over this very version before: the answer was lost, or it is sent twice."""
    older = [
        (cell, mark)
        for cell in cells
        if (mark := marks.get((cell.lesson, cell.student))) and cell.version < mark.version
    ]
    if not older:
        return set()
    written: dict[int, list[tuple[str, int]]] = {}
    changes = MarkChange.objects.filter(mark__in=[mark.pk for _cell, mark in older], is_conflict=False)
    for place, new, author in changes.order_by("pk").values_list("mark", "new", "by"):
        written.setdefault(place, []).append((new, author))
    # Each change makes one version, so the change after version n stands at place n.
    return {
        cell
        for cell, mark in older
        if written.get(mark.pk, [])[cell.version : cell.version + 1] == [(cell.value, by.pk)]
    }


def _missed(students: set[int], days: list[date]) -> set[tuple[int, date, int]]:
    found = Absence.objects.filter(student__in=students, on__in=set(days)).exclude(kind=Absence.Kind.LATE)
    return set(found.order_by().values_list("student", "on", "lesson"))


def _judged(cell: Cell, ground: _Ground) -> Outcome:
    mark = ground.marks.get((cell.lesson, cell.student))
    value, version = (mark.value, mark.version) if mark else ("", 0)
    if cell in ground.landed:
        return Outcome(cell, "same", value, version)
    if code := _untimely(cell, value, ground):
        return Outcome(cell, "refused", value, version, code)
    if cell.value == value:
        return Outcome(cell, "same", value, version)
    if cell.version != version:
        return Outcome(cell, "conflict", value, version, "conflict")
    if code := _unfit(cell, ground.lessons[cell.lesson], mark, ground):
        return Outcome(cell, "refused", value, version, code)
    return Outcome(cell, "saved", cell.value, version + 1)


def _untimely(cell: Cell, value: str, ground: _Ground) -> str:
    lesson = ground.lessons.get(cell.lesson)
    if cell.value and cell.value not in MARKS:
        return "mark-unknown"
    if lesson is None:
        return "lesson-foreign"
    if lesson.pk in ground.foreign:
        return "part-foreign"
    # What stands off the list since a move dated back may be taken away, not replaced.
    is_listed = ground.lists.holds(cell.student, lesson.on, lesson.part_id)
    if cell.value not in ("", value) and not is_listed:
        return "not-listed"
    if not lesson.is_standing:
        return "lesson-not-held"
    # Closed before its end: that the day is still to come would be no way out.
    if any(start <= lesson.on <= end for start, end in ground.closed):
        return "half-closed"
    return "lesson-to-come" if lesson.on > ground.today else ""


def _unfit(cell: Cell, lesson: Lesson, mark: LessonMark | None, ground: _Ground) -> str:
    if cell.value and (cell.student, lesson.on, lesson.number) in ground.missed:
        return "absent"
    is_locked = mark is not None and mark.given_at < ground.locked_before
    return "locked" if is_locked and not ground.reason else ""


def _write(by: User, ground: _Ground, outcomes: list[Outcome]) -> None:
    saved = [one for one in outcomes if one.state == "saved"]
    lost = [one for one in outcomes if one.state == "conflict"]
    now, old = timezone.now(), {key: mark.value for key, mark in ground.marks.items()}
    fresh, known = [], []
    for one in saved:
        key = (one.cell.lesson, one.cell.student)
        mark = ground.marks.get(key)
        if mark is None:
            ground.marks[key] = LessonMark(lesson_id=key[0], student_id=key[1], value=one.value, given_at=now)
            fresh.append(ground.marks[key])
        else:
            mark.value, mark.version = one.value, one.version
            known.append(mark)
    LessonMark.objects.bulk_create(fresh)
    LessonMark.objects.bulk_update(known, ["value", "version"], batch_size=200)
    _keep_history(by, ground, [*saved, *lost], old)
    counts: dict[int, int] = {}
    for one in saved:
        counts[one.cell.lesson] = counts.get(one.cell.lesson, 0) + 1
    for lesson, count in sorted(counts.items()):
        audit.record(by, "journal:marks:saved", ground.lessons[lesson], marks=count)


def _keep_history(
    by: User, ground: _Ground, outcomes: list[Outcome], old: Mapping[tuple[int, int], str]
) -> None:
    changes = [
        MarkChange(
            mark=ground.marks[key],
            old=old.get(key, ""),
            new=one.cell.value,
            is_conflict=one.state == "conflict",
            reason=ground.reason,
            by=by,
        )
        for one in outcomes
        if (key := (one.cell.lesson, one.cell.student)) in ground.marks
    ]
    # What lost is told once, however often a bad link sends it again.
    lost = [change.mark.pk for change in changes if change.is_conflict]
    before = MarkChange.objects.filter(mark__in=lost, by=by, is_conflict=True)
    told = set(before.order_by().values_list("mark", "old", "new")) if lost else set()
    MarkChange.objects.bulk_create(
        change
        for change in changes
        if not change.is_conflict or (change.mark.pk, change.old, change.new) not in told
    )
