"""The two acts of an administrator: make a backup, put one back."""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection, transaction
from django.utils import timezone

from jetekchi.core import audit, database
from jetekchi.core.backup import container, rows

MADE, RESTORED = "core:backup:made", "core:backup:restored"


@dataclass(frozen=True)
class Report:
    """What a backup or a restore carried."""

    path: Path
    rows: int
    attachments: int
    set_aside: Path | None = None
    damage: str = ""


def attachments_folder() -> Path:
    """Where the files that people added lie."""
    return Path(default_storage.path(""))


def make(target: Path) -> Report:
    """Write database and attachments, as they are at one moment, into one sealed file."""
    if target.is_dir() or not target.parent.is_dir():
        raise CommandError(f"{target}: name a file in a folder that exists", returncode=2)
    with container.writing(target) as archive, _one_moment():
        table_counts = {model._meta.label: _add_table(archive, model) for model in rows.tables()}
        files = _add_attachments(archive)
        damage = audit.verify()
        manifest = {
            "format": 1,
            "version": version("jetekchi"),
            "made_at": timezone.now().isoformat(),
            "migrations": database.migrations_known(),
            "rows": table_counts,
            "attachments": files,
            "chain_damage": str(damage or ""),
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    audit.record_key(None, MADE, "backup", target.name[:40])
    return Report(target, sum(table_counts.values()), files, damage=str(damage or ""))


def restore(source: Path) -> Report:
    """Check the whole file, then replace database and attachments in one step; the old state is set aside."""
    with source.open("rb") as file, database.held(by_server=False) as is_ours:
        container.check_seal(file)
        with zipfile.ZipFile(file) as archive:
            manifest = container.read_manifest(archive)
            _check_version(manifest)
            if not is_ours:
                raise CommandError("the server is running on this data: stop it, then restore")
            database.prepare()
            set_aside = _set_aside()
            with _attachments_replaced(archive), transaction.atomic():
                _replace_rows(archive, manifest)
    audit.record_key(None, RESTORED, "backup", source.name[:40])
    total = sum(manifest["rows"].values())
    return Report(source, total, manifest["attachments"], set_aside, manifest["chain_damage"])


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the database as it is now and keeps no writer waiting."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            if len(connection.savepoint_ids) == 0:
                cursor.execute("set transaction isolation level repeatable read, read only")
            yield
        return
    connection.ensure_connection()
    mode = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]


def _add_table(archive: zipfile.ZipFile, model: Any) -> int:
    count = 0
    with archive.open(f"rows/{model._meta.label}.jsonl", "w", force_zip64=True) as stream:
        for line in rows.dump(model):
            stream.write(line.encode())
            count += 1
    return count


def _add_attachments(archive: zipfile.ZipFile) -> int:
    folder, count = attachments_folder(), 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file():
            # Pictures and office files are packed already.
            archive.write(path, f"attachments/{path.relative_to(folder)}", zipfile.ZIP_STORED)
            count += 1
    return count


def _check_version(manifest: dict[str, Any]) -> None:
    if manifest.get("format") != 1 or manifest.get("migrations") != database.migrations_known():
        raise CommandError(
            f"this backup was made by version {manifest.get('version')} with other tables: restore it"
            " with that version, then upgrade"
        )


def _set_aside() -> Path | None:
    """What is there now, as a backup beside the data; nothing when nobody is there."""
    if not get_user_model()._base_manager.exists():
        return None
    folder = Path(settings.DATA_DIR) / "before-restore"
    folder.mkdir(mode=0o700, exist_ok=True)
    return make(folder / f"{timezone.localtime():%Y-%m-%d-%H%M%S}.zip").path


def _replace_rows(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    rows.empty()
    for model in rows.tables():
        label = model._meta.label
        with archive.open(f"rows/{label}.jsonl") as stream:
            count = rows.load(model, stream)
        if count != manifest["rows"][label]:
            raise CommandError(f"the rows of {label} are not those that were saved; nothing was changed")
    connection.check_constraints()
    rows.reset_counters()
    if str(audit.verify() or "") != manifest["chain_damage"]:
        raise CommandError("the audit chain would not be what it was; nothing was changed")


@contextmanager
def _attachments_replaced(archive: zipfile.ZipFile) -> Iterator[None]:
    """The folder of the backup takes the place of the old one, which is in the set-aside, once the block ends well."""
    folder = attachments_folder()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".attachments-", dir=folder.parent))
    old = fresh.with_name(f"{fresh.name}-old")
    try:
        for name in archive.namelist():
            if name.startswith("attachments/") and not name.endswith("/"):
                path = fresh / name.removeprefix("attachments/")
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with archive.open(name) as stream, path.open("wb") as target:
                    shutil.copyfileobj(stream, target)
                path.chmod(0o600)
        yield
        os.replace(folder, old)
        os.replace(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
