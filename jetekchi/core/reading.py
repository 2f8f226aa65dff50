"""Texts that people bring (txt, docx) as plain lines: paragraphs and tables in their order, numbering included."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from jetekchi.core.kyrgyz import mend
from jetekchi.core.office_files import (
    FileProblem,
    check_office_file,
    check_size,
    decode,
    is_old_office,
    is_zip,
)

MAX_CHARACTERS = 2_000_000


def read_text(name: str, data: bytes) -> str:
    """The text of a txt or docx, recognised by its content; a table's row is one line with tabs."""
    check_size(data)
    if is_zip(data):
        text = _docx_text(data)
    elif is_old_office(data):
        raise FileProblem(_("This is an old or a locked document. Save it as docx without a password."))
    elif data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise FileProblem(_("“%(name)s” is not a text we can read. Add a docx or txt file.") % {"name": name})
    else:
        text = _plain_text(data)
    if not text.strip():
        raise FileProblem(
            _("There is no text in the file. A scanned picture cannot be read: add a docx or txt file.")
        )
    if len(text) > MAX_CHARACTERS:
        raise FileProblem(_("The text is longer than any document of a lyceum. Divide it into parts."))
    return text


def _plain_text(data: bytes) -> str:
    text, _encoding = decode(data)
    if "\x00" in text:
        raise FileProblem(_("The letters of the file cannot be read. Save it as UTF-8 and add it again."))
    return "\n".join(_line(line) for line in text.removeprefix("\ufeff").splitlines())


def _line(text: str) -> str:
    """One line in right letters; tabs stay, they divide the cells of a table."""
    return "\t".join(mend(part) for part in text.split("\t")).rstrip()


def _docx_text(data: bytes) -> str:
    check_office_file(data, must_have="word/document.xml")
    try:
        document = Document(io.BytesIO(data))
        numbering = Numbering(document)
        return "\n".join(line for block in document.iter_inner_content() for line in _lines(block, numbering))
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError) as error:
        raise FileProblem(
            _("The file is damaged or was not saved to the end. Open it, save it again and add it once more.")
        ) from error


def _lines(block: Paragraph | Table, numbering: "Numbering") -> Iterator[str]:
    if isinstance(block, Paragraph):
        label = numbering.label(block)
        for number, line in enumerate(block.text.split("\n")):
            yield _line(f"{label} {line}" if label and not number else line)
        return
    for row in block.rows:
        cells, seen = [], set()
        for cell in row.cells:
            if cell._tc not in seen:  # a merged cell is handed out once for each place it covers
                seen.add(cell._tc)
                cells.append(" ".join(mend(cell.text).split()))
        yield "\t".join(cells)


class Numbering:
    """Numbers that the word processor draws itself («3.1.») and that stand in no paragraph's text."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.abstract: dict[str, str] = {}
        self.counters: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for num in root.findall(qn("w:num")):
            self.abstract[_attribute(num, "numId")] = _value(num, "abstractNumId", "")
        for abstract in root.findall(qn("w:abstractNum")):
            for level in abstract.findall(qn("w:lvl")):
                key = (_attribute(abstract, "abstractNumId"), int(_attribute(level, "ilvl") or 0))
                start = int(_value(level, "start", "1") or 1)
                self.levels[key] = (_value(level, "numFmt", "decimal"), _value(level, "lvlText", ""), start)

    def label(self, paragraph: Paragraph) -> str:
        """The number before this paragraph, counted on; a bullet is a dash."""
        place = self._place(paragraph)
        if place is None or not paragraph.text.strip():
            return ""
        abstract, level = place
        kind, pattern, start = self.levels.get((abstract, level), ("decimal", "", 1))
        if kind == "bullet":
            return "–"
        counters = self.counters.setdefault(abstract, {})
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        for upper in range(level + 1):
            value = counters.get(upper) or self.levels.get((abstract, upper), ("", "", 1))[2]
            pattern = pattern.replace(
                f"%{upper + 1}", _figure(value, self.levels.get((abstract, upper), (kind,))[0])
            )
        return pattern if kind != "none" else ""

    def _place(self, paragraph: Paragraph) -> tuple[str, int] | None:
        path = f"{qn('w:pPr')}/{qn('w:numPr')}"
        properties = paragraph._p.findall(path)
        style: Any = paragraph.style
        while not properties and style is not None:
            properties = style.element.findall(path)
            style = style.base_style
        if not properties:
            return None
        number = _value(properties[0], "numId", "0")
        if number not in self.abstract:  # 0 takes the number away
            return None
        return self.abstract[number], int(_value(properties[0], "ilvl", "0") or 0)


def _attribute(element: Any, name: str) -> str:
    return str(element.get(qn(f"w:{name}"), ""))


def _value(element: Any, child: str, default: str) -> str:
    found = element.find(qn(f"w:{child}"))
    return default if found is None else _attribute(found, "val")


def _figure(value: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter", "russianLower", "russianUpper"):
        letters = (
            "абвгдежзиклмнопрстуфхцчшщэюя" if kind.startswith("russian") else "abcdefghijklmnopqrstuvwxyz"
        )
        letter = letters[(value - 1) % len(letters)]
        return letter.upper() if kind.endswith("Upper") or kind.startswith("upper") else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman.lower() if kind == "lowerRoman" else roman
    return str(value)


def _roman(value: int) -> str:
    pairs = (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    text = ""
    for amount, sign in pairs:
        text += sign * (value // amount)
        value %= amount
    return text
