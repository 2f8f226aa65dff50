"""Tables in and out: csv and xlsx that people bring are read with care, what we hand out never becomes a formula."""

from jetekchi.core.office_files import FileProblem
from jetekchi.core.sheets.reading import SheetProblem, Table, has_lost_letters, read_table
from jetekchi.core.sheets.writing import Cell, export_response, write_book, write_csv, write_xlsx

__all__ = [
    "Cell",
    "FileProblem",
    "SheetProblem",
    "Table",
    "export_response",
    "has_lost_letters",
    "read_table",
    "write_book",
    "write_csv",
    "write_xlsx",
]
