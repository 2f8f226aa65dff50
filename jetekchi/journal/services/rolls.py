"""Who was at a lesson: the teacher's roll, the leader's own check, and how the two are brought together (5.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.lookup import the_one
from jetekchi.journal.models import (
    MISSED,
    Absence,
    Lesson,
    Roll,
    RollChange,
    RollEntry,
    RollSettlement,
    Status,
)
from jetekchi.journal.selectors.excuses import excused_at
from jetekchi.journal.selectors.listed import students_at
from jetekchi.journal.services.excuse_lessons import excused_status
from jetekchi.journal.services.lessons import locked
from jetekchi.organisation.models import Student, Term, User
from jetekchi.organisation.selectors import setting
from jetekchi.worklog import services as worklog

BATCH = 1000
# What the lists of missed lessons call it; who was there, or had not to be, is in none of them.
ABSENCES: dict[str, str] = {
    Status.LATE: Absence.Kind.LATE,
    Status.ILL: Absence.Kind.ILL,
    Status.VALID: Absence.Kind.VALID,
    Status.WITHOUT: Absence.Kind.UNEXCUSED,
    Status.UNKNOWN: Absence.Kind.UNKNOWN,
}

# The same the other way round: what an import had said, in the words of a roll.
STATUSES: dict[str, str] = {kind: status for status, kind in ABSENCES.items()}

# A colleague saved something else after this page was opened.
ROLL_CHANGED = "roll-changed"
_TAKEN = {"roll": "journal:roll:taken", "check": "journal:check:taken"}
_CHANGED = {"roll": "journal:roll:changed", "check": "journal:check:changed"}


@dataclass(frozen=True)
class Mark:
    """How one student stood."""

    status: str = Status.PRESENT
    minutes: int | None = None


@transaction.atomic
def take_roll(
    *,
    by: User | None,
    lesson: Lesson,
    marks: Mapping[int, Mark],
    seen: int = 0,
    kind: str = Roll.Kind.ROLL,
    reason: str = "",
    knows_reasons: bool = True,
) -> Roll:
    """Keep who was at the lesson: `marks` by student, everybody else on its list was present (5.1).

    `seen` is the version that the person looked at (0: nobody had taken it); without `knows_reasons` an accepted excuse
    decides between illness and another valid reason. Refused: a lesson that is still to come or
    does not take place, a closed half-year, a student who is not on the list, a late one without minutes, a roll that a
    colleague has saved differently in between.
    """
    lesson = locked(lesson)
    _refuse_untimely(lesson)
    listed = list(students_at(lesson).order_by("pk").values_list("pk", flat=True))
    _refuse_strange(listed, marks)
    marks = _with_excuses(lesson, marks, knows_reasons)
    roll = the_one(Roll.objects.filter(lesson=lesson, kind=kind))
    if roll is None:
        if kind == Roll.Kind.CHECK:
            _refuse_own_check(by, lesson)
        return _begin(by, lesson, kind, {pk: marks.get(pk, Mark()) for pk in listed})
    entries = {entry.student_id: entry for entry in roll.entries.all()}
    wanted = {pk: marks.get(pk, Mark()) for pk in {*listed, *marks}}
    differing = {pk: mark for pk, mark in wanted.items() if _of(entries.get(pk)) != mark}
    if not differing:
        return roll
    if roll.version != seen:
        raise Refused(
            ROLL_CHANGED,
            _(
                "A colleague has saved this roll meanwhile. Look at it as it stands now, correct it and save again."
            ),
        )
    return _change(by, roll, lesson, entries, differing, reason)


def _with_excuses(lesson: Lesson, marks: Mapping[int, Mark], knows_reasons: bool) -> Mapping[int, Mark]:
    """An accepted excuse is the reason where the person knows none, or is not told that it is an illness."""
    known = excused_at(lesson) if any(mark.status in MISSED for mark in marks.values()) else {}
    return {
        pk: Mark(excused_status(known.get(pk), mark.status, knows_reasons=knows_reasons), mark.minutes)
        for pk, mark in marks.items()
    }


def _refuse_untimely(lesson: Lesson) -> None:
    if not lesson.is_standing:
        raise Refused("lesson-not-held", _("This lesson does not take place at this time. Restore it first."))
    if lesson.on > timezone.localdate():
        raise Refused("lesson-to-come", _("The lesson is still to come. Its roll is taken on its day."))


def _refuse_strange(listed: Iterable[int], marks: Mapping[int, Mark]) -> None:
    if set(marks) - set(listed):
        raise Refused(
            "not-listed", _("A student is not on the list of this lesson any more. Open the roll anew.")
        )
    for mark in marks.values():
        if mark.status == Status.LATE and not (mark.minutes and 1 <= mark.minutes <= 90):
            raise Refused("minutes-missing", _("Write how many minutes late the student came: from 1 to 90."))


def _refuse_own_check(by: User | None, lesson: Lesson) -> None:
    roll = lesson.rolls.filter(kind=Roll.Kind.ROLL).first()
    if roll is not None and by is not None and roll.taken_by_id == by.pk:
        raise Refused("own-roll", _("You took this roll yourself. A check is made of a colleague's roll."))


def _of(entry: RollEntry | None) -> Mark | None:
    return Mark(entry.status, entry.minutes) if entry else None


def _begin(by: User | None, lesson: Lesson, kind: str, marks: dict[int, Mark]) -> Roll:
    roll = Roll(lesson=lesson, kind=kind, taken_by=by, taken_at=timezone.now(), **counts_of(marks.values()))
    roll.save(force_insert=True)
    RollEntry.objects.bulk_create(
        RollEntry(roll=roll, student_id=pk, status=mark.status, minutes=_minutes(mark))
        for pk, mark in marks.items()
    )
    if kind == Roll.Kind.ROLL:
        if lesson.state != Lesson.State.HELD:
            Lesson.objects.filter(pk=lesson.pk).update(state=Lesson.State.HELD)
        _project(by, lesson, roll, marks)
    elif by is not None:
        _write_work(by, lesson)
    audit.record(by, _TAKEN[kind], roll, lesson=lesson.pk, listed=roll.listed, missed=roll.missed)
    return roll


def _write_work(by: User, lesson: Lesson) -> None:
    """A check is work of the leader: clause 5.1 counts it from the record of work."""
    worklog.record_work(
        by=by,
        class_group=lesson.class_group,
        kind="attendance_check",
        on=lesson.on,
        text=gettext("Attendance check: lesson %(number)s, %(subject)s.")
        % {"number": lesson.number, "subject": lesson.subject},
        about_group=True,
        source="journal",
    )


def _change(
    by: User | None,
    roll: Roll,
    lesson: Lesson,
    entries: dict[int, RollEntry],
    differing: dict[int, Mark],
    reason: str,
) -> Roll:
    _write_changes(by, roll, entries, differing, reason)
    marks = {pk: Mark(entry.status, entry.minutes) for pk, entry in entries.items()} | differing
    for name, count in counts_of(marks.values()).items():
        setattr(roll, name, count)
    roll.version, roll.changed_by, roll.changed_at = roll.version + 1, by, timezone.now()
    roll.save()
    if roll.kind == Roll.Kind.ROLL:
        _project(by, lesson, roll, differing)
    audit.record(by, _CHANGED[roll.kind], roll, lesson=lesson.pk, changes=len(differing))
    return roll


def _write_changes(
    by: User | None, roll: Roll, entries: dict[int, RollEntry], differing: dict[int, Mark], reason: str
) -> None:
    changes, fresh, known = [], [], []
    for pk, mark in differing.items():
        entry = entries.get(pk)
        changes.append(
            RollChange(
                roll=roll,
                student_id=pk,
                old=entry.status if entry else "",
                old_minutes=entry.minutes if entry else None,
                new=mark.status,
                new_minutes=_minutes(mark),
                reason=reason.strip()[:200],
                by=by,
            )
        )
        if entry is None:
            fresh.append(RollEntry(roll=roll, student_id=pk, status=mark.status, minutes=_minutes(mark)))
        else:
            entry.status, entry.minutes = mark.status, _minutes(mark)
            known.append(entry)
    RollChange.objects.bulk_create(changes)
    RollEntry.objects.bulk_create(fresh)
    if len({(entry.status, entry.minutes) for entry in known}) == 1:
        same = RollEntry.objects.filter(pk__in=[entry.pk for entry in known])
        same.update(status=known[0].status, minutes=known[0].minutes)
    else:
        RollEntry.objects.bulk_update(known, ["status", "minutes"])


def _minutes(mark: Mark) -> int | None:
    return mark.minutes if mark.status == Status.LATE else None


def counts_of(marks: Iterable[Mark]) -> dict[str, int]:
    """How many had to be there, and how many of them missed it."""
    statuses = [mark.status for mark in marks]
    return {
        "listed": sum(status != Status.EXEMPT for status in statuses),
        "missed": sum(status in MISSED for status in statuses),
    }


def _project(by: User | None, lesson: Lesson, roll: Roll, marks: Mapping[int, Mark]) -> None:
    """The lists of missed lessons say what the roll says, also where an import had said something else.

    What the import had said stays in the history of the roll.
    """
    found = Absence.objects.filter(student__in=list(marks), on=lesson.on, lesson=lesson.number)
    known = {absence.student_id: absence for absence in found.order_by()}
    gone, fresh, changed, overruled = [], [], [], []
    for pk, mark in marks.items():
        kind, absence = ABSENCES.get(mark.status), known.get(pk)
        if absence and absence.roll_id is None and absence.kind != kind:
            overruled.append(_overruled(by, roll, absence, mark))
        if kind is None:
            gone += [absence.pk] if absence else []
        elif absence is None:
            fresh.append(absence_of(lesson, roll, pk, kind))
        elif (absence.kind, absence.roll_id) != (kind, roll.pk):
            absence.kind, absence.roll = kind, roll
            changed.append(absence)
    RollChange.objects.bulk_create(overruled)
    if gone:
        Absence.objects.filter(pk__in=gone).delete()
    Absence.objects.bulk_create(fresh)
    Absence.objects.bulk_update(changed, ["kind", "roll"])


def _overruled(by: User | None, roll: Roll, absence: Absence, mark: Mark) -> RollChange:
    return RollChange(
        roll=roll,
        student_id=absence.student_id,
        old=STATUSES[absence.kind],
        is_imported=True,
        new=mark.status,
        new_minutes=_minutes(mark),
        by=by,
    )


def absence_of(lesson: Lesson, roll: Roll, student_pk: int, kind: str) -> Absence:
    """What the list of missed lessons says of a student of this roll, not saved yet."""
    return Absence(
        student_id=student_pk,
        class_group_id=lesson.class_group_id,
        on=lesson.on,
        lesson=lesson.number,
        kind=kind,
        roll=roll,
    )


@transaction.atomic
def settle_difference(
    *, by: User, lesson: Lesson, student: Student, decided: str, words: str, minutes: int | None = None
) -> RollSettlement:
    """Say what holds where the teacher's roll and the leader's check differ, and how it was found out (5.1).

    The roll says from then on what was decided; what each of the two had said stays. Refused: no such difference.
    """
    lesson = locked(lesson)
    rolls = {roll.kind: roll for roll in lesson.rolls.all()}
    entries = RollEntry.objects.filter(roll__lesson=lesson, student=student).select_related("roll")
    said = {entry.roll.kind: entry for entry in entries}
    if len(said) != 2 or not differs(said["roll"].status, said["check"].status):
        raise Refused(
            "no-difference", _("Roll and check say the same about this student. Nothing is to be settled.")
        )
    settlement = RollSettlement(
        check_roll=rolls["check"],
        student=student,
        taught=said["roll"].status,
        checked=said["check"].status,
        decided=decided,
        words=words.strip(),
        by=by,
    )
    settlement.full_clean()
    settlement.save()
    mark = Mark(decided, minutes if decided == Status.LATE else None)
    if decided != said["roll"].status:
        _refuse_strange([student.pk], {student.pk: mark})
        roll = rolls["roll"]
        own = {entry.student_id: entry for entry in roll.entries.all()}
        _change(by, roll, lesson, own, {student.pk: mark}, settlement.words)
    audit.record(by, "journal:check:settled", rolls["check"], settlement=settlement.pk)
    return settlement


def differs(taught: str, checked: str) -> bool:
    """Whether one of the two saw the student and the other did not; a reason alone is no difference."""
    return (taught in MISSED) != (checked in MISSED)


@transaction.atomic
def settle_unknown(*, today: date) -> int:
    """Reasons that nobody told in time: the absence counts as one without a reason; how many there were.

    The number of days is a setting; what lies in a closed half-year stays as it is.
    """
    before = today - timedelta(days=setting("roll_unknown_days"))
    # As with every deed on a roll the lesson is locked first: who corrects it waits, and so does the same rule run twice.
    rolled = _unknown(before).values("roll__lesson")
    list(Lesson.objects.select_for_update(of=("self",)).filter(pk__in=rolled).order_by("pk"))
    halves = Term.objects.select_for_update(of=("self",)).filter(kind=Term.Kind.HALF_YEAR).order_by("pk")
    # Only what is read now is what stands.
    found = _unknown(before)
    for half in [half for half in halves if half.closed_at]:
        found = found.exclude(on__range=(half.start_on, half.end_on))
    absences = list(found.values_list("pk", "roll", "student"))
    for start in range(0, len(absences), BATCH):
        _forget_reasons(absences[start : start + BATCH])
    if absences:
        audit.record_key(None, "journal:roll:reasons_overdue", "journal.Roll", "", students=len(absences))
    return len(absences)


def _unknown(before: date) -> QuerySet[Absence]:
    return Absence.objects.filter(kind=Absence.Kind.UNKNOWN, on__lt=before, roll__isnull=False).order_by()


def _forget_reasons(absences: list[tuple[int, int, int]]) -> None:
    rolls = {roll for _pk, roll, _student in absences}
    pairs = {(roll, student) for _pk, roll, student in absences}
    entries = [
        entry
        for entry in RollEntry.objects.filter(roll__in=rolls, status=Status.UNKNOWN)
        if (entry.roll_id, entry.student_id) in pairs
    ]
    RollChange.objects.bulk_create(
        RollChange(roll_id=one.roll_id, student_id=one.student_id, old=one.status, new=Status.WITHOUT)
        for one in entries
    )
    RollEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(status=Status.WITHOUT)
    Absence.objects.filter(pk__in=[pk for pk, _roll, _student in absences]).update(
        kind=Absence.Kind.UNEXCUSED
    )
    # Who has the page of the roll open is told that it says something else by now.
    Roll.objects.filter(pk__in=rolls).update(version=F("version") + 1)
