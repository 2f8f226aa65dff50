"""A protocol is signed by those whom it names, as it stands (1.2, 2.2, 3.11)."""

from django.db import transaction
from django.utils.translation import gettext as _

from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.documents.models import Signature
from jetekchi.documents.permissions import protocol_kind
from jetekchi.documents.selectors.protocols import protocol_edition
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.services.signing import sign
from jetekchi.organisation.models import User


def refuse_reworded(sha256: str, seen_sha256: str) -> None:
    """What is signed must be what was shown."""
    if seen_sha256 != sha256:
        raise Refused(MEANWHILE, _("The record changed after you opened it. Read it again, then sign."))


@transaction.atomic
def sign_protocol(
    *, by: User, kind: str, pk: int, confirmation: Confirmation, seen_sha256: str | None = None
) -> Signature:
    """Sign the exact words of a record on the line that names this person; its row is locked meanwhile.

    Refused: who is not named, a record that is not to be signed yet or any more, words that are no longer those that were
    shown, a second signature under the same words. Who signs was confirmed by the caller.
    """
    known = protocol_kind(kind)
    protocol = known.find(pk, True) if known else None
    if protocol is None:
        raise Refused("protocol-gone", _("This paper is no longer there."))
    side = protocol.side_of(by)
    if side is None:
        raise Refused("not-named", _("Only the people named in this paper sign it."))
    if protocol.why_not:
        raise Refused("protocol-state", protocol.why_not)
    if seen_sha256 is not None:
        refuse_reworded(protocol.sha256, seen_sha256)
    return sign(
        by=by,
        subject=protocol.subject,
        content=protocol.content,
        purpose=side.purpose,
        title=protocol.title,
        edition=str(protocol_edition(protocol)),
        office_title=side.office_title,
        statement=side.statement,
        confirmation=confirmation,
    )
