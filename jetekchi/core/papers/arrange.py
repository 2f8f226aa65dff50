"""From a paper as it was written to a paper as it is printed: the same for every writer."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from itertools import groupby
from typing import Any

from jetekchi.core.figures.metrics import text_width

from .clean import printable
from .model import Block, Figure, Heading, Keep, Paper, Paragraph, SignatureRow, Table, Text

_PT = 25.4 / 72
_CELL_PT = 10
_CELL_PADDING_MM = 5.2
# The same of a dense table; a turned head is as wide as its line is high.
_DENSE_PT = 8
_DENSE_PADDING_MM = 2.6
_UPRIGHT_MM = 3.6
_WIDEST_MM = 62
_LONGEST_WORD_MM = 50
_TIED = 6
# So many rows of a table stay with the signature under it.
ROWS_ALONG = 2


def arranged(paper: Paper) -> Paper:
    """The paper with clean texts, heads in order, and signatures tied to what they sign."""
    clean: Paper = _clean(paper)
    return replace(clean, blocks=tuple(_with_ties(_in_order(clean.blocks))))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_clean(part) for part in value)
    if isinstance(value, Figure):
        return replace(
            value,
            svg=printable(value.markup),
            alt=printable(value.words).strip() or "—",
            caption=printable(value.caption),
        )
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _clean(getattr(value, f.name)) for f in fields(value)})
    return value


def _in_order(blocks: Iterable[Block], above: list[int] | None = None) -> list[Block]:
    """Heads that begin at 1 and never skip a level: readers of a tagged paper walk by them."""
    above = [0] if above is None else above
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            if not block.text.strip():
                continue  # a head without words is an error for readers of a tagged paper
            above[0] = max(1, min(block.level, above[0] + 1, 3))
            block = replace(block, level=above[0])
        elif isinstance(block, Keep):
            block = Keep(tuple(_in_order(block.blocks, above)))
        result.append(block)
    return result


def _with_ties(blocks: list[Block]) -> list[Block]:
    """Signature rows never stand alone on a page: they take the text before them along."""
    result: list[Block] = []
    for signs, group in groupby(blocks, key=lambda block: isinstance(block, SignatureRow)):
        if not signs:
            result.extend(group)
            continue
        rows: list[Block] = list(group)
        while result and isinstance(result[-1], Paragraph | Heading) and len(rows) < _TIED:
            rows.insert(0, result.pop())
        if result and isinstance(result[-1], Keep):
            rows = [*_kept(result.pop()), *rows]
        result.append(Keep(tuple(rows)))
    return result


def is_signing(block: Block) -> bool:
    """Whether signatures stand in it: they are tied to what they sign."""
    return isinstance(block, Keep) and any(isinstance(one, SignatureRow) for one in block.blocks)


def _kept(block: Block) -> tuple[Block, ...]:
    return block.blocks if isinstance(block, Keep) else (block,)


def as_text(text: Text) -> str:
    """A text without its faces."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


def column_widths(table: Table, total_mm: float, face: float = 1.0) -> list[float]:
    """Millimetres of each column: content first, then the shares; always the whole width together.

    `face` is how wide the letters are beside the widest of the system fonts."""
    shares = [column.width for column in table.columns]
    natural = [_natural_mm(table, index, face) for index in range(len(shares))]
    if not any(shares):
        widths = natural
    else:
        fixed = sum(width for width, share in zip(natural, shares, strict=True) if not share)
        squeeze = min(1.0, total_mm * 0.7 / fixed) if fixed else 1.0
        left = (total_mm - fixed * squeeze) / sum(shares)
        widths = [
            share * left if share else width * squeeze for width, share in zip(natural, shares, strict=True)
        ]
    words = [_longest_word_mm(table, index, face) for index in range(len(shares))]
    return _room_for_words(widths, words, total_mm)


def _room_for_words(widths: list[float], words: list[float], total_mm: float) -> list[float]:
    """Widths in which no word sticks out of its column, as long as the sheet has room for all of them."""
    scale = total_mm / sum(widths)
    widths = [width * scale for width in widths]
    if sum(words) >= total_mm:
        return [word * total_mm / sum(words) for word in words]
    spare = [max(width - word, 0) for width, word in zip(widths, words, strict=True)]
    lack = sum(max(word - width, 0) for width, word in zip(widths, words, strict=True))
    given = lack / sum(spare) if lack else 0
    return [
        word if word > width else width - room * given
        for width, word, room in zip(widths, words, spare, strict=True)
    ]


def _natural_mm(table: Table, index: int, face: float) -> float:
    widest = max((_mm(table, line) for line in _lines(table, index)), default=0) * face
    return max(min(widest, _WIDEST_MM) + _padding_mm(table), _longest_word_mm(table, index, face))


def _longest_word_mm(table: Table, index: int, face: float) -> float:
    words = {word for line in _lines(table, index) for word in line.split()}
    longest = max((_mm(table, word) for word in words), default=0)
    column = table.columns[index]
    head = max((_mm(table, word, bold=True) for word in column.title.split()), default=0)
    head = _UPRIGHT_MM if column.upright else head
    return max(min(longest, _LONGEST_WORD_MM), head) * face + _padding_mm(table)


def upright_mm(table: Table) -> float:
    """How high a row of turned heads is; 0 where none is turned."""
    heads = [_mm(table, column.title, bold=True) for column in table.columns if column.upright]
    return max(heads) + _padding_mm(table) if heads else 0


def _lines(table: Table, index: int) -> list[str]:
    return [line for row in table.rows for line in as_text(row[index]).split("\n")]


def _padding_mm(table: Table) -> float:
    return _DENSE_PADDING_MM if table.dense else _CELL_PADDING_MM


def _mm(table: Table, text: str, *, bold: bool = False) -> float:
    return text_width(text, (_DENSE_PT if table.dense else _CELL_PT) * _PT, bold=bold)


def grouped_hash(sha256: str) -> str:
    """A hash one can compare by eye: groups of eight signs."""
    return " ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8))


def foot_lines(paper: Paper) -> list[str]:
    """What stands at the foot of every page beside the page number."""
    first = " · ".join(part for part in (paper.code, paper.version, paper.printed_at) if part)
    second = f"SHA-256: {grouped_hash(paper.sha256)}" if paper.sha256 else ""
    address = (
        paper.verify_url.removesuffix(f"{paper.verify_code}/") if paper.verify_code else paper.verify_url
    )
    third = " · ".join(part for part in (paper.author, address) if part)
    return [line for line in (first, second, third) if line]
