"""People and staff."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Person, RoleGrant, Staff, User
from jetekchi.organisation.services.accounts import keep_an_administrator


@transaction.atomic
def add_person(*, by: User | None, **fields: Any) -> Person:
    """A person by name; equal names are normal."""
    person = Person(**fields)
    person.full_clean(exclude=["sort_key", "search_key"])
    person.save()
    audit.record(by, "organisation:person:added", person)
    return person


@transaction.atomic
def change_person(*, by: User | None, person: Person, **fields: Any) -> Person:
    """Correct a person's data; the audit keeps which fields, never their values."""
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        person.full_clean(exclude=["sort_key", "search_key"])
        person.save()
        audit.record(by, "organisation:person:changed", person, fields=changed)
    return person


@transaction.atomic
def hire(
    *,
    by: User | None,
    person: Person,
    position: str,
    hired_on: date,
    position_ru: str = "",
    is_teacher: bool = True,
) -> Staff:
    """Make a person a member of staff; a dismissed one comes back under the same record."""
    staff = Staff.objects.filter(person=person).first() or Staff(person=person)
    staff.position, staff.position_ru, staff.is_teacher = position, position_ru, is_teacher
    if staff.dismissed_on:
        User.objects.filter(person=person).update(is_active=True)
    staff.hired_on, staff.dismissed_on = hired_on, None
    staff.full_clean()
    staff.save()
    audit.record(by, "organisation:staff:hired", staff)
    return staff


@transaction.atomic
def dismiss(*, by: User | None, staff: Staff, dismissed_on: date) -> Staff:
    """End the work of a member of staff: the account is shut from the next day, roles and seats end.

    Refused while the person still leads a class, today or after the last day: its papers must be handed over first
    (1.1). Refused for the last administrator.
    """
    if staff.appointments.filter(Q(until_on=None) | Q(until_on__gt=dismissed_on)).exists():
        raise Refused(
            "still-leads-a-class",
            _("This person still leads a class. Appoint another class leader first, then dismiss."),
        )
    for account in User.objects.filter(person=staff.person):
        keep_an_administrator(without=account)
    staff.dismissed_on = dismissed_on
    staff.full_clean()
    staff.save(update_fields=["dismissed_on"])
    RoleGrant.objects.filter(user__person=staff.person, until_on=None, from_on__lte=dismissed_on).update(
        until_on=dismissed_on
    )
    staff.person.holdings.filter(until_on=None, from_on__lte=dismissed_on).update(until_on=dismissed_on)
    staff.teachings.filter(until_on=None).update(until_on=dismissed_on)
    if dismissed_on < timezone.localdate():
        User.objects.filter(person=staff.person).update(is_active=False)
    audit.record(by, "organisation:staff:dismissed", staff)
    return staff
