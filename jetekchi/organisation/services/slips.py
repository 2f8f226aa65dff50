"""Account slips: a login and a one-time password on paper, shown once, never again."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Person, User
from jetekchi.organisation.services.accounts import open_account

MOST_AT_ONCE = 120


@dataclass(frozen=True)
class Slip:
    """What one person cuts out."""

    name: str
    login: str
    password: str


@transaction.atomic
def print_slips(*, by: User, people: Iterable[Person]) -> list[Slip]:
    """Open or renew the accounts of these people; each must choose a password at the first sign-in."""
    chosen = list(people)
    if len(chosen) > MOST_AT_ONCE:
        raise Refused("too-many-slips", _("Print at most 120 slips at once. Choose fewer people."))
    slips = []
    for person in chosen:
        user, password = open_account(by=by, person=person)
        slips.append(Slip(person.name, user.username, password))
    if chosen:
        audit.record(by, "organisation:slips:printed", by, slips=len(slips))
    return slips
