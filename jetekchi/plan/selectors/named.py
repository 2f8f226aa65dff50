"""Records of the plan, of self-government and of libraries by name, where their page is open (2.2, 3.1, 6.2)."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.plan.models import (
    Assignment,
    Election,
    LibraryRequest,
    LibraryVisit,
    OfficeTerm,
    PlanPaper,
    ReadingList,
)
from jetekchi.plan.permissions import YEAR


@dataclass(frozen=True)
class _Kind:
    """A table whose rows have a page: what is read with it, by which class it is seen, its name and address."""

    model: type[Model]
    related: tuple[str, ...]
    class_group: str
    title: Callable[[Any], str]
    url: Callable[[Any], str]


def _page(name: str) -> Callable[[Any], str]:
    return lambda one: reverse(name, args=[one.pk])


def _plan(one: PlanPaper) -> str:
    return reverse("plan:paper", args=[one.class_group_id, one.half_year.number if one.half_year else YEAR])


KINDS = {
    "plan.OfficeTerm": _Kind(
        OfficeTerm,
        ("office", "student__person", "class_group"),
        "class_group",
        lambda one: f"{one.office}: {one.student.person.brief_name}, {one.class_group.label}",
        _page("plan:term"),
    ),
    "plan.Assignment": _Kind(
        Assignment, ("term",), "term__class_group", lambda one: str(one.title), _page("plan:assignment")
    ),
    "plan.Election": _Kind(Election, ("office", "class_group"), "class_group", str, _page("plan:election")),
    "plan.LibraryRequest": _Kind(LibraryRequest, (), "class_group", str, _page("plan:library_request")),
    "plan.LibraryVisit": _Kind(
        LibraryVisit, (), "class_group", lambda one: str(one.purpose), _page("plan:library_visit")
    ),
    "plan.ReadingList": _Kind(ReadingList, (), "class_group", str, _page("plan:reading_list")),
    "plan.PlanPaper": _Kind(PlanPaper, ("class_group", "half_year__year"), "class_group", str, _plan),
}


def named_records(user: User, label: str, pks: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """Key, name and address of these records of one kind; what the person may not open is left out; one query."""
    kind = KINDS[label]
    found = kind.model._default_manager.filter(pk__in=pks).select_related(*kind.related)
    if label == "plan.PlanPaper":
        # A plan that nobody has signed opens for its leader alone.
        found = found.filter(edition__gt=0)
    if not may(user, Permission.PLAN_VIEW):
        found = found.filter(**{f"{kind.class_group}__in": standing(user).own_classes})
    for one in found:
        yield one.pk, kind.title(one), kind.url(one)
