"""The doors: guesses, sessions, passwords, second factors, and the question *is it really you* before a signature.

Everything that happens at a door goes into the chain `doors`; a login that was typed in is kept as a mark only.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, throttle
from jetekchi.core.http import Refused
from jetekchi.organisation.backends import password_fits
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.roles import SECOND_FACTOR

CHAIN = "doors"
STRANGER = "somebody at the door"
FRESH = 10 * 60
# A person with a password but without the phone is a rarer and more dangerous guest than one who mistypes.
CODE_GUESSES_ANYWHERE = 50
CODE_LIFE = 120
PENDING = "second-factor-pending"
WRONG_PASSWORD = _("The password is not right.")
WRONG_CODE = _("The code is not right. Wait for the next one and try again.")


# Passwords


def spend_password_guess(login: str, ip: str) -> None:
    """Take one guess of this login from this place; sign-in, signing and change of password share them."""
    throttle.spend("password", _place(login, ip))


def forgive_password_guesses(login: str, ip: str) -> None:
    """The password was right: earlier slips of this login from this place no longer count."""
    throttle.forgive("password", _place(login, ip))


def knows_password(user: User, password: str, ip: str) -> bool:
    """Whether a signed-in person knows the own password; counted like every guess."""
    spend_password_guess(user.username, ip)
    if not password_fits(user, password):
        note_refused(user.username, by=user)
        return False
    forgive_password_guesses(user.username, ip)
    return True


@transaction.atomic
def change_password(*, by: User, password: str) -> User:
    """The person's own new password; every other session ends with it."""
    by.set_password(password)
    by.must_change_password = False
    by.save(update_fields=["password", "must_change_password"])
    audit.record(by, "organisation:password:changed", by, chain=CHAIN)
    return by


# Second factor


def has_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the person has set up one-time codes."""
    return isinstance(user, User) and user.pk is not None and _factors(user).filter(type="totp").exists()


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether one of the person's roles opens so much that a password alone is too little."""
    return not standing(user).roles.isdisjoint(SECOND_FACTOR)


def pending_secret(session: SessionBase) -> str:
    """The secret that this session offers until its first code comes back; kept over a reload of the page."""
    secret: str = session.setdefault(PENDING, generate_totp_secret())
    return secret


def address_of_secret(user: User, secret: str) -> str:
    """What the picture for the phone's application says."""
    address: str = get_factor_adapter().build_totp_url(user, secret)
    return address


@transaction.atomic
def add_second_factor(*, by: User, session: SessionBase, code: str) -> None:
    """Switch one-time codes on once the person's application shows the right one; recovery codes come with it."""
    secret = pending_secret(session)
    throttle.spend("code", str(by.pk), guesses=CODE_GUESSES_ANYWHERE)
    if has_second_factor(by):
        raise Refused("has-second-factor", _("One-time codes are already set up."))
    if not validate_totp_code(secret, "".join(code.split())):
        raise Refused("wrong-code", WRONG_CODE)
    _factors(by).delete()
    TOTP.activate(by, secret)
    RecoveryCodes.activate(by)
    del session[PENDING]
    audit.record(by, "organisation:second-factor:added", by, chain=CHAIN)


@transaction.atomic
def switch_off_second_factor(*, by: User) -> None:
    """Take one-time codes away from the own account; refused where a role needs them."""
    if needs_second_factor(by):
        raise Refused(
            "second-factor-needed", _("Your role needs a second factor; it cannot be switched off.")
        )
    _factors(by).delete()
    audit.record(by, "organisation:second-factor:removed", by, chain=CHAIN)


@transaction.atomic
def show_recovery_codes(*, by: User) -> list[str]:
    """The unused recovery codes, the first time only; nobody can look them up later."""
    factor = _factors(by).filter(type="recovery_codes").select_for_update().first()
    codes = RecoveryCodes(factor) if factor else None
    if codes is None or codes.did_view:
        return []
    codes.mark_as_viewed()
    unused: list[str] = codes.get_unused_codes()
    return unused


@transaction.atomic
def renew_recovery_codes(*, by: User) -> None:
    """New recovery codes; the old paper is void."""
    if not has_second_factor(by):
        raise Refused("no-second-factor", _("First set up the application with one-time codes."))
    _factors(by).filter(type="recovery_codes").delete()
    RecoveryCodes.activate(by)
    audit.record(by, "organisation:second-factor:codes-renewed", by, chain=CHAIN)


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are still unused."""
    factor = _factors(user).filter(type="recovery_codes").first()
    return len(RecoveryCodes(factor).get_unused_codes()) if factor else 0


@transaction.atomic
def give_second_factor(*, by: User | None, user: User, secret: str) -> None:
    """Set up one-time codes with a known secret (demo, tests); a person does it on the own page."""
    _factors(user).delete()
    TOTP.activate(user, secret)
    audit.record(by, "organisation:second-factor:added", user, chain=CHAIN)


@transaction.atomic
def remove_second_factor(*, by: User | None, user: User) -> None:
    """Forget a lost phone: the person sets up a new one at the next sign-in; every session ends."""
    _factors(user).delete()
    end_all_sessions(user)
    audit.record(by, "organisation:second-factor:removed", user, chain=CHAIN)


def check_code(user: User, code: str, ip: str) -> Authenticator | None:
    """The factor that a one-time or recovery code fits, each code once; None when none does."""
    factor = fitting_factor(user, code, ip)
    return factor if factor and use_code(factor, code) else None


def fitting_factor(user: User, code: str, ip: str) -> Authenticator | None:
    """The factor that a code fits which nobody has used yet; a guess is counted, the code stays good."""
    throttle.spend("code", _place(str(user.pk), ip))
    throttle.spend("code", str(user.pk), guesses=CODE_GUESSES_ANYWHERE)
    for factor in _factors(user).order_by("-type"):
        if _code_fits(factor, _bare(code)):
            throttle.forgive("code", _place(str(user.pk), ip))
            return factor
    audit.record(None, "organisation:code:refused", user, chain=CHAIN, actor=STRANGER)
    return None


def use_code(factor: Authenticator, code: str) -> bool:
    """Use a fitting code up; False when somebody was faster with the same one."""
    code = _bare(code)
    if factor.type == Authenticator.Type.TOTP:
        # allauth remembers a used code for one step only; ours lives as long as a code is accepted.
        return cache.add(_used_key(factor, code), 1, CODE_LIFE)
    return bool(RecoveryCodes(factor).validate_code(code))


def _code_fits(factor: Authenticator, code: str) -> bool:
    if factor.type == Authenticator.Type.TOTP:
        fits = validate_totp_code(decrypt(factor.data["secret"]), code)
        return fits and cache.get(_used_key(factor, code)) is None
    return any(
        compare_user_code(actual=code, expected=one) for one in RecoveryCodes(factor).get_unused_codes()
    )


def _bare(code: str) -> str:
    """A code without what one may type between its digits: 123-456 is no other code than 123456."""
    bare: str = normalize_user_code(code)
    return bare


def _used_key(factor: Authenticator, code: str) -> str:
    return f"code-used:{factor.user_id}:{code}"


def _factors(user: User) -> Any:
    return Authenticator.objects.filter(user_id=user.pk, type__in=["totp", "recovery_codes"])


# Signing


@dataclass
class Shown:
    """Somebody has shown who they are. The code is used up by the deed that it was shown for, not by a refusal of it."""

    method: str
    factor: Authenticator | None = None
    code: str = ""
    is_used: bool = False

    def use(self) -> None:
        """Use the code up, in the transaction of the deed; refused when it was used meanwhile."""
        if self.factor is not None and not self.is_used and not use_code(self.factor, self.code):
            raise Refused("wrong-code", WRONG_CODE)
        self.is_used = True


def show_identity(request_user: User, password: str, code: str, ip: str) -> Shown:
    """Is it really this person, right now? For signing; `use` what it gives when the deed is done, else raises `Refused`.

    Call it in the view, before the service that writes. Codes: wrong-password, wrong-code, too-many-attempts.
    """
    if not knows_password(request_user, password, ip):
        raise Refused("wrong-password", WRONG_PASSWORD)
    if not has_second_factor(request_user):
        return Shown("password")
    factor = fitting_factor(request_user, code, ip)
    if factor is None:
        raise Refused("wrong-code", WRONG_CODE)
    return Shown("password+code", factor, code)


def confirm_identity(request_user: User, password: str, code: str, ip: str) -> str:
    """The same where no deed follows that could be refused: the code is used up at once."""
    shown = show_identity(request_user, password, code, ip)
    shown.use()
    return shown.method


# Sessions


def is_fresh(user: User | AnonymousUser, session: SessionBase) -> bool:
    """Whether the person proved the identity in this session within the last minutes."""
    if not isinstance(user, User):
        return False
    records = get_authentication_records(_Holder(session), user)
    return bool(records and time.time() - records[-1]["at"] < FRESH)


class _Holder:
    """What allauth's reader of sessions needs of a request."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session


def note_signed_in(user: User) -> None:
    """Keep that a session began."""
    audit.record(user, "organisation:session:began", user, chain=CHAIN)


def note_refused(login: str, by: User | None = None) -> None:
    """Keep that a password was refused; the same work whether the login exists or not."""
    audit.record_key(
        by,
        "organisation:session:refused",
        User._meta.label,
        str(by.pk) if by else "",
        chain=CHAIN,
        actor=STRANGER,
        login=login_mark(login),
    )


def note_shut_door(login: str) -> None:
    """Keep, once a quarter of an hour, that a login ran out of guesses."""
    if cache.add(f"shut:{login_mark(login)}", 1, throttle.WINDOW):
        audit.record_key(
            None,
            "organisation:session:shut-out",
            User._meta.label,
            "",
            chain=CHAIN,
            actor=STRANGER,
            login=login_mark(login),
        )


@transaction.atomic
def close_session(user: User, key: str) -> None:
    """The person signs out here."""
    UserSession.objects.filter(user_id=user.pk, session_key=key).delete()
    audit.record(user, "organisation:session:ended", user, chain=CHAIN)


@transaction.atomic
def end_session(*, by: User, pk: int, present: str) -> bool:
    """End another session of one's own; False when there is no such one."""
    found = UserSession.objects.filter(user_id=by.pk, pk=pk).exclude(session_key=present).first()
    if found is None:
        return False
    found.end()
    audit.record(by, "organisation:session:ended", by, chain=CHAIN)
    return True


@transaction.atomic
def end_other_sessions(*, by: User, present: str) -> int:
    """End every session of one's own but this one."""
    others = list(UserSession.objects.filter(user_id=by.pk).exclude(session_key=present))
    for session in others:
        session.end()
    if others:
        audit.record(by, "organisation:session:ended", by, chain=CHAIN, sessions=len(others))
    return len(others)


def end_all_sessions(user: User) -> None:
    """Old cookies are dead at the next request: a role was taken away, the work ended, the phone was lost."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def login_mark(login: str) -> str:
    """A typed login as the audit keeps it: comparable, not readable."""
    word = login.strip().lower().encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"login|" + word, hashlib.sha256).hexdigest()[:24]


def _place(name: str, ip: str) -> str:
    return f"{name.strip().lower()}|{throttle.place(ip)}"
