"""Tables of official papers, their approval, their registers, signatures and directives."""

from jetekchi.documents.models.approvals import (
    TRANSITIONS,
    ApprovalAct,
    ApprovalLine,
    ApprovalRoute,
    Decision,
)
from jetekchi.documents.models.directives import DIRECTIVE_STEPS, Directive
from jetekchi.documents.models.papers import Clause, ControlledDocument, DocumentVersion, RequiredReader
from jetekchi.documents.models.registers import Acquaintance, ChangeEntry
from jetekchi.documents.models.seals import (
    CODE_LENGTH,
    CODE_SIGNS,
    OutsideSignature,
    PaperScan,
    SealCertificate,
    SealedPaper,
    grouped,
)
from jetekchi.documents.models.signatures import Signature, SignedContent

__all__ = [
    "CODE_LENGTH",
    "CODE_SIGNS",
    "DIRECTIVE_STEPS",
    "TRANSITIONS",
    "Acquaintance",
    "ApprovalAct",
    "ApprovalLine",
    "ApprovalRoute",
    "ChangeEntry",
    "Clause",
    "ControlledDocument",
    "Decision",
    "Directive",
    "DocumentVersion",
    "OutsideSignature",
    "PaperScan",
    "RequiredReader",
    "SealCertificate",
    "SealedPaper",
    "Signature",
    "SignedContent",
    "grouped",
]
