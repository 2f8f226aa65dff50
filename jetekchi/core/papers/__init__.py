"""Papers: one small model of an official A4 paper and its writers, PDF and DOCX, with the same content.

It knows no school word: an app fills a `Paper`, the writers set it by the official form (clauses 1.3 and 3.8 rest
on it). Nouns: paper, block, column, approval, signature row."""

from collections.abc import Callable
from typing import Final

from jetekchi.core.office_files import DOCX

from .model import (
    Approval,
    ApprovalBlock,
    Block,
    BulletList,
    Column,
    Facts,
    Figure,
    Heading,
    Keep,
    NumberedList,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    SignatureRow,
    Table,
    Text,
)
from .pdf import fingerprint, svg_to_png, to_pdf
from .text import plain_text
from .words import BLANK_DATE


def to_docx(paper: Paper) -> bytes:
    """The paper as DOCX."""
    # The library of Word's files is large: a process that writes none does not hold it.
    from .word import to_docx as write

    return write(paper)


# How a page hands a paper out: by the name of the format its writer and its content type.
WRITERS: Final[dict[str, tuple[Callable[[Paper], bytes], str]]] = {
    "pdf": (to_pdf, "application/pdf"),
    "docx": (to_docx, DOCX),
}

__all__ = [
    "BLANK_DATE",
    "DOCX",
    "WRITERS",
    "Approval",
    "ApprovalBlock",
    "Block",
    "BulletList",
    "Column",
    "Facts",
    "Figure",
    "Heading",
    "Keep",
    "NumberedList",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Run",
    "SignatureRow",
    "Table",
    "Text",
    "fingerprint",
    "plain_text",
    "svg_to_png",
    "to_docx",
    "to_pdf",
]
