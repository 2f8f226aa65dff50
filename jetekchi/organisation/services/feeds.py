"""The secret address of a person's calendar: made and shown once, made anew, taken back, found by its secret."""

import hashlib
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.organisation.models import FeedAddress, User

# 256 bits: nobody finds it by trying, so a plain hash keeps it.
SECRET_BYTES = 32


def _digest(secret: str) -> str:
    return hashlib.sha256(b"calendar feed" + secret.encode()).hexdigest()


@transaction.atomic
def make_feed_address(*, by: User) -> str:
    """Make the own address, or make it anew; the one before opens nothing. The secret is seen this once only."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    fresh = {
        "secret_sha256": _digest(secret),
        "made_at": timezone.now(),
        "reads": 0,
        "last_read_at": None,
    }
    address, is_new = FeedAddress.objects.update_or_create(user=by, defaults=fresh)
    audit.record(by, "organisation:feed:made" if is_new else "organisation:feed:renewed", address)
    return secret


@transaction.atomic
def take_back_feed_address(*, by: User) -> bool:
    """The own address opens nothing from now on; nothing happens where there is none."""
    address = FeedAddress.objects.select_for_update().filter(user=by).first()
    if address is None:
        return False
    audit.record(by, "organisation:feed:taken-back", address, reads=address.reads)
    address.delete()
    return True


def feed_address_by(secret: str) -> FeedAddress | None:
    """Whose address it is; None for a secret that opens nothing, and for an account that is shut."""
    found = FeedAddress.objects.select_related("user__person").filter(secret_sha256=_digest(secret))
    return found.filter(user__is_active=True).first()


def count_reading(address: FeedAddress) -> None:
    """A calendar program has read it: counted for the owner to see, without a record in the audit each time."""
    FeedAddress.objects.filter(pk=address.pk).update(reads=F("reads") + 1, last_read_at=timezone.now())
