"""The urn: counts that nobody reads before the vote is closed, and that never hold a ballot.

One row an election, made before the first vote. Each vote opens the urn, counts one line up and seals the whole urn
anew (AES-GCM, fresh nonce, always the same length): two states of the row tell only that somebody voted. The key is a
file beside the data, neither in the database nor in a backup, and is destroyed when the urn is opened. What this
withstands and what not: docs/decisions/0013-the-urn-holds-sealed-counts.md.
"""

import os
import secrets
import struct
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core.http import Refused
from jetekchi.plan.models import Election, Urn

NONCE = 12


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "urns"


def _seal(urn: Urn, key: bytes, counts: list[int]) -> bytes:
    nonce = os.urandom(NONCE)
    plain = struct.pack(f">{len(counts)}I", *counts)
    return nonce + AESGCM(key).encrypt(nonce, plain, _name_of(urn))


def _name_of(urn: Urn) -> bytes:
    """The urn is bound to its election: a row moved from one to another opens nothing."""
    return f"urn:{urn.election_id}:{urn.key_name}".encode()


def _unseal(urn: Urn, key: bytes) -> list[int]:
    sealed = bytes(urn.sealed)
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _name_of(urn))
    except InvalidTag:
        raise _unreadable() from None
    return list(struct.unpack(f">{len(plain) // 4}I", plain))


def _unreadable() -> Refused:
    return Refused(
        "urn-unreadable",
        _(
            "The urn cannot be opened: its key is gone, or somebody changed it. Call the vote off and hold it again."
        ),
    )


def _key_of(urn: Urn) -> bytes:
    try:
        return (_folder() / urn.key_name).read_bytes()
    except OSError:
        raise _unreadable() from None


def set_up(election: Election, lines: int) -> Urn:
    """An empty urn with so many lines, and its key on the disk."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    urn, key = Urn(election=election, key_name=secrets.token_hex(16)), AESGCM.generate_key(256)
    with open(os.open(folder / urn.key_name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    urn.sealed = _seal(urn, key, [0] * lines)
    urn.save(force_insert=True)
    return urn


def drop_in(election: Election, line: int) -> None:
    """Count one line up; the row is locked, so that two votes at once are both counted."""
    urn = Urn.objects.select_for_update().get(election=election)
    key = _key_of(urn)
    counts = _unseal(urn, key)
    counts[line] += 1
    Urn.objects.filter(pk=urn.pk).update(sealed=_seal(urn, key, counts))


def open_once(election: Election) -> list[int]:
    """The counts; urn and key are gone afterwards."""
    urn = Urn.objects.select_for_update().get(election=election)
    counts = _unseal(urn, _key_of(urn))
    _destroy(urn)
    return counts


def destroy(election: Election) -> None:
    """Take the urn away unopened."""
    for urn in Urn.objects.select_for_update().filter(election=election):
        _destroy(urn)


def _destroy(urn: Urn) -> None:
    key_name = urn.key_name
    urn.delete()
    # The key goes only when the result stands: a transaction that fails leaves the urn to be opened again.
    transaction.on_commit(lambda: (_folder() / key_name).unlink(missing_ok=True))
