"""Who might be the very parent that is being written: so that one mother of two children stays one person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import Guardianship, Person, Student, User
from jetekchi.organisation.permissions import Permission, may, visible_students

MOST = 5
LOOKED_THROUGH = 50
OWN_DIGITS = 9  # the phone without the code of the country or the leading nought


@dataclass(frozen=True)
class KnownPerson:
    """Somebody known with this phone or this name: the name and whose parent, nothing else."""

    person: Person
    ties: tuple[str, ...]

    @property
    def words(self) -> str:
        """«Токтогулова Айнура (энеси: Токтогулов Нурлан, 10-А)»."""
        return f"{self.person.name} ({'; '.join(self.ties)})"


def people_alike(
    user: User, *, surname: str, given: str, phone: str = "", student: Student | None = None
) -> list[KnownPerson]:
    """Parents of students whom the user may see, and colleagues, with this phone or this very name.

    Nobody for a user who may not add parents; those who are parents of this student already are left out.
    """
    digits = _digits(phone)
    if not may(user, Permission.STUDENT_EDIT) or not (digits or (surname and given)):
        return []
    wards = visible_students(user)
    families = Guardianship.objects.filter(student__in=wards).select_related(
        "student__person", "student__class_group"
    )
    people = (
        Person.objects.filter(_rule(surname, given, digits))
        .filter(Q(guardianships__student__in=wards) | Q(staff__dismissed_on=None, staff__isnull=False))
        .exclude(guardianships__student=student if student else None)
        .select_related("staff")
        .prefetch_related(Prefetch("guardianships", families))
        .distinct()
    )
    name = search_key(f"{surname} {given}") if surname and given else ""
    alike = (
        person
        for person in people[:LOOKED_THROUGH]
        if (name and search_key(f"{person.surname} {person.given}") == name)
        or (digits and _digits(person.phone) == digits)
    )
    return [KnownPerson(person, tuple(_ties(person))) for person, _n in zip(alike, range(MOST), strict=False)]


def _digits(phone: str) -> str:
    """The last digits of a phone, by which +996 555 010 203 and 0555-01-02-03 are one; empty for too few."""
    digits = re.sub(r"\D", "", phone)[-OWN_DIGITS:]
    return digits if len(digits) == OWN_DIGITS else ""


def _rule(surname: str, given: str, digits: str) -> Q:
    rule = Q(search_key__contains=digits) if digits else Q(pk=None)
    words = search_key(f"{surname} {given}").split() if surname and given else []
    if words:
        by_name = Q()
        for word in words[:6]:
            by_name &= Q(search_key__contains=word)
        rule |= by_name
    return rule


def _ties(person: Person) -> Iterator[str]:
    for row in person.guardianships.all():
        yield f"{row.get_kind_display()}: {row.student.person.brief_name}, {row.student.class_group.label}"
    if getattr(person, "staff", None):
        yield _("works in the lyceum")
