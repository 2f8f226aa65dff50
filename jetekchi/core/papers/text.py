"""The words of a paper without any form: to hash, to search, to compare."""

from .arrange import arranged, as_text
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
    Paper,
    Paragraph,
    SignatureRow,
    Table,
)


def plain_text(paper: Paper) -> str:
    """Every word of the body in reading order; the foot with code and hash is not part of it."""
    paper = arranged(paper)
    head = [*paper.header_left, *paper.header_right, paper.kind, paper.title, paper.subtitle]
    lines = [*head, paper.translation_note, *(line for block in paper.blocks for line in _lines(block))]
    return "\n".join(line for line in lines if line) + "\n"


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            return [as_text(text)]
        case Figure():
            return [block.words, block.caption]
        case SignatureRow():
            return ["\t".join((block.position, block.mark, block.name, block.date_text))]
        case ApprovalBlock():
            return [line for side in (block.left, block.right) for line in _approval(side)]
        case Keep(blocks=blocks):
            return [line for inner in blocks for line in _lines(inner)]
        case _:
            return _rows(block)


def _rows(block: Block) -> list[str]:
    match block:
        case Table():
            rows = ["\t".join(as_text(cell) for cell in row) for row in block.rows]
            return [block.caption, "\t".join(column.title for column in block.columns), *rows]
        case BulletList(items=items):
            return [f"• {as_text(item)}" for item in items]
        case NumberedList(items=items, start=start):
            return [f"{number}. {as_text(item)}" for number, item in enumerate(items, start)]
        case Facts(pairs=pairs):
            return [f"{label}\t{as_text(value)}" for label, value in pairs]
        case _:
            return []


def _approval(side: Approval | None) -> list[str]:
    if side is None:
        return []
    return [side.word, side.position, f"{side.mark}\t{side.name}", side.date_text]
