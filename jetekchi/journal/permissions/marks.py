"""Who sees marks and absences: the rows of the one table that have «see marks and absences»."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from jetekchi.organisation import permissions
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.permissions import Permission


def get_class(user: User | AnonymousUser, pk: int) -> ClassGroup:
    """A class whose marks the user may see: 404 for a stranger's, 403 for one taught but not led."""
    return permissions.get_class(user, pk, to=Permission.MARKS_VIEW)


def get_student(user: User | AnonymousUser, pk: int) -> Student:
    """A student whose marks the user may see; students and guardians reach their own only."""
    return permissions.get_student(user, pk, to=Permission.MARKS_VIEW)


def may_see_marks(user: User | AnonymousUser, class_group: ClassGroup) -> bool:
    """Whether the pages of the class's marks open for the user."""
    try:
        return get_class(user, class_group.pk) is not None
    except (PermissionDenied, Http404):
        return False
