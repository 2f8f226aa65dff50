"""Reads of marks and absences: figures, the lists behind them, the addresses of those lists."""

from jetekchi.journal.selectors import links
from jetekchi.journal.selectors.formulas import AbsenceCount, ClassTerm, SubjectTerm
from jetekchi.journal.selectors.half_year import (
    ClassHalfYear,
    absences_of_student,
    class_half_year,
    missed_by_student,
    school_half_year,
    terms_of,
)
from jetekchi.journal.selectors.lists import (
    Falling,
    SheetRow,
    SummarySheet,
    absences_of,
    class_absences,
    class_marks,
    falling,
    marks_of,
    missed_by_week,
    summary_sheet,
    unmarked,
)

__all__ = [
    "AbsenceCount",
    "ClassHalfYear",
    "ClassTerm",
    "Falling",
    "SheetRow",
    "SubjectTerm",
    "SummarySheet",
    "absences_of",
    "absences_of_student",
    "class_absences",
    "class_half_year",
    "class_marks",
    "falling",
    "links",
    "marks_of",
    "missed_by_student",
    "missed_by_week",
    "school_half_year",
    "summary_sheet",
    "terms_of",
    "unmarked",
]
