"""Tables of the journal: timetable, lessons and rolls; marks and missed lessons; inspections with their remarks."""

from jetekchi.journal.models.diary import DiaryCheck, DiaryRemark, DiarySeen
from jetekchi.journal.models.excuses import Excuse, ExcuseAct, ExcusedLesson
from jetekchi.journal.models.grid import LessonMark, LessonWork, MarkChange, MarkKind
from jetekchi.journal.models.inspections import (
    REMARK_STEPS,
    Inspection,
    InspectionAct,
    Paper,
    Remark,
    RemarkGap,
    Reminder,
)
from jetekchi.journal.models.marks import Absence, TermMark, TermMarkChange
from jetekchi.journal.models.rolls import MISSED, Roll, RollChange, RollEntry, RollSettlement, Status
from jetekchi.journal.models.runs import ToldRun
from jetekchi.journal.models.timetable import (
    LAST_NUMBER,
    LAST_WEEKDAY,
    Bell,
    BellSchedule,
    ClassPart,
    ClassShift,
    Lesson,
    LessonAct,
    PartMember,
    TimetableSlot,
)

__all__ = [
    "LAST_NUMBER",
    "LAST_WEEKDAY",
    "MISSED",
    "REMARK_STEPS",
    "Absence",
    "Bell",
    "BellSchedule",
    "ClassPart",
    "ClassShift",
    "DiaryCheck",
    "DiaryRemark",
    "DiarySeen",
    "Excuse",
    "ExcuseAct",
    "ExcusedLesson",
    "Inspection",
    "InspectionAct",
    "Lesson",
    "LessonAct",
    "LessonMark",
    "LessonWork",
    "MarkChange",
    "MarkKind",
    "Paper",
    "PartMember",
    "Remark",
    "RemarkGap",
    "Reminder",
    "Roll",
    "RollChange",
    "RollEntry",
    "RollSettlement",
    "Status",
    "TermMark",
    "TermMarkChange",
    "TimetableSlot",
    "ToldRun",
]
