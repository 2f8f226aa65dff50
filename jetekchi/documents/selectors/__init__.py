"""Reads for pages and for the storeys above."""

from jetekchi.documents.selectors.directives import (
    DirectiveCounts,
    directive_counts,
    directives_of,
    find_directives,
)
from jetekchi.documents.selectors.due import decisions_waiting, pending_for
from jetekchi.documents.selectors.protocols import (
    ProtocolState,
    protocol_edition,
    protocol_paper,
    protocol_sealing,
    protocol_state,
    signature_row,
    signed_sides,
)
from jetekchi.documents.selectors.readers import (
    AcquaintanceState,
    acquaintance_sheet,
    acquaintance_state,
    required_people,
)
from jetekchi.documents.selectors.route import RouteRow, route_rows
from jetekchi.documents.selectors.seals import Sealing, seals_of
from jetekchi.documents.selectors.signatures import (
    agreement_in_force,
    has_accepted_agreement,
    is_whole,
    signatures_of,
    signed_bytes,
)
from jetekchi.documents.selectors.versions import (
    ClauseText,
    clauses_of,
    difference_between,
    instruction_in_force,
    version_before,
    version_in_force,
)

__all__ = [
    "AcquaintanceState",
    "ClauseText",
    "DirectiveCounts",
    "RouteRow",
    "Sealing",
    "acquaintance_sheet",
    "acquaintance_state",
    "agreement_in_force",
    "clauses_of",
    "decisions_waiting",
    "difference_between",
    "directive_counts",
    "directives_of",
    "find_directives",
    "has_accepted_agreement",
    "instruction_in_force",
    "is_whole",
    "pending_for",
    "ProtocolState",
    "protocol_edition",
    "protocol_paper",
    "protocol_sealing",
    "protocol_state",
    "required_people",
    "route_rows",
    "seals_of",
    "signature_row",
    "signatures_of",
    "signed_bytes",
    "signed_sides",
    "version_before",
    "version_in_force",
]
