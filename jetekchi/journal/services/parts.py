"""Parts of a class that learn some subject by themselves, and who is in each (4.1)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.journal.models import ClassPart, PartMember, TimetableSlot
from jetekchi.organisation.models import ClassGroup, Student, User


@transaction.atomic
def set_part(
    *, by: User | None, class_group: ClassGroup, name: str, students: Iterable[Student]
) -> ClassPart:
    """Who belongs to a part of the class; the part is made when there is none of this name.

    Refused: a student of a part that learns in the same hour.
    """
    part, _is_new = ClassPart.objects.get_or_create(class_group=class_group, name=name.strip())
    return _fill(by, part, students)


@transaction.atomic
def add_part(
    *, by: User | None, class_group: ClassGroup, name: str, students: Iterable[Student]
) -> ClassPart:
    """A new part of the class with its students; refused: a name that a part of the class has already."""
    _refuse_named(class_group, name)
    return set_part(by=by, class_group=class_group, name=name, students=students)


@transaction.atomic
def change_part(*, by: User | None, part: ClassPart, name: str, students: Iterable[Student]) -> ClassPart:
    """Another name, other students; refused: a name that is taken, a student of a part that learns in the same hour."""
    _refuse_named(part.class_group, name, part)
    part.name = name.strip()
    part.save(update_fields=["name"])
    return _fill(by, part, students)


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


def _fill(by: User | None, part: ClassPart, students: Iterable[Student]) -> ClassPart:
    part.full_clean()
    _locked(part)
    members = list(students)
    _refuse_shared(part, members)
    PartMember.objects.filter(part=part).exclude(student__in=members).delete()
    known = set(PartMember.objects.filter(part=part).values_list("student", flat=True))
    PartMember.objects.bulk_create(
        PartMember(part=part, student=student) for student in members if student.pk not in known
    )
    audit.record(by, "journal:part:set", part, class_group=part.class_group_id, students=len(members))
    return part


def _refuse_shared(part: ClassPart, students: list[Student]) -> None:
    """Parts that learn in one hour share nobody: who would be in two rooms at once?"""
    now = Q(until_on=None) | Q(until_on__gte=timezone.localdate())
    hours = set(TimetableSlot.objects.filter(now, part=part).values_list("weekday", "number"))
    others = TimetableSlot.objects.filter(now, class_group=part.class_group_id, part__isnull=False)
    beside = {
        other
        for other, *hour in others.exclude(part=part).values_list("part", "weekday", "number")
        if tuple(hour) in hours
    }
    shared = PartMember.objects.filter(part__in=beside, student__in=students)
    found = shared.select_related("part", "student__person").order_by("student__person__sort_key").first()
    if found:
        raise Refused(
            "in-two-parts",
            _("%(name)s is already in «%(part)s», which learns in the same hour. Untick one of the two.")
            % {"name": found.student.person.brief_name, "part": found.part},
        )
