"""Who inspects, reads an inspection, mends a remark and verifies it (1.2, 3.9).

The supervision writes and verifies, but nobody in a class of one's own, and nobody what one has to mend oneself. The
leader and the deputy read what concerns their class. A teacher of the class whom a remark is addressed to reads and mends
that remark. For everybody else, who led the class before included, neither exists.
"""

from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from jetekchi.journal.models import Inspection, Remark
from jetekchi.organisation.models import ClassGroup, User
from jetekchi.organisation.permissions import Permission, get_class, may, standing, visible_classes

Someone = User | AnonymousUser


def may_inspect(user: Someone) -> bool:
    """Whether the user belongs to the supervision that inspects."""
    return may(user, Permission.INSPECT)


def inspectable_classes(user: Someone) -> QuerySet[ClassGroup]:
    """Classes that the user may inspect: all but the own ones."""
    if not may_inspect(user):
        return ClassGroup.objects.none()
    return visible_classes(user).exclude(pk__in=standing(user).own_classes)


def get_inspectable_class(user: Someone, pk: int) -> ClassGroup:
    """A class that the user may inspect: 404 for one not seen at all, 403 for one seen but not to be inspected."""
    found = get_class(user, pk, to=Permission.INSPECT)
    if found.pk in standing(user).own_classes:
        raise PermissionDenied
    return found


def visible_inspections(user: Someone) -> QuerySet[Inspection]:
    """All for the supervision, those of the own classes for their leader and deputy."""
    found = Inspection.objects.select_related("class_group__year", "inspector__person", "leader__user")
    if may_inspect(user):
        return found
    return found.filter(class_group__in=standing(user).own_classes)


def get_inspection(user: Someone, pk: int, to: Literal["read", "write"] = "read") -> Inspection:
    """An inspection that the user may read; 404 for any other, 403 when seen but not to be written into."""
    found = get_object_or_404(visible_inspections(user), pk=pk)
    if to == "write" and not may_write_into(user, found):
        raise PermissionDenied
    return found


def may_write_into(user: Someone, inspection: Inspection) -> bool:
    """Whether the user makes remarks in this inspection and verifies them."""
    return may_inspect(user) and inspection.class_group_id not in standing(user).own_classes


@dataclass(frozen=True)
class RemarkRights:
    """What the user may do with a remark; whose own class it is reads the whole inspection."""

    may_mend: bool
    may_judge: bool
    may_read_inspection: bool


def visible_remarks(user: Someone) -> QuerySet[Remark]:
    """Remarks of the inspections one may read, and those addressed to oneself while one works with the class."""
    found = Remark.objects.select_related(
        "inspection__class_group__year", "inspection__inspector__person", "addressee"
    )
    if may_inspect(user):
        return found
    who = standing(user)
    mine = Q(addressee=getattr(user, "person_id", None) or -1)
    rule = mine & Q(inspection__class_group__in=who.taught_classes)
    return found.filter(rule | Q(inspection__class_group__in=who.own_classes))


def get_remark(
    user: Someone, pk: int, to: Literal["read", "mend", "judge"] = "read"
) -> tuple[Remark, RemarkRights]:
    """A remark that the user may read; 404 for any other, 403 when it is another's to mend or to verify."""
    found = get_object_or_404(visible_remarks(user), pk=pk)
    is_mine = found.addressee_id == getattr(user, "person_id", None)
    rights = RemarkRights(
        may_mend=is_mine,
        may_judge=may_write_into(user, found.inspection) and not is_mine,
        may_read_inspection=may_inspect(user)
        or found.inspection.class_group_id in standing(user).own_classes,
    )
    if not {"mend": rights.may_mend, "judge": rights.may_judge}.get(to, True):
        raise PermissionDenied
    return found, rights


def may_list_inspections(user: Someone) -> bool:
    """Whether the list of inspections is this user's page."""
    return may_inspect(user) or bool(standing(user).own_classes)
