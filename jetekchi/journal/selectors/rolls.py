"""The roll of a lesson as it is shown: one line a student, what suggests itself, where roll and check differ (5.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

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
from jetekchi.journal.selectors.excuses import excused_at, told_ill
from jetekchi.journal.selectors.listed import listed_at
from jetekchi.organisation.models import Student

_SUGGESTED = {
    Absence.Kind.ILL: Status.ILL,
    Absence.Kind.VALID: Status.VALID,
    Absence.Kind.UNEXCUSED: Status.WITHOUT,
    Absence.Kind.UNKNOWN: Status.UNKNOWN,
    Absence.Kind.LATE: Status.LATE,
}
# A reason that was accepted before the lesson: who has it is not expected.
_ACCEPTED = frozenset({Status.ILL, Status.VALID})


@dataclass(frozen=True)
class RollRow:
    """A student of the list: how the roll has him, or what suggests itself."""

    student: Student
    status: str
    minutes: int | None = None
    hint: str = ""
    # What an import or an earlier lesson lets suppose; it holds only when the person taps the name.
    supposed: str = ""

    @property
    def reason(self) -> str:
        """The reason that stands chosen, or would as soon as the name is tapped."""
        return self.status if self.is_marked else self.supposed or Status.UNKNOWN

    @property
    def is_marked(self) -> bool:
        """Whether the student stands out from those who are simply there."""
        return self.status != Status.PRESENT

    @property
    def words(self) -> str:
        """The status in words."""
        return str(Status(self.status).label)


@dataclass(frozen=True)
class RollSheet:
    """The roll of one lesson, taken or still to be taken."""

    lesson: Lesson
    roll: Roll | None
    rows: list[RollRow]

    @property
    def lines(self) -> list[tuple[int, str, str, bool, str, int | None]]:
        """The rows as the component of a roll takes them."""
        return [
            (row.student.pk, row.student.person.brief_name, row.hint, row.is_marked, row.reason, row.minutes)
            for row in self.rows
        ]

    @property
    def version(self) -> int:
        """What the form sends back: which roll it was filled over."""
        return self.roll.version if self.roll else 0

    @property
    def marked(self) -> list[RollRow]:
        """Whoever was not simply there."""
        return [row for row in self.rows if row.is_marked]


def roll_of(lesson: Lesson, kind: str = Roll.Kind.ROLL) -> Roll | None:
    """The roll of the lesson, or the check, when somebody took it."""
    found = Roll.objects.filter(lesson=lesson, kind=kind)
    return the_one(found.select_related("taken_by__person", "changed_by__person"))


def roll_sheet(lesson: Lesson, kind: str = Roll.Kind.ROLL, *, knows_reasons: bool = True) -> RollSheet:
    """The list of the lesson with its roll; where there is none yet, with what excuses, imports and earlier lessons suggest.

    Without `knows_reasons` an excused illness reads «valid reason»: it is need-to-know.
    """
    roll = roll_of(lesson, kind)
    students = listed_at(lesson)
    if roll is not None:
        entries = {entry.student_id: entry for entry in roll.entries.all()}
        rows = [_taken(student, entries.get(student.pk)) for student in students]
    elif kind == Roll.Kind.CHECK:
        rows = [RollRow(student, Status.PRESENT) for student in students]
    else:
        excused, told, before = excused_at(lesson), _told(lesson), _before(lesson)
        rows = [_suggested(student, excused, told, before) for student in students]
    if not knows_reasons:
        ill = told_ill(lesson)
        rows = [_without_illness(row) if row.student.pk in ill else row for row in rows]
    return RollSheet(lesson, roll, rows)


def _without_illness(row: RollRow) -> RollRow:
    return replace(row, status=said_of(row.status), supposed=said_of(row.supposed))


def said_of(status: str) -> str:
    """A status of an excused student in the words of somebody who is not told of an illness."""
    return Status.VALID if status == Status.ILL else status


def _taken(student: Student, entry: RollEntry | None) -> RollRow:
    if entry is None:
        return RollRow(student, Status.PRESENT, hint=_("was not on the list when the roll was taken"))
    return RollRow(student, entry.status, entry.minutes)


def _told(lesson: Lesson) -> dict[int, str]:
    """Absences of this very lesson that are on record already."""
    found = Absence.objects.filter(class_group=lesson.class_group_id, on=lesson.on, lesson=lesson.number)
    return dict(found.order_by().values_list("student", "kind"))


def _before(lesson: Lesson) -> dict[int, tuple[int, str]]:
    """Who missed an earlier lesson of the day: the last of them, and with what sign."""
    found = RollEntry.objects.filter(
        roll__kind=Roll.Kind.ROLL,
        roll__lesson__class_group=lesson.class_group_id,
        roll__lesson__on=lesson.on,
        roll__lesson__number__lt=lesson.number,
    )
    last: dict[int, tuple[int, str]] = {}
    for student, number, status in found.order_by("roll__lesson__number").values_list(
        "student", "roll__lesson__number", "status"
    ):
        last[student] = (number, status)
    return {student: said for student, said in last.items() if said[1] in MISSED}


def _suggested(
    student: Student,
    excused: Mapping[int, str],
    told: Mapping[int, str],
    before: Mapping[int, tuple[int, str]],
) -> RollRow:
    """Only an accepted reason stands ticked beforehand; everything else is a word beside the name, and eyes decide."""
    if student.pk in excused:
        return RollRow(student, excused[student.pk], hint=_("excused: the class leader accepted it"))
    if student.pk in told:
        said = _SUGGESTED[Absence.Kind(told[student.pk])]
        if said in _ACCEPTED:
            return RollRow(student, said, hint=_("excused: brought by an import"))
        hint = _("an import says: %(status)s") % {"status": said.label}
        return RollRow(student, Status.PRESENT, None, hint, said)
    if student.pk in before:
        number, status = before[student.pk]
        hint = _("was absent at lesson %(number)s") % {"number": number}
        return RollRow(student, Status.PRESENT, None, hint, status)
    return RollRow(student, Status.PRESENT)


def with_marks(sheet: RollSheet, typed: Mapping[int, tuple[str, int | None]]) -> RollSheet:
    """The sheet with what the person typed in place of what stands; where a colleague's word differs it is said beside."""
    rows = []
    for row in sheet.rows:
        status, minutes = typed.get(row.student.pk, (Status.PRESENT, None))
        hint = row.hint
        if sheet.roll is not None and status != row.status:
            hint = _("saved is: %(status)s") % {"status": row.words}
        rows.append(replace(row, status=status, minutes=minutes, hint=hint))
    return replace(sheet, rows=rows)


def beside_typed(sheet: RollSheet, typed: Mapping[int, tuple[str, int | None]]) -> RollSheet:
    """The sheet as it stands; where the person had typed something else it is said beside, and typed anew if it holds."""
    rows = []
    for row in sheet.rows:
        status, minutes = typed.get(row.student.pk, (Status.PRESENT, None))
        hint = row.hint
        if (status, minutes) != (row.status, row.minutes):
            hint = _("you had: %(status)s") % {"status": _with_minutes(Status(status), minutes)}
        rows.append(replace(row, hint=hint))
    return replace(sheet, rows=rows)


def _with_minutes(status: Status, minutes: int | None) -> str:
    return f"{status.label}, {minutes}" if minutes else str(status.label)


def roll_changes(lesson: Lesson, *, knows_reasons: bool = True) -> list[RollChange]:
    """What was changed in the rolls of a lesson, the newest first."""
    found = RollChange.objects.filter(roll__lesson=lesson).select_related(
        "student__person", "by__person", "roll"
    )
    changes = list(found.order_by("-at", "-pk"))
    if changes and not knows_reasons:
        ill = told_ill(lesson)
        for one in changes:
            if one.student_id in ill:
                one.old, one.new = said_of(one.old), said_of(one.new)
    return changes


@dataclass(frozen=True)
class Difference:
    """One saw the student, the other did not; and how it was settled, when it was."""

    student: Student
    taught: RollEntry
    checked: RollEntry
    settlement: RollSettlement | None

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to find out what holds."""
        return self.settlement is None


def differences(lesson: Lesson, *, knows_reasons: bool = True) -> list[Difference]:
    """Where the teacher's roll and the leader's check differ or differed, in the order of the list (5.1)."""
    found = _differences(lesson)
    if found and not knows_reasons:
        ill = told_ill(lesson)
        for one in found:
            if one.student.pk not in ill:
                continue
            one.taught.status, one.checked.status = (
                said_of(said.status) for said in (one.taught, one.checked)
            )
            if one.settlement is not None:
                for name in ("taught", "checked", "decided"):
                    setattr(one.settlement, name, said_of(getattr(one.settlement, name)))
    return found


def _differences(lesson: Lesson) -> list[Difference]:
    entries = RollEntry.objects.filter(roll__lesson=lesson).select_related("roll", "student__person")
    said: dict[int, dict[str, RollEntry]] = {}
    for entry in entries:
        said.setdefault(entry.student_id, {})[entry.roll.kind] = entry
    settled = {
        one.student_id: one
        for one in RollSettlement.objects.filter(check_roll__lesson=lesson)
        .select_related("by__person")
        .order_by("at", "pk")
    }
    found = []
    for pk, both in said.items():
        if len(both) < 2:
            continue
        taught, checked = both[Roll.Kind.ROLL], both[Roll.Kind.CHECK]
        known = settled.get(pk)
        holds = known is not None and (known.decided, known.checked) == (taught.status, checked.status)
        if (taught.status in MISSED) != (checked.status in MISSED) or holds:
            found.append(Difference(taught.student, taught, checked, known if holds else None))
    return sorted(found, key=lambda one: one.student.person.sort_key)
