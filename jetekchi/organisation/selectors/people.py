"""Finding people: by name, phone or number, whatever letters were typed.

A phone is found only by those who may read it: else it could be guessed digit by digit from what a search finds.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import Person, RoleGrant, Student, User
from jetekchi.organisation.permissions import (
    Permission,
    may,
    sees_whole_lyceum,
    students_with_contacts,
    visible_students,
)
from jetekchi.organisation.roles import Role


def _words(text: str, prefix: str, with_phone: Q) -> Q:
    """Every word must be there; what can only be part of a phone is looked for among `with_phone` alone."""
    rule = Q()
    for word in search_key(text).split()[:6]:
        rule &= Q(**{f"{prefix}search_key__contains": word})
        if any(sign.isdigit() for sign in word) or not any(sign.isalpha() for sign in word):
            rule &= with_phone
    return rule


def find_students(user: User, text: str) -> QuerySet[Student]:
    """Students whom the user may see, by name in either spelling, by number, by a phone that the user may read."""
    found = visible_students(user)
    if not text.strip():
        return found
    with_phone = Q(pk__in=students_with_contacts(user).order_by().values("pk"))
    return found.filter(_words(text, "person__", with_phone) | Q(number=text.strip()))


def first_students(user: User, text: str, most: int) -> list[Student]:
    """The first of the present students of `find_students`, by name.

    Whoever sees everybody asks the people in the order of their names and no further than needed: the database would sort
    all that fit. A word with a figure in it may be a number or a phone and goes the common way.
    """
    if not (sees_whole_lyceum(user) and "".join(text.split()).isalpha()):
        return list(find_students(user, text).filter(left_on=None)[:most])
    here = Student.objects.filter(person=OuterRef("pk"), left_on=None)
    people = Person.objects.filter(_words(text, "", Q()), Exists(here)).select_related("student__class_group")
    return [person.student for person in people.order_by("sort_key", "pk")[:most]]


def find_people(user: User, text: str) -> QuerySet[Person]:
    """Staff by name; colleagues may find each other, students and guardians find nobody."""
    if not may(user, Permission.ACCIDENT_REPORT) and not may(user, Permission.PEOPLE_MANAGE):
        return Person.objects.none()
    with_phone = Q() if may(user, Permission.PEOPLE_MANAGE) else Q(pk=user.person_id or 0)
    return Person.objects.filter(
        _words(text, "", with_phone), staff__isnull=False, staff__dismissed_on=None
    ).select_related("staff")


def users_with_role(*roles: Role) -> QuerySet[User]:
    """Accounts that hold one of the granted roles today."""
    today = timezone.localdate()
    grants = RoleGrant.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), role__in=roles, from_on__lte=today
    )
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).select_related("person")
