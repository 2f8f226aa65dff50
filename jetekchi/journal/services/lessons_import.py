"""Lessons out of a file with the field names of the state e-journal: what is empty is filled, what is missing is made (3.9).

What a colleague wrote stays: another topic or homework is corrected in the journal.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.kyrgyz import mend
from jetekchi.journal.models import ClassPart, Lesson
from jetekchi.journal.selectors.lessons import hours_of
from jetekchi.journal.selectors.school_days import closed_halves, school_days, why_no_lessons
from jetekchi.journal.services.importing import ABSENCE_COLUMNS, SUBJECT, Seen, held_by_closed
from jetekchi.organisation.models import ClassGroup, Enrolment, ImportRun, Staff, Subject, Teaching
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
from jetekchi.organisation.services.importing.lookups import Subjects, Teachers

_DAY, _LESSON = ABSENCE_COLUMNS[1:3]
STATES = {
    "planned": ["пландалган", "запланирован", "по плану"],
    "held": ["өттү", "өткөрүлдү", "проведен", "прошел"],
    "cancelled": ["болбойт", "болгон жок", "отменен"],
    "moved": ["көчүрүлдү", "жылдырылды", "перенесен"],
}
Hour = tuple[str, date, int]


def _topic(text: str) -> str:
    if len(text) > 300:
        raise values.BadCell(_("The topic is too long: 300 characters at most."))
    return text


def _state(text: str) -> str:
    return values.choice(text, STATES, _("There is no such state. Write planned, held, cancelled or moved."))


COLUMNS = (
    Column(
        "class",
        _("Class"),
        ("класс", "классы", "топ", "группа", "class", "grade"),
        values.class_label,
        required=True,
    ),
    replace(_DAY, names=("lessonday", *_DAY.names)),
    replace(_LESSON, names=("lesson", *_LESSON.names)),
    replace(SUBJECT, names=("namekg", *SUBJECT.names, "nameru")),
    Column("part", _("Part of the class"), ("бөлүк", "бөлүгү", "топчо", "подгруппа", "subgroup", "part", "group")),
    Column("teacher", _("Teacher"), ("мугалим", "мугалими", "учитель", "преподаватель", "teacher")),
    Column("room", _("Room"), ("кабинет", "бөлмө", "аудитория", "room", "roomname")),
    Column("topic", _("Topic"), ("тема", "темасы", "topic"), _topic),
    Column("homework", _("Homework"), ("үй тапшырма", "домашнее задание", "task", "homework"), str),
    Column("state", _("State"), ("абалы", "состояние", "state"), _state),
)  # fmt: skip


class Place(NamedTuple):
    """Where somebody is at an hour."""

    group: int
    label: str
    number: int
    subject: str
    room: str


class LessonPlanner:
    """Decides each row of a file of lessons."""

    def __init__(self, options: Options, rows: list[Row]) -> None:
        self.options, self.today = options, timezone.localdate()
        self.subjects, self.teachers, self.seen = Subjects(options), Teachers(), Seen()
        wanted = {values.class_key(row.get("class")) for row in rows}
        groups = ClassGroup.objects.filter(year=options.year)
        pks = [one.pk for one in groups if values.class_key(one.label) in wanted]
        # As where lessons are made of the timetable: classes first, then their lessons, then the half-years.
        held = ClassGroup.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=pks)
        self.groups = {values.class_key(one.label): one for one in held.order_by("pk")}
        days = {row.get("on") for row in rows}
        days = {day for day in days if options.year.start_on <= day <= options.year.end_on}
        self.known = self._lessons(pks, days)
        self.closed = closed_halves(min(days), max(days), lock=True) if days else []
        self.school = set(school_days(options.year, min(days), max(days))) if days else set()
        self.why: dict[date, str] = {}
        self.parts = {
            (part.class_group_id, part.name): part for part in ClassPart.objects.filter(class_group__in=pks)
        }
        self.new_parts: dict[tuple[int, str], ClassPart] = {}
        self._read_people(pks)
        self.hours, self.busy = hours_of(), self._places(days)

    def _lessons(self, pks: list[int], days: set[date]) -> dict[Hour, list[Lesson]]:
        found = Lesson.objects.filter(class_group__in=pks, on__in=days, state__in=Lesson.STANDING)
        found = found.select_for_update(of=("self",)).select_related("class_group", "part")
        known: dict[Hour, list[Lesson]] = defaultdict(list)
        for one in found.order_by("pk"):
            known[values.class_key(one.class_group.label), one.on, one.number].append(one)
        return known

    def _places(self, days: set[date]) -> dict[tuple[int, date], list["Place"]]:
        """Who gives which lesson on these days, in whatever class."""
        busy: dict[tuple[int, date], list[Place]] = defaultdict(list)
        found = Lesson.objects.filter(on__in=days, state__in=Lesson.STANDING).order_by()
        names = ("class_group", "class_group__label", "number", "subject__name", "room")
        for teacher, substitute, on, *place in found.values_list("teacher", "substitute", "on", *names):
            busy[substitute or teacher, on].append(Place(*place))
        return busy

    def _read_people(self, pks: list[int]) -> None:
        self.taught: dict[tuple[int, int], list[Teaching]] = defaultdict(list)
        for one in Teaching.objects.filter(class_group__in=pks).select_related("teacher__person"):
            self.taught[one.class_group_id, one.subject_id].append(one)
        self.ways: dict[int, set[tuple[date, date]]] = defaultdict(set)
        ways = Enrolment.objects.filter(class_group__in=pks).order_by()
        for group, start, end in ways.values_list("class_group", "from_on", "until_on").distinct():
            self.ways[group].add((start, end or date.max))

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        on, number = row.get("on"), row.get("lesson")
        who = f"{row.get('class')} {on:%d.%m.%Y} / {number}"
        if row.get("state") in ("cancelled", "moved"):
            return PlannedRow(row, Fate.UNCHANGED, who, (_("did not take place: it is left out"),))
        group = self.groups.get(values.class_key(row.get("class")))
        if group is None:
            words = _("There is no class %(label)s in %(year)s. Import the students first.")
            row.refuse("class", words % {"label": row.get("class"), "year": self.options.year.name})
        subject = self.subjects.named(row, row.get("subject"))
        named = self.teachers.find(row, on) if row.get("teacher") else None
        self._check_day(row, on)
        self.seen.check(row, (values.class_key(row.get("class")), on, number, _part(row)))
        if row.problems or group is None or subject is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        here = self.known[values.class_key(group.label), on, number]
        lesson = self._found(row, here, subject)
        if lesson is not None:
            self.seen.check(row, (lesson.pk,))
            return self._filled(row, who, lesson)
        return self._made(row, who, group, subject, named, here)

    def _check_day(self, row: Row, on: date) -> None:
        year = self.options.year
        if not year.start_on <= on <= year.end_on:
            row.refuse("on", _("The day lies outside the school year %(year)s.") % {"year": year.name})
        elif any(half.holds(on) for half in self.closed):
            row.refuse("on", DAY_CLOSED)

    def _found(self, row: Row, here: list[Lesson], subject: Subject) -> Lesson | None:
        part = _part(row)
        same = [one for one in here if one.pk and one.subject_id == subject.pk]
        same = [one for one in same if not part or _name(one.part) == part]
        if len(same) > 1:
            row.refuse(
                "part", _("The class learns this subject in parts at that time. Say which part it is.")
            )
        return same[0] if same else None

    def _filled(self, row: Row, who: str, lesson: Lesson) -> PlannedRow:
        fields: dict[str, str] = {}
        for name in ("topic", "homework"):
            said, stands = row.get(name) or "", getattr(lesson, name)
            if said and not stands:
                fields[name] = said
            elif said and said != mend(stands):
                row.refuse(name, _("Another text stands here already. Correct it in the journal."))
        if row.problems:
            return PlannedRow(row, Fate.REFUSED, who=who)
        if not fields:
            return PlannedRow(row, Fate.UNCHANGED, who)
        return PlannedRow(row, Fate.CHANGED, who, tuple(fields.values()), (lesson, fields))

    def _made(
        self,
        row: Row,
        who: str,
        group: ClassGroup,
        subject: Subject,
        named: Staff | None,
        here: list[Lesson],
    ) -> PlannedRow:
        on, part = row.get("on"), self._part(row, group)
        if why := self._why_idle(on):
            row.refuse("on", why)
        elif not any(start <= on <= end for start, end in self.ways[group.pk]):
            row.refuse(
                "class", _("Nobody stood on the list of the class on that day. Import the students first.")
            )
        if any(None in (one.part, part) or _name(one.part) == _name(part) for one in here):
            row.refuse(
                "lesson", _("The class has another lesson at that time. Choose another day or number.")
            )
        teacher, substitute = self._people(row, group, subject, named)
        lesson = self._lesson(row, group, subject, part)
        if teacher:
            lesson.teacher, lesson.substitute = teacher, substitute
            if not row.problems:
                self._refuse_busy(row, lesson, substitute or teacher)
        if row.problems or teacher is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        here.append(lesson)
        words = (subject.name, (substitute or teacher).person.brief_name, lesson.topic)
        return PlannedRow(row, Fate.ADDED, who, tuple(filter(None, words)), lesson)

    def _lesson(self, row: Row, group: ClassGroup, subject: Subject, part: ClassPart | None) -> Lesson:
        is_planned = row.get("on") > self.today or row.get("state") == Lesson.State.PLANNED
        return Lesson(
            class_group=group,
            subject=subject,
            on=row.get("on"),
            number=row.get("lesson"),
            part=part,
            room=str(row.get("room") or "")[:40],
            topic=row.get("topic") or "",
            homework=row.get("homework") or "",
            state=Lesson.State.PLANNED if is_planned else Lesson.State.HELD,
        )

    def _refuse_busy(self, row: Row, lesson: Lesson, giver: Staff) -> None:
        """One person is in one place at an hour, unless it is one joint lesson; as in the timetable."""
        others = self.busy[giver.pk, lesson.on]
        place = Place(
            lesson.class_group_id, lesson.class_group.label, lesson.number, lesson.subject.name, lesson.room
        )
        for other in others:
            is_joint = place.room and (place.subject, place.room) == (other.subject, other.room)
            at_once = self.hours.are_at_once((place.group, place.number), (other.group, other.number))
            if at_once and not is_joint:
                words = _(
                    "%(name)s gives a lesson in %(label)s at that time. "
                    "Correct the hour; one joint lesson has the same subject and the same room."
                )
                row.refuse("teacher", words % {"name": giver.person.brief_name, "label": other.label})
                return
        others.append(place)

    def _why_idle(self, on: date) -> str:
        if on in self.school:
            return ""
        if on not in self.why:
            self.why[on] = why_no_lessons(self.options.year, on)
        return self.why[on]

    def _part(self, row: Row, group: ClassGroup) -> ClassPart | None:
        name = _part(row)
        if not name:
            return None
        found = self.parts.get((group.pk, name)) or self.new_parts.get((group.pk, name))
        if found is None and self.options.create_missing:
            found = self.new_parts[group.pk, name] = ClassPart(class_group=group, name=name)
        if found is None:
            row.refuse("part", _("The class has no such part. Correct it, or allow missing ones to be made."))
        return found

    def _people(
        self, row: Row, group: ClassGroup, subject: Subject, named: Staff | None
    ) -> tuple[Staff | None, Staff | None]:
        """The teacher, and who gave the lesson instead: whom the file names where one other teaches the subject."""
        on = row.get("on")
        known = self.taught[group.pk, subject.pk] if subject.pk else []
        taught = {one.teacher for one in known if one.from_on <= on and (one.until_on or on) >= on}
        own = next(iter(taught)) if len(taught) == 1 else None
        if named is None:
            if not taught:
                row.refuse("teacher", _("Nobody teaches this subject in the class. Name the teacher."))
            elif own is None:
                row.refuse("teacher", _("Several people teach this subject in the class. Name the teacher."))
            return own, None
        return (own, named) if own and named != own else (named, None)


def _part(row: Row) -> str:
    return str(row.get("part") or "")[:40]


def _name(part: ClassPart | None) -> str:
    return part.name if part else ""


def _plan(rows: list[Row], options: Options) -> Plan:
    planner = LessonPlanner(options, rows)
    decided = [planner.decide(row) for row in rows]
    made = [subject.name for subject in _new_subjects(decided)]
    return plan_of(LESSONS_KIND, options, decided, planner, subjects=made)


def _new_subjects(rows: list[PlannedRow]) -> list[Subject]:
    """Subjects that are still to be made, of the rows that are taken."""
    used = [row.deed.subject for row in rows if row.fate == Fate.ADDED]
    return list({id(one): one for one in used if one.pk is None}.values())


def _write(plan: Plan, writer: Writer) -> None:
    planner: LessonPlanner = plan.context
    writer.add(Subject, _new_subjects(plan.rows))
    added: list[Lesson] = [row.deed for row in plan.deeds if row.fate == Fate.ADDED]
    used = {id(one.part) for one in added if one.part}
    writer.add(ClassPart, [part for part in planner.new_parts.values() if id(part) in used])
    writer.add(Lesson, added)
    changed = [row.deed for row in plan.deeds if row.fate == Fate.CHANGED]
    writer.change(Lesson, changed)


def _holds(run: ImportRun) -> list[str]:
    """Lessons of a half-year that was closed since; what was written about them is found by what points at them."""
    mine = run.rows.filter(label=Lesson._meta.label).values("object_pk")
    return held_by_closed(Lesson.objects.filter(pk__in=mine))


LESSONS_KIND = ImportKind(
    key="lessons",
    title=_("Lessons"),
    about=_(
        "One line a lesson: class, day, lesson, subject, topic, homework; also as the state e-journal names them."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT,
    plan=_plan,
    write=_write,
    holds=_holds,
    sheet=_("Lessons"),
)
