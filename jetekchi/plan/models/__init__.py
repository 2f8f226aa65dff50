"""Tables of the plan."""

from jetekchi.plan.models.ballots import (
    Candidate,
    Election,
    Elector,
    Urn,
    VotingSlip,
)
from jetekchi.plan.models.default_offices import (
    first_offices,
)
from jetekchi.plan.models.event_safety import (
    EventAct,
    EventConsent,
    EventHazard,
    HeadCount,
    HeadCountMark,
)
from jetekchi.plan.models.events import (
    Event,
    EventEntry,
    EventFile,
    EventInvitation,
    EventKind,
    EventParticipant,
)
from jetekchi.plan.models.items import Direction, PlanEvidence, PlanItem, PlanItemAct
from jetekchi.plan.models.library import (
    LibraryAnswer,
    LibraryKind,
    LibraryRequest,
    LibraryVisit,
    Reading,
    ReadingList,
    ReadingTitle,
)
from jetekchi.plan.models.offices import (
    Assignment,
    AssignmentAct,
    ClassOffice,
    OfficeTerm,
)
from jetekchi.plan.models.papers import InstitutionPlan, PlanAct, PlanPaper
from jetekchi.plan.models.templates import PlanTemplate, TemplateLine, ToldDays

__all__ = [
    "Assignment",
    "AssignmentAct",
    "Candidate",
    "ClassOffice",
    "Direction",
    "Event",
    "EventAct",
    "EventConsent",
    "EventEntry",
    "EventFile",
    "EventHazard",
    "EventInvitation",
    "EventKind",
    "EventParticipant",
    "HeadCount",
    "HeadCountMark",
    "Election",
    "Elector",
    "InstitutionPlan",
    "LibraryAnswer",
    "LibraryKind",
    "LibraryRequest",
    "LibraryVisit",
    "OfficeTerm",
    "PlanAct",
    "PlanEvidence",
    "PlanItem",
    "PlanItemAct",
    "PlanPaper",
    "PlanTemplate",
    "Reading",
    "ReadingList",
    "ReadingTitle",
    "TemplateLine",
    "ToldDays",
    "Urn",
    "VotingSlip",
    "first_offices",
]
