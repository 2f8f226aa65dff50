"""What the pages show where the timetable is made: one hour, who is elsewhere in it, the parts of a class (4.1)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jetekchi.core import spans
from jetekchi.core.kyrgyz import search_key
from jetekchi.journal.models import ClassPart, Lesson, PartMember, TimetableSlot
from jetekchi.journal.selectors.lessons import hours_of
from jetekchi.organisation.models import ClassGroup, Student, Teaching
from jetekchi.organisation.selectors import list_of_today, teachers_of_class

# A class without bells gets so many rows to fill.
ROWS = 8


def hour_mark(lines: Iterable[TimetableSlot]) -> str:
    """The lines of an hour in short: another mark says that somebody changed the hour."""
    return " ".join(f"{one.pk}:{one.until_on or ''}" for one in lines)[-1000:]


@dataclass(frozen=True)
class HourPage:
    """An hour of the week: its lines from a day on, the mark of all its lines, what may be put into it."""

    lines: list[TimetableSlot]
    mark: str
    teachings: list[tuple[Teaching, str]]
    parts: list[ClassPart]
    hours: str


def hour_page(group: ClassGroup, weekday: int, number: int, day: date) -> HourPage:
    """The hour with the teachings of the class, each with where its teacher is at that time."""
    found = TimetableSlot.objects.filter(class_group=group, weekday=weekday, number=number)
    lines = list(found.select_related("subject", "teacher__person", "part").order_by("from_on", "pk"))
    bell = hours_of().bells_of(group).get(number)
    teachings = teachers_of_class(group)
    busy = _elsewhere(group, weekday, number, day, {one.teacher_id for one in teachings})
    return HourPage(
        lines=[one for one in lines if one.until_on is None or one.until_on >= day],
        mark=hour_mark(lines),
        teachings=[(one, busy.get(one.teacher_id, "")) for one in teachings],
        parts=list(ClassPart.objects.filter(class_group=group)),
        hours=f"{bell.start:%H:%M}–{bell.end:%H:%M}" if bell else "",
    )


def _elsewhere(group: ClassGroup, weekday: int, number: int, day: date, teachers: set[int]) -> dict[int, str]:
    """In which other class each of these people gives a lesson in the hour, by teacher."""
    hours = hours_of()
    slots = TimetableSlot.objects.filter(
        Q(until_on=None) | Q(until_on__gte=day),
        teacher__in=teachers,
        weekday=weekday,
        class_group__year=group.year_id,
    ).exclude(class_group=group)
    found: dict[int, str] = {}
    for slot in slots.select_related("class_group"):
        if hours.are_at_once((group.pk, number), (slot.class_group_id, slot.number)):
            found.setdefault(slot.teacher_id, slot.class_group.label)
    return found


class SharedRoom(NamedTuple):
    """An hour of a class in whose room another class learns at the same time."""

    weekday: int
    number: int
    room: str
    label: str


def shared_rooms(group: ClassGroup, day: date) -> list[SharedRoom]:
    """Rooms in which two classes are at once by the timetable of a day, by weekday and hour (4.1).

    One joint lesson, of one teacher and subject, is none. A hall that several share on purpose is told too: nothing is
    refused for a room, whoever makes the timetable decides.
    """
    slots = TimetableSlot.objects.filter(
        Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day, class_group__year=group.year_id
    ).exclude(room="")
    hours, own, others = hours_of(), [], defaultdict(list)
    for slot in slots.select_related("class_group").order_by("weekday", "number", "pk"):
        if slot.class_group_id == group.pk:
            own.append(slot)
        else:
            others[slot.weekday, search_key(slot.room)].append(slot)
    return [
        SharedRoom(slot.weekday, slot.number, slot.room, other.class_group.label)
        for slot in own
        for other in others[slot.weekday, search_key(slot.room)]
        if (slot.teacher_id, slot.subject_id) != (other.teacher_id, other.subject_id)
        and hours.are_at_once((group.pk, slot.number), (other.class_group_id, other.number))
    ]


def rows_to_fill(group: ClassGroup) -> int:
    """How many hours a day of the class has by its bells."""
    return max(hours_of().bells_of(group), default=ROWS)


def next_empty(
    group: ClassGroup, weekday: int, number: int, day: date, weekdays: int
) -> tuple[int, int] | None:
    """The first hour after this one, day by day, in which nothing stands from a day on."""
    slots = TimetableSlot.objects.filter(Q(until_on=None) | Q(until_on__gte=day), class_group=group)
    taken = set(slots.values_list("weekday", "number"))
    rows = rows_to_fill(group)
    after = [(w, n) for w in range(weekday, weekdays + 1) for n in range(1, rows + 1)]
    return next((one for one in after if one > (weekday, number) and one not in taken), None)


@dataclass(frozen=True)
class PartRow:
    """A part of a class with its students of today, and whether the timetable or a lesson uses it."""

    part: ClassPart
    students: list[Student]
    is_used: bool
    # Who comes into it on a later day, or leaves it then; the nearest day first.
    coming: list[tuple[date, Student]]
    leaving: list[tuple[date, Student]]


def near_day(group: ClassGroup) -> date:
    """Today; before the year has begun its first day is meant, after its end the last one."""
    return min(max(timezone.localdate(), group.year.start_on), group.year.end_on)


def parts_of(group: ClassGroup) -> tuple[list[PartRow], list[Student]]:
    """The parts of a class with what is planned for later days, and who of today's list is in none of them."""
    listed, today = list_of_today(group), near_day(group)
    of_pk = {one.pk: one for one in listed}
    by_part: dict[int, set[int]] = defaultdict(set)
    coming: dict[int, list[tuple[date, Student]]] = defaultdict(list)
    leaving: dict[int, list[tuple[date, Student]]] = defaultdict(list)
    members = PartMember.objects.filter(spans.since(today), part__class_group=group, student__in=of_pk)
    for one in members.order_by("from_on", "student__person__sort_key", "pk"):
        if one.from_on <= today:
            by_part[one.part_id].add(one.student_id)
        else:
            coming[one.part_id].append((one.from_on, of_pk[one.student_id]))
        if one.until_on is not None:
            leaving[one.part_id].append((one.until_on + timedelta(days=1), of_pk[one.student_id]))
    used = Q(Exists(TimetableSlot.objects.filter(part=OuterRef("pk"))))
    used |= Q(Exists(Lesson.objects.filter(part=OuterRef("pk"))))
    rows = [
        PartRow(
            part,
            [one for one in listed if one.pk in by_part[part.pk]],
            part.is_used,
            coming[part.pk],
            leaving[part.pk],
        )
        for part in ClassPart.objects.filter(class_group=group).annotate(is_used=used)
    ]
    placed = {one.pk for row in rows for one in row.students}
    return rows, [one for one in listed if one.pk not in placed]


class ComingMove(NamedTuple):
    """From a day on a student is in a part, or out of it, where none takes its place."""

    day: date
    student: Student
    part: ClassPart
    is_in: bool


def coming_moves(rows: Iterable[PartRow]) -> list[ComingMove]:
    """What is planned for the parts of a class, the nearest day first; one part for one other is told as one move."""
    rows = list(rows)
    found = [ComingMove(day, one, row.part, True) for row in rows for day, one in row.coming]
    leaving = [ComingMove(day, one, row.part, False) for row in rows for day, one in row.leaving]
    comes = Counter((one.day, one.student.pk) for one in found)
    goes = Counter((one.day, one.student.pk) for one in leaving)
    found += [one for one in leaving if goes[key := (one.day, one.student.pk)] > comes[key]]
    return sorted(found, key=lambda one: (one.day, one.student.person.sort_key, one.part.pk))


def other_days(part: ClassPart) -> list[PartMember]:
    """Who was in the part before, and who comes into it later or goes; the latest first."""
    today = timezone.localdate()
    found = PartMember.objects.filter(Q(until_on__isnull=False) | Q(from_on__gt=today), part=part)
    return list(
        found.select_related("student__person").order_by("-from_on", "student__person__sort_key", "pk")
    )


def shifts_by_class(classes: Iterable[ClassGroup]) -> dict[int, int]:
    """The key of the shift of each class that was put into one, by class; the rows know it already."""
    return {one.pk: one.shift.schedule_id for one in classes if hasattr(one, "shift")}
