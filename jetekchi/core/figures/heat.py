"""Amounts in rows and columns: the darker the more, and the number itself in every cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .drawing import SIZE, Drawing, Svg
from .metrics import text_width, wrap
from .scale import plain, thinned

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
    left = max((text_width(line, SIZE) for lines in names for line in lines), default=0) + 5
    right = width - _total_width(rows, total_name, fmt)
    cell = (right - left) / max(len(columns), 1)
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
    for index, value in enumerate(row.values):
        x = left + cell * index
        if value is None:
            drawing.rect("ring", x + 0.5, y + 0.5, cell - 2.5, _CELL - 1)
            continue
        shade = sum(value >= step for step in steps)
        drawing.rect(f"h{shade}", x, y, cell - 1.5, _CELL)
        if not shade:
            continue
        letters = "hi" if shade >= 3 else "lo"
        if text_width(fmt(value), SIZE) > cell - 1.5:
            letters += " tight"
        if text_width(fmt(value), _SMALL) <= cell:
            drawing.text(fmt(value), x + (cell - 1.5) / 2, y + 11.8, anchor="middle", kind=letters)
