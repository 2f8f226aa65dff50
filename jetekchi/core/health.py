"""How the installation is: what `jetekchi status` says."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jetekchi.core import audit, backup, database
from jetekchi.core.models import AuditEvent

MIN_FREE = 1_000_000_000
OLDEST_JOB = timedelta(minutes=15)
OLDEST_BACKUP = timedelta(days=7)
FAILED_SINCE = timedelta(days=7)


@dataclass(frozen=True)
class Finding:
    """One part of the installation and how it is."""

    part: str
    words: str
    needs_a_person: bool = False


def look() -> list[Finding]:
    """Every part, in the order in which one would mend them."""
    return [*_database(), *_disk(), *_queue(), *_chain(), *_backup()]


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select pg_database_size(current_database())")
        else:
            cursor.execute("select page_count * page_size from pragma_page_count(), pragma_page_size()")
        size = cursor.fetchone()[0] / 1_000_000
    pending = database.pending_migrations()
    if pending:
        yield Finding(
            "database", f"{len(pending)} migrations are waiting: start the server, it runs them", True
        )
    else:
        yield Finding("database", f"{connection.display_name}, {size:.1f} MB, tables up to date")


def _disk() -> Iterator[Finding]:
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.DATA_DIR).free
    yield Finding("disk", f"{free / 1_000_000_000:.1f} GB free in {settings.DATA_DIR}", free < MIN_FREE)


def _queue() -> Iterator[Finding]:
    now = timezone.now()
    ready = DBTaskResult.objects.ready()
    late = ready.filter(enqueued_at__lt=now - OLDEST_JOB, run_after__lt=now - OLDEST_JOB).count()
    # Jobs without a wish for later carry a moment at the end of time.
    late += ready.filter(enqueued_at__lt=now - OLDEST_JOB, run_after__year=9999).count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - FAILED_SINCE)
    if late:
        yield Finding("queue", f"{late} jobs wait for more than 15 minutes: is the server running?", True)
    elif failed.exists():
        names = sorted(set(failed.values_list("task_path", flat=True)))
        yield Finding("queue", f"{failed.count()} jobs failed within a week: {', '.join(names)}", True)
    else:
        yield Finding("queue", f"{ready.count()} jobs waiting, none failed within a week")


def _chain() -> Iterator[Finding]:
    damage = audit.verify()
    if damage:
        yield Finding("chain", f"damaged at {damage.chain}/{damage.position}: {damage.reason}", True)
    else:
        yield Finding("chain", f"whole, {AuditEvent.objects.count()} entries")


def _backup() -> Iterator[Finding]:
    last = AuditEvent.objects.filter(action__in=[backup.MADE, backup.RESTORED]).order_by("-at").first()
    if last is None:
        has_people = get_user_model()._base_manager.exists()
        words = "none yet: jetekchi backup FILE" if has_people else "not needed yet: nobody is kept here"
        yield Finding("backup", words, has_people)
        return
    age = timezone.now() - last.at
    hours = int(age.total_seconds() // 3600)
    shown = f"{hours} hours old" if hours < 48 else f"{hours // 24} days old"
    if age > OLDEST_BACKUP:
        shown += ": make one"
    yield Finding("backup", shown, age > OLDEST_BACKUP)
