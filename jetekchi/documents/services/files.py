"""Text out of the files that people have: txt in the usual encodings, docx with its automatic numbers and tables."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from jetekchi.core.http import Refused
from jetekchi.core.office_files import FileProblem, check_office_file

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024


def text_of(name: str, data: bytes) -> str:
    """The text of an instruction's file, or a refusal that says what is wrong with the file."""
    if not data.strip():
        raise Refused("empty_text", _("The file holds no text."))
    if len(data) > LARGEST:
        raise Refused("file_too_large", _("The file is larger than an instruction can be."))
    if data.startswith(b"PK\x03\x04"):
        return _docx(data)
    if data.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Refused(
            "file_kind", _("Save the instruction as .docx or .txt first: this kind of file is not read.")
        )
    return decode(data)


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the old Windows encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1251", errors="replace")
    letters = sum(letter.isalpha() for letter in text)
    if b"\x00" in data or letters < len(text) / 3:
        raise Refused(
            "unreadable_text", _("The file is damaged or is not a text: it holds unreadable characters.")
        )
    if re.search(r"[^\W\d_]\?[^\W\d_]", text):
        raise Refused(
            "lost_letters",
            _("Letters were lost in this file (“?” stands for ң, ө, ү). Save it again as UTF-8."),
        )
    return text


def _docx(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise Refused(
                    "file_kind",
                    _("Save the instruction as .docx or .txt first: this kind of file is not read."),
                )
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise Refused("file_too_large", _("The file is larger than an instruction can be."))
        check_office_file(data, must_have="word/document.xml")
        from docx import Document

        document = Document(io.BytesIO(data))
        return "\n".join(_lines(document))
    except FileProblem as problem:
        raise Refused("damaged_file", str(problem)) from problem
    except Refused:
        raise
    except Exception as error:  # a half-written archive fails in any of the layers below
        raise Refused(
            "damaged_file", _("The file is damaged. Open it in Word, save it anew and try again.")
        ) from error


def _lines(document: Any) -> Iterator[str]:
    """Paragraphs and table rows in their order; a row is its cells parted by tabs."""
    counters = _Counters(document)
    for block in document.element.body.iterchildren():
        tag = block.tag.rsplit("}", 1)[-1]
        if tag == "p":
            yield from _paragraph(block, counters)
        elif tag == "tbl":
            yield ""
            for row in block.iterfind(".//{*}tr"):
                cells = [
                    " ".join("".join(_text(p)) for p in cell.iterfind(".//{*}p"))
                    for cell in row.iterfind("{*}tc")
                ]
                yield "\t".join(cell.strip() for cell in cells)
            yield ""


def _paragraph(block: Any, counters: "_Counters") -> Iterator[str]:
    words = "".join(_text(block))
    mark = counters.mark(block) if words.strip() else ""
    yield from f"{mark}{words}".split("\n")


def _text(block: Any) -> Iterator[str]:
    for node in block.iter():
        tag = node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""
        if tag == "t":
            yield node.text or ""
        elif tag == "tab" and not node.getparent().tag.endswith("}tabs"):
            yield "\t"
        elif tag in {"br", "cr"}:
            yield "\n"
        elif tag == "noBreakHyphen":
            yield "-"


class _Counters:
    """Numbers that Word makes by itself are not in the text; they are counted here as Word counts them."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, list[int]] = {}
        self.styles = {
            style.style_id: style.element for style in document.styles if hasattr(style, "style_id")
        }
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {a.get(_w("abstractNumId")): _levels(a) for a in numbering.iterfind("{*}abstractNum")}
        for num in numbering.iterfind("{*}num"):
            target = num.find("{*}abstractNumId").get(_w("val"))
            self.levels[num.get(_w("numId"))] = abstract.get(target, {})

    def mark(self, paragraph: Any) -> str:
        """The number or bullet in front of a paragraph, as the paper shows it."""
        found = _numbering(paragraph) or self._of_style(paragraph)
        if not found or found[0] not in self.levels or found[1] not in self.levels[found[0]]:
            return ""
        key, level = found
        fmt, words, _start = self.levels[key][level]
        counts = self.counts.setdefault(key, [])
        for depth in range(len(counts), level + 1):
            counts.append(self.levels[key].get(depth, ("", "", 1))[2] - 1)
        if any(counts[depth] < 1 for depth in range(level)):
            counts[:level] = [max(1, count) for count in counts[:level]]
        counts[level] += 1
        del counts[level + 1 :]
        if fmt == "bullet":
            return "• "
        return re.sub(r"%(\d)", lambda m: _shown(self.levels[key], counts, int(m[1]) - 1), words) + " "

    def _of_style(self, paragraph: Any) -> tuple[str, int] | None:
        style = paragraph.find("{*}pPr/{*}pStyle")
        element = self.styles.get(style.get(_w("val"))) if style is not None else None
        return _numbering(element) if element is not None else None


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
    found = {}
    for level in abstract.iterfind("{*}lvl"):
        values = {
            key: node.get(_w("val"))
            for key in ("numFmt", "lvlText", "start")
            if (node := level.find(f"{{*}}{key}")) is not None
        }
        start = values.get("start") or "1"
        found[int(level.get(_w("ilvl")))] = (
            values.get("numFmt") or "decimal",
            values.get("lvlText") or "",
            int(start),
        )
    return found


def _numbering(element: Any) -> tuple[str, int] | None:
    number = element.find("{*}pPr/{*}numPr/{*}numId")
    level = element.find("{*}pPr/{*}numPr/{*}ilvl")
    if number is None or number.get(_w("val")) == "0":
        return None
    return number.get(_w("val")), int(level.get(_w("val"))) if level is not None else 0


def _shown(levels: dict[int, tuple[str, str, int]], counts: list[int], depth: int) -> str:
    count = counts[depth] if depth < len(counts) else 1
    fmt = levels.get(depth, ("decimal", "", 1))[0]
    if fmt in {"upperRoman", "lowerRoman"}:
        roman = "X" * (count // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][count % 10]
        return roman if fmt == "upperRoman" else roman.lower()
    if fmt in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if fmt == "upperLetter" else letter
    if fmt in {"russianUpper", "russianLower"}:
        letter = "абвгдежзиклмнопрстуфхцчшщэюя"[(count - 1) % 28]
        return letter.upper() if fmt == "russianUpper" else letter
    return str(count)
