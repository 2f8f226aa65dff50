"""What a person at the card does in one go: a newcomer with the family, corrections, a guardian, a colleague."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.organisation.models import ClassGroup, Guardianship, Person, Staff, Student, User
from jetekchi.organisation.services.classes import add_guardian, add_student
from jetekchi.organisation.services.people import add_person, change_person, hire


@transaction.atomic
def admit_student(
    *,
    by: User | None,
    person: dict[str, Any],
    number: str,
    class_group: ClassGroup,
    from_on: date,
    order_no: str = "",
    is_listener: bool = False,
    family: dict[str, Any] | None = None,
    parent: Person | None = None,
) -> Student:
    """A newcomer: the person, the place on the list and, when given, one parent, new or known; all or nothing."""
    if Student.objects.filter(number=number).exists():
        raise Refused(
            "number-taken", _("Another student has this number already. Look the student up first.")
        )
    student = add_student(
        by=by,
        person=add_person(by=by, **person),
        number=number,
        class_group=class_group,
        from_on=from_on,
        order_no=order_no,
        is_listener=is_listener,
    )
    if family and parent:
        contacts = {"phone": family.get("phone", "")}
        join_guardian(by=by, student=student, person=parent, kind=family["kind"], contacts=contacts)
    elif family and family.get("surname"):
        bring_guardian(by=by, student=student, **family)
    return student


@transaction.atomic
def change_student(
    *, by: User | None, student: Student, person: dict[str, Any], number: str, is_listener: bool
) -> Student:
    """Correct the card; a listener has no guardians, so the guardians must be gone first."""
    if Student.objects.filter(number=number).exclude(pk=student.pk).exists():
        raise Refused(
            "number-taken", _("Another student has this number already. Look the student up first.")
        )
    if is_listener and not student.is_listener and student.guardianships.exists():
        raise Refused("listener-has-no-guardian", _("A listener is an adult and has no guardians."))
    change_person(by=by, person=student.person, **person)
    new = {"number": number, "is_listener": is_listener}
    changed = sorted(name for name, value in new.items() if getattr(student, name) != value)
    if changed:
        student.number, student.is_listener = number, is_listener
        student.full_clean()
        student.save(update_fields=["number", "is_listener"])
        audit.record(by, "organisation:student:changed", student, fields=changed)
    return student


@transaction.atomic
def bring_guardian(
    *, by: User | None, student: Student, kind: str, is_legal: bool = True, **person: Any
) -> Guardianship:
    """A parent or representative who is not known yet, written and joined to the student at once."""
    return add_guardian(
        by=by, student=student, person=add_person(by=by, **person), kind=kind, is_legal=is_legal
    )


@transaction.atomic
def join_guardian(
    *,
    by: User | None,
    student: Student,
    person: Person,
    kind: str,
    is_legal: bool = True,
    contacts: dict[str, str] | None = None,
) -> Guardianship:
    """A known person becomes parent of one more student; what was known stays, only empty contacts are filled in."""
    if student.guardianships.filter(person=person).exists():
        raise Refused("already-guardian", _("This person is written down in the family already."))
    fresh = {name: value for name, value in (contacts or {}).items() if value and not getattr(person, name)}
    if fresh:
        change_person(by=by, person=person, **fresh)
    return add_guardian(by=by, student=student, person=person, kind=kind, is_legal=is_legal)


@transaction.atomic
def take_back_guardian(*, by: User | None, guardianship: Guardianship) -> None:
    """Undo a parent written by mistake; a person who is nothing else in the lyceum goes too.

    Refused: a barred one, whose bar must stay; one whom entries of work name.
    """
    if guardianship.is_barred:
        raise Refused("barred", _("The bar must stay on record. Lift it first, if it is lifted."))
    if _pointed_at(guardianship):
        raise Refused(
            "built-upon", _("Records name this parent already. Correct the card instead of taking it back.")
        )
    student, person = guardianship.student, guardianship.person
    guardianship.delete()
    audit.record(by, "organisation:guardian:removed", student, person=person.pk)
    if not _pointed_at(person):
        person.delete()


def _pointed_at(item: Model) -> bool:
    """Whether any record of any app points here, whatever would become of it on deletion."""
    for relation in item._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one) and not relation.concrete:
            other: type[Model] = relation.related_model  # type: ignore[assignment]
            if other._base_manager.filter(**{relation.field.name: item.pk}).exists():  # type: ignore[union-attr]
                return True
    return False


@transaction.atomic
def change_guardian(
    *, by: User | None, guardianship: Guardianship, kind: str, is_legal: bool, **person: Any
) -> Guardianship:
    """Correct the relation and the person; the bar has its own deed."""
    change_person(by=by, person=guardianship.person, **person)
    if (guardianship.kind, guardianship.is_legal) != (kind, is_legal):
        guardianship.kind, guardianship.is_legal = kind, is_legal
        guardianship.full_clean()
        guardianship.save(update_fields=["kind", "is_legal"])
        audit.record(by, "organisation:guardian:changed", guardianship.student)
    return guardianship


@transaction.atomic
def take_on(*, by: User | None, person: dict[str, Any], **work: Any) -> Staff:
    """A new colleague: the person and the work in one go."""
    return hire(by=by, person=add_person(by=by, **person), **work)


@transaction.atomic
def change_staff(*, by: User | None, staff: Staff, person: dict[str, Any], **work: Any) -> Staff:
    """Correct a colleague's names and position; the dismissal has its own deed."""
    change_person(by=by, person=staff.person, **person)
    changed = sorted(name for name, value in work.items() if getattr(staff, name) != value)
    for name in changed:
        setattr(staff, name, work[name])
    if changed:
        staff.full_clean()
        staff.save(update_fields=changed)
        audit.record(by, "organisation:staff:changed", staff, fields=changed)
    return staff
