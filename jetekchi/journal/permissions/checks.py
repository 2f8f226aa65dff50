"""Whose page the gaps of the journal are: teachers, class leaders, the supervision (3.9)."""

from django.contrib.auth.models import AnonymousUser

from jetekchi.journal.permissions.inspections import may_inspect
from jetekchi.journal.permissions.lessons import may_list_lessons
from jetekchi.organisation.models import User


def may_list_checks(user: User | AnonymousUser) -> bool:
    """Whether the person keeps a journal, or supervises those who do."""
    return may_inspect(user) or may_list_lessons(user)
