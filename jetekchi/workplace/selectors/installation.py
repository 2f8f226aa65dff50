"""How the installation is, in the reader's own language; `jetekchi status` says the same to a terminal."""

import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from jetekchi.core import audit, backup, database, dates
from jetekchi.core.models import AuditEvent

MIN_FREE_GB = 1.0
OLDEST_JOB = timedelta(minutes=15)
OLDEST_BACKUP = timedelta(days=7)


@dataclass(frozen=True)
class Part:
    """One part: its name, how it is, whether a person must do something."""

    name: str
    words: str
    needs_a_person: bool = False


def quick_look() -> tuple[Part, ...]:
    """Everything that is known at once; what needs a person stands first."""
    return tuple(sorted((_backup(), _disk(), _jobs()), key=lambda part: not part.needs_a_person))


def whole_look() -> tuple[Part, ...]:
    """The same, the tables of the database, and the audit verified from its first event on."""
    return (*quick_look(), _tables(), _chain())


def _backup() -> Part:
    last = AuditEvent.objects.filter(action__in=[backup.MADE, backup.RESTORED]).order_by("-at").first()
    if last is None:
        return Part(_("Backup"), _("there is none yet: run “jetekchi backup FILE” on the server"), True)
    old = timezone.now() - last.at > OLDEST_BACKUP
    words = _("the last one was made %(ago)s") % {"ago": dates.days_ago(timezone.localdate(last.at))}
    return Part(_("Backup"), words, old)


def _disk() -> Part:
    free = shutil.disk_usage(settings.DATA_DIR).free / 1_000_000_000
    words = _("%(size)s GB are free") % {"size": dates.number_text(free)}
    return Part(_("Disk"), words, free < MIN_FREE_GB)


def _jobs() -> Part:
    before = timezone.now() - OLDEST_JOB
    waiting = (
        DBTaskResult.objects.ready().filter(enqueued_at__lt=before, run_after__lt=timezone.now()).count()
    )
    if waiting:
        return Part(_("Jobs"), _("%(count)s wait for more than 15 minutes") % {"count": waiting}, True)
    return Part(_("Jobs"), _("nothing is stuck"))


def _tables() -> Part:
    pending = database.pending_migrations()
    if pending:
        return Part(_("Database"), _("tables wait for a restart of the server"), True)
    return Part(_("Database"), _("tables are up to date"))


def _chain() -> Part:
    damage = audit.verify()
    if damage:
        words = _("damaged at event %(position)s: call whoever keeps the server") % {
            "position": damage.position
        }
        return Part(_("Audit"), words, True)
    return Part(_("Audit"), _("whole, events: %(count)s") % {"count": AuditEvent.objects.count()})
