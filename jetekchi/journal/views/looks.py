"""Who looked into a student's marks, absences and diary is kept like who opened the card (3.6)."""

from typing import TYPE_CHECKING

from jetekchi.core import audit
from jetekchi.organisation.permissions import Reason, why_may_see
from jetekchi.organisation.selectors import CARD_READING

if TYPE_CHECKING:
    from jetekchi.organisation.models import Student, User

FAMILY = frozenset({Reason.SELF, Reason.GUARDIAN})


def note_look(user: "User", student: "Student") -> None:
    """Put it on record, once in half an hour; the student and the family read what is theirs."""
    reason = why_may_see(user, student)
    if reason is not None and reason not in FAMILY:
        audit.record_reading(user, CARD_READING, student, reason=reason.value)
