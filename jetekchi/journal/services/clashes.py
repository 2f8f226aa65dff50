"""One teacher is in one place at an hour – unless several classes have one joint lesson (4.1).

A joint lesson is told by its subject and its room: both are the same, and the room is named. Hours are compared by the
bells: the first lesson of the second shift is not the first lesson of the first one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.http import Refused
from jetekchi.journal.models import Lesson, TimetableSlot
from jetekchi.journal.selectors.lessons import ClassHours, hours_of
from jetekchi.journal.selectors.school_days import is_school_day
from jetekchi.organisation.models import ClassGroup, Staff


@dataclass(frozen=True)
class Place:
    """Where a teacher is in an hour of the week; a class that is still to be made has no key yet."""

    group: int
    label: str
    weekday: int
    number: int
    part: str
    teacher: int
    subject: str
    room: str

    @classmethod
    def of(cls, slot: TimetableSlot) -> "Place":
        """The place that a line of the timetable says."""
        return cls(
            group=slot.class_group_id,
            label=slot.class_group.label,
            weekday=slot.weekday,
            number=slot.number,
            part=slot.part.name if slot.part else "",
            teacher=slot.teacher_id,
            subject=slot.subject.name,
            room=slot.room,
        )

    @property
    def cell(self) -> tuple[str, int, int, str]:
        """What the place stands for in the timetable: two lines of one cell take each other's place."""
        return self.label, self.weekday, self.number, self.part


def clashes(lines: Mapping[int, Place], known: Iterable[Place]) -> dict[int, Place]:
    """Which lines of a file put a teacher into two classes at once, each with the class where he is already.

    The timetable is judged as it would stand after the file: a line that is refused leaves what was there before.
    """
    standing, hours = list(known), hours_of()
    refused: dict[int, Place] = {}
    while True:
        found = dict(_clashes({line: lines[line] for line in lines if line not in refused}, standing, hours))
        if not found:
            return refused
        refused |= found


def _clashes(
    lines: Mapping[int, Place], known: Iterable[Place], hours: ClassHours
) -> Iterator[tuple[int, Place]]:
    taken: dict[tuple[int, int], list[Place]] = defaultdict(list)
    replaced = {place.cell for place in lines.values()}
    for place in known:
        if place.cell not in replaced:
            taken[place.teacher, place.weekday].append(place)
    for line, place in lines.items():
        others = taken[place.teacher, place.weekday]
        clash = next((other for other in others if _at_once(place, other, hours)), None)
        if clash is None:
            others.append(place)
        else:
            yield line, clash


def _at_once(place: Place, other: Place, hours: ClassHours) -> bool:
    if place.room and (place.subject, place.room) == (other.subject, other.room):
        return False
    return hours.are_at_once((place.group, place.number), (other.group, other.number))


def met_in(classes: Sequence[ClassGroup]) -> list[str]:
    """Who, by the timetable in force, gives a lesson in one of these classes and another at the same time; short names."""
    now = Q(until_on=None) | Q(until_on__gte=timezone.localdate())
    slots = TimetableSlot.objects.filter(now, class_group__year__in={group.year_id for group in classes})
    places: dict[bool, list[Place]] = {True: [], False: []}
    keys = {group.pk for group in classes}
    for slot in slots.select_related("class_group", "part", "subject"):
        places[slot.class_group_id in keys].append(Place.of(slot))
    found = clashes(dict(enumerate(places[True])), places[False])
    people = {places[True][line].teacher for line in found}
    staff = Staff.objects.filter(pk__in=people).select_related("person")
    return [one.person.brief_name for one in staff]


def refuse_busy(teacher: Staff, lesson: Lesson, on: date, number: int) -> None:
    """Refused: the teacher gives another lesson at that time, which is not one with this."""
    # Held until the end of the deed: of two lessons that are given to one person at once the second finds the first.
    Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=teacher.pk)
    hours = hours_of()
    others: list[Lesson | TimetableSlot] = [
        *_made(teacher, lesson, on),
        *_still_to_be_made(teacher, lesson, on),
    ]
    for other in others:
        is_joint = lesson.room and (lesson.subject_id, lesson.room) == (other.subject_id, other.room)
        places = (lesson.class_group_id, number), (other.class_group_id, other.number)
        if hours.are_at_once(*places) and not is_joint:
            raise busy(teacher, other.class_group.label)


def busy(teacher: Staff, label: str) -> Refused:
    """The refusal where somebody would be in two classes at once."""
    return Refused(
        "teacher-busy",
        _("%(name)s gives a lesson in %(label)s at that time. Choose another time or another person.")
        % {"name": teacher.person.brief_name, "label": label},
    )


def _made(teacher: Staff, lesson: Lesson, on: date) -> list[Lesson]:
    own = Q(substitute=teacher) | Q(teacher=teacher, substitute=None)
    found = Lesson.objects.filter(own, on=on, state__in=Lesson.STANDING).exclude(pk=lesson.pk)
    return list(found.select_related("class_group"))


def _still_to_be_made(teacher: Staff, lesson: Lesson, on: date) -> list[TimetableSlot]:
    """What the timetable will make of that day in classes that have no lessons on it yet."""
    if not is_school_day(lesson.class_group.year, on):
        return []
    slots = TimetableSlot.objects.filter(teacher=teacher, weekday=on.isoweekday(), from_on__lte=on)
    slots = slots.filter(Q(until_on=None) | Q(until_on__gte=on)).exclude(class_group__lessons__on=on)
    return list(slots.select_related("class_group"))
