"""Term, half-year, year, examination and final marks that a teacher sets: many rows at once, each judged by itself (3.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.journal.models import TermMark, TermMarkChange
from jetekchi.journal.selectors.periods import Period, chosen_period, periods_for
from jetekchi.journal.selectors.term_marks import is_locked, listed_in, locked_before
from jetekchi.journal.services.grid import REFUSALS as OF_LESSONS
from jetekchi.organisation.models import ClassGroup, Subject, Term, User

MOST_ROWS = 500
TERM_REFUSALS: dict[str, str | Promise] = {
    "mark-unknown": _("There is no such mark. Choose one of the list."),
    "not-listed": _("The student is not on the list of the class in this term. Open the page anew."),
    "term-to-come": _("This term is still to come. Its marks are set when it has begun."),
    "part-foreign": _("The mark of this student is set by the teacher of that part of the class."),
    **{code: OF_LESSONS[code] for code in ("half-closed", "locked", "conflict")},
}


@dataclass(frozen=True)
class TypedMark:
    """What was chosen in a student's row, and what stood there when the page was opened; both empty for no mark."""

    student: int
    value: str
    was: str = ""


@dataclass(frozen=True)
class TermOutcome:
    """What became of a row: saved, same, conflict or refused; `value` is what stands there now."""

    typed: TypedMark
    state: str
    value: str
    code: str = ""

    @property
    def message(self) -> str:
        """What happened and what to do; empty for what was saved."""
        return str(TERM_REFUSALS[self.code]) if self.code else ""

    @property
    def theirs(self) -> str:
        """What stands there, as people read it."""
        return _shown(self.value)

    @property
    def mine(self) -> str:
        """What was chosen, as people read it."""
        return _shown(self.typed.value)


def _shown(value: str) -> str:
    return str(TermMark.Value(value).label) if value in TermMark.Value.values else value or "–"


@dataclass(frozen=True)
class _Ground:
    """What every row is judged by, read once for all of them."""

    period: Period
    marks: dict[int, TermMark]
    listed: set[int]
    foreign: frozenset[int]
    locked_before: datetime
    reason: str
    today: date


@transaction.atomic
def set_term_marks(
    *,
    by: User,
    class_group: ClassGroup,
    subject: Subject,
    period: Period,
    typed: Iterable[TypedMark],
    reason: str = "",
    foreign: frozenset[int] = frozenset(),
) -> list[TermOutcome]:
    """Set the marks of a period, be it a term, a year, its examination or its end; each row is answered by itself (3.9).

    Rows that were not touched are left as they stand; the same rows sent again change nothing. Where another mark
    stands than the one that was seen, it stays and both are in the history. A locked mark changes with a reason only.
    Refused are rows of students who are `foreign` to who sets them; as a whole: too many rows at once, a term that the
    year no longer has.
    """
    wanted = list({one.student: one for one in typed}.values())
    if len(wanted) > MOST_ROWS:
        raise Refused("too-many-marks", _("Too many marks at once. Send them in smaller parts."))
    ground = _ground(class_group, subject, period, wanted, mend(reason).strip()[:200], foreign)
    outcomes = [_judged(one, ground) for one in wanted]
    _write(by, class_group, subject, ground, outcomes)
    return outcomes


def _ground(
    group: ClassGroup,
    subject: Subject,
    period: Period,
    typed: list[TypedMark],
    reason: str,
    foreign: frozenset[int],
) -> _Ground:
    # The half-years are locked, as with marks of lessons: a mark that nobody has set has no row of its own to lock.
    halves = Term.objects.select_for_update().filter(year=period.year, kind=Term.Kind.HALF_YEAR)
    list(halves.order_by("pk"))
    now = chosen_period(periods_for(group, subject), period.key)
    if now is None:
        raise Refused("term-gone", _("The school year has no such term any more. Open the page anew."))
    today, students = timezone.localdate(), [one.student for one in typed]
    marks = TermMark.objects.filter(subject=subject, student__in=students, **now.place)
    listed = listed_in(group, subject, now, today).filter(pk__in=students)
    return _Ground(
        period=now,
        marks={one.student_id: one for one in marks},
        listed=set(listed.values_list("pk", flat=True)),
        foreign=foreign,
        locked_before=locked_before(),
        reason=reason,
        today=today,
    )


def _judged(typed: TypedMark, ground: _Ground) -> TermOutcome:
    mark = ground.marks.get(typed.student)
    stands = mark.value if mark else ""
    if code := _wrong(typed, ground):
        return TermOutcome(typed, "refused", stands, code)
    if typed.value in (typed.was, stands):
        return TermOutcome(typed, "same", stands)
    if ground.period.is_closed:
        return TermOutcome(typed, "refused", stands, "half-closed")
    if typed.was != stands:
        return TermOutcome(typed, "conflict", stands, "conflict")
    if mark and is_locked(mark, ground.locked_before) and not ground.reason:
        return TermOutcome(typed, "refused", stands, "locked")
    return TermOutcome(typed, "saved", typed.value)


def _wrong(typed: TypedMark, ground: _Ground) -> str:
    if typed.value and typed.value not in TermMark.Value.values:
        return "mark-unknown"
    if typed.student not in ground.listed:
        return "not-listed"
    if typed.student in ground.foreign:
        return "part-foreign"
    return "term-to-come" if ground.period.opens_on > ground.today else ""


def _write(
    by: User, group: ClassGroup, subject: Subject, ground: _Ground, outcomes: list[TermOutcome]
) -> None:
    place = {"class_group": group, "subject": subject, **ground.period.place}
    saved = [one for one in outcomes if one.state == "saved"]
    # The lines are made before the marks take their new values.
    lines = [_change(one, ground, place, by) for one in saved] + _lost(by, ground, place, outcomes)
    _put(by, ground, place, saved)
    TermMarkChange.objects.bulk_create(lines)
    if saved:
        term = ground.period.key
        audit.record(by, "journal:term_marks:saved", group, of=subject.pk, term=term, marks=len(saved))


def _put(by: User, ground: _Ground, place: dict[str, Any], saved: list[TermOutcome]) -> None:
    now = timezone.now()
    fresh, known, emptied = [], [], []
    for one in saved:
        mark = ground.marks.get(one.typed.student)
        if mark is None:
            mark = TermMark(student_id=one.typed.student, value=one.value, **place)
            fresh.append(mark)
        elif one.value:
            mark.value = one.value
            known.append(mark)
        else:
            emptied.append(mark.pk)
        if mark.given_by_id is None:
            mark.given_by, mark.given_at = by, now
    TermMark.objects.bulk_create(fresh)
    TermMark.objects.bulk_update(known, ["value", "given_by", "given_at"], batch_size=100)
    TermMark.objects.filter(pk__in=emptied).delete()


def _change(
    one: TermOutcome, ground: _Ground, place: dict[str, Any], by: User, is_conflict: bool = False
) -> TermMarkChange:
    mark = ground.marks.get(one.typed.student)
    return TermMarkChange(
        student_id=one.typed.student,
        old=mark.value if mark else "",
        new=one.typed.value,
        reason=ground.reason,
        is_conflict=is_conflict,
        by=by,
        **place,
    )


def _lost(
    by: User, ground: _Ground, place: dict[str, Any], outcomes: list[TermOutcome]
) -> list[TermMarkChange]:
    """What lost against a colleague, told once however often a bad link sends it again."""
    lost = [_change(one, ground, place, by, True) for one in outcomes if one.state == "conflict"]
    known = TermMarkChange.objects.filter(by=by, is_conflict=True, **place)
    students = [one.student_id for one in lost]
    told = set(known.filter(student__in=students).values_list("student", "old", "new")) if lost else set()
    return [one for one in lost if (one.student_id, one.old, one.new) not in told]
