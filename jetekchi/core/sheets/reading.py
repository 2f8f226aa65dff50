"""A csv or xlsx of a person as headings and rows, or a refusal that names the line, the column and the reason."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from jetekchi.core.kyrgyz import mend
from jetekchi.core.office_files import (
    FileProblem,
    check_office_file,
    check_size,
    decode,
    is_old_office,
    is_zip,
)
from jetekchi.core.sheets.signs import CONTROL, ESCAPED

MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
HEADINGS_WITHIN = 20  # titles may stand above the headings, this many lines at most

Row = tuple[int, list[str]]

_EMOJI = re.compile("[\U0001f000-\U0001ffff\ufe0f\u20e3]")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|^\?+[^\W\d_]|\s\?+[^\W\d_]|\?\?|\ufffd")
_FIGURE = re.compile(r"^[\d\s.,:%/+\-–]+$")

# What a table is refused with: a message, with its line and column where they are known.
SheetProblem = FileProblem


@dataclass
class Table:
    """What was read: headings, rows with their line in the file, and remarks for the person who brought it."""

    headings: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)


def read_table(name: str, data: bytes, is_wanted: Callable[[str], bool] = lambda name: False) -> Table:
    """Read a csv or xlsx by its content, whatever its name says; refused with line, column and reason.

    Of several sheets the first is read, or the one whose name is wanted.
    """
    check_size(data)
    if is_old_office(data):
        raise SheetProblem(_("This is an old or a locked workbook. Save it as xlsx without a password."))
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise SheetProblem(_("“%(name)s” is not a table. Add an xlsx or csv file.") % {"name": name})
    notes: list[str] = []
    lines = _workbook_lines(data, notes, is_wanted) if is_zip(data) else _csv_lines(data, notes)
    return _table([(line, _clean(line, cells)) for line, cells in lines], notes)


def has_lost_letters(text: str) -> bool:
    """A «?» where a letter of a name must have been: «Ж?мабек», «?м?р»."""
    return bool(_LOST.search(text))


def _csv_lines(data: bytes, notes: list[str]) -> list[Row]:
    text, encoding = decode(data)
    if encoding == "cp1251":
        notes.append(_("The file was read as Windows-1251. This encoding has no ң, ө, ү: check the names."))
    elif encoding.startswith("utf-16"):
        notes.append(_("The file was read as UTF-16."))
    text = text.removeprefix("\ufeff")
    _refuse_control_characters(text)
    announced = re.match(r"sep=(.)\r?\n", text)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=announced[1] if announced else _delimiter(text)
    )
    lines: list[Row] = []
    start = 1
    try:
        for cells in reader:
            if len(lines) > MAX_ROWS:
                raise _too_many_rows()
            if not (announced and start == 1):
                lines.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise SheetProblem(_("A quotation mark is not closed or a cell is too long."), line=start) from error
    return lines


def _refuse_control_characters(text: str) -> None:
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise SheetProblem(_("There is a character that is not text. Retype the cell."), line=line)


def _delimiter(text: str) -> str:
    """The sign that divides the first lines most often and most evenly."""
    sample = [line for line in text[:20_000].splitlines()[:HEADINGS_WITHIN] if line.strip()]
    rows = {sign: [len(row) for row in csv.reader(sample, delimiter=sign)] for sign in ",;\t"}

    def evenness(sign: str) -> tuple[int, int]:
        widths = [width for width in rows[sign] if width > 1]
        return (max((widths.count(width) for width in widths), default=0), max(widths, default=0))

    return max(rows, key=evenness)


def _workbook_lines(data: bytes, notes: list[str], is_wanted: Callable[[str], bool]) -> list[Row]:
    check_office_file(data, must_have="xl/workbook.xml")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            visible = [
                sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
            ]
            full = [sheet for sheet in map(workbook.get_sheet_by_name, visible) if sheet.height]
            if not full:
                raise SheetProblem(_("The table is empty. Put headings in the first line and data below."))
            chosen = next((sheet for sheet in full if is_wanted(sheet.name)), full[0])
            if chosen is not full[0]:
                notes.append(_("Only this sheet was read: “%(name)s”.") % {"name": chosen.name})
            elif len(full) > 1:
                notes.append(_("Only the first sheet was read: “%(name)s”.") % {"name": chosen.name})
            if chosen.total_height > MAX_ROWS + HEADINGS_WITHIN or chosen.total_width > MAX_COLUMNS:
                raise _too_many_rows() if chosen.total_height > MAX_ROWS else _too_many_columns()
            return _worksheet_lines(chosen)
    except PasswordError as error:
        raise SheetProblem(
            _("This is an old or a locked workbook. Save it as xlsx without a password.")
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise SheetProblem(
            _("The file is damaged or was not saved to the end. Open it, save it again and add it once more.")
        ) from error


def _worksheet_lines(sheet: CalamineSheet) -> list[Row]:
    """Row by row, so that a nearly empty sheet with one far cell costs nothing."""
    left = (
        sheet.start[1] if sheet.start else 0
    )  # rows above the table are handed out, columns beside it are not
    return [
        (line, [""] * left + [_cell_text(value) for value in row])
        for line, row in enumerate(sheet.iter_rows(), 1)
        if any(value != "" for value in row)
    ]


def _cell_text(value: Any) -> str:
    """A cell of a workbook as text: 12.0 is “12”, a date is 2026-11-23."""
    match value:
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float():
            return f"{value:.10f}".rstrip("0") if 1e-9 < abs(value) < 1e15 else repr(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


def _clean(line: int, cells: list[str]) -> list[str]:
    """Right letters and spaces in every cell, or the place of what cannot be kept."""
    clean = []
    for column, cell in enumerate(cells, 1):
        if not cell or cell.isascii() and cell.isalnum() and len(cell) < MAX_CELL:
            clean.append(cell)
            continue
        if CONTROL.search(cell):
            raise SheetProblem(
                _("There is a character that is not text. Retype the cell."), line=line, column=column
            )
        if _EMOJI.search(cell):
            raise SheetProblem(_("There is a picture sign (emoji). Delete it."), line=line, column=column)
        text = _mended(cell)
        if len(text) > MAX_CELL:
            raise SheetProblem(
                _("A cell holds more than 2,000 characters. Shorten it and add the file again."),
                line=line,
                column=column,
            )
        clean.append(text)
    while clean and not clean[-1]:
        clean.pop()
    return clean


@lru_cache(maxsize=4096)  # the words of a table repeat
def _mended(cell: str) -> str:
    return mend(ESCAPED.sub("", cell))


def _table(lines: list[Row], notes: list[str]) -> Table:
    """Find the headings, square the rows, leave out empty lines."""
    lines = [(line, cells) for line, cells in lines if any(cells)]
    if not lines:
        raise SheetProblem(_("The table is empty. Put headings in the first line and data below."))
    start = _heading_index(lines)
    width = max(len(cells) for _line, cells in lines[start:])
    if width > MAX_COLUMNS:
        raise _too_many_columns()
    if len(lines) - start - 1 > MAX_ROWS:
        raise _too_many_rows()
    if start:
        notes.append(_("Lines above the headings were left out: %(count)d.") % {"count": start})
    squared = [(line, cells + [""] * (width - len(cells))) for line, cells in lines[start:]]
    headings = [" ".join(heading.split()) for heading in squared[0][1]]
    return Table(headings, squared[1:], notes)


def _heading_index(lines: list[Row]) -> int:
    """The first line that is nearly as full as the table and is made of words: a title above it fills one cell."""
    first = lines[:HEADINGS_WITHIN]
    full = max(sum(map(bool, cells)) for _line, cells in first)
    for index, (_line, cells) in enumerate(first):
        filled = [cell for cell in cells if cell]
        words = [cell for cell in filled if not _FIGURE.match(cell)]
        if len(filled) * 10 >= full * 6 and len(words) * 2 >= len(filled):
            return index
    return 0


def _too_many_rows() -> SheetProblem:
    return SheetProblem(
        _("The sheet has more than 50,000 lines. Delete the empty lines below the table or divide it.")
    )


def _too_many_columns() -> SheetProblem:
    return SheetProblem(
        _("The sheet has more than 100 columns. Delete the columns to the right of the table.")
    )
