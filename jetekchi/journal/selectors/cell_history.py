"""The history of a cell of the grid: what was written as a mark, and what the roll said of the student there (3.9, 5.1)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from jetekchi.core.lookup import the_one
from jetekchi.journal.models import MISSED, Lesson, MarkChange, Roll, RollChange, RollEntry, Status
from jetekchi.journal.selectors.excuses import told_ill
from jetekchi.journal.selectors.rolls import said_of
from jetekchi.organisation.models import Student, User


@dataclass(frozen=True)
class RollSaid:
    """The roll was taken, or says something else of the student since then; in the words of who reads it."""

    at: datetime
    by: User | None
    old: str
    new: str
    reason: str = ""
    is_imported: bool = False
    is_first: bool = False
    is_roll: bool = True

    @property
    def is_rule(self) -> bool:
        """Nobody changed it: the time for telling a reason was over."""
        return self.by is None and not self.is_first and not self.is_imported


def cell_history(
    lesson: Lesson, student: Student, *, knows_roll: bool = False, knows_reasons: bool = False
) -> list[MarkChange | RollSaid]:
    """What was written into a cell, marks and the roll by time, the latest first; four queries at most.

    As in the grid who neither takes this roll nor leads the class reads that a lesson was missed, not why; an illness
    that a family told of is read by the leader alone.
    """
    found = MarkChange.objects.filter(mark__lesson=lesson, mark__student=student)
    marks = list(found.select_related("by__person").order_by("-at", "-pk"))
    said = _said(lesson, student, _words(lesson, student, knows_roll, knows_reasons))
    if not (knows_roll or knows_reasons):
        said = [replace(one, reason="") for one in said]
    # At one moment what was written last stands first; the sort keeps that order.
    return sorted([*marks, *reversed(said)], key=lambda one: one.at, reverse=True)


def _words(lesson: Lesson, student: Student, knows_roll: bool, knows_reasons: bool) -> Callable[..., str]:
    is_told = not knows_reasons and student.pk in told_ill(lesson)

    def words(status: str, minutes: int | None = None) -> str:
        status = said_of(status) if is_told else status
        if not status:
            return "–"
        if knows_roll or knows_reasons:
            label = str(Status(status).label)
            return f"{label}, {minutes}" if minutes else label
        if status in MISSED:
            return str(Status.ILL.label) if status == Status.ILL else _("missed the lesson")
        return str(Status.PRESENT.label)

    return words


def _said(lesson: Lesson, student: Student, words: Callable[..., str]) -> list[RollSaid]:
    """What the roll said at first, where it was no mere presence that stayed one, then each change; the oldest first."""
    of_roll = {"roll__lesson": lesson, "roll__kind": Roll.Kind.ROLL, "student": student}
    entry = the_one(RollEntry.objects.filter(**of_roll).select_related("roll__taken_by__person"))
    if entry is None:
        return []
    known = RollChange.objects.filter(**of_roll).select_related("by__person").order_by("at", "pk")
    changes = [
        RollSaid(
            one.at,
            one.by,
            words(one.old, one.old_minutes),
            words(one.new, one.new_minutes),
            one.reason,
            one.is_imported,
        )
        for one in known
    ]
    own = [one for one in known if not one.is_imported]
    first = (own[0].old, own[0].old_minutes) if own else (entry.status, entry.minutes)
    roll = entry.roll
    began = RollSaid(roll.taken_at, roll.taken_by, "", words(*first), is_first=True)
    is_plain = first[0] == Status.PRESENT and not changes
    return ([began] if first[0] and not is_plain else []) + [one for one in changes if one.old != one.new]
