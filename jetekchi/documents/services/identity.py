"""Re-authentication before a signature: asked at the same throttled door as signing in."""

import time
from dataclasses import dataclass, field

from jetekchi.documents.models import Signature
from jetekchi.organisation.models import User
from jetekchi.organisation.services import entrance

FRESH_SECONDS = 120
# The command line and tests come from no address; they share one count of guesses.
NOWHERE = "0.0.0.0"


@dataclass(frozen=True)
class Confirmation:
    """Somebody has just shown who they are; good for one request, not for later ones."""

    user_pk: int
    method: str
    ip: str | None
    at: float
    shown: entrance.Shown = field(default_factory=lambda: entrance.Shown("password"))

    def is_fresh_for(self, user: User) -> bool:
        """Whether it belongs to this user and is no older than two minutes."""
        return self.user_pk == user.pk and time.monotonic() - self.at < FRESH_SECONDS

    def use(self) -> None:
        """The deed is done: its one-time code is used up with it. What was refused before leaves the code good."""
        self.shown.use()


def confirm(*, by: User, password: str, code: str = "", ip: str | None = None) -> Confirmation:
    """Check password and one-time code of the signed-in person; call it before the transaction that writes."""
    shown = entrance.show_identity(by, password, code, ip or NOWHERE)
    with_code = shown.method != "password"
    kept = Signature.Method.PASSWORD_TOTP if with_code else Signature.Method.PASSWORD
    return Confirmation(by.pk, kept, ip, time.monotonic(), shown)


def code_needed(user: User) -> bool:
    """Whether this person signs with a one-time code besides the password."""
    return entrance.has_second_factor(user)
