"""Work that is done beside the pages: jobs in the worker, some of them every day.

An app declares a job in its `jobs` module with `@jobs.task()` and, if it is daily, names its hour with
`jobs.daily(job, at=time(2, 0))`. The queue's own rows remember when a daily job was last enqueued, so there is
no table of schedules.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from jetekchi.core import attachments, audit

__all__ = ["daily", "enqueue_due", "task"]

# A job that still "runs" after this long was lost with its worker.
LOST_AFTER = timedelta(minutes=20)
KEEP = timedelta(days=14)


@dataclass(frozen=True)
class Daily:
    """A job and the hour, in the lyceum's time, after which it is due once a day."""

    job: Any
    at: time

    def due_since(self, now: datetime) -> datetime:
        """The latest moment at which the job became due."""
        today = timezone.localtime(now).replace(
            hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0
        )
        return today if today <= now else today - timedelta(days=1)


_schedule: dict[str, Daily] = {}


def daily(job: Any, *, at: time) -> None:
    """Enqueue the job once a day after this hour."""
    _schedule[job.module_path] = Daily(job, at)


def enqueue_due(now: datetime | None = None) -> list[str]:
    """Enqueue every daily job that was not enqueued since it became due; names of those enqueued."""
    autodiscover_modules("jobs")
    now = now or timezone.now()
    enqueued = []
    for path, entry in sorted(_schedule.items()):
        rows = DBTaskResult.objects.filter(task_path=path)
        # The very first time waits for its hour, so that a fresh lyceum does not begin with a night's work.
        if rows.exists() and not rows.filter(enqueued_at__gte=entry.due_since(now)).exists():
            entry.job.enqueue()
            enqueued.append(path)
        elif not rows.exists():
            next_hour = entry.due_since(now) + timedelta(days=1)
            entry.job.using(run_after=next_hour).enqueue()
            enqueued.append(path)
    return enqueued


def take_up_lost(now: datetime | None = None) -> int:
    """Put jobs back that were running when their worker was killed; how many."""
    limit = (now or timezone.now()) - LOST_AFTER
    return DBTaskResult.objects.running().filter(started_at__lt=limit).update(status="READY")


@task()
def checkpoint_audit() -> None:
    """Sign the heads of the audit chain, so that a later rewriting of the past shows."""
    audit.checkpoint()


@task()
def tidy() -> None:
    """Drop what has served: old finished jobs, ended sessions, files that no record knows."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP).delete()
    call_command("clearsessions", verbosity=0)
    attachments.drop_orphans()


daily(checkpoint_audit, at=time(1, 30))
daily(tidy, at=time(2, 30))
