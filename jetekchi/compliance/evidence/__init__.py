"""Evidence rules: small objects, one question each; thresholds are settings, an unreached one says what is missing."""

from jetekchi.compliance.evidence.facts import ClassFacts, Facts
from jetekchi.compliance.evidence.findings import Finding, Rule
from jetekchi.compliance.evidence.rules import (
    AccidentsReported,
    Acquainted,
    Appointed,
    DirectivesDone,
    Entries,
    FallingHelped,
    FamiliesContacted,
    ReportSubmitted,
    StudentsNamed,
    Supervised,
)

__all__ = [
    "AccidentsReported",
    "Acquainted",
    "Appointed",
    "ClassFacts",
    "DirectivesDone",
    "Entries",
    "Facts",
    "FallingHelped",
    "FamiliesContacted",
    "Finding",
    "ReportSubmitted",
    "Rule",
    "StudentsNamed",
    "Supervised",
]
