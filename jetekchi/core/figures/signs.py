"""Signs in rows and columns: a square with its own letter where something happened, nothing where nothing did."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from .drawing import SIZE, Drawing, Svg
from .metrics import text_width
from .scale import even

_ROW = 18.0
_CELL = 15.0
_TOP = 20.0
_LETTERS = {"h3": "hi", "h4": "hi", "two": "on", "node out": "b", "": "b"}


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands in a place: its shade (none for a bare letter) and its letter."""

    shade: str
    letter: str


@dataclass(frozen=True, slots=True)
class SignRow:
    """One row: its name, a sign or nothing for each column, its sum; `out` are columns that do not concern it."""

    label: str
    signs: tuple[Sign | None, ...]
    total: str = ""
    out: frozenset[int] = frozenset()


def sign_map(
    rows: Sequence[SignRow],
    columns: Sequence[str],
    *,
    title: str,
    desc: str,
    total_name: str = "",
    width: float = 1000,
    most: float = 22,
) -> Svg:
    """`columns` name the places; an empty name continues the column before it, a name begins a new stretch with a line."""
    left = ceil(max((text_width(row.label, SIZE) for row in rows), default=0) + 8)
    totals = [text_width(row.total, SIZE, bold=True) for row in rows]
    right = width - max([*totals, text_width(total_name, SIZE)], default=0) - 8
    cell = even(min((right - left) / max(len(columns), 1), most))
    right = left + cell * len(columns)
    drawing = Drawing(width, _TOP + _ROW * len(rows) + 1)
    for number, row in enumerate(rows):
        y = _TOP + _ROW * number
        drawing.text(row.label, left - 6, y + 11.5, anchor="end")
        _ground(drawing, row, (left, y, cell), len(columns))
        _signs(drawing, row, (left, y, cell))
        drawing.text(row.total, right + 8, y + 11.5, kind="b")
    _stretches(drawing, columns, left, cell)
    drawing.text(total_name, right + 8, 11)
    return drawing.done(title, desc, css="wide")


def _ground(drawing: Drawing, row: SignRow, at: tuple[float, float, float], count: int) -> None:
    left, y, cell = at
    for is_out, group in groupby(range(count), key=row.out.__contains__):
        places = list(group)
        if not is_out:
            drawing.rect("h0", left + cell * places[0], y, cell * len(places) - 1, _CELL, rx=1)


def _signs(drawing: Drawing, row: SignRow, at: tuple[float, float, float]) -> None:
    """What one shade has in the row is one shape and one line of letters: a page of them stays small."""
    left, y, cell = at
    by_shade: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for index, sign in enumerate(row.signs):
        if sign is not None:
            by_shade[sign.shade].append((left + cell * index, sign.letter))
    for shade, signs in sorted(by_shade.items()):
        if shade:
            drawing.tiles(shade, [x for x, _letter in signs], y, cell - 1, _CELL, rx=1)
        letters = [(x + (cell - 1) / 2, letter) for x, letter in signs]
        drawing.letters(_LETTERS.get(shade, "lo"), letters, y + 11.5)


def _stretches(drawing: Drawing, columns: Sequence[str], left: float, cell: float) -> None:
    free = 0.0
    for index, name in enumerate(columns):
        if not name:
            continue
        x = left + cell * index
        if index:
            drawing.stroke("rule", x - 0.5, _TOP - 4, x - 0.5, drawing.height)
        if x >= free:
            drawing.text(name, x, 11)
            free = x + text_width(name, SIZE) + 6
