"""Filters of the lists behind the figures; what is typed about inspections and remarks."""

from jetekchi.journal.forms.marks import AbsencesFilter, MarksFilter, SheetFilter

__all__ = ["AbsencesFilter", "MarksFilter", "SheetFilter"]
