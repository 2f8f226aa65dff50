"""Evidence rules: small objects, one question each; thresholds are settings, an unreached one says what is missing."""

from jetekchi.compliance.evidence.class_life import LibraryWorked, SelfGoverned
from jetekchi.compliance.evidence.diary import AttendanceSettled, Coordinated, TeachersLed
from jetekchi.compliance.evidence.events import EventsHeld, OutingsSafe, TookPart
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
    PlanApproved,
    ReportSubmitted,
    ScheduleInForce,
    StudentsNamed,
)
from jetekchi.compliance.evidence.supervision import PapersInOrder, Supervised

__all__ = [
    "AccidentsReported",
    "Acquainted",
    "Appointed",
    "AttendanceSettled",
    "ClassFacts",
    "Coordinated",
    "DirectivesDone",
    "Entries",
    "EventsHeld",
    "Facts",
    "FallingHelped",
    "FamiliesContacted",
    "OutingsSafe",
    "LibraryWorked",
    "PapersInOrder",
    "PlanApproved",
    "Finding",
    "ReportSubmitted",
    "Rule",
    "ScheduleInForce",
    "SelfGoverned",
    "StudentsNamed",
    "Supervised",
    "TeachersLed",
    "TookPart",
]
