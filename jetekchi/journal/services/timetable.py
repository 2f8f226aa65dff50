"""Bells and shifts, and the lessons that the timetable makes day by day (4.1)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.journal.models import (
    Bell,
    BellSchedule,
    ClassShift,
    Lesson,
    TimetableSlot,
)
from jetekchi.journal.selectors.marked_day import with_spoken
from jetekchi.journal.selectors.school_days import closed_halves, school_days
from jetekchi.journal.services.clashes import met_in
from jetekchi.organisation.models import ClassGroup, SchoolYear, Term, User

Key = tuple[int, date, int, int | None]
BATCH = 500
MOST_DAYS = 370


@transaction.atomic
def set_bells(*, by: User | None, shift: int, name: str, times: Sequence[tuple[time, time]]) -> BellSchedule:
    """Beginning and end of each lesson of a shift, in order; said again they are replaced.

    Refused: a lesson that begins before the one before it has ended.
    """
    for (_start, ended), (start, _end) in zip(times, times[1:], strict=False):
        if start < ended:
            raise Refused(
                "bells-overlap", _("A lesson begins before the one before it ends. Correct the times.")
            )
    schedule, _is_new = BellSchedule.objects.update_or_create(shift=shift, defaults={"name": name})
    schedule.bells.all().delete()
    bells = [
        Bell(schedule=schedule, number=number, start=start, end=end)
        for number, (start, end) in enumerate(times, start=1)
    ]
    for bell in bells:
        bell.full_clean()
    Bell.objects.bulk_create(bells)
    audit.record(by, "journal:bells:set", schedule, shift=shift, lessons=len(bells))
    return schedule


@transaction.atomic
def put_in_shift(*, by: User | None, class_group: ClassGroup, schedule: BellSchedule) -> ClassShift:
    """Say in which shift a class learns."""
    placed, _is_new = ClassShift.objects.update_or_create(
        class_group=class_group, defaults={"schedule": schedule}
    )
    audit.record(by, "journal:class:put_in_shift", placed, class_group=class_group.pk, shift=schedule.shift)
    return placed


@transaction.atomic
def put_in_shifts(*, by: User | None, moved: Sequence[tuple[ClassGroup, BellSchedule]]) -> list[str]:
    """Several classes at once; answers who by the new hours gives two lessons at one time (4.1)."""
    for group, schedule in moved:
        put_in_shift(by=by, class_group=group, schedule=schedule)
    return met_in([group for group, _schedule in moved])


@dataclass
class Generated:
    """What a run over the days did.

    `kept` are lessons on free days that somebody has written about already, `closed` lessons of closed half-years.
    """

    made: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    closed: int = 0


@transaction.atomic
def generate_lessons(
    *,
    by: User | None,
    classes: Iterable[ClassGroup],
    first: date,
    last: date,
    weekday: int | None = None,
) -> Generated:
    """Make the lessons of the timetable for a range of days, by the calendar; run again it changes nothing.

    A lesson that nobody has written about follows the timetable and the calendar; one with a roll, a topic, marks,
    a work, a substitute or a word of its own stays as it is, whatever becomes of its day, and so does every lesson of a
    closed half-year. `weekday` takes another day's timetable: a working Saturday by the Monday's. Refused: days out of
    order or more than a year of them.
    """
    if not first <= last <= first + timedelta(days=MOST_DAYS):
        raise Refused("days-order", _("The last day is before the first one, or more than a year after it."))
    pks = [group.pk for group in classes]
    groups = list(
        ClassGroup.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=pks)
        .select_related("year")
    )
    lessons = _held(groups, first, last)
    closed = closed_halves(first, last, lock=True)
    done = _follow(lessons, _wanted(groups, first, last, weekday), closed)
    audit.record_key(
        by,
        "journal:lessons:made",
        "journal.Lesson",
        "",
        first=str(first),
        last=str(last),
        classes=len(groups),
        **vars(done),
    )
    return done


def _wanted(
    groups: Sequence[ClassGroup], first: date, last: date, weekday: int | None
) -> dict[Key, TimetableSlot]:
    slots = TimetableSlot.objects.filter(class_group__in=groups, from_on__lte=last)
    by_class: dict[int, list[TimetableSlot]] = defaultdict(list)
    for slot in slots.filter(Q(until_on=None) | Q(until_on__gte=first)).order_by("from_on", "pk"):
        by_class[slot.class_group_id].append(slot)
    years: dict[SchoolYear, list[date]] = {
        year: school_days(year, first, last) for year in {group.year for group in groups}
    }
    return {
        (group.pk, day, slot.number, slot.part_id): slot
        for group in groups
        for day in years[group.year]
        for slot in by_class[group.pk]
        if slot.weekday == (weekday or day.isoweekday())
        and slot.from_on <= day
        and (slot.until_on is None or slot.until_on >= day)
    }


@dataclass
class Following:
    """What following the timetable asks for: lessons to change, to take away and to make; `done` counts the rest."""

    done: Generated
    changed: list[Lesson]
    idle: list[int]
    fresh: list[Lesson]


def count_lessons(*, classes: Sequence[ClassGroup], first: date, last: date) -> Generated:
    """What making the lessons of these days would do now; nothing is written."""
    lessons = Lesson.objects.filter(class_group__in=classes, on__range=(first, last))
    asked = _asked(lessons, _wanted(classes, first, last, None), closed_halves(first, last))
    asked.done.made, asked.done.changed = len(asked.fresh), len(asked.changed)
    asked.done.removed = len(asked.idle)
    return asked.done


def _follow(lessons: QuerySet[Lesson], wanted: dict[Key, TimetableSlot], closed: Sequence[Term]) -> Generated:
    asked = _asked(lessons, wanted, closed)
    done = asked.done
    _remove(asked.idle, done)
    Lesson.objects.bulk_update(asked.changed, ["subject", "teacher", "room"], batch_size=BATCH)
    done.changed = len(asked.changed)
    done.made = len(Lesson.objects.bulk_create(asked.fresh, batch_size=BATCH))
    return done


def _asked(lessons: QuerySet[Lesson], wanted: dict[Key, TimetableSlot], closed: Sequence[Term]) -> Following:
    asked = Following(Generated(), [], [], [])
    taken: set[Key] = set()
    for lesson in with_spoken(lessons):
        if any(half.holds(lesson.on) for half in closed):
            asked.done.closed += lesson.is_standing
            continue
        key = (lesson.class_group_id, lesson.on, lesson.number, lesson.part_id)
        taken.add(key)
        if lesson.is_spoken or lesson.state != Lesson.State.PLANNED:
            asked.done.kept += lesson.is_standing and key not in wanted
        elif key not in wanted:
            asked.idle.append(lesson.pk)
        elif _take_over(lesson, wanted[key]):
            asked.changed.append(lesson)
    asked.fresh = [_lesson(key, slot) for key, slot in wanted.items() if key not in taken]
    return asked


def _held(groups: Sequence[ClassGroup], first: date, last: date) -> QuerySet[Lesson]:
    """Lessons of these days, locked: whoever writes about one meanwhile waits and finds it as it has become."""
    found = Lesson.objects.filter(class_group__in=groups, on__range=(first, last))
    # A lock of its own: what else is written about a lesson is read only after it.
    list(found.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return found


def _lesson(key: Key, slot: TimetableSlot) -> Lesson:
    group, on, number, part = key
    lesson = Lesson(class_group_id=group, on=on, number=number, part_id=part)
    _take_over(lesson, slot)
    return lesson


def _take_over(lesson: Lesson, slot: TimetableSlot) -> bool:
    """Let a lesson that is still to come say what the timetable says; whether that was something new."""
    old = (lesson.subject_id, lesson.teacher_id, lesson.room)
    lesson.subject_id, lesson.teacher_id, lesson.room = slot.subject_id, slot.teacher_id, slot.room
    return old != (slot.subject_id, slot.teacher_id, slot.room)


def _remove(idle: list[int], done: Generated) -> None:
    """Let lessons go that the timetable no longer has; what another record builds on stays."""
    for start in range(0, len(idle), BATCH):
        chunk = idle[start : start + BATCH]
        try:
            with transaction.atomic():
                Lesson.objects.filter(pk__in=chunk).delete()
            done.removed += len(chunk)
        except ProtectedError as error:
            held = {getattr(one, "lesson_id", one.pk) for one in error.protected_objects}
            free = [pk for pk in chunk if pk not in held]
            Lesson.objects.filter(pk__in=free).delete()
            done.removed += len(free)
            done.kept += len(chunk) - len(free)
