"""Rolls of many lessons at once, where the missed lessons are on record already (5.1)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from jetekchi.core import audit, spans
from jetekchi.journal.models import MISSED, Absence, Lesson, Roll, RollEntry, Status
from jetekchi.journal.selectors.listed import Lists, lists_by_class
from jetekchi.journal.selectors.members import members_of
from jetekchi.organisation.models import Enrolment, User

BATCH = 1000
STATUSES: dict[str, str] = {
    "ill": Status.ILL,
    "valid": Status.VALID,
    "unexcused": Status.WITHOUT,
    "late": Status.LATE,
    "unknown": Status.UNKNOWN,
}
MINUTES = 10
Missing = dict[tuple[int, date, int], Absence]


def take_rolls_of_days(*, by: User | None, first: date, last: date, without: Collection[int] = ()) -> int:
    """The same for every lesson of a range of days but some."""
    found = (
        Lesson.objects.filter(on__range=(first, last))
        .exclude(pk__in=without)
        .select_related("teacher__person__user")
    )
    return take_rolls(by=by, lessons=list(found))


@transaction.atomic
def take_rolls(*, by: User | None, lessons: Sequence[Lesson]) -> int:
    """Make the rolls of past lessons out of the absences on record, each in its teacher's name; how many.

    For lists that say of every lesson who missed it: whoever is in none of them was present. A lesson that has a
    roll already is left out.
    """
    today = timezone.localdate()
    known = set(Roll.objects.filter(lesson__in=[one.pk for one in lessons]).values_list("lesson", flat=True))
    past = [one for one in lessons if one.on < today and one.is_standing]
    past = [one for one in past if one.pk not in known]
    listed, missing = _listed(past), _missing(past)
    rolls, entries = [], []
    for lesson in past:
        students = listed[lesson.class_group_id].at(lesson)
        found = {pk: missing.get((pk, lesson.on, lesson.number)) for pk in students}
        rolls.append(_roll(lesson, found))
        entries += [_entry(rolls[-1], pk, absence) for pk, absence in found.items()]
    Roll.objects.bulk_create(rolls, batch_size=BATCH)
    RollEntry.objects.bulk_create(entries, batch_size=BATCH)
    linked = [one for one in missing.values() if one.roll is not None]
    Absence.objects.bulk_update(linked, ["roll"], batch_size=BATCH // 5)
    Lesson.objects.filter(pk__in=[one.pk for one in past]).update(state=Lesson.State.HELD)
    audit.record_key(by, "journal:roll:many_taken", "journal.Roll", "", rolls=len(rolls))
    return len(rolls)


def _roll(lesson: Lesson, found: dict[int, Absence | None]) -> Roll:
    missed = [absence for absence in found.values() if absence]
    roll = Roll(
        lesson=lesson,
        taken_by=getattr(lesson.teacher.person, "user", None),
        taken_at=timezone.make_aware(datetime.combine(lesson.on, time(7 + lesson.number, 10))),
        listed=len(found),
        missed=sum(STATUSES[one.kind] in MISSED for one in missed),
    )
    for absence in missed:
        absence.roll = roll
    return roll


def _entry(roll: Roll, student: int, absence: Absence | None) -> RollEntry:
    status = STATUSES[absence.kind] if absence else Status.PRESENT
    minutes = MINUTES if status == Status.LATE else None
    return RollEntry(roll=roll, student_id=student, status=status, minutes=minutes)


def _listed(lessons: Sequence[Lesson]) -> dict[int, Lists]:
    """The lists by class, with the parts that learn by themselves."""
    if not lessons:
        return {}
    days = [one.on for one in lessons]
    found = Enrolment.objects.filter(class_group__in={one.class_group_id for one in lessons})
    parts = members_of(part__in={one.part_id for one in lessons if one.part_id})
    return lists_by_class(found.filter(spans.touching(min(days), max(days))), parts)


def _missing(lessons: Sequence[Lesson]) -> Missing:
    if not lessons:
        return {}
    days = [one.on for one in lessons]
    found = Absence.objects.filter(
        class_group__in={one.class_group_id for one in lessons}, on__range=(min(days), max(days)), roll=None
    )
    return {(one.student_id, one.on, one.lesson): one for one in found}
