"""What the pages show where the timetable is made: one hour, who is elsewhere in it, the parts of a class (4.1)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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


def parts_of(group: ClassGroup) -> tuple[list[PartRow], list[Student]]:
    """The parts of a class, and who of today's list is in none of them."""
    listed = list_of_today(group)
    by_part: dict[int, set[int]] = defaultdict(set)
    members = PartMember.objects.filter(spans.on(timezone.localdate()), part__class_group=group)
    for part_pk, student in members.values_list("part", "student"):
        by_part[part_pk].add(student)
    used = Q(Exists(TimetableSlot.objects.filter(part=OuterRef("pk"))))
    used |= Q(Exists(Lesson.objects.filter(part=OuterRef("pk"))))
    rows = [
        PartRow(part, [one for one in listed if one.pk in by_part[part.pk]], part.is_used)
        for part in ClassPart.objects.filter(class_group=group).annotate(is_used=used)
    ]
    placed = {one.pk for row in rows for one in row.students}
    return rows, [one for one in listed if one.pk not in placed]


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
