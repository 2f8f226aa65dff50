"""Finding people: by name, phone or number, whatever letters were typed.

A phone is found only by those who may read it: else it could be guessed digit by digit from what a search finds.
"""

from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jetekchi.core.kyrgyz import search_key
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Person, RoleGrant, Student, User
from jetekchi.organisation.permissions import (
    Permission,
    may,
    opens_class,
    sees_whole_lyceum,
    students_with_contacts,
    visible_classes,
    visible_students,
)
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors.calendar import current_year


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


class Found(NamedTuple):
    """What tells whether it is the one that was meant, before the record itself is read."""

    pk: int
    number: str
    search_key: str


def first_students(user: User, text: str, most: int) -> list[Found]:
    """The first of the present students of `find_students`, by name.

    Whoever sees everybody asks the people in the order of their names and no further than needed: the database would sort
    all that fit. A word with a figure in it may be a number or a phone and goes the common way.
    """
    rows: QuerySet[Any, tuple[int, str, str]]
    if not (sees_whole_lyceum(user) and "".join(text.split()).isalpha()):
        rows = (
            find_students(user, text).filter(left_on=None).values_list("pk", "number", "person__search_key")
        )
    else:
        here = Student.objects.filter(person=OuterRef("pk"), left_on=None)
        people = Person.objects.filter(_words(text, "", Q()), Exists(here)).order_by("sort_key", "pk")
        rows = people.values_list("student__pk", "student__number", "search_key")
    return [Found(*row) for row in rows[:most]]


def find_people(user: User, text: str) -> QuerySet[Person]:
    """Staff by name; colleagues may find each other, students and guardians find nobody."""
    if not may(user, Permission.ACCIDENT_REPORT) and not may(user, Permission.PEOPLE_MANAGE):
        return Person.objects.none()
    with_phone = Q() if may(user, Permission.PEOPLE_MANAGE) else Q(pk=user.person_id or 0)
    return Person.objects.filter(
        _words(text, "", with_phone), staff__isnull=False, staff__dismissed_on=None
    ).select_related("staff")


def first_people(user: User, text: str, most: int) -> list[tuple[int, str]]:
    """The first of `find_people` by name, each with its search key; the record itself is not read.

    Names of colleagues are kept; a word with a figure in it may be a phone and is asked of the database.
    """
    people = find_people(user, text)
    if people.query.is_empty() or not "".join(text.split()).isalpha():
        return list(people.values_list("pk", "search_key")[:most])
    words = search_key(text).split()[:6]
    return list(islice((one for one in _colleagues() if all(word in one[1] for word in words)), most))


@while_unchanged("organisation")
def _colleagues() -> tuple[tuple[int, str], ...]:
    """Of everybody who works here the search key, by name: few, and asked for at every letter that is typed."""
    here = Person.objects.filter(staff__isnull=False, staff__dismissed_on=None)
    return tuple(here.order_by("sort_key", "pk").values_list("pk", "search_key"))


def find_classes(user: User, key: str, most: int) -> list[ClassGroup]:
    """The first of this year's classes with this in their label whose pages the user may open; `key` as for searching."""
    year = current_year()
    labels = _labels(year.pk) if year and key else ()
    found = [pk for pk, label in labels if key in label and opens_class(user, pk)]
    return list(visible_classes(user).filter(pk__in=found[:most])) if found else []


@while_unchanged("organisation")
def _labels(year_pk: int) -> tuple[tuple[int, str], ...]:
    """Of each class in order the label as it is searched; a lyceum's labels are few and change once a year."""
    labels = ClassGroup.objects.filter(year=year_pk).values_list("pk", "label")
    return tuple((pk, search_key(label)) for pk, label in labels)


def users_with_role(*roles: Role) -> QuerySet[User]:
    """Accounts that hold one of the granted roles today."""
    today = timezone.localdate()
    grants = RoleGrant.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), role__in=roles, from_on__lte=today
    )
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).select_related("person")
