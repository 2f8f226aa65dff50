"""Tables in and out: csv and xlsx that people bring are read with care, what we hand out never becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from jetekchi.core.http import download
from jetekchi.core.kyrgyz import mend
from jetekchi.core.office_files import (
    FileProblem,
    check_office_file,
    check_size,
    decode,
    is_old_office,
    is_zip,
)

MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
HEADINGS_WITHIN = 20  # titles may stand above the headings, this many lines at most

Cell = str | Promise | int | float | Decimal | date | datetime | time | bool | None
Row = tuple[int, list[str]]

# Signs that make a program for tables take a text for a formula, also in their full width.
FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
_FORMULA = re.compile(rf"^[\s\u200b\ufeff'\"]*[{re.escape(FORMULA_SIGNS)}]")
_ESCAPED = re.compile(r"^'(?=[\s]*[=+\-@＝＋－＠])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff\ud800-\udfff]")
_EMOJI = re.compile("[\U0001f000-\U0001ffff\ufe0f\u20e3]")
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]|^\?+[^\W\d_]|\s\?+[^\W\d_]|\?\?|\ufffd")
_FIGURE = re.compile(r"^[\d\s.,:%/+\-–]+$")


# What a table or a text is refused with: a message, with its line and column where they are known.
SheetProblem = FileProblem


@dataclass
class Table:
    """What was read: headings, rows with their line in the file, and remarks for the person who brought it."""

    headings: list[str]
    rows: list[Row]
    notes: list[str] = field(default_factory=list)


# --- reading ----------------------------------------------------------------------------------------------


def read_table(name: str, data: bytes) -> Table:
    """Read a csv or xlsx by its content, whatever its name says; refused with line, column and reason."""
    check_size(data)
    if is_old_office(data):
        raise SheetProblem(_("This is an old or a locked workbook. Save it as xlsx without a password."))
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise SheetProblem(_("“%(name)s” is not a table. Add an xlsx or csv file.") % {"name": name})
    notes: list[str] = []
    lines = _workbook_lines(data, notes) if is_zip(data) else _csv_lines(data, notes)
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
    if found := _CONTROL.search(text):
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


def _workbook_lines(data: bytes, notes: list[str]) -> list[Row]:
    check_office_file(data, must_have="xl/workbook.xml")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            visible = [
                sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
            ]
            full = [sheet for sheet in map(workbook.get_sheet_by_name, visible) if sheet.height]
            if not full:
                raise SheetProblem(_("The table is empty. Put headings in the first line and data below."))
            if len(full) > 1:
                notes.append(_("Only the first sheet was read: “%(name)s”.") % {"name": full[0].name})
            if full[0].total_height > MAX_ROWS + HEADINGS_WITHIN or full[0].total_width > MAX_COLUMNS:
                raise _too_many_rows() if full[0].total_height > MAX_ROWS else _too_many_columns()
            return _worksheet_lines(full[0])
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
        if _CONTROL.search(cell):
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
    return mend(_ESCAPED.sub("", cell))


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


# --- writing ----------------------------------------------------------------------------------------------


def write_csv(headings: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, commas, a text that looks like a formula behind an apostrophe; numbers stay numbers."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_safe_text(heading) for heading in headings])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _csv_cell(cell: Cell) -> str | int | float | Decimal:
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, int | float | Decimal):
        return cell
    return _safe_text(_plain(cell))


def _plain(cell: str | Promise | date | datetime | time | None) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return (timezone.localtime(cell) if timezone.is_aware(cell) else cell).strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case time():
            return cell.strftime("%H:%M")
    return str(cell)


def _safe_text(text: str | Promise) -> str:
    plain = _CONTROL.sub("", str(text))
    return f"'{plain}" if _FORMULA.match(plain) else plain


def write_xlsx(
    title: str | Promise, headings: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """One sheet with a fixed line of headings; every text is a text cell, never a formula or a link."""
    data = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(data, options) as workbook:
        sheet = workbook.add_worksheet(_sheet_name(str(title)))
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {
            "date": workbook.add_format({"num_format": "dd.mm.yyyy"}),
            "moment": workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        }
        widths = [len(str(heading)) for heading in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, str(heading), bold)
        height = 0
        for height, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                length = _write_cell(sheet, height, column, cell, formats)
                if column < len(widths):
                    widths[column] = max(widths[column], length)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, height, max(len(widths) - 1, 0))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, 6), 60))
    return data.getvalue()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> int:
    """Write one cell by its kind; its length, for the width of the column."""
    match cell:
        case None:
            return 0
        case bool():
            sheet.write_string(row, column, _("yes") if cell else _("no"))
            return 3
        case int() | float() | Decimal():
            sheet.write_number(row, column, cell)
            return len(str(cell))
        case datetime():
            local = timezone.make_naive(cell) if timezone.is_aware(cell) else cell
            sheet.write_datetime(row, column, local, formats["moment"])
            return 16
        case date():
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
            return 10
    text = _CONTROL.sub("", _plain(cell))[:32_000]
    sheet.write_string(row, column, text)
    return max((len(line) for line in text.split("\n")), default=0)


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31].strip(" '") or "1"


CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_response(
    request_format: str,
    name: str | Promise,
    headings: Sequence[str | Promise],
    rows: Iterable[Sequence[Cell]],
) -> HttpResponse:
    """A list as a file to download: csv or xlsx; another format does not exist."""
    if request_format not in CONTENT_TYPES:
        raise Http404
    data = write_csv(headings, rows) if request_format == "csv" else write_xlsx(name, headings, rows)
    return download(f"{name}.{request_format}", data, CONTENT_TYPES[request_format])
