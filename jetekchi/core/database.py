"""The database as a whole: brought up to date, held by a running server, seen from outside."""

import errno
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

FULL = ("disk is full", "no space left", "disk full")  # as SQLite, the system and PostgreSQL say it


def pending_migrations() -> list[str]:
    """Migrations that this code brings and the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrations_known() -> list[str]:
    """Names of all migrations of this code: the version of the tables."""
    return sorted(f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.disk_migrations)


def prepare() -> None:
    """Bring the tables up to date, quietly; on a fresh database make them."""
    if pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def held(by_server: bool) -> Iterator[bool]:
    """Yields whether the data folder is ours: servers share it, a restore wants it alone."""
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "in-use.lock").open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_SH if by_server else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_full(error: BaseException | None) -> bool:
    """Whether there was no room left on the disk, whoever noticed it."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return isinstance(error, OperationalError) and any(words in str(error).lower() for words in FULL)
