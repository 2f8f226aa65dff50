"""The copy to work on: DOCX with real heads, lists and tables, the same bytes for the same paper."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from . import ooxml
from .arrange import arranged, foot_lines
from .model import ApprovalBlock, Paper
from .qr import qr_png
from .word_blocks import Writer
from .words import QR

_ZERO = datetime(1980, 1, 1, tzinfo=UTC)


def to_docx(paper: Paper) -> bytes:
    """The paper as DOCX."""
    paper = arranged(paper)
    document = docx.Document()
    _form(document, paper)
    _about(document, paper)
    writer = Writer(document, paper)
    opening = paper.blocks[:1] if paper.blocks and isinstance(paper.blocks[0], ApprovalBlock) else ()
    writer.head()
    writer.write(opening)
    writer.title()
    writer.write(paper.blocks[len(opening) :])
    _foot(document, paper)
    out = BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _form(document: Document, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.footer_distance = Mm(4)
    ooxml.set_language_and_font(document, paper.language)
    _style(document, "Normal", 11.5, after=5)
    _style(document, "Title", 14, bold=True, before=6, after=2, keep=True)
    _style(document, "Subtitle", 12, after=9, keep=True)
    _style(document, "Heading 1", 12.5, bold=True, before=13, after=5, keep=True)
    _style(document, "Heading 2", 11.5, bold=True, before=10, after=4, keep=True)
    _style(document, "Heading 3", 11.5, italic=True, before=8, after=3, keep=True)
    _style(document, "Caption", 10, bold=True, before=4, after=3)
    for name in ("List Bullet", "List Number"):
        _style(document, name, 11.5, after=3)


def _style(
    document: Document, name: str, size: float, *, bold: bool = False, italic: bool = False,
    before: float = 0, after: float = 0, keep: bool = False,
) -> None:  # fmt: skip
    style = cast(ParagraphStyle, document.styles.get_by_id(name.replace(" ", ""), WD_STYLE_TYPE.PARAGRAPH))
    style.font.name = ooxml.FONT
    style.font.size = Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.1
    shape.keep_with_next, shape.widow_control = keep, True
    for line in style.element.xpath(
        "./w:pPr/w:pBdr | ./w:pPr/w:contextualSpacing | ./w:rPr/w:spacing | ./w:rPr/w:kern"
    ):
        line.getparent().remove(line)


def _about(document: Document, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author, about.last_modified_by = paper.document_title, paper.author, paper.author
    about.language, about.comments, about.keywords = ooxml.LOCALES[paper.language], "", ""
    about.identifier, about.version, about.revision = paper.code, paper.version, 1
    about.created = about.modified = paper.created or _ZERO


def _foot(document: Document, paper: Paper) -> None:
    footer = document.sections[0].footer
    width = paper.body_width_mm
    sides = [width - 34, 18.0, 16.0] if paper.verify_url else [width - 18, 18.0]
    table = footer.add_table(1, len(sides), Mm(width))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    ooxml.padding(table, top=20, side=0)
    for column, cell, side in zip(table.columns, table.rows[0].cells, sides, strict=True):
        column.width = cell.width = Mm(side)
        ooxml.border(cell, "top")
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    left, middle = table.rows[0].cells[:2]
    run = left.paragraphs[0].add_run("\n".join(foot_lines(paper)))
    run.font.size = Pt(7)
    _page_of_pages(middle.paragraphs[0])
    if paper.verify_url:
        corner = table.rows[0].cells[2].paragraphs[0]
        corner.alignment = ALIGN.RIGHT
        picture = corner.add_run()
        picture.add_picture(BytesIO(qr_png(paper.verify_url)), width=Mm(12.5))
        ooxml.describe(picture, QR[paper.language])
    _drop_empty_first(footer)


def _page_of_pages(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.RIGHT
    ooxml.add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    ooxml.add_field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        run.font.size = Pt(8.5)


def _drop_empty_first(footer: Any) -> None:
    """Word wants a paragraph after a table: the empty one moves there and takes no room."""
    first = footer.paragraphs[0]
    first.paragraph_format.space_after = Pt(0)
    first.paragraph_format.line_spacing = Pt(1)
    footer._element.append(first._p)


def _same_bytes(packed: bytes) -> bytes:
    """The same package with the clock taken out of it."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
