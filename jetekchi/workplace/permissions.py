"""Whose desk the supervisor's desk is (1.2)."""

from django.contrib.auth.models import AnonymousUser

from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, may


def may_open_desk(user: User | AnonymousUser) -> bool:
    """Whether the user supervises: sees the duties of all classes."""
    return may(user, Permission.MATRIX_ALL)
