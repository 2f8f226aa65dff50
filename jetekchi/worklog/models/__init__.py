"""Tables of the record of work."""

from jetekchi.worklog.models.accidents import AccidentNote, AccidentNotice, AccidentReport
from jetekchi.worklog.models.entries import WorkEntry, WorkEntryClause
from jetekchi.worklog.models.kinds import CLAUSE_NUMBERS, WorkKind

__all__ = [
    "CLAUSE_NUMBERS",
    "AccidentNote",
    "AccidentNotice",
    "AccidentReport",
    "WorkEntry",
    "WorkEntryClause",
    "WorkKind",
]
