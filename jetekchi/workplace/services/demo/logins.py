"""Who signs in to the demo, with what; the second factor's secrets follow from the installation's own key."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils.translation import gettext as _

from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.roles import SECOND_FACTOR, Role
from jetekchi.organisation.services.entrance import give_second_factor
from jetekchi.workplace.selectors.demo import is_demo

PASSWORD = "too-bulagy-2026"
# The logins that are printed; the other class leaders and teachers have the same password.
SHOWN = (
    "leader behind deputy teacher student listener guardian barred upbringing study director preuni university "
    "international science language lawyer personnel doctor psychologist librarian admin"
).split()


@dataclass(frozen=True)
class DemoLogin:
    """One line of the list: login, who it is, whether and by which secret codes are asked for."""

    login: str
    name: str
    roles: tuple[str, ...]
    password: str
    secret: str
    code: str


def secret_of(login: str) -> str:
    """The secret of a login's one-time codes: the same at each start, another one in each installation."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"demo|" + login.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def _code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD)))


def give_second_factors() -> None:
    """One-time codes for every account whose role needs them."""
    for user in User.objects.filter(grants__role__in=SECOND_FACTOR).distinct():
        give_second_factor(by=None, user=user, secret=secret_of(user.username))


def demo_logins() -> list[DemoLogin]:
    """The logins of the demo in the order of a school day; nothing when the database holds no demo."""
    if not is_demo():
        return []
    known = {
        user.username: user
        for user in User.objects.filter(username__in=SHOWN).select_related("person__staff")
    }
    return [_line(known[login]) for login in SHOWN if login in known]


def _line(user: User) -> DemoLogin:
    roles = standing(user).roles
    needs = not roles.isdisjoint(SECOND_FACTOR)
    secret = secret_of(user.username) if needs else ""
    return DemoLogin(
        login=user.username,
        name=user.name,
        roles=tuple(str(role.label) for role in Role if role in roles) or _position(user),
        password=PASSWORD,
        secret=secret,
        code=_code_now(secret) if secret else "",
    )


def _position(user: User) -> tuple[str, ...]:
    """Whoever holds an office without a role, and a parent who is kept away."""
    staff = getattr(user.person, "staff", None)
    return (staff.title,) if staff else (str(_("barred by a court or an order")),)
