"""Lists as files: every text is a text, only a number is a number."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jetekchi.core.http import download
from jetekchi.core.office_files import XLSX
from jetekchi.core.sheets.signs import CONTROL, FORMULA

Cell = str | Promise | int | float | Decimal | date | datetime | time | bool | None


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
    # Each line of a cell: where lists are divided by semicolons (ky, ru) a program takes a later line for a new row.
    plain = CONTROL.sub("", str(text))
    safe = "\n".join(f"'{line}" if FORMULA.match(line) else line for line in plain.splitlines())
    return f"'{safe}" if FORMULA.match(plain) and not safe.startswith("'") else safe


def write_xlsx(
    title: str | Promise, headings: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """One sheet with a fixed line of headings; every text is a text cell, never a formula or a link."""
    return write_book([(title, headings, rows)])


def write_book(
    sheets: Iterable[tuple[str | Promise, Sequence[str | Promise], Iterable[Sequence[Cell]]]],
) -> bytes:
    """Several such sheets in one file."""
    # Large: a process that writes no workbook does not hold it.
    import xlsxwriter

    data = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(data, options) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        formats = {
            "date": workbook.add_format({"num_format": "dd.mm.yyyy"}),
            "moment": workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
        }
        for title, headings, rows in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(str(title))), headings, rows, bold, formats)
    return data.getvalue()


def _write_sheet(
    sheet: Any,
    headings: Sequence[str | Promise],
    rows: Iterable[Sequence[Cell]],
    bold: Any,
    formats: dict[str, Any],
) -> None:
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
    text = CONTROL.sub("", _plain(cell))[:32_000]
    sheet.write_string(row, column, text)
    return max((len(line) for line in text.split("\n")), default=0)


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31].strip(" '") or "1"


CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
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
