"""Rolls out of a file with the field names of the state e-journal: a whole list or nothing (5.1).

A roll that nobody took says neither present nor absent: rows make one only when they name every student of the lesson.
What a colleague's roll says is corrected in the journal, where its history is kept.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jetekchi.core.kyrgyz import search_key
from jetekchi.journal.models import MISSED, Absence, Excuse, Lesson, Roll, RollEntry, Status
from jetekchi.journal.selectors.excuses import STATUSES
from jetekchi.journal.selectors.listed import lists_by_class
from jetekchi.journal.selectors.members import members_of
from jetekchi.journal.selectors.school_days import closed_halves
from jetekchi.journal.services.excuse_lessons import Hour, covers, excused_status
from jetekchi.journal.services.importing import (
    ABSENCE_COLUMNS,
    ABSENCES,
    MARKS,
    SUBJECT,
    Seen,
    held_by_closed,
)
from jetekchi.journal.services.rolls import ABSENCES as PROJECTED
from jetekchi.journal.services.rolls import Mark, absence_of, counts_of
from jetekchi.organisation.models import ImportRun, Student, User
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors.calendar import DAY_CLOSED
from jetekchi.organisation.services.importing import (
    Column,
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Row,
    Writer,
    values,
)
from jetekchi.organisation.services.importing.kinds import plan_of
from jetekchi.organisation.services.importing.lookups import Students, Subjects

_NUMBER, _DAY, _LESSON, _SIGN = ABSENCE_COLUMNS
ABSENT = "absent"
NAMED = 5
REASONS: dict[str, list[str]] = {
    Status.ILL: [*ABSENCES["ill"], "illness"],
    Status.VALID: ABSENCES["valid"],
    Status.WITHOUT: [word for word in ABSENCES["unexcused"] if word != ABSENT],
    Status.UNKNOWN: ["?", "белгисиз", "себеби белгисиз", "неизвестно", "причина неизвестна"],
}
SIGNS: dict[str, list[str]] = {
    Status.PRESENT: ["+", "катышты", "келди", "бар", "присутствовал", "присутствовала", "был", "была"],
    Status.LATE: ABSENCES["late"],
    Status.EXEMPT: MARKS["exempt"],
    ABSENT: ["келген жок", "катышкан жок", "отсутствовал", "отсутствовала"],
    **REASONS,
}


def _sign(text: str) -> str:
    return values.choice(
        text, SIGNS, _("There is no such sign. Write present, late, absent with its reason, or exempt.")
    )


def _reason(text: str) -> str:
    return values.choice(
        text, REASONS, _("There is no such reason. Write illness, valid, unexcused or unknown.")
    )


def _minutes(text: str) -> int:
    return values.small_number(text, 0, 90, _("Write how many minutes late the student came: from 1 to 90."))


COLUMNS = (
    replace(_NUMBER, names=("studentid", *_NUMBER.names)),
    replace(_DAY, names=("lessonday", *_DAY.names)),
    replace(_LESSON, names=("lesson", *_LESSON.names)),
    Column(
        "sign",
        _("Sign"),
        ("absent_type", "белги", "белгиси", "абалы", "отметка", "статус", "sign", "status"),
        _sign,
        required=True,
        instead="missed",
    ),
    Column("missed", _("Missed"), ("absent", "келген жок", "отсутствовал", "missed"), values.yes_no),
    Column("reason", _("Reason"), ("absent_reason", "себеп", "себеби", "причина", "reason"), _reason),
    Column("minutes", _("Minutes late"), ("late_minutes", "кечиккен мүнөт", "минут опоздания"), _minutes),
    Column("student", _("Student"), ("studentname", "аты-жөнү", "фио", "ф.и.о.", "окуучу", "ученик", "student")),
    Column("class", _("Class"), ("класс", "классы", "топ", "группа", "class", "grade"), values.class_label),
    replace(SUBJECT, names=("namekg", *SUBJECT.names, "nameru"), required=False),
)  # fmt: skip


@dataclass
class Said:
    """What a row says: of whom, at which lesson, how the student stood; the missed lesson that stands already."""

    row: Row
    who: str
    student: Student | None = None
    lesson: Lesson | None = None
    mark: Mark = Mark()
    # As the file has it, before an accepted excuse decided the reason.
    bare: str = ""
    absence: Absence | None = None


class RollPlanner:
    """Decides the rows of a file of rolls, those of one lesson together."""

    def __init__(self, options: Options, rows: list[Row]) -> None:
        self.options, self.rows, self.seen = options, rows, Seen()
        self.today = timezone.localdate()
        self.students = Students((str(row.get("number")) for row in rows), options.year)
        self.subjects = Subjects(replace(options, create_missing=False))
        known = {one.pk for one in self.students.known.values()}
        ways = [way for some in self.students.ways.values() for way in some]
        groups = {way.class_group_id for way in ways if way.student_id in known}
        self.numbers = dict(
            Student.objects.filter(enrolments__class_group__in=groups).order_by().values_list("pk", "number")
        )
        self.members = members_of(part__class_group__year=options.year)
        self.lists = lists_by_class(ways, self.members)
        days = {row.get("on") for row in rows}
        self.lessons: dict[tuple[int, date, int], list[Lesson]] = defaultdict(list)
        found = Lesson.objects.filter(class_group__in=groups, on__in=days, state__in=Lesson.STANDING)
        for one in found.select_for_update(of=("self",)).order_by("pk"):
            self.lessons[one.class_group_id, one.on, one.number].append(one)
        self.closed = closed_halves(min(days), max(days), lock=True) if days else []
        self._read_what_stands(groups, days)

    def _read_what_stands(self, groups: set[int], days: set[date]) -> None:
        entries = RollEntry.objects.filter(
            roll__kind=Roll.Kind.ROLL, roll__lesson__class_group__in=groups, roll__lesson__on__in=days
        )
        stands = entries.order_by().values_list("roll__lesson", "student", "status", "minutes")
        self.stands = {(lesson, student): (status, late) for lesson, student, status, late in stands}
        rolls = Roll.objects.filter(kind=Roll.Kind.ROLL, lesson__class_group__in=groups, lesson__on__in=days)
        self.rolled = set(rolls.values_list("lesson", flat=True))
        known = Absence.objects.filter(student__in=list(self.numbers), on__in=days)
        self.absences = {(one.student_id, one.on, one.lesson): one for one in known}
        self.excuses: dict[int, list[Excuse]] = defaultdict(list)
        accepted = Excuse.objects.filter(state=Excuse.State.ACCEPTED, student__in=list(self.numbers))
        for excuse in accepted.order_by("sent_at", "pk"):
            self.excuses[excuse.student_id].append(excuse)

    def decided(self) -> list[PlannedRow]:
        """Each row's fate, in the order of the file."""
        said = [self._said(row) for row in self.rows]
        by_lesson: dict[int, list[Said]] = defaultdict(list)
        for one in said:
            if one.lesson and not one.row.problems:
                by_lesson[one.lesson.pk].append(one)
        for found in by_lesson.values():
            if found[0].lesson and found[0].lesson.pk not in self.rolled:
                self._refuse_unlisted(found[0].lesson, found)
        return [self._fate(one) for one in said]

    def _said(self, row: Row) -> Said:
        who = f"{row.get('number')}, {row.get('on'):%d.%m.%Y} / {row.get('lesson')}"
        one = Said(row, who, self.students.find(row))
        self.seen.check(row, (row.get("number"), row.get("on"), row.get("lesson")))
        self._read_mark(one)
        if one.student:
            self._check_student(row, one.student)
        if one.student and not row.problems:
            one.lesson = self._lesson(row, one.student)
        if one.student and one.lesson:
            self._compare(one, one.student, one.lesson)
        return one

    def _read_mark(self, one: Said) -> None:
        row = one.row
        sign = row.get("sign") or (ABSENT if row.get("missed") else Status.PRESENT)
        one.bare = str((row.get("reason") or Status.UNKNOWN) if sign == ABSENT else sign)
        late = one.bare == Status.LATE
        one.mark = Mark(one.bare, row.get("minutes") if late else None)
        if late and not row.get("minutes"):
            row.refuse("minutes", _("Write how many minutes late the student came: from 1 to 90."))
        if row.get("missed") is not None and row.get("missed") != (one.bare in MISSED):
            row.refuse(
                "sign", _("One cell says that the student missed the lesson, another that not. Correct it.")
            )

    def _check_student(self, row: Row, student: Student) -> None:
        words = search_key(row.get("student") or "").split()
        person = student.person
        known = search_key(f"{person.search_key} {person.official_name}").split()
        if words and words[0] not in known:
            row.refuse("student", _("This number belongs to %(name)s. Check it.") % {"name": person.name})
        on = row.get("on")
        if on > self.today:
            row.refuse("on", _("The lesson is still to come. Its roll is taken on its day."))
        elif any(half.holds(on) for half in self.closed):
            row.refuse("on", DAY_CLOSED)

    def _lesson(self, row: Row, student: Student) -> Lesson | None:
        on, label = row.get("on"), row.get("class")
        group = self.students.class_on(student, on)
        if group is None:
            row.refuse("on", _("The student was on no list on that day."))
            return None
        if label and values.class_key(label) != values.class_key(group.label):
            words = _("The student stood on the list of %(label)s on that day. Correct it.")
            row.refuse("class", words % {"label": group.label})
            return None
        subject = self.subjects.named(row, row.get("subject")) if row.get("subject") else None
        for one in self.lessons.get((group.pk, on, row.get("lesson")), []):
            is_same = subject is None or one.subject_id == subject.pk
            if is_same and self.members.learns(one.part_id, student.pk, on):
                return one
        if not row.problems:
            row.refuse("lesson", _("The class has no such lesson at that time. Import the lessons first."))
        return None

    def _compare(self, one: Said, student: Student, lesson: Lesson) -> None:
        """Take the reason of an accepted excuse; refuse what another record of the lesson says otherwise."""
        one.mark = Mark(self._with_excuse(student, lesson, one.mark.status), one.mark.minutes)
        if lesson.pk in self.rolled:
            stands = self.stands.get((lesson.pk, student.pk))
            if stands not in ((one.mark.status, one.mark.minutes), (one.bare, one.mark.minutes)):
                one.row.refuse(
                    "sign", _("The roll of this lesson says something else. Correct it in the roll.")
                )
            return
        one.absence = self.absences.get((student.pk, lesson.on, lesson.number))
        kind = PROJECTED.get(one.mark.status)
        if one.absence and (one.absence.kind != kind or one.absence.roll_id):
            one.row.refuse(
                "sign", _("The list of missed lessons says something else. Correct it in the journal.")
            )

    def _with_excuse(self, student: Student, lesson: Lesson, status: str) -> str:
        if status not in MISSED:
            return status
        hour = Hour(lesson.on, lesson.number)
        found = [one for one in self.excuses[student.pk] if covers(one, hour)]
        return excused_status(STATUSES[found[-1].kind] if found else None, status)

    def _refuse_unlisted(self, lesson: Lesson, said: Sequence[Said]) -> None:
        """Without every student of the list there is no roll."""
        listed = set(self.lists[lesson.class_group_id].at(lesson))
        lacking = sorted(self.numbers[pk] for pk in listed - {one.student.pk for one in said if one.student})
        if lacking:
            names = ", ".join(islice(lacking, NAMED)) + (" …" if len(lacking) > NAMED else "")
            words = _(
                "Students of the list have no good row at this lesson: %(numbers)s. A roll names everybody; add them."
            )
            for one in said:
                one.row.refuse("", words % {"numbers": names})

    def _fate(self, one: Said) -> PlannedRow:
        if one.row.problems or one.student is None or one.lesson is None:
            return PlannedRow(one.row, Fate.REFUSED, who=one.who)
        if one.lesson.pk in self.rolled:
            return PlannedRow(one.row, Fate.UNCHANGED, one.who)
        words = [str(Status(one.mark.status).label)]
        if one.mark.status != one.bare:
            words.append(str(_("the reason of an accepted excuse stays")))
        return PlannedRow(one.row, Fate.ADDED, one.who, tuple(words), one)


def _plan(rows: list[Row], options: Options) -> Plan:
    planner = RollPlanner(options, rows)
    return plan_of(ROLLS_KIND, options, planner.decided(), planner)


def _write(plan: Plan, writer: Writer) -> None:
    by_lesson: dict[int, list[Said]] = defaultdict(list)
    for row in plan.deeds:
        by_lesson[row.deed.lesson.pk].append(row.deed)
    lessons = {pk: said[0].lesson for pk, said in by_lesson.items() if said[0].lesson}
    now = timezone.now()
    rolls = {
        pk: Roll(lesson=lessons[pk], taken_by=writer.by, taken_at=now, **counts_of(one.mark for one in said))
        for pk, said in by_lesson.items()
    }
    writer.add(Roll, list(rolls.values()))
    taken = [(rolls[pk], one) for pk, said in by_lesson.items() for one in said]
    writer.add(
        RollEntry,
        [
            RollEntry(roll=roll, student=one.student, status=one.mark.status, minutes=one.mark.minutes)
            for roll, one in taken
        ],
    )
    writer.add(
        Absence,
        [
            absence_of(roll.lesson, roll, one.student.pk, PROJECTED[one.mark.status])
            for roll, one in taken
            if one.student and one.absence is None and one.mark.status in PROJECTED
        ],
    )
    writer.change(Absence, [(one.absence, {"roll": roll}) for roll, one in taken if one.absence])
    planned = [one for one in lessons.values() if one.state != Lesson.State.HELD]
    writer.change(Lesson, [(one, {"state": str(Lesson.State.HELD)}) for one in planned])


def _holds(run: ImportRun) -> list[str]:
    """Rolls of a half-year that was closed, and those that the leader has checked since."""
    mine = Roll.objects.filter(pk__in=run.rows.filter(label=Roll._meta.label).values("object_pk"))
    checks = Roll.objects.filter(
        kind=Roll.Kind.CHECK, taken_at__gte=run.at, lesson__in=mine.values("lesson")
    ).count()
    words = ngettext("%(count)d check of the class leader", "%(count)d checks of the class leader", checks)
    return ([words % {"count": checks}] if checks else []) + held_by_closed(mine, "lesson__on")


def _untie(run: ImportRun, by: User | None) -> None:
    """Missed lessons that were on record before the roll do not point at it any more."""
    mine = run.rows.filter(label=Absence._meta.label, before__isnull=False).values("object_pk")
    Absence.objects.filter(pk__in=mine).update(roll=None)


ROLLS_KIND = ImportKind(
    key="rolls",
    title=_("Rolls"),
    student_column="number",
    about=_(
        "One line a student at a lesson: number, day, lesson, sign, reason; also as the state e-journal names them."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT,
    plan=_plan,
    write=_write,
    holds=_holds,
    sheet=_("Roll"),
    on_undo=_untie,
    unties=frozenset({"journal.Absence"}),
)
