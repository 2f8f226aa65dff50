"""The timetable out of a file: one line a lesson of the week; one more kind for the import of the organisation (4.1)."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from jetekchi.journal.models import ClassPart, TimetableSlot
from jetekchi.journal.services.clashes import Place, clashes
from jetekchi.journal.services.importing import LESSON, SUBJECT, Seen
from jetekchi.organisation.models import ClassGroup, Staff, Subject, Teaching
from jetekchi.organisation.permissions import Permission
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
from jetekchi.organisation.services.importing.lookups import Classes, Subjects, Teachers

WEEKDAYS = {
    "1": ["1", "дүйшөмбү", "дш", "понедельник", "пн", "monday", "mon"],
    "2": ["2", "шейшемби", "шш", "вторник", "вт", "tuesday", "tue"],
    "3": ["3", "шаршемби", "шр", "среда", "ср", "wednesday", "wed"],
    "4": ["4", "бейшемби", "бш", "четверг", "чт", "thursday", "thu"],
    "5": ["5", "жума", "жм", "пятница", "пт", "friday", "fri"],
    "6": ["6", "ишемби", "иш", "суббота", "сб", "saturday", "sat"],
}


def _weekday(text: str) -> int:
    return int(
        values.choice(text, WEEKDAYS, _("There is no such school day. Write Monday to Saturday, or 1 to 6."))
    )


COLUMNS = (
    Column(
        "class",
        _("Class"),
        ("класс", "классы", "топ", "группа", "class", "group"),
        values.class_label,
        required=True,
    ),
    Column(
        "weekday",
        _("Day of the week"),
        ("күнү", "күн", "жуманын күнү", "день", "день недели", "weekday", "day", "dayofweek"),
        _weekday,
        required=True,
    ),
    replace(LESSON, names=(*LESSON.names, "lessonday")),
    replace(SUBJECT, names=(*SUBJECT.names, "subject name")),
    Column(
        "teacher",
        _("Teacher"),
        ("мугалим", "мугалими", "учитель", "преподаватель", "teacher", "табелдик №", "табельный №"),
        values.plain,
        required=True,
    ),
    Column("part", _("Part of the class"), ("бөлүк", "бөлүгү", "топчо", "подгруппа", "subgroup", "part")),
    Column("room", _("Room"), ("кабинет", "бөлмө", "аудитория", "room", "roomname")),
    Column("from_on", _("From"), ("баштап", "с", "с даты", "from"), values.day),
)


@dataclass
class Deed:
    """What a row does: a new slot, the one it takes the place of, or new values of the one that is there."""

    new: TimetableSlot | None = None
    known: TimetableSlot | None = None
    fields: dict[str, Any] = field(default_factory=dict)


class Planner:
    """Decides each row of a timetable."""

    def __init__(self, options: Options, rows: list[Row]) -> None:
        self.options = options
        self.classes, self.subjects, self.seen = Classes(options), Subjects(options), Seen()
        self.teachers = Teachers()
        slots = TimetableSlot.objects.filter(class_group__year=options.year, until_on=None)
        self.known = {
            self._key(slot): slot for slot in slots.select_related("class_group", "part", "subject")
        }
        self.parts = {(part.class_group_id, part.name): part for part in ClassPart.objects.all()}
        self.new_parts: dict[tuple[str, str], ClassPart] = {}
        self.taught = set(
            Teaching.objects.filter(until_on=None).values_list("teacher", "class_group", "subject")
        )
        self.teachings: dict[tuple[int, str, str], Teaching] = {}
        # Where each line of the file puts its teacher.
        self.places: dict[int, Place] = {}

    @staticmethod
    def _key(slot: TimetableSlot) -> tuple[int, int, int, str]:
        part = slot.part.name if slot.part else ""
        return slot.class_group_id, slot.weekday, slot.number, part

    def decide(self, row: Row) -> PlannedRow:
        """The row's fate."""
        who = f"{row.get('class')} {row.get('weekday')}/{row.get('lesson')}"
        group = self.classes.find(row)
        subject = self.subjects.named(row, row.get("subject"))
        teacher = self.teachers.find(row)
        part_name = _part(row)
        self.seen.check(row, (row.get("class"), row.get("weekday"), row.get("lesson"), part_name))
        if row.problems or group is None or subject is None or teacher is None:
            return PlannedRow(row, Fate.REFUSED, who=who)
        known = self.known.get((group.pk or 0, row.get("weekday"), row.get("lesson"), part_name))
        self._teaching(teacher, group, subject)
        self.places[row.line] = _place(row, group, subject, teacher)
        if known and (known.subject_id, known.teacher_id, known.room) == (subject.pk, teacher.pk, _room(row)):
            return PlannedRow(row, Fate.UNCHANGED, who)
        return self._decided(row, who, group, subject, teacher, known)

    def _decided(
        self,
        row: Row,
        who: str,
        group: ClassGroup,
        subject: Subject,
        teacher: Staff,
        known: TimetableSlot | None,
    ) -> PlannedRow:
        room, words = _room(row), (f"{subject.name}, {teacher.person.brief_name}",)
        start = row.get("from_on") or (self.options.today if known else self.options.year.start_on)
        if known and known.from_on >= start:
            fields = {"subject": subject, "teacher": teacher, "room": room}
            return PlannedRow(row, Fate.CHANGED, who, words, Deed(known=known, fields=fields))
        new = TimetableSlot(
            class_group=group,
            weekday=row.get("weekday"),
            number=row.get("lesson"),
            subject=subject,
            teacher=teacher,
            part=self._part(group, _part(row)),
            room=room,
            from_on=start,
        )
        fate = Fate.CHANGED if known else Fate.ADDED
        return PlannedRow(row, fate, who, words, Deed(new=new, known=known, fields=_ended(known, start)))

    def _part(self, group: ClassGroup, name: str) -> ClassPart | None:
        if not name:
            return None
        found = self.parts.get((group.pk or 0, name)) or self.new_parts.get((group.label, name))
        if found is None:
            found = self.new_parts[group.label, name] = ClassPart(class_group=group, name=name)
        return found

    def _teaching(self, teacher: Staff, group: ClassGroup, subject: Subject) -> None:
        """Who gives lessons to a class teaches it: else the roll would not open for that person."""
        if (teacher.pk, group.pk, subject.pk) not in self.taught:
            self.teachings[teacher.pk, group.label, subject.name] = Teaching(
                teacher=teacher, class_group=group, subject=subject, from_on=self.options.year.start_on
            )


def _part(row: Row) -> str:
    return str(row.get("part") or "")[:40]


def _place(row: Row, group: ClassGroup, subject: Subject, teacher: Staff) -> Place:
    return Place(
        group=group.pk or 0,
        label=group.label,
        weekday=row.get("weekday"),
        number=row.get("lesson"),
        part=_part(row),
        teacher=teacher.pk,
        subject=subject.name,
        room=_room(row),
    )


def _refuse_clashes(planner: Planner, decided: list[PlannedRow]) -> None:
    found = clashes(planner.places, (Place.of(slot) for slot in planner.known.values()))
    for one in decided:
        if clash := found.get(one.row.line):
            del planner.places[one.row.line]
            one.row.refuse(
                "teacher",
                _(
                    "%(name)s gives a lesson in %(label)s at that time. "
                    "Correct the hour; one joint lesson has the same subject and the same room."
                )
                % {"name": one.row.get("teacher"), "label": clash.label},
            )
            one.fate, one.deed = Fate.REFUSED, None


def _room(row: Row) -> str:
    return str(row.get("room") or "")[:40]


def _ended(known: TimetableSlot | None, start: date) -> dict[str, Any]:
    return {"until_on": start - timedelta(days=1)} if known else {}


def _plan(rows: list[Row], options: Options) -> Plan:
    planner = Planner(options, rows)
    decided = [planner.decide(row) for row in rows]
    _refuse_clashes(planner, decided)
    made = [subject.name for subject in planner.subjects.new.values()]
    classes = [group.label for group in planner.classes.new.values()]
    return plan_of(TIMETABLE, options, decided, planner, subjects=made, classes=classes)


def _write(plan: Plan, writer: Writer) -> None:
    planner: Planner = plan.context
    planner.classes.make(writer)
    planner.subjects.make(writer)
    deeds: list[Deed] = [row.deed for row in plan.deeds]
    used = {id(deed.new.part) for deed in deeds if deed.new and deed.new.part}
    writer.add(ClassPart, [part for part in planner.new_parts.values() if id(part) in used])
    writer.change(TimetableSlot, [(deed.known, deed.fields) for deed in deeds if deed.known])
    writer.add(TimetableSlot, [deed.new for deed in deeds if deed.new])
    if deeds:
        taken = {(place.teacher, place.label, place.subject) for place in planner.places.values()}
        writer.add(Teaching, [teaching for key, teaching in planner.teachings.items() if key in taken])


TIMETABLE = ImportKind(
    key="timetable",
    title=_("Timetable"),
    about=_(
        "One line a lesson of the week: class, day, lesson, subject, teacher; part of the class and room."
    ),
    columns=COLUMNS,
    permission=Permission.IMPORT,
    plan=_plan,
    write=_write,
)
