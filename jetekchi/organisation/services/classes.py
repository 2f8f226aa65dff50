"""Classes, students on their lists, guardians, teaching."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.organisation.models import (
    ClassGroup,
    Enrolment,
    Guardianship,
    Person,
    SchoolYear,
    Staff,
    Student,
    Subject,
    Teaching,
    User,
)
from jetekchi.organisation.services.calendar import refuse_change_of_lists


@transaction.atomic
def ensure_class(
    *, by: User | None, year: SchoolYear, label: str, kind: str = ClassGroup.Kind.CLASS, programme: str = ""
) -> ClassGroup:
    """The class or group with this label, made when missing; the grade is the number before the dash."""
    known = ClassGroup.objects.filter(year=year, label=label).first()
    if known:
        return known
    head = label.split("-")[0].strip()
    group = ClassGroup(
        year=year,
        label=label,
        kind=kind,
        programme=programme or ClassGroup.Programme.ELEVEN,
        grade=int(head) if head.isdecimal() and int(head) <= 12 and kind == ClassGroup.Kind.CLASS else None,
    )
    group.full_clean(exclude=["sort_key"])
    group.save()
    audit.record(by, "organisation:class:added", group)
    return group


@transaction.atomic
def add_class(
    *, by: User | None, year: SchoolYear, label: str, kind: str, programme: str, grade: int | None = None
) -> ClassGroup:
    """A new class or group with a free label; refused when the year has one of this label."""
    if ClassGroup.objects.filter(year=year, label=label).exists():
        raise Refused("class-exists", _("This school year has a class with this label already."))
    group = ClassGroup(year=year, label=label, kind=kind, programme=programme, grade=grade)
    group.full_clean(exclude=["sort_key"])
    group.save()
    audit.record(by, "organisation:class:added", group)
    return group


@transaction.atomic
def change_class(*, by: User | None, class_group: ClassGroup, **fields: Any) -> ClassGroup:
    """Correct the label, kind, programme or grade; the year of a class never changes."""
    changed = sorted(name for name, value in fields.items() if getattr(class_group, name) != value)
    for name in changed:
        setattr(class_group, name, fields[name])
    if changed:
        twins = ClassGroup.objects.filter(year=class_group.year, label=class_group.label)
        if twins.exclude(pk=class_group.pk).exists():
            raise Refused("class-exists", _("This school year has a class with this label already."))
        class_group.full_clean(exclude=["sort_key"])
        class_group.save()
        audit.record(by, "organisation:class:changed", class_group, fields=changed)
    return class_group


@transaction.atomic
def ensure_subject(*, by: User | None, name: str, name_ru: str = "", name_en: str = "") -> Subject:
    """The subject of this name, made when missing."""
    subject, is_new = Subject.objects.get_or_create(
        name=name, defaults={"name_ru": name_ru, "name_en": name_en}
    )
    if is_new:
        audit.record(by, "organisation:subject:added", subject)
    return subject


@transaction.atomic
def add_student(
    *,
    by: User | None,
    person: Person,
    number: str,
    class_group: ClassGroup,
    from_on: date,
    order_no: str = "",
    is_listener: bool = False,
) -> Student:
    """Put a person on the list of a class from a day on, by an order."""
    student = Student(person=person, number=number, class_group=class_group, is_listener=is_listener)
    student.full_clean()
    student.save()
    enrol(by=by, student=student, class_group=class_group, from_on=from_on, order_no=order_no)
    return student


@transaction.atomic
def enrol(
    *, by: User | None, student: Student, class_group: ClassGroup, from_on: date, order_no: str = ""
) -> Enrolment:
    """Open the student's time in a class; the account of one who comes back opens again.

    Refused: a day that a closed half-year counts.
    """
    refuse_change_of_lists(from_on)
    enrolment = Enrolment(student=student, class_group=class_group, from_on=from_on, order_no=order_no)
    enrolment.full_clean()
    enrolment.save()
    if student.left_on:
        User.objects.filter(person=student.person_id).update(is_active=True)
    Student.objects.filter(pk=student.pk).update(class_group=class_group, left_on=None)
    student.class_group, student.left_on = class_group, None
    audit.record(by, "organisation:student:enrolled", student, class_group=class_group.pk)
    return enrolment


def _end(student: Student, until_on: date, order_no: str, how: str) -> Enrolment:
    enrolment = student.enrolments.select_for_update().filter(until_on=None).first()
    if enrolment is None:
        raise Refused("not-enrolled", _("The student is on no list now."))
    if until_on < enrolment.from_on:
        raise Refused("before-arrival", _("The date is before the student came into the class."))
    enrolment.until_on, enrolment.ended_order_no, enrolment.ended = until_on, order_no, how
    enrolment.full_clean()
    enrolment.save()
    return enrolment


@transaction.atomic
def move_student(
    *, by: User | None, student: Student, class_group: ClassGroup, from_on: date, order_no: str
) -> Enrolment:
    """Move a student to another class from a day on, by an order; the time in the old class stays on record."""
    if class_group.pk == student.class_group_id:
        raise Refused("same-class", _("The student is in this class already."))
    _end(student, from_on - timedelta(days=1), order_no, Enrolment.Ended.MOVED)
    return enrol(by=by, student=student, class_group=class_group, from_on=from_on, order_no=order_no)


@transaction.atomic
def release_student(*, by: User | None, student: Student, left_on: date, order_no: str) -> Student:
    """The student leaves the lyceum on a day, by an order; records stay, the own account is shut.

    Refused: a day that a closed half-year counts.
    """
    refuse_change_of_lists(left_on)
    _end(student, left_on, order_no, Enrolment.Ended.LEFT)
    student.left_on = left_on
    student.save(update_fields=["left_on"])
    User.objects.filter(person=student.person, person__staff=None).update(is_active=False)
    audit.record(by, "organisation:student:left", student)
    return student


@transaction.atomic
def add_guardian(
    *, by: User | None, student: Student, person: Person, kind: str, is_legal: bool = True
) -> Guardianship:
    """A parent or representative of a student; refused for an adult listener, who stands for himself."""
    if student.is_listener:
        raise Refused("listener-has-no-guardian", _("A listener is an adult and has no guardians."))
    guardianship = Guardianship(student=student, person=person, kind=kind, is_legal=is_legal)
    guardianship.full_clean()
    guardianship.save()
    audit.record(by, "organisation:guardian:added", student, person=person.pk)
    return guardianship


@transaction.atomic
def bar_guardian(
    *, by: User | None, guardianship: Guardianship, is_barred: bool, basis: str = ""
) -> Guardianship:
    """Bar a guardian by a court's or other decision, or lift the bar: seen at the next request."""
    if is_barred and not basis.strip():
        raise Refused("basis-missing", _("Write the decision on which the bar rests."))
    guardianship.is_barred, guardianship.barred_basis = is_barred, basis.strip() if is_barred else ""
    guardianship.full_clean()
    guardianship.save()
    audit.record(
        by, "organisation:guardian:barred" if is_barred else "organisation:guardian:admitted", guardianship
    )
    return guardianship


@transaction.atomic
def assign_teaching(
    *, by: User | None, teacher: Staff, class_group: ClassGroup, subject: Subject, from_on: date
) -> Teaching:
    """Who teaches what in which class; asked twice it is the same assignment."""
    teaching, is_new = Teaching.objects.get_or_create(
        teacher=teacher,
        class_group=class_group,
        subject=subject,
        until_on=None,
        defaults={"from_on": from_on},
    )
    if is_new:
        audit.record(by, "organisation:teaching:assigned", teaching)
    return teaching


@transaction.atomic
def end_teaching(*, by: User | None, teaching: Teaching, until_on: date) -> Teaching:
    """The teacher's last day with this class; asked twice, the first day stays."""
    if teaching.until_on is None:
        if until_on < teaching.from_on:
            raise Refused("before-start", _("The last day is before the first one. Choose a later day."))
        teaching.until_on = until_on
        teaching.save(update_fields=["until_on"])
        audit.record(by, "organisation:teaching:ended", teaching)
    return teaching
