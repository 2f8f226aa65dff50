"""Everything out again: the database is as on the first day, and the set-up page waits."""

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import Unit, User
from jetekchi.organisation.selectors import lyceum
from jetekchi.workplace.selectors.demo import is_demo


def remove_demo(*, by: User | None, typed_name: str) -> None:
    """Empty the whole database and its attachments, the new chain says so in its first event; nobody is signed in then.

    Refused: a database that was not filled by the demo, a name that is not the lyceum's.
    """
    if not is_demo():
        raise Refused("no-demo", _("This is no demo: nothing is removed."))
    unit = lyceum()
    names = {search_key(name) for name in (unit.name, unit.name_ru, unit.name_en) if name} if unit else set()
    if search_key(typed_name) not in names:
        raise Refused("name-differs", _("This is not the name of the lyceum. Write it as it stands above."))
    actor = by.username if by else ""
    with transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
        audit.record_key(None, "workplace:demo:removed", Unit._meta.label, "", actor=actor)
        transaction.on_commit(_remove_files)
    cache.clear()


def _remove_files(folder: str = "") -> None:
    """Every attachment, in whatever folder it lies."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        default_storage.delete(f"{folder}/{name}" if folder else name)
    for name in folders:
        _remove_files(f"{folder}/{name}" if folder else name)
