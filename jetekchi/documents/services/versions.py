"""Steps of a version by its one table of transitions."""

from django.utils.translation import gettext as _

from jetekchi.core.http import Refused
from jetekchi.documents.models import ControlledDocument, DocumentVersion


def locked(version: DocumentVersion) -> DocumentVersion:
    """The version as it is now, kept from others until the end of the transaction; its document is locked first."""
    ControlledDocument.objects.select_for_update().get(pk=version.document_id)
    return DocumentVersion.objects.select_for_update().get(pk=version.pk)


def step(version: DocumentVersion, deed: str) -> None:
    """Take the version one step on, or refuse."""
    after = DocumentVersion.STEPS.get((version.status, deed))
    if after is None:
        state = version.get_status_display()
        message = _("This cannot be done: the state of this edition is “%(state)s”.") % {"state": state}
        raise Refused("wrong_state", message)
    version.status = after
    version.save(update_fields=["status", "in_force_from", "in_force_by"])


def refuse_if_changed(version: DocumentVersion, seen_sha256: str) -> None:
    """What is signed must be what was shown."""
    if version.sha256 != seen_sha256:
        raise Refused(
            "changed_meanwhile", _("The text was changed after you opened it. Read it again, then sign.")
        )
