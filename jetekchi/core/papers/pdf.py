"""The archive copy: PDF/A-2a and PDF/UA-1, the same bytes for the same paper."""

import hashlib
import json
import re
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from . import words
from .arrange import arranged, column_widths, foot_lines
from .model import ApprovalBlock, Paper, Table
from .qr import qr_svg

_HERE = Path(__file__).parent
_LATER = frozenset(("upright", "dense"))
_ENDLESS = re.compile(r"\S{40,}")
# Drawings, addresses and words for readers go through letter by letter.
_NOT_PROSE = frozenset(("svg", "url", "alt"))
# The serif of our papers beside the widest font of a screen.
_FACE = 0.84
_ZERO = datetime(1980, 1, 1, tzinfo=UTC)
# One typesetter for all threads of a process: it renders in milliseconds and allows one caller at a time.
_lock = Lock()


def to_pdf(paper: Paper) -> bytes:
    """The paper as PDF."""
    data = json.dumps(_form_data(arranged(paper)), ensure_ascii=False)
    return _compile({"paper": data}, paper.created or _ZERO)


def fingerprint(paper: Paper) -> str:
    """SHA-256 of what the paper says, whenever it is printed: two prints with the same words have the same."""
    timeless = replace(paper, printed_at="", created=None, verify_url="", verify_code="")
    data = json.dumps(_form_data(arranged(timeless)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


def svg_to_png(svg: str, ppi: float = 220) -> bytes:
    """A picture as dots, by the same fonts as the PDF: no system font is needed or asked."""
    with _lock:
        return _one(_compiler("picture.typ").compile(format="png", ppi=ppi, sys_inputs={"svg": svg}))


def _compile(inputs: dict[str, str], created: datetime) -> bytes:
    with _lock:
        compiler = _compiler("paper.typ")
        pdf = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=created
        )
    return _one(pdf)


@cache
def _compiler(form: str) -> typst.Compiler:
    """The typesetter with its fonts read; nothing outside this folder exists for it."""
    return typst.Compiler(_HERE / form, root=_HERE, ignore_system_fonts=True)


def _one(result: bytes | list[bytes] | None) -> bytes:
    if isinstance(result, bytes):
        return result
    raise TypeError("the typesetter gave no single file")


def _form_data(paper: Paper) -> dict[str, Any]:
    data: dict[str, Any] = _plain(paper, paper.body_width_mm)
    opening = paper.blocks[:1] if paper.blocks and isinstance(paper.blocks[0], ApprovalBlock) else ()
    data |= {
        "opening": [_plain(block, paper.body_width_mm) for block in opening],
        "blocks": data["blocks"][len(opening) :],
        "created": None,
        "document_title": paper.document_title,
        "foot": foot_lines(paper),
        "qr": qr_svg(paper.verify_url) if paper.verify_url else "",
        "width_mm": paper.body_width_mm,
        "words": {"signature": words.SIGNATURE[paper.language], "qr": words.QR[paper.language]},
    }
    return data


def _breakable(match: re.Match[str]) -> str:
    """A word longer than a line may break anywhere, so that it stays on the sheet."""
    word = match[0]
    return "\u200b".join(word[i : i + 10] for i in range(0, len(word), 10))


def _parts(value: Any) -> list[tuple[str, Any]]:
    """The fields of a part; what came later is left out where it is not used, so that older prints keep their mark."""
    pairs = [(f.name, getattr(value, f.name)) for f in fields(value)]
    return [(name, part) for name, part in pairs if part or name not in _LATER]


def _plain(value: Any, width_mm: float) -> Any:
    """Dataclasses as dictionaries that know their name; a table with its widths."""
    if isinstance(value, str):
        return _ENDLESS.sub(_breakable, value)
    if isinstance(value, tuple):
        return [_plain(part, width_mm) for part in value]
    if not is_dataclass(value):
        return value
    plain = {name: part if name in _NOT_PROSE else _plain(part, width_mm) for name, part in _parts(value)}
    plain["block"] = type(value).__name__
    if isinstance(value, Table):
        plain["widths"] = column_widths(value, width_mm, _FACE)
    return plain
