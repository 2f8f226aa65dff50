"""The help pages «who sees what» and «my rights»: rendered from the one table, so they cannot lie."""

from dataclasses import dataclass

from django.utils.functional import Promise

from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import PERMISSION_NAMES, TABLE, Permission, standing
from jetekchi.organisation.roles import Role


@dataclass(frozen=True)
class RightRow:
    """One permission and, in the order of the roles, who has it."""

    name: str | Promise
    has: tuple[tuple[str | Promise, bool], ...]

    @property
    def holders(self) -> list[str | Promise]:
        """The roles that have it, for a narrow screen."""
        return [role for role, holds in self.has if holds]


@dataclass(frozen=True)
class MyStanding:
    """What somebody is today and may do by it."""

    roles: list[str | Promise]
    rights: list[str | Promise]


def rights_table() -> tuple[list[str | Promise], list[RightRow]]:
    """Roles as columns, permissions as rows."""
    roles = list(Role)
    rows = [
        RightRow(
            PERMISSION_NAMES[permission],
            tuple((role.label, permission in TABLE[role]) for role in roles),
        )
        for permission in Permission
    ]
    return [role.label for role in roles], rows


def my_standing(user: User) -> MyStanding:
    """The user's own roles and rights as of today."""
    who = standing(user)
    return MyStanding(
        roles=[role.label for role in Role if role in who.roles],
        rights=[PERMISSION_NAMES[permission] for permission in Permission if who.may(permission)],
    )
