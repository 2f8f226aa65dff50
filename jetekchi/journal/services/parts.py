"""Parts of a class that learn some subject by themselves, and who is in each (4.1)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, dates, spans
from jetekchi.core.http import Refused
from jetekchi.journal.models import ClassPart, PartMember, TimetableSlot
from jetekchi.journal.selectors.school_days import closed_halves
from jetekchi.organisation.models import ClassGroup, Enrolment, Student, User

DAY = timedelta(days=1)


@transaction.atomic
def set_part(
    *,
    by: User | None,
    class_group: ClassGroup,
    name: str,
    students: Iterable[Student],
    from_on: date | None = None,
) -> ClassPart:
    """Who belongs to a part of the class from a day on, else since the year began; the part is made when it is new.

    Refused: a student of a part that learns in the same hour.
    """
    part, _is_new = ClassPart.objects.get_or_create(class_group=class_group, name=name.strip())
    return _fill(by, part, students, from_on or class_group.year.start_on)


@transaction.atomic
def add_part(
    *, by: User | None, class_group: ClassGroup, name: str, students: Iterable[Student], from_on: date
) -> ClassPart:
    """A new part of the class with its students from a day on.

    Refused: a name that a part of the class has already; a day outside the year or in a closed half-year.
    """
    _refuse_named(class_group, name)
    _refuse_day(class_group, from_on)
    return set_part(by=by, class_group=class_group, name=name, students=students, from_on=from_on)


@transaction.atomic
def change_part(
    *, by: User | None, part: ClassPart, name: str, students: Iterable[Student], from_on: date
) -> ClassPart:
    """Another name; from a day on other students. Lessons before that day keep those who were in the part then.

    Refused: a name that is taken; a day outside the year or in a closed half-year; a student of a part that learns in
    the same hour.
    """
    _refuse_named(part.class_group, name, part)
    _refuse_day(part.class_group, from_on)
    part.name = name.strip()
    part.save(update_fields=["name"])
    return _fill(by, part, students, from_on)


@transaction.atomic
def move_to_part(
    *, by: User | None, student: Student, source: ClassPart, target: ClassPart, from_on: date
) -> None:
    """From a day on a student learns in another part of the class. Lessons before that day stay those of the old one.

    Refused: two parts that are not two of one class; a student who is not in the one on that day, or is in the other
    already; a day outside the year or in a closed half-year; another part of the student that learns in the same hour.
    """
    if source == target or source.class_group_id != target.class_group_id:
        raise Refused("same-part", _("Choose another part of the class."))
    _locked(source)
    _refuse_day(source.class_group, from_on)
    for part, is_wanted, refusal in ((source, True, "not-in-part"), (target, False, "in-part")):
        is_in = PartMember.objects.filter(spans.on(from_on), part=part, student=student).exists()
        if is_in != is_wanted:
            words = {"name": student.person.brief_name, "part": part, "day": dates.official_date(from_on)}
            raise Refused(refusal, _MOVES[refusal] % words)
    own = PartMember.objects.filter(student=student)
    # What was set for later days is set anew, as where a whole list is.
    own.filter(part__in=(source, target), from_on__gte=from_on).delete()
    own.filter(spans.since(from_on), part=source).update(until_on=from_on - DAY)
    _refuse_shared(target, [student], from_on)
    # Who left it just before this day and comes back: the time goes on.
    if not own.filter(part=target, until_on=from_on - DAY).update(until_on=None):
        PartMember.objects.create(part=target, student=student, from_on=from_on)
    audit.record(
        by,
        "journal:part:moved",
        student,
        class_group=source.class_group_id,
        source=source.pk,
        target=target.pk,
        from_on=str(from_on),
    )


_MOVES = {
    "not-in-part": _("%(name)s is not in «%(part)s» on %(day)s. Choose another day."),
    "in-part": _(
        "%(name)s is in «%(part)s» on %(day)s already. Untick the student in the other part instead."
    ),
}


@transaction.atomic
def remove_part(*, by: User | None, part: ClassPart) -> None:
    """A part that was made by mistake goes; refused where the timetable or a lesson uses it."""
    _locked(part)
    if part.slots.exists() or part.lessons.exists():
        raise Refused(
            "part-used",
            _("The timetable or a lesson uses this part. It stays; take its lessons out of the timetable."),
        )
    audit.record(by, "journal:part:removed", part, class_group=part.class_group_id)
    part.delete()


def _refuse_named(group: ClassGroup, name: str, but: ClassPart | None = None) -> None:
    ClassGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    named = ClassPart.objects.filter(class_group=group, name=name.strip())
    if (named.exclude(pk=but.pk) if but else named).exists():
        raise Refused("part-named", _("The class has a part of this name already. Choose another name."))


def _locked(part: ClassPart) -> None:
    # The timetable of the class is held too: no hour is given to two parts while their lists change.
    ClassGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=part.class_group_id)


def _refuse_day(group: ClassGroup, day: date) -> None:
    """A day that is over is none of these: the parts may have been made before anybody wrote them down."""
    if not group.year.start_on <= day <= group.year.end_on:
        raise Refused(
            "outside-year",
            _("%(day)s lies outside the school year %(year)s. Choose a day of it.")
            % {"day": dates.official_date(day), "year": group.year.name},
        )
    if closed_halves(day, group.year.end_on):
        raise Refused("half-year-closed", _("The half-year of this day is closed. Open it again first."))


def _fill(by: User | None, part: ClassPart, students: Iterable[Student], day: date) -> ClassPart:
    """From the day on these students of the list and nobody else; what was set for later days is set anew.

    Who has left the class since keeps the own days: nobody sees them on the list, and nobody has unticked them.
    """
    part.full_clean()
    _locked(part)
    members = list(students)
    _refuse_shared(part, members, day)
    keys = {student.pk for student in members}
    known = PartMember.objects.filter(Q(student__in=keys) | Q(student__in=_listed(part)), part=part)
    known.filter(from_on__gte=day).delete()
    here = list(known.filter(spans.since(day - DAY)).values_list("pk", "student", "until_on"))
    # Who stays, and who left just before this day and comes back: the time goes on.
    stay = {student: pk for pk, student, _until in here if student in keys}
    known.filter(pk__in=stay.values()).update(until_on=None)
    known.filter(spans.since(day)).exclude(pk__in=stay.values()).update(until_on=day - DAY)
    PartMember.objects.bulk_create(
        PartMember(part=part, student=student, from_on=day) for student in members if student.pk not in stay
    )
    audit.record(
        by, "journal:part:set", part, class_group=part.class_group_id, students=len(keys), from_on=str(day)
    )
    return part


def _listed(part: ClassPart) -> QuerySet[Enrolment, Any]:
    here = Q(until_on=None) | Q(until_on__gte=timezone.localdate())
    return Enrolment.objects.filter(here, class_group=part.class_group_id).order_by().values("student")


def _refuse_shared(part: ClassPart, students: list[Student], day: date) -> None:
    """Parts that learn in one hour share nobody: who would be in two rooms at once?"""
    now = Q(until_on=None) | Q(until_on__gte=day)
    lines = list(TimetableSlot.objects.filter(now, class_group=part.class_group_id, part__isnull=False))
    own = [line for line in lines if line.part_id == part.pk]
    beside = {
        line.part_id for line in lines if line.part_id != part.pk and any(_meet(line, one) for one in own)
    }
    shared = PartMember.objects.filter(spans.since(day), part__in=beside, student__in=students)
    found = shared.select_related("part", "student__person").order_by("student__person__sort_key").first()
    if found:
        raise Refused(
            "in-two-parts",
            _("%(name)s is already in «%(part)s», which learns in the same hour. Untick one of the two.")
            % {"name": found.student.person.brief_name, "part": found.part},
        )


def _meet(one: TimetableSlot, other: TimetableSlot) -> bool:
    is_one_hour = (one.weekday, one.number) == (other.weekday, other.number)
    ends = one.until_on or date.max, other.until_on or date.max
    return is_one_hour and max(one.from_on, other.from_on) <= min(ends)
