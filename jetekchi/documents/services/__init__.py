"""Writes: each function is one thing a person does; atomic, audited, refused by state."""

from jetekchi.documents.services.agreement import accept_agreement, ensure_agreement
from jetekchi.documents.services.approvals import decide, set_route, skip_vacant_seat, submit_for_approval
from jetekchi.documents.services.directives import (
    accept_reason,
    acknowledge_directive,
    complete_directive,
    give_reason,
    issue_directive,
    refuse_reason,
    withdraw_directive,
)
from jetekchi.documents.services.files import text_of
from jetekchi.documents.services.identity import Confirmation, confirm
from jetekchi.documents.services.importing import (
    ImportOutcome,
    Preview,
    import_document,
    import_instruction,
    preview_instruction,
    replace_text,
)
from jetekchi.documents.services.outside import add_outside_signature
from jetekchi.documents.services.protocols import refuse_reworded, sign_protocol
from jetekchi.documents.services.reading import ReadInstruction, read_instruction
from jetekchi.documents.services.registers import acknowledge, record_change, set_readers
from jetekchi.documents.services.scans import NOT_LOOKED_AT, add_scan
from jetekchi.documents.services.sealing import seal_paper, sealed_pdf
from jetekchi.documents.services.signing import sign
from jetekchi.documents.services.standing import bring_into_force, withdraw_version
from jetekchi.documents.services.versions import refuse_if_changed

__all__ = [
    "NOT_LOOKED_AT",
    "Confirmation",
    "ImportOutcome",
    "Preview",
    "ReadInstruction",
    "accept_agreement",
    "accept_reason",
    "acknowledge",
    "acknowledge_directive",
    "add_outside_signature",
    "add_scan",
    "bring_into_force",
    "complete_directive",
    "confirm",
    "decide",
    "ensure_agreement",
    "give_reason",
    "import_document",
    "import_instruction",
    "issue_directive",
    "preview_instruction",
    "read_instruction",
    "record_change",
    "refuse_if_changed",
    "refuse_reason",
    "refuse_reworded",
    "replace_text",
    "seal_paper",
    "sealed_pdf",
    "set_readers",
    "set_route",
    "sign",
    "sign_protocol",
    "skip_vacant_seat",
    "submit_for_approval",
    "text_of",
    "withdraw_directive",
    "withdraw_version",
]
