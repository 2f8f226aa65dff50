"""One method for each block of a paper, written as DOCX."""

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VALIGN
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as Line

from . import ooxml
from .arrange import ROWS_ALONG, column_widths, is_signing, upright_mm
from .model import (
    Approval,
    ApprovalBlock,
    Block,
    BulletList,
    Facts,
    Figure,
    Heading,
    Keep,
    NumberedList,
    PageBreak,
    Paper,
    Paragraph,
    SignatureRow,
    Table,
    Text,
)
from .pdf import svg_to_png
from .words import SIGNATURE

_SIDES = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT, "justify": ALIGN.JUSTIFY}
_SMALL = 9.5
_BLANK_MM = 7.7


class Writer:
    """Writes the blocks of one paper into one document."""

    def __init__(self, document: Document, paper: Paper) -> None:
        self.document = document
        self.paper = paper
        self.kept = 0
        self.break_before = False

    def write(self, blocks: Sequence[Block]) -> None:
        """Write the blocks one after another."""
        for index, block in enumerate(blocks):
            self._one(block)
            if isinstance(block, Table) and any(map(is_signing, blocks[index + 1 : index + 2])):
                self._hold_on()

    def _hold_on(self) -> None:
        """The last rows of the table that was just written go along with the signature after it."""
        rows = self.document.tables[-1].rows
        for row in list(rows)[-ROWS_ALONG:]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _one(self, block: Block) -> None:
        match block:
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case SignatureRow():
                self._signature(block)
            case ApprovalBlock():
                self._approvals(block)
            case PageBreak():
                self.break_before = True
            case Keep(blocks=blocks):
                self._keep(blocks)
            case _:
                self._words(block)

    def _words(self, block: Block) -> None:
        match block:
            case Heading(text=text, level=level):
                self._line(text, style=f"Heading {level}")
            case Paragraph():
                self._line(block.text, align=block.align, size=_SMALL if block.small else 0)
            case BulletList(items=items):
                for item in items:
                    self._line(item, style="List Bullet")
            case NumberedList():
                self._numbered(block)
            case Facts():
                self._facts(block)

    # the head of the paper

    def head(self) -> None:
        """Whose paper it is (left) and to whom it goes (right)."""
        if not (self.paper.header_left or self.paper.header_right):
            return
        left, right = self._plain_table([self.paper.body_width_mm * 0.45, self.paper.body_width_mm * 0.55])
        self._fill(left, "\n".join(self.paper.header_left))
        self._fill(right, "\n".join(self.paper.header_right), align="right")
        self._gap(10)

    def title(self) -> None:
        """Kind in capitals, title, second line, note about the translation."""
        if self.paper.kind:
            self._line(self.paper.kind, style="Title", align="center")
        self._line(self.paper.title, style="Subtitle" if self.paper.kind else "Title", align="center")
        if self.paper.subtitle:
            self._line(self.paper.subtitle, align="center")
        if self.paper.translation_note:
            line = self._line(self.paper.translation_note, align="center", size=_SMALL)
            for run in line.runs:
                run.italic = True

    # lines

    def _line(self, text: Text, *, style: str = "Normal", align: str = "", size: float = 0) -> Line:
        line = self.document.add_paragraph(style=style)
        self._runs(line, text, size=size)
        if align:
            line.alignment = _SIDES[align]
        if self.kept:
            line.paragraph_format.keep_with_next = True
        if self.break_before:
            line.paragraph_format.page_break_before = True
            self.break_before = False
        return line

    def _runs(self, line: Line, text: Text, *, size: float = 0, bold: bool = False) -> None:
        for part in [text] if isinstance(text, str) else text:
            run = line.add_run(part if isinstance(part, str) else part.text)
            run.bold = True if bold else None
            if size:
                run.font.size = Pt(size)
            if isinstance(part, str):
                continue
            run.bold, run.italic = (part.bold or bold) or None, part.italic or None
            if part.url:
                run.underline = True
                ooxml.link(line, run, part.url)

    def _gap(self, points: float) -> Line:
        """Word joins tables that touch: a thin empty line stands between them."""
        line = self._line("")
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(points)
        return line

    def _numbered(self, block: NumberedList) -> None:
        number_id = ooxml.new_numbering(self.document, block.start)
        for item in block.items:
            ooxml.use_numbering(self._line(item, style="List Number"), number_id)

    def _keep(self, blocks: Sequence[Block]) -> None:
        self.kept += 1
        self.write(blocks[:-1])
        # The last one holds on to nothing, or the whole would drag the next block along; rows of
        # signatures are tables and hold together by themselves.
        self.kept -= 1
        self.write(blocks[-1:])

    # pictures and tables

    def _figure(self, block: Figure) -> None:
        line = self._line("", align="center")
        line.paragraph_format.keep_with_next = bool(block.caption) or bool(self.kept)
        run = line.add_run()
        width = Mm(min(block.width_mm, self.paper.body_width_mm))
        run.add_picture(BytesIO(svg_to_png(block.markup)), width=width)
        ooxml.describe(run, block.words)
        if block.caption:
            caption = self._line(block.caption, style="Caption", align="center")
            caption.runs[0].bold = False

    def _table(self, block: Table) -> None:
        if block.caption:
            self._line(block.caption, style="Caption").paragraph_format.keep_with_next = True
        elif self.break_before:
            self._gap(1)
        widths = column_widths(block, self.paper.body_width_mm)
        count = 1 + len(block.rows) + block.blank_rows
        table = self._new_table(count, widths, style="Table Grid", side=40 if block.dense else 100)
        head, *body = list(table.rows)  # a list once: the library counts the rows anew for every index
        ooxml.repeat_head(head)
        self._table_head(block, head)
        for index, row in enumerate(body):
            filled = index < len(block.rows)
            least = block.row_mm if filled else max(block.row_mm, _BLANK_MM)
            if least:
                row.height, row.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
            if filled:
                self._table_row(block, index, row)
        self._gap(6)

    def _table_head(self, block: Table, head: _Row) -> None:
        if tall := upright_mm(block):
            head.height, head.height_rule = Mm(tall), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, column in zip(head.cells, block.columns, strict=True):
            align = "left" if column.upright else column.align
            self._fill(cell, column.title, align=align, size=8 if block.dense else 9.5, bold=True)
            cell.vertical_alignment = VALIGN.CENTER if column.upright else VALIGN.BOTTOM
            if column.upright:
                ooxml.turn(cell)

    def _table_row(self, block: Table, index: int, row: _Row) -> None:
        bold = block.total and index == len(block.rows) - 1
        for cell, column, text in zip(row.cells, block.columns, block.rows[index], strict=True):
            self._fill(cell, text, align=column.align, size=8 if block.dense else 10, bold=bold)
            cell.vertical_alignment = VALIGN.CENTER

    def _new_table(
        self, rows: int, widths: Sequence[float], style: str | None = None, side: int = 100
    ) -> WordTable:
        table: WordTable = self.document.add_table(rows, len(widths), style=style)
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        ooxml.padding(table, top=40 if style else 10, side=side if style else 0)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            ooxml.never_split(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
                self._tidy(cell.paragraphs[0])
        return table

    def _plain_table(self, widths: Sequence[float]) -> list[_Cell]:
        if self.break_before:
            self._gap(1)
        return list(self._new_table(1, widths).rows[0].cells)

    def _tidy(self, line: Line) -> None:
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = 1.0
        if self.kept:
            line.paragraph_format.keep_with_next = True

    def _fill(
        self, cell: _Cell, text: Text, *, align: str = "left", size: float = 0, bold: bool = False
    ) -> None:
        line = cell.paragraphs[0]
        self._runs(line, text, size=size, bold=bold)
        line.alignment = _SIDES[align]

    def _facts(self, block: Facts) -> None:
        width = self.paper.body_width_mm
        if self.break_before:
            self._gap(1)
        table = self._new_table(len(block.pairs), [width * 0.34, width * 0.66])
        for row, (label, value) in zip(table.rows, block.pairs, strict=True):
            self._fill(row.cells[0], label)
            row.cells[0].paragraphs[0].paragraph_format.right_indent = Mm(3)
            self._fill(row.cells[1], value)
        self._gap(6)

    # signatures

    def _signature(self, block: SignatureRow) -> None:
        self._gap(14).paragraph_format.keep_with_next = True
        width = self.paper.body_width_mm
        table = self._new_table(2, [width * 0.42, width * 0.27, width * 0.31])
        self._stay_together(table)
        position, line, name = table.rows[0].cells
        self._fill(position, block.position)
        self._fill(line, block.mark, align="center", size=8)
        self._fill(name, block.name, align="right")
        for cell in (position, line, name):
            cell.vertical_alignment = VALIGN.BOTTOM
        ooxml.border(line, "bottom")
        self._fill(table.rows[1].cells[1], SIGNATURE[self.paper.language], align="center", size=8)
        self._fill(table.rows[1].cells[2], block.date_text, align="right", size=9)

    @staticmethod
    def _stay_together(table: WordTable) -> None:
        for cell in table.rows[0].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _approvals(self, block: ApprovalBlock) -> None:
        half = self.paper.body_width_mm / 2
        cells = self._plain_table([half, half])
        for cell, side in zip(cells, (block.left, block.right), strict=True):
            if side is not None:
                self._approval(cell, side)
        self._gap(10)

    def _approval(self, cell: _Cell, side: Approval) -> None:
        self._fill(cell, side.word, bold=True)
        for text in (side.position, "", side.date_text):
            line = cell.add_paragraph()
            self._tidy(line)
            line.paragraph_format.space_before = Pt(4)
            self._runs(line, text)
        place = cell.paragraphs[2]
        place.paragraph_format.space_before = Pt(8 if side.mark else 16)
        mark = place.add_run(" ".join(side.mark.split()) if side.mark else "_" * 16)
        if side.mark:
            mark.underline, mark.font.size = True, Pt(8)
        place.add_run(f" {side.name}")
