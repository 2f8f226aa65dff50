"""The throttle of every door: how many guesses an account gets from one place within a quarter of an hour.

A guess takes one of a fixed number of slots in the cache; each slot frees itself fifteen minutes after its own guess,
so no window can be straddled and nobody who knows the password waits longer than that. `cache.add` on a fresh key is
atomic on both databases. The key holds the place too, so that guessing from elsewhere does not shut out the owner.
"""

import hashlib
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jetekchi.core.http import Refused

GUESSES = 10
WINDOW = 15 * 60
NOWHERE = "0.0.0.0"

_taken: ContextVar[dict[str, tuple[str, str, int]] | None] = ContextVar("throttle_taken", default=None)


class Spent(Refused):
    """No guess is left at this door for now."""

    def __init__(self) -> None:
        super().__init__("too-many-attempts", _("Too many attempts. Wait 15 minutes and try again."))


def spend(door: str, key: str, *, guesses: int = GUESSES) -> None:
    """Take one guess at the door, before the secret is looked at; raises `Spent` when none is left."""
    slots = _slots(door, key, guesses)
    used = cache.get_many(slots)
    for slot in slots:
        if slot not in used and cache.add(slot, 1, WINDOW):
            taken = _taken.get()
            if taken is not None:
                taken[slot] = (door, key, guesses)
            return
    raise Spent


def forgive(door: str, key: str, *, guesses: int = GUESSES) -> None:
    """The secret was right: what this account guessed from this place no longer counts."""
    slots = _slots(door, key, guesses)
    cache.delete_many(slots)
    for slot in slots:
        (_taken.get() or {}).pop(slot, None)


@contextmanager
def lasting() -> Iterator[None]:
    """Guesses taken inside stay taken, also when a view's transaction was rolled back by the refusal itself."""
    mark = _taken.set({})
    try:
        yield
    finally:
        taken = _taken.get() or {}
        _taken.reset(mark)
        kept = cache.get_many(taken) if taken else {}
        for slot, (door, key, guesses) in taken.items():
            if slot not in kept:
                try:
                    spend(door, key, guesses=guesses)
                except Spent:
                    pass  # another request took the last slot meanwhile: the door is shut either way


def client_ip(request: HttpRequest) -> str:
    """Where the request comes from; headers are believed only for as many proxies as the settings name."""
    address: str = request.META.get("REMOTE_ADDR", "")
    trusted = settings.TRUSTED_PROXIES
    if trusted:
        passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = passed[-trusted] if len(passed) >= trusted and passed[-trusted] else address
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return NOWHERE
    return address


def place(ip: str) -> str:
    """The place that counts as one: an address, or for IPv6 the network of one household."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
    return ip


def _slots(door: str, key: str, guesses: int) -> list[str]:
    digest = hashlib.sha256(f"{door}|{key}".encode()).hexdigest()[:40]
    return [f"throttle:{digest}:{number}" for number in range(guesses)]
