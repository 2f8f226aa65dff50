"""Amounts in rows and columns: the darker the more, and the number itself in every cell."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from .drawing import SIZE, Drawing, Svg
from .metrics import text_width, wrap
from .scale import even, plain, thinned

_ROW = 17.0
_CELL = 15.5
_LINE = 13.0
# Where a cell is too narrow for the size of the others; the style sheet has it as `tight`.
_SMALL = 8.5


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row; None where nothing could be counted. `total` stands at the end of the row."""

    label: str
    values: tuple[float | None, ...]
    total: float | None = None


def heat_map(
    rows: Sequence[HeatRow],
    columns: Sequence[str],
    *,
    title: str,
    desc: str,
    steps: tuple[float, float, float, float] = (1, 2, 3, 5),
    total_name: str = "",
    fmt: Callable[[float], str] = plain,
    width: float = 360,
) -> Svg:
    """`steps` are the least values of the four shades; below the first a cell is blank."""
    names = [wrap(row.label, width * 0.36, SIZE) for row in rows]
    left = ceil(max((text_width(line, SIZE) for lines in names for line in lines), default=0) + 5)
    right = width - _total_width(rows, total_name, fmt)
    cell = even((right - left) / max(len(columns), 1))
    drawing = Drawing(width, 0)
    _heads(drawing, columns, left, cell, right if total_name else width)
    if total_name:
        drawing.text(total_name, width - 1, 11, anchor="end")
    y = 18.0
    for row, lines in zip(rows, names, strict=True):
        for number, line in enumerate(lines):
            drawing.text(line, left - 5, y + 12 + number * _LINE, anchor="end")
        _cells(drawing, row, (left, y, cell), steps, fmt)
        if row.total is not None:
            drawing.text(fmt(row.total), width - 1, y + 12, anchor="end", kind="b")
        y += max(_ROW, _LINE * len(lines) + 4)
    drawing.height = y + 1
    return drawing.done(title, desc)


def _total_width(rows: Sequence[HeatRow], name: str, fmt: Callable[[float], str]) -> float:
    totals = [text_width(fmt(row.total), SIZE, bold=True) for row in rows if row.total is not None]
    if not totals:
        return 1
    return max([*totals, text_width(name, SIZE)]) + 7


def _heads(drawing: Drawing, columns: Sequence[str], left: float, cell: float, end: float) -> None:
    nth = thinned([text_width(name, SIZE) for name in columns], cell)
    for index in range(0, len(columns), nth):
        half = text_width(columns[index], SIZE) / 2
        middle = left + cell * (index + 0.5)
        if middle + half <= end:
            drawing.text(columns[index], middle, 11, anchor="middle")


def _cells(
    drawing: Drawing,
    row: HeatRow,
    at: tuple[float, float, float],
    steps: tuple[float, float, float, float],
    fmt: Callable[[float], str],
) -> None:
    left, y, cell = at
    tiles: dict[int, list[float]] = defaultdict(list)
    figures: list[tuple[str, float, str]] = []
    for index, value in enumerate(row.values):
        x = left + cell * index
        if value is None:
            drawing.rect("ring", x + 0.5, y + 0.5, cell - 2.5, _CELL - 1)
            continue
        shade = sum(value >= step for step in steps)
        tiles[shade].append(x)
        words = fmt(value)
        # The cell may be half a unit narrower than there was room for.
        if not shade or text_width(words, _SMALL) > cell + 0.5:
            continue
        kind = "hi" if shade >= 3 else "lo"
        kind += " tight" if text_width(words, SIZE) > cell - 1.5 else ""
        figures.append((kind, x + (cell - 1.5) / 2, words))
    for shade, places in sorted(tiles.items()):
        drawing.tiles(f"h{shade}", places, y, cell - 1.5, _CELL)
    _figures(drawing, figures, y + 11.8)


def _figures(drawing: Drawing, figures: list[tuple[str, float, str]], y: float) -> None:
    """Numbers of one sign stand together in one line of letters, longer ones each for itself."""
    for kind in sorted({kind for kind, _x, _words in figures}):
        drawing.letters(kind, [(x, words) for own, x, words in figures if own == kind and len(words) == 1], y)
    for kind, x, words in figures:
        if len(words) > 1:
            drawing.text(words, x, y, anchor="middle", kind=kind)
