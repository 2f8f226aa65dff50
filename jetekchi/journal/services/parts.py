"""Parts of a class that learn some subject by themselves, and who is in each (4.1)."""

from collections.abc import Iterable, Mapping
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
from jetekchi.journal.selectors.timetable_edit import near_day
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

    Only who differs from what stands on that day is touched: a later move that is planned stays. Refused: a name that
    is taken; a day outside the year or in a closed half-year; a student of a part that learns in the same hour; a tick
    against a planned move.
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
    _refuse_shared(target, {student.pk: None}, from_on)
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
def take_back_planned(
    *, by: User | None, class_group: ClassGroup, student: Student, day: date
) -> list[ClassPart]:
    """Whatever is planned for a student from a coming day on does not happen; the parts in which the student stays (4.1).

    Refused: nothing is planned for that day, as when it was taken back in another window; a later change of the same parts
    is planned too; the half-year is closed; a part that goes on learns in the hour of another one of the student.
    """
    _lock_parts_of(class_group.pk)
    _refuse_day(class_group, day)
    own = PartMember.objects.filter(student=student, part__class_group=class_group)
    begun, ended = own.filter(from_on=day), list(own.filter(until_on=day - DAY).select_related("part"))
    if day <= timezone.localdate() or not (begun.exists() or ended):
        raise Refused("nothing-planned", _("Nothing is planned for this day any more. Look at the list."))
    touched = {one.part_id for one in ended} | set(begun.values_list("part", flat=True))
    if own.filter(Q(from_on__gt=day) | Q(until_on__gte=day), part__in=touched).exists():
        raise Refused(
            "planned-later", _("A later change of this student is planned too. Take that back first.")
        )
    begun.delete()
    for one in ended:
        _refuse_shared(one.part, {student.pk: None}, day)
        PartMember.objects.filter(pk=one.pk).update(until_on=None)
    audit.record(by, "journal:part:kept", student, class_group=class_group.pk, from_on=str(day))
    return [one.part for one in ended]


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
    _lock_parts_of(part.class_group_id)


def _lock_parts_of(class_pk: int) -> None:
    # The timetable of the class is held too: no hour is given to two parts while their lists change.
    ClassGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=class_pk)


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
    ticked = {student.pk for student in students}
    own = PartMember.objects.filter(Q(student__in=ticked) | Q(student__in=_listed(part)), part=part)
    times: dict[int, list[PartMember]] = {pk: [] for pk in ticked}
    for one in own.select_related("student__person").order_by("from_on"):
        times.setdefault(one.student_id, []).append(one)
    # The ticks were offered as they stand on this day.
    offered_on = near_day(part.class_group)
    until: dict[int, date | None] = {}
    gone: list[int] = []
    for pk, known in times.items():
        is_wanted, last = pk in ticked, max(day, offered_on)
        _refuse_against_plan(part, known, is_wanted, day, offered_on)
        if all(is_wanted == bool(_time_on(known, one)) for one in (day, last)):
            continue
        if is_wanted:
            until[pk] = _stays_until(known, last)
        else:
            gone.append(pk)
    _refuse_shared(part, until, day)
    for pk in gone:
        _end(own.filter(student=pk), day)
    for pk, last_day in until.items():
        _begin(part, pk, times[pk], day, last_day)
    audit.record(
        by, "journal:part:set", part, class_group=part.class_group_id, students=len(ticked), from_on=str(day)
    )
    return part


def _time_on(known: list[PartMember], day: date) -> PartMember | None:
    return next((one for one in known if spans.holds(one.from_on, one.until_on, day)), None)


def _refuse_against_plan(
    part: ClassPart, known: list[PartMember], is_wanted: bool, day: date, offered_on: date
) -> None:
    """A tick that nobody touched would undo a change that is planned, or an unticked student comes back later."""
    now, then = _time_on(known, offered_on), _time_on(known, day)
    later = next((one for one in known if one.from_on > max(day, offered_on)), None)
    if day > offered_on and is_wanted and now and not then:
        assert now.until_on is not None
        raise _planned("leaves-later", now, part, now.until_on + DAY)
    if day > offered_on and not is_wanted and then and not now:
        raise _planned("comes-later", then, part, then.from_on)
    if not is_wanted and now and later:
        raise _planned("comes-back", later, part, later.from_on)


def _planned(code: str, one: PartMember, part: ClassPart, day: date) -> Refused:
    words = {"name": one.student.person.brief_name, "part": part, "day": dates.official_date(day)}
    return Refused(code, _PLANNED[code] % words, beside="students")


_PLANNED = {
    "leaves-later": _(
        "%(name)s is not in «%(part)s» from %(day)s on: that is planned. Untick the student, or choose an earlier day."
    ),
    "comes-later": _(
        "%(name)s is in «%(part)s» from %(day)s on: that is planned. Tick the student, or choose an earlier day."
    ),
    "comes-back": _(
        "%(name)s comes back into «%(part)s» on %(day)s: that is planned. Move the student from that day on first."
    ),
}


def _stays_until(known: list[PartMember], day: date) -> date | None:
    """The last day of the time that holds on the day, or of the next one, which begins earlier now."""
    return next((one.until_on for one in known if one.until_on is None or one.until_on >= day), None)


def _end(own: QuerySet[PartMember], day: date) -> None:
    own.filter(from_on__gte=day).delete()
    own.filter(spans.since(day)).update(until_on=day - DAY)


def _begin(part: ClassPart, student: int, known: list[PartMember], day: date, until: date | None) -> None:
    """In the part from the day on; what is planned after that time stays."""
    merged = [one for one in known if one.from_on >= day and (until is None or one.from_on <= until)]
    PartMember.objects.filter(pk__in=[one.pk for one in merged]).delete()
    # Who left it just before this day and comes back: the time goes on.
    before = [one for one in known if spans.holds(one.from_on, one.until_on, day - DAY)]
    if before:
        PartMember.objects.filter(pk=before[0].pk).update(until_on=until)
    else:
        PartMember.objects.create(part=part, student_id=student, from_on=day, until_on=until)


def _listed(part: ClassPart) -> QuerySet[Enrolment, Any]:
    here = Q(until_on=None) | Q(until_on__gte=timezone.localdate())
    return Enrolment.objects.filter(here, class_group=part.class_group_id).order_by().values("student")


def _refuse_shared(part: ClassPart, until: Mapping[int, date | None], day: date) -> None:
    """Parts that learn in one hour share nobody: who would be in two rooms at once? By student the last day in the part."""
    now = Q(until_on=None) | Q(until_on__gte=day)
    lines = list(TimetableSlot.objects.filter(now, class_group=part.class_group_id, part__isnull=False))
    own = [line for line in lines if line.part_id == part.pk]
    beside = {
        line.part_id for line in lines if line.part_id != part.pk and any(_meet(line, one) for one in own)
    }
    shared = PartMember.objects.filter(spans.since(day), part__in=beside, student__in=until)
    found = next(
        (
            one
            for one in shared.select_related("part", "student__person").order_by("student__person__sort_key")
            if one.from_on <= (until[one.student_id] or date.max)
        ),
        None,
    )
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
