"""Guards before a foreign file is opened: archives that unpack without end, damaged ones, XML with entities, encodings.

Everything is looked at as bytes, in pieces, before any reader of office files sees it.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jetekchi.core.http import Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 10 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 80 * 1024 * 1024
# The parts of a text document are held in memory as trees, and a tag of four letters becomes a node of a hundred bytes.
MAX_TEXT_XML = 10 * 1024 * 1024
MAX_TAGS = 400_000
PIECE = 1024 * 1024
OVERLAP = 512
MAX_COLUMNS_SEEN = 100
EMBEDDED = (".docx", ".xlsx", ".pptx")  # a table inside a text, a text inside a table

DAMAGE = (
    *(zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError),
    zlib.error,
)
_FORBIDDEN_XML = re.compile(rb"<!DOCTYPE|<!ENTITY")
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
_SHEET = re.compile(rb"<(?:\w+:)?sheetData[\s/>]")
_SHARED = re.compile(rb"<(?:\w+:)?sst[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
# Cells right of column CV (the 100th) or far below: a table with one such cell is enormous when it is unrolled.
_FAR_CELL = re.compile(rb"""\sr=["'](?:[A-Z]{3,}|[D-Z][A-Z]|C[W-Z])\d""")
_FAR_ROW = re.compile(
    rb"""\sr=["'][A-Z]+(?:[6-9]\d{4}|\d{6,})["']|<(?:\w+:)?row\s[^>]*r=["'](?:[6-9]\d{4}|\d{6,})["'][^>]*[^/]>\s*<(?:\w+:)?c[\s/>]"""
)
_SHARED_TEXT = re.compile(rb"</(?:\w+:)?si>")
_SHARED_USE = re.compile(rb"""<(?:\w+:)?c\s[^>]*t=["']s["'][^>]*><(?:\w+:)?v>(\d+)<""")
MAX_ROWS_SEEN = 60_000
MAX_CELLS = 2_000_000
MAX_SHARED_TEXT = 64 * 1024
MAX_TEXT_OF_SHEET = 60 * 1024 * 1024


class FileProblem(Refused):
    """A file that cannot be taken, with the line and column where that is known (both from 1)."""

    def __init__(self, message: str | Promise, *, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__("file-refused", message)

    def __str__(self) -> str:
        values = {"line": self.line, "column": self.column, "message": self.message}
        if self.line and self.column:
            return _("Line %(line)d, column %(column)d: %(message)s") % values
        if self.line:
            return _("Line %(line)d: %(message)s") % values
        return str(self.message)


def check_size(data: bytes) -> None:
    if not data:
        raise FileProblem(_("The file is empty. Choose another one."))
    if len(data) > MAX_BYTES:
        raise FileProblem(_("The file is larger than 10 MB. Divide it into parts and add them one by one."))


# --- office files -----------------------------------------------------------------------------------------


def is_zip(data: bytes) -> bool:
    return data[:4] == b"PK\x03\x04"


def is_old_office(data: bytes) -> bool:
    """A workbook or document of the old kind, or one locked with a password."""
    return data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_office_file(data: bytes, *, must_have: str) -> None:
    """Refuse an archive that is damaged, unpacks without end, or carries XML that could read other files."""
    damaged = _(
        "The file is damaged or was not saved to the end. Open it, save it again and add it once more."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive.infolist(), must_have)
            counts = _Counts(holds_trees=must_have.startswith("word/"))
            for entry in archive.infolist():
                _check_entry(archive, entry, counts)
            if counts.longest_text * max(counts.cells, 1) > MAX_TEXT_OF_SHEET:
                _check_text_of_sheets(archive)
    except DAMAGE as error:
        raise FileProblem(damaged) from error


def check_contents(archive: zipfile.ZipFile) -> None:
    """The part of this for a file that is kept and never opened here: no entities, no archive inside but an office's."""
    for entry in archive.infolist():
        tail, first = b"", True
        with archive.open(entry) as stream:
            while piece := stream.read(PIECE):
                if first and is_zip(piece) and not entry.filename.lower().endswith(EMBEDDED):
                    raise too_large()
                _check_xml(tail + piece, first)
                tail, first = piece[-OVERLAP:], False


def _check_entries(entries: list[zipfile.ZipInfo], must_have: str) -> None:
    names = {entry.filename for entry in entries}
    if must_have not in names:
        raise FileProblem(
            _("This is not a file of the expected kind. Add a table (xlsx, csv) or a text (docx, txt).")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileProblem(
            _("The file is locked with a password. Save it without a password and add it again.")
        )
    unsafe = any(
        name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names
    )
    unpacked = sum(entry.file_size for entry in entries)
    if unsafe or len(entries) > MAX_ENTRIES or len(names) != len(entries) or unpacked > MAX_UNPACKED:
        raise too_large()


def too_large() -> FileProblem:
    return FileProblem(
        _("The file unpacks to far more than a file of this kind needs, so it was not opened.")
    )


@dataclass
class _Counts:
    holds_trees: bool = False
    tags: int = 0
    rows: int = 0
    cells: int = 0
    cells_of_row: int = 0
    widest_row: int = 0
    longest_text: int = 0


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, counts: _Counts) -> None:
    """Read one entry to its end (this checks its sum too) and look for what must not be there.

    What an entry is follows from its content: a sheet may lie under any name.
    """
    is_sheet = is_shared = is_tree = False
    text_length, tail, first = 0, b"", True
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            window = tail + piece
            _check_xml(window, first)
            if counts.holds_trees:
                is_tree = first and piece.lstrip(_BEFORE_XML).startswith(b"<") or is_tree
                _count_tags(entry, piece if is_tree else b"", counts)
            is_sheet = is_sheet or bool(_SHEET.search(window))
            is_shared = is_shared or bool(_SHARED.search(window))
            if is_sheet:
                _count_cells(piece, counts)
                _check_reach(window, counts)
            if is_shared:
                text_length = _longest_text(piece, text_length, counts)
            tail, first = window[-OVERLAP:], False


def _count_tags(entry: zipfile.ZipInfo, piece: bytes, counts: _Counts) -> None:
    counts.tags += piece.count(b"<")
    if piece and (entry.file_size > MAX_TEXT_XML or counts.tags > MAX_TAGS):
        raise too_large()


def _check_xml(window: bytes, first: bool) -> None:
    # Other encodings would hide what the next line looks for.
    start = window[:64]
    foreign = start[:2] in (b"\xff\xfe", b"\xfe\xff") or (
        b"\x00" in start and start.lstrip(b"\x00")[:1] == b"<"
    )
    if (first and foreign) or _FORBIDDEN_XML.search(window):
        raise FileProblem(
            _("The file carries instructions for the computer inside its text, so it was not opened.")
        )


def _count_cells(piece: bytes, counts: _Counts) -> None:
    """Count rows, cells and the widest row; a row may go on in the next piece."""
    first, *others = (len(_CELL.findall(row)) for row in _ROW.split(piece))
    widths = [counts.cells_of_row + first, *others]
    counts.rows += len(others)
    counts.cells += first + sum(others)
    counts.widest_row = max(counts.widest_row, *widths)
    counts.cells_of_row = widths[-1]


def _check_reach(window: bytes, counts: _Counts) -> None:
    if counts.rows > MAX_ROWS_SEEN or counts.cells > MAX_CELLS or _FAR_ROW.search(window):
        raise FileProblem(
            _("The sheet has more than 50,000 lines. Delete the empty lines below the table or divide it.")
        )
    if counts.widest_row > MAX_COLUMNS_SEEN or _FAR_CELL.search(window):
        raise FileProblem(
            _("The sheet has more than 100 columns. Delete the columns to the right of the table.")
        )


def _longest_text(piece: bytes, carried: int, counts: _Counts) -> int:
    """Follow the lengths of shared texts across pieces; the length of the unfinished one is handed on."""
    parts = _SHARED_TEXT.split(piece)
    lengths = [len(part) for part in parts]
    lengths[0] += carried
    counts.longest_text = max(counts.longest_text, *lengths)
    if counts.longest_text > MAX_SHARED_TEXT:
        raise FileProblem(_("A cell holds more than 2,000 characters. Shorten it and add the file again."))
    return lengths[-1]


def _check_text_of_sheets(archive: zipfile.ZipFile) -> None:
    """A long text used by very many cells: add up exactly what reading would bring into memory."""
    contents = [archive.read(name) for name in archive.namelist()]
    shared = max((content for content in contents if _SHARED.search(content)), key=len)
    lengths = [len(part) for part in _SHARED_TEXT.split(shared)]
    for sheet in contents:
        if not _SHEET.search(sheet):
            continue
        uses = (int(use) for use in _SHARED_USE.findall(sheet))
        if sum(lengths[use] for use in uses if use < len(lengths)) > MAX_TEXT_OF_SHEET:
            raise too_large()


# --- plain text -------------------------------------------------------------------------------------------

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0402-\u040f\u0452-\u045f]")


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding; refused when it is none that people here use."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding), encoding
    if encoding := _utf_16_without_mark(data):
        return _decoded(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text = _decoded(data, "cp1251")
    cyrillic, odd = len(_CYRILLIC.findall(text)), len(_ODD.findall(text))
    if odd * 20 > cyrillic or not re.search(r"[а-яё]{2}", text, re.IGNORECASE):
        raise _unknown_encoding()
    return text, "cp1251"


def _utf_16_without_mark(data: bytes) -> str:
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    # In UTF-16 the high byte of Latin and Cyrillic letters is 0 or 4.
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[start::2]
        if b"\x00" in high and sum(byte in (0, 4) for byte in high) > len(high) * 0.9:
            return encoding
    return ""


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown_encoding() from error


def _unknown_encoding() -> FileProblem:
    return FileProblem(_("The letters of the file cannot be read. Save it as UTF-8 and add it again."))
