"""The protocol, photographs and other files of an event; a picture only by the rule on consents."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import attachments, audit
from jetekchi.core.http import Refused
from jetekchi.core.models import Attachment
from jetekchi.organisation.models import User
from jetekchi.plan.models import Event, EventFile
from jetekchi.plan.selectors.event_consents import without_picture_consent
from jetekchi.plan.services.event_common import State, locked_open

Kind = EventFile.Kind


@transaction.atomic
def add_files(
    *, by: User, event: Event, kind: str, uploads: Sequence[UploadedFile], knows_rule: bool = False
) -> list[EventFile]:
    """Keep files of an event. A picture, whatever it is called: only when the leader says that none of the children
    without consent is to be seen.

    Refused: a picture without that word, a photograph that is no picture, a cancelled event, one of a closed half-year.
    """
    event = locked_open(event, State.PLANNED, State.HELD)
    if not uploads:
        raise Refused("file-missing", _("Choose a file."))
    kept = attachments.keep_all(by=by, uploads=uploads)
    pictures = [one for one in kept if one.kind.startswith("image/")]
    try:
        _refuse_picture(kind, kept, pictures, knows_rule)
    except Refused:
        for attachment in kept:
            attachment.file.delete(save=False)
        raise
    lacking = without_picture_consent(event) if pictures else []
    rows = [EventFile(event=event, attachment=one, kind=kind, by=by) for one in kept]
    for row in rows:
        row.save()
        if row.attachment in pictures:
            row.not_seen.set(lacking)
    audit.record(by, "plan:event:filed", event, kind=kind, count=len(rows), without_consent=len(lacking))
    return rows


def _refuse_picture(kind: str, kept: list[Attachment], pictures: list[Attachment], knows_rule: bool) -> None:
    if kind == Kind.PHOTO and len(pictures) != len(kept):
        raise Refused("photo-kind", _("A photograph is a JPEG or PNG file."))
    if pictures and not knows_rule:
        raise Refused(
            "picture-rule",
            _("Tick that you know the rule on pictures: nobody without consent may be seen in them."),
        )


@transaction.atomic
def remove_file(*, by: User, file: EventFile) -> EventFile:
    """Take a file away; that it was there stays on record."""
    row = EventFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if row.removed_at is not None:
        raise Refused("file-gone", _("This file was removed already."))
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    audit.record(by, "plan:event:file_removed", row.event, kind=row.kind)
    return row
