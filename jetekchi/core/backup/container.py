"""The backup file: an ordinary zip whose last bytes seal all bytes before them.

The seal is an HMAC-SHA256 by a key of this installation, so one changed, missing or added byte is found, and so is a
file that another installation made, before anything of it is used.
"""

import hashlib
import hmac
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.management import CommandError

NAME = b"jetekchi-backup-1 "
KEY_ID_LENGTH, SEAL_LENGTH = 16, 64
COMMENT_LENGTH = len(NAME) + KEY_ID_LENGTH + 1 + SEAL_LENGTH
CHUNK = 1 << 20


def _key() -> bytes:
    return hashlib.sha256(b"backup seal" + settings.SECRET_KEY.encode()).digest()


def _key_id() -> bytes:
    return hashlib.sha256(b"name of " + _key()).hexdigest()[:KEY_ID_LENGTH].encode()


def _seal(file: IO[bytes], length: int) -> bytes:
    digest = hmac.new(_key(), digestmod=hashlib.sha256)
    file.seek(0)
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest().encode()


@contextmanager
def writing(target: Path) -> Iterator[zipfile.ZipFile]:
    """A sealed file that appears under its name only when it is complete; nobody else may read it."""
    half_done = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(half_done, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                yield archive
                archive.comment = NAME + _key_id() + b" " + b"0" * SEAL_LENGTH
            length = file.seek(0, os.SEEK_END) - SEAL_LENGTH
            seal = _seal(file, length)
            file.seek(length)
            file.write(seal)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half_done, target)
    finally:
        half_done.unlink(missing_ok=True)


def check_seal(file: IO[bytes]) -> None:
    """Refuse a file that is no backup, that another installation sealed, or that is not as it was written."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - COMMENT_LENGTH))
    comment = file.read(COMMENT_LENGTH)
    if len(comment) < COMMENT_LENGTH or not comment.startswith(NAME):
        raise CommandError(
            "this is not a complete backup of Jetekchi: another kind of file, or its end is missing"
        )
    key_id, seal = comment[len(NAME) : len(NAME) + KEY_ID_LENGTH], comment[-SEAL_LENGTH:]
    if hmac.compare_digest(seal, _seal(file, size - SEAL_LENGTH)):
        return
    if key_id != _key_id():
        raise CommandError(
            "this backup was sealed with another secret key: set JETEKCHI_SECRET_KEY_FILE to the secret key"
            " of the installation that made it"
        )
    raise CommandError("this backup is damaged: its seal does not fit; use another copy")


def read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the file says of itself; its names must stay inside their folders."""
    for name in archive.namelist():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            raise CommandError("this backup holds a file that would leave its folder")
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return manifest
