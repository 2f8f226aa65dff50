"""Accounts and granted roles."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.organisation.backends import may_enter
from jetekchi.organisation.models import Person, RoleGrant, User
from jetekchi.organisation.roles import GRANTED, Role
from jetekchi.organisation.services.entrance import end_all_sessions

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
        "a b v g d e e j z i i k l m n n o o p r s t u u f h c ch sh sch _ y _ e iu ia".split(),
        strict=True,
    )
)
# No letters that look alike on a printed slip.
SLIP_ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"


def login_for(person: Person) -> str:
    """A free login in Latin letters: surname, dot, first letter, a number when taken."""
    words = f"{person.surname} {person.given[:1]}".lower()
    latin = "".join(_LATIN.get(letter, letter).replace("_", "") for letter in words)
    base = slugify(latin).replace("-", ".")[:40] or "user"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(
        name for name in (base, *(f"{base}{number}" for number in range(2, 9999))) if name not in taken
    )


def one_time_password() -> str:
    """Four groups of four, readable from a slip; changed at the first sign-in."""
    return "-".join("".join(secrets.choice(SLIP_ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def open_account(
    *, by: User | None, person: Person, username: str = "", password: str = "", must_change: bool = True
) -> tuple[User, str]:
    """An account with a one-time password for its printed slip; for one that exists, a new password.

    Nobody can look a password up later: it is shown once, on the slip.
    """
    password = password or one_time_password()
    user = User.objects.filter(person=person).first()
    if user is None:
        user = User(username=(username or login_for(person)).lower(), person=person, email=person.email)
        action = "organisation:account:opened"
    else:
        action = "organisation:account:password-renewed"
    user.set_password(password)
    user.must_change_password = must_change
    user.full_clean(exclude=["password"])
    user.save()
    audit.record(by, action, user)
    return user, password


@transaction.atomic
def grant_role(
    *, by: User | None, user: User, role: Role, from_on: date | None = None, until_on: date | None = None
) -> RoleGrant:
    """Give a role; refused for roles that follow from records (leader, student, guardian)."""
    if role not in GRANTED:
        raise Refused("role-follows-from-records", _("This role follows from records and cannot be granted."))
    from_on = from_on or timezone.localdate()
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user, role=role, until_on=until_on, defaults={"from_on": from_on}
    )
    if is_new:
        audit.record(by, "organisation:role:granted", user, role=role.value)
    return grant


def keep_an_administrator(*, without: User) -> None:
    """Refuse what would leave the lyceum without an administrator; two who end each other's role come one by one."""
    today = timezone.localdate()
    open_today = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(open_today, role=Role.ADMINISTRATOR)
    holders = {grant.user for grant in grants.select_related("user__person__staff")}
    if without in holders and not any(may_enter(one) for one in holders - {without}):
        raise Refused(
            "last-administrator",
            _("This is the last administrator. Give the role to somebody else first."),
        )


@transaction.atomic
def end_role(*, by: User | None, grant: RoleGrant) -> RoleGrant:
    """Take a role away as of today; what was open with it is shut at the next request.

    One that ended before keeps its last day: an old page must not say that the role was held until yesterday.
    Refused for the last administrator: nobody could give the role again.
    """
    if grant.role == Role.ADMINISTRATOR:
        keep_an_administrator(without=grant.user)
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    if grant.until_on and grant.until_on < timezone.localdate():
        return grant
    grant.until_on = timezone.localdate() - timedelta(days=1)
    if grant.until_on < grant.from_on:
        grant.delete()
    else:
        grant.save(update_fields=["until_on"])
    end_all_sessions(grant.user)
    audit.record(by, "organisation:role:ended", grant.user, role=str(grant.role))
    return grant


@transaction.atomic
def change_profile(*, by: User, **fields: Any) -> User:
    """The person's own language and colours."""
    allowed = {"language": dict(settings.LANGUAGES), "theme": {"light", "dark"}}
    for name, value in fields.items():
        setattr(by, name, value if value in allowed[name] else "")
    by.save(update_fields=list(fields))
    return by
