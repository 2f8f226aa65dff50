"""One hour of a class's week: what is taught in it, by whom, from which day; the versions before stay (4.1)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, dates, spans
from jetekchi.core.http import Refused
from jetekchi.journal.models import ClassPart, PartMember, TimetableSlot
from jetekchi.journal.selectors.school_days import in_closed_half
from jetekchi.journal.selectors.timetable_edit import hour_mark
from jetekchi.journal.services.clashes import Place, busy, clashes
from jetekchi.organisation.models import ClassGroup, Staff, Teaching, User
from jetekchi.organisation.selectors.calendar import DAY_CLOSED
from jetekchi.organisation.services.closed import CLOSED_CODE

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hour:
    """An hour of the week of a class, and its lines as the person saw them (`hour_mark`)."""

    class_group: ClassGroup
    weekday: int
    number: int
    seen: str = ""


@transaction.atomic
def set_slot(
    *,
    by: User | None,
    hour: Hour,
    teaching: Teaching,
    from_on: date,
    part: ClassPart | None = None,
    room: str = "",
    line: int | None = None,
) -> TimetableSlot:
    """From a day on the class, or a part of it, learns this in this hour; `line` is the line whose place it takes.

    The line before ends the day before, so what was held stays. Refused: the hour was changed meanwhile; a day that is
    over, outside the year or in a closed half-year; the hour is taken; a student would be in two parts at once; the
    teacher is in another class; the teacher does not teach this in the class on that day.
    """
    lines = _locked(hour)
    _refuse_day(hour.class_group, from_on)
    _refuse_untaught(hour.class_group, teaching, from_on)
    old = _line(lines, line, from_on) if line else None
    new = _new(hour, teaching, part, room)
    new.from_on, new.until_on = from_on, old.until_on if old else None
    if old and old.from_on <= from_on and _says(old) == _says(new):
        return old
    others = [one for one in lines if one != old and (one.until_on is None or one.until_on >= from_on)]
    _fit(new, others)
    _refuse_busy(new, old)
    if old:
        _end(old, from_on)
    new.full_clean()
    new.save()
    audit.record(by, "journal:slot:set", new, class_group=hour.class_group.pk, from_on=str(from_on))
    return new


@transaction.atomic
def end_slot(*, by: User | None, hour: Hour, line: int, from_on: date) -> None:
    """From a day on the line stands no longer; refused where the day or the hour forbids it, like a change."""
    lines = _locked(hour)
    _refuse_day(hour.class_group, from_on)
    old = _line(lines, line, from_on)
    audit.record(by, "journal:slot:ended", old, class_group=hour.class_group.pk, from_on=str(from_on))
    _end(old, from_on)


def _new(hour: Hour, teaching: Teaching, part: ClassPart | None, room: str) -> TimetableSlot:
    return TimetableSlot(
        class_group=hour.class_group,
        weekday=hour.weekday,
        number=hour.number,
        subject=teaching.subject,
        teacher=teaching.teacher,
        part=part,
        room=room.strip(),
    )


def _locked(hour: Hour) -> list[TimetableSlot]:
    """The lines of the hour; whoever writes into the timetable of this class waits, and finds what became of it."""
    ClassGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=hour.class_group.pk)
    found = TimetableSlot.objects.filter(
        class_group=hour.class_group, weekday=hour.weekday, number=hour.number
    )
    lines = list(found.select_related("part").order_by("from_on", "pk"))
    if hour.seen != hour_mark(lines):
        raise Refused(
            "hour-changed",
            _("Somebody changed this hour meanwhile. Look at what stands there now, then save again."),
        )
    return lines


def _line(lines: list[TimetableSlot], pk: int, from_on: date) -> TimetableSlot:
    found = next((one for one in lines if one.pk == pk), None)
    if found is None or (found.until_on and found.until_on < from_on):
        raise Refused("line-ended", _("This lesson no longer stands on that day. Choose an earlier day."))
    return found


def _refuse_day(group: ClassGroup, day: date) -> None:
    if day < timezone.localdate():
        raise Refused(
            "day-over", _("This day is over; what was held stays. Choose today or a day still to come.")
        )
    if not group.year.start_on <= day <= group.year.end_on:
        raise Refused(
            "outside-year",
            _("%(day)s lies outside the school year %(year)s. Choose a day of it.")
            % {"day": dates.official_date(day), "year": group.year.name},
        )
    if in_closed_half(day):
        raise Refused(CLOSED_CODE, DAY_CLOSED)


def _refuse_untaught(group: ClassGroup, teaching: Teaching, day: date) -> None:
    if teaching.class_group_id != group.pk or (teaching.until_on and teaching.until_on < day):
        raise Refused(
            "not-taught",
            _("This teacher does not teach the subject in the class on that day. Assign the teaching first."),
        )


def _says(slot: TimetableSlot) -> tuple[int, int, int | None, str]:
    return slot.subject_id, slot.teacher_id, slot.part_id, slot.room


def _fit(new: TimetableSlot, others: list[TimetableSlot]) -> None:
    """Among the other lines of the hour: till the day before one that begins later; refused where one stands already."""
    for other in others:
        is_same = None in (new.part_id, other.part_id) or new.part_id == other.part_id
        if not is_same and not _share_students(new, other):
            continue
        if other.from_on > new.from_on:
            before = other.from_on - DAY
            new.until_on = min(new.until_on or before, before)
        elif is_same:
            raise Refused(
                "hour-taken",
                _(
                    "This hour has a lesson already. Change that lesson, or give both to different parts of the class."
                ),
            )
        else:
            raise Refused(
                "parts-meet",
                _(
                    "Some students are both in «%(part)s» and in «%(other)s». Correct the lists of the parts first."
                )
                % {"part": new.part, "other": other.part},
            )


def _share_students(one: TimetableSlot, other: TimetableSlot) -> bool:
    """Whether a student is in both parts on some day on which both lines stand; lines without an end stand on."""
    first = max(one.from_on, other.from_on)
    last = min(one.until_on or date.max, other.until_on or date.max)
    times: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    found = PartMember.objects.filter(spans.touching(first, last), part__in=[one.part, other.part])
    for part, student, from_on, until_on in found.values_list("part", "student", "from_on", "until_on"):
        times[student].append((part, max(from_on, first), min(until_on or last, last)))
    pairs = (pair for own in times.values() for pair in combinations(own, 2))
    return any(
        part != beside and max(start, begins) <= min(end, ends)
        for (part, start, end), (beside, begins, ends) in pairs
    )


def _refuse_busy(new: TimetableSlot, old: TimetableSlot | None) -> None:
    """Held until the end of the deed: of two classes that take one teacher at once the second finds the first."""
    Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=new.teacher_id)
    known = TimetableSlot.objects.filter(
        Q(until_on=None) | Q(until_on__gte=new.from_on),
        teacher=new.teacher,
        weekday=new.weekday,
        class_group__year=new.class_group.year,
    )
    if new.until_on:
        known = known.filter(from_on__lte=new.until_on)
    if old:
        known = known.exclude(pk=old.pk)
    places = (Place.of(slot) for slot in known.select_related("class_group", "part", "subject"))
    if clash := clashes({0: Place.of(new)}, places).get(0):
        raise busy(new.teacher, clash.label)


def _end(old: TimetableSlot, from_on: date) -> None:
    """A line that never came to stand goes; nothing else points at it."""
    if old.from_on >= from_on:
        old.delete()
        return
    old.until_on = from_on - DAY
    old.save(update_fields=["until_on"])
