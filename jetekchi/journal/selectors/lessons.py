"""Lessons of a day as people work with them, the timetable of a class, what became of a lesson."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core.addresses import address
from jetekchi.core.remember import while_unchanged
from jetekchi.journal import permissions
from jetekchi.journal.models import (
    Bell,
    BellSchedule,
    ClassShift,
    Lesson,
    LessonAct,
    Roll,
    TimetableSlot,
)
from jetekchi.journal.selectors.school_days import is_school_day
from jetekchi.organisation.models import ClassGroup, SchoolYear, User
from jetekchi.organisation.selectors import current_year

Hours = dict[int, Bell]


@dataclass(frozen=True)
class LessonRow:
    """A lesson of the day: its hours, its roll, and what this person does with it."""

    lesson: Lesson
    hours: str
    is_now: bool
    is_over: bool
    roll: Roll | None
    check: Roll | None
    may_take: bool
    may_check: bool
    is_own: bool

    @property
    def url(self) -> str:
        """The page of the lesson."""
        return address("journal:lesson", self.lesson.pk)

    @property
    def roll_url(self) -> str:
        """Where its roll is taken."""
        return address("journal:roll", self.lesson.pk)

    @property
    def check_url(self) -> str:
        """Where its roll is checked."""
        return address("journal:roll_check", self.lesson.pk)

    @property
    def asks(self) -> bool:
        """Whether the person has something to do or to know here: an own roll to take, somebody missing, a change."""
        if self.roll is None:
            return self.is_own or self.is_now or self.is_waiting or not self.lesson.is_standing
        return bool(self.roll.missed)

    @property
    def is_waiting(self) -> bool:
        """Whether the roll should be there and is not."""
        return self.lesson.is_standing and self.roll is None and (self.is_now or self.is_over)

    @property
    def absent_words(self) -> str:
        """«2 absent of 25»."""
        if self.roll is None:
            return ""
        return _("%(missed)s absent of %(listed)s") % {"missed": self.roll.missed, "listed": self.roll.listed}


def lessons_of_day(user: User, day: date) -> list[LessonRow]:
    """Lessons that the person gives on a day, and those of the classes the person leads; a constant number of queries.

    On a day without lessons only those stand that were held all the same.
    """
    hours = hours_of()
    return [_row(user, lesson, hours) for lesson in _in_hand(permissions.hand_of(user), day)]


@while_unchanged("organisation", "journal")
def _in_hand(hand: permissions.Hand, day: date) -> list[Lesson]:
    """The lessons of a day with their rolls; what brings them into the hand is asked anew on every page."""
    found = hand.lessons().filter(on=day)
    year = current_year(day)
    if year is None or not _has_lessons(year, day):
        found = found.filter(state=Lesson.State.HELD)
    rolls = Prefetch("rolls", Roll.objects.select_related("taken_by__person"))
    return list(found.order_by("number", "class_group__sort_key", "pk").prefetch_related(rolls))


def unguarded_lessons(classes: Sequence[ClassGroup], first: date, last: date) -> list[Lesson]:
    """Every lesson of some classes in these days, in the order of the days; for what writes many of them at once."""
    found = Lesson.objects.filter(class_group__in=classes, on__range=(first, last))
    return list(found.select_related("subject", "teacher__person__user", "class_group"))


@while_unchanged("organisation")
def _has_lessons(year: SchoolYear, day: date) -> bool:
    return is_school_day(year, day)


def _row(user: User, lesson: Lesson, hours: "ClassHours") -> LessonRow:
    bell = hours.bell(lesson)
    rolls = {roll.kind: roll for roll in lesson.rolls.all()}
    now = timezone.localtime()
    return LessonRow(
        lesson=lesson,
        hours=f"{bell.start:%H:%M}–{bell.end:%H:%M}" if bell else "",
        is_now=_is_now(lesson, bell, now),
        is_over=lesson.on < now.date() or (lesson.on == now.date() and (not bell or bell.end < now.time())),
        roll=rolls.get(Roll.Kind.ROLL),
        check=rolls.get(Roll.Kind.CHECK),
        may_take=lesson.on <= now.date() and lesson.is_standing and permissions.may_take_roll(user, lesson),
        may_check=lesson.on <= now.date() and lesson.is_standing and permissions.may_check(user, lesson),
        is_own=(lesson.substitute or lesson.teacher).person_id == user.person_id,
    )


def _is_now(lesson: Lesson, bell: Bell | None, now: datetime) -> bool:
    return bool(bell and lesson.on == now.date() and bell.start <= now.time() <= bell.end)


@dataclass(frozen=True)
class ClassHours:
    """The bells of every shift, and in which shift each class learns."""

    shifts: dict[int, Hours]
    of_class: dict[int, int]
    first: int | None

    def bell(self, lesson: Lesson) -> Bell | None:
        """When the lesson begins and ends; None where no bells are set."""
        shift = self.of_class.get(lesson.class_group_id, self.first)
        return self.shifts.get(shift, {}).get(lesson.number) if shift is not None else None

    def are_at_once(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether two lessons, each a class and a number, meet in time; where no bells are set, by shift and number."""
        (shift, number), (other_shift, other_number) = (
            (self.of_class.get(group, self.first), number) for group, number in (one, other)
        )
        bell = self.shifts.get(shift or 0, {}).get(number)
        other_bell = self.shifts.get(other_shift or 0, {}).get(other_number)
        if bell and other_bell:
            return bell.start < other_bell.end and other_bell.start < bell.end
        return (shift, number) == (other_shift, other_number)

    def bells_of(self, group: ClassGroup) -> Hours:
        """The bells of a class by number."""
        shift = self.of_class.get(group.pk, self.first)
        return self.shifts.get(shift, {}) if shift is not None else {}


@while_unchanged("journal")
def hours_of() -> ClassHours:
    """Bells and shifts, two queries."""
    shifts: dict[int, Hours] = defaultdict(dict)
    first = None
    for bell in Bell.objects.select_related("schedule").order_by("schedule__shift", "number"):
        first = bell.schedule_id if first is None else first
        shifts[bell.schedule_id][bell.number] = bell
    return ClassHours(dict(shifts), dict(ClassShift.objects.values_list("class_group", "schedule")), first)


def lesson_acts(lesson: Lesson) -> list[LessonAct]:
    """What became of a lesson, in order."""
    return list(lesson.acts.select_related("by__person", "substitute__person"))


@dataclass(frozen=True)
class TimetableRow:
    """One hour of the week of a class: its bell and the lessons of each day."""

    number: int
    hours: str
    days: list[list[TimetableSlot]]


def timetable_of(group: ClassGroup, day: date, weekdays: int, least: int = 0) -> list[TimetableRow]:
    """The week of a class as it is in force on a day; `least` rows for who fills it, also where it is empty."""
    slots = TimetableSlot.objects.filter(class_group=group, from_on__lte=day).filter(
        Q(until_on=None) | Q(until_on__gte=day)
    )
    cells: dict[tuple[int, int], list[TimetableSlot]] = defaultdict(list)
    for slot in slots.select_related("subject", "teacher__person", "part").order_by("part__name", "pk"):
        cells[slot.number, slot.weekday].append(slot)
    if not cells and not least:
        return []
    bells = hours_of().bells_of(group)
    return [
        TimetableRow(
            number,
            f"{bells[number].start:%H:%M}–{bells[number].end:%H:%M}" if number in bells else "",
            [cells.get((number, weekday), []) for weekday in range(1, weekdays + 1)],
        )
        for number in range(1, max([least, *(number for number, _weekday in cells)]) + 1)
    ]


def class_lessons(group: ClassGroup, day: date) -> list[Lesson]:
    """Every lesson of a class on a day, also cancelled and moved ones."""
    found = Lesson.objects.filter(class_group=group, on=day)
    return list(found.select_related("subject", "teacher__person", "substitute__person", "part"))


def classes_with_slots(year: SchoolYear) -> list[ClassGroup]:
    """Classes of the year with the number of lessons a week in `slot_count`."""
    today = timezone.localdate()
    in_force = Q(slots__until_on=None) | Q(slots__until_on__gte=today)
    found = ClassGroup.objects.filter(year=year).annotate(slot_count=Count("slots", filter=in_force))
    return list(found.select_related("shift__schedule"))


def bell_schedules() -> list[BellSchedule]:
    """The shifts with their bells."""
    return list(BellSchedule.objects.prefetch_related("bells"))
