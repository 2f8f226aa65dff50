"""Who sees the matrix: a leader the own classes, the offices above all of them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import ClassGroup, SchoolYear, User
from jetekchi.organisation.permissions import TABLE, Permission, led_classes, may, standing
from jetekchi.organisation.roles import Role


def visible_matrix_classes(user: User | AnonymousUser, year: SchoolYear) -> QuerySet[ClassGroup]:
    """Classes whose duty matrix the user may see."""
    if may(user, Permission.MATRIX_ALL):
        return ClassGroup.objects.filter(year=year).select_related("year")
    return led_classes(user, year)


def get_matrix_class(user: User | AnonymousUser, pk: int) -> ClassGroup:
    """One class of the matrix; 404 for a class whose matrix the user may not see."""
    group = the_one(ClassGroup.objects.select_related("year").filter(pk=pk))
    if group is None or not visible_matrix_classes(user, group.year).filter(pk=pk).exists():
        raise Http404
    return group


def may_see_all(user: User | AnonymousUser) -> bool:
    """Whether the user oversees all leaders."""
    return may(user, Permission.MATRIX_ALL)


def leads(user: User | AnonymousUser, class_group: ClassGroup) -> bool:
    """Whether the user leads the class, as leader or deputy."""
    return class_group.pk in standing(user).own_classes


def office_of(user: User) -> str:
    """As whom the user signs the matrix: the role that oversees all classes."""
    roles = sorted(role for role in standing(user).roles if Permission.MATRIX_ALL in TABLE[role])
    return str(Role(roles[0]).label) if roles else ""


def signer_name(user: User) -> str:
    """The signer as official papers have the name."""
    return user.person.short_name if user.person else user.username
