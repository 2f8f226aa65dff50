"""Re-authentication before a signature: password, and the one-time code of those who have one; both throttled."""

import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import Signature
from jetekchi.organisation.models import User

MISSES_ALLOWED = 10
MISSES_SECONDS = 15 * 60
FRESH_SECONDS = 120


@dataclass(frozen=True)
class Confirmation:
    """Somebody has just shown who they are; good for one request, not for later ones."""

    user_pk: int
    method: str
    ip: str | None
    at: float

    def is_fresh_for(self, user: User) -> bool:
        """Whether it belongs to this user and is no older than two minutes."""
        return self.user_pk == user.pk and time.monotonic() - self.at < FRESH_SECONDS


def code_needed(user: User) -> bool:
    """Whether this person signs with a one-time code besides the password."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def confirm(*, by: User, password: str, code: str = "", ip: str | None = None) -> Confirmation:
    """Check password and code of the signed-in person, at most ten misses in fifteen minutes."""
    key = f"sign-misses-{by.pk}"
    if (cache.get(key) or 0) >= MISSES_ALLOWED:
        raise Refused("too_many_tries", _("Too many wrong tries. Wait a quarter of an hour and try again."))
    device = Authenticator.objects.filter(user=by, type=Authenticator.Type.TOTP).first()
    right = bool(by.is_active) and by.check_password(password)
    if right and device is not None:
        right = bool(code.strip()) and TOTP(device).validate_code(code.strip())
    if not right:
        cache.set(key, (cache.get(key) or 0) + 1, MISSES_SECONDS)
        wrong = (
            _("The password is wrong.")
            if device is None
            else _("The password or the one-time code is wrong.")
        )
        raise Refused("not_confirmed", wrong)
    method = Signature.Method.PASSWORD if device is None else Signature.Method.PASSWORD_TOTP
    return Confirmation(by.pk, method, ip, time.monotonic())


def record_refusal(by: User, deed: str, subject: models.Model, refusal: Refused) -> None:
    """A refused deed is on record too (called by pages after the refused transaction is over)."""
    audit.record(by, f"documents:{deed}:refused", subject, reason=refusal.code[:32])
