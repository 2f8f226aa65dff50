"""Amounts side by side: rows of bars with the values printed in or beside them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .drawing import SIZE, Drawing, Svg
from .metrics import text_width, wrap
from .scale import plain

_SHADES = ("h4", "h2", "h1", "h3")
_LETTERS = {"h4": "hi", "h3": "hi", "h2": "lo", "h1": "lo", "h0": "lo", "two": "on"}
_LINE = 13.5
_GAP = 1.5

Format = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name and a value for each series."""

    label: str
    values: tuple[float, ...]


def bar_chart(
    bars: Sequence[Bar],
    series: Sequence[str],
    *,
    title: str,
    desc: str,
    stacked: bool = True,
    alarm: int | None = None,
    fmt: Format = plain,
    top: float | None = None,
    width: float = 360,
) -> Svg:
    """Rows of bars; `alarm` is the series in question (its own colour), `top` the value of a full row."""
    kinds = _kinds(len(series), alarm)
    names = [wrap(bar.label, width * 0.34, SIZE) for bar in bars]
    left = max((text_width(line, SIZE) for lines in names for line in lines), default=0) + 8
    drawing = Drawing(width, 0)
    y = _legend(drawing, series, kinds)
    full = top or max((_size(bar, stacked) for bar in bars), default=1) or 1
    rest = width - left
    rest -= _outside(bars, rest / full, fmt) if stacked else _beside(bars, fmt)
    for bar, lines in zip(bars, names, strict=True):
        height = 19.0 if stacked else 14.0 * len(bar.values)
        room = max(height, _LINE * len(lines))
        _name(drawing, lines, left - 6, y + room / 2)
        draw = _stack if stacked else _group
        draw(drawing, bar, kinds, (left, y + (room - height) / 2), rest / full, fmt)
        y += room + (6 if stacked else 9)
    drawing.height = max(y - 2, 1)
    return drawing.done(title, desc)


def share_bar(
    parts: Sequence[tuple[str, float]],
    *,
    title: str,
    desc: str,
    alarm: int | None = None,
    fmt: Format = plain,
    width: float = 360,
) -> Svg:
    """One bar cut into its parts, each with its count and its name below."""
    kinds = _kinds(len(parts), alarm)
    total = sum(value for _, value in parts) or 1
    drawing = Drawing(width, 0)
    bar = Bar("", tuple(value for _, value in parts))
    rest = width - _outside([bar], width / total, fmt)
    _stack(drawing, bar, kinds, (0, 2), rest / total, fmt)
    names = [f"{name}: {fmt(value)}" for name, value in parts]
    drawing.height = _legend(drawing, names, kinds, y=27) - 2
    return drawing.done(title, desc)


def dot_matrix(
    parts: Sequence[tuple[str, int]],
    *,
    title: str,
    desc: str,
    alarm: int | None = None,
    per_row: int = 25,
    width: float = 360,
) -> Svg:
    """One dot for one of the counted: a class is small enough to show everybody, without names."""
    kinds = _kinds(len(parts), alarm)
    step = min(width / per_row, 22.0)
    drawing = Drawing(width, 0)
    place = 0
    for kind, (_, count) in zip(kinds, parts, strict=True):
        for _ in range(count):
            row, column = divmod(place, per_row)
            drawing.dot(kind, step * (column + 0.5), step * (row + 0.5) + 1, step * 0.4)
            place += 1
    rows = -(-place // per_row)
    names = [f"{name}: {count}" for name, count in parts]
    drawing.height = _legend(drawing, names, kinds, y=rows * step + 7) - 2
    return drawing.done(title, desc)


def _kinds(count: int, alarm: int | None) -> list[str]:
    shades = iter(_SHADES * (count // len(_SHADES) + 1))
    return ["two" if index == alarm else next(shades) for index in range(count)]


def _legend(drawing: Drawing, names: Sequence[str], kinds: Sequence[str], y: float = 0) -> float:
    """The keys in as many lines as they need; gives the height at which the chart may begin."""
    if len(names) < 2 and not y:
        return 2
    x = 0.0
    for name, kind in zip(names, kinds, strict=True):
        wide = 17 + text_width(name, SIZE)
        if x and x + wide > drawing.width:
            x, y = 0, y + 17
        drawing.rect(kind, round(x) + 1, y + 2, 12, 10)
        drawing.text(name, x + 17, y + 11)
        x += wide + 14
    return y + 22


def _name(drawing: Drawing, lines: Sequence[str], x: float, middle: float) -> None:
    y = middle - _LINE * len(lines) / 2 + _LINE * 0.76
    for line in lines:
        drawing.text(line, x, y, anchor="end")
        y += _LINE


def _size(bar: Bar, stacked: bool) -> float:
    return sum(bar.values) if stacked else max(bar.values, default=0)


def _beside(bars: Sequence[Bar], fmt: Format) -> float:
    """Room to the right of grouped bars for their values."""
    return max((text_width(fmt(v), SIZE, bold=True) for bar in bars for v in bar.values), default=0) + 6


def _outside(bars: Sequence[Bar], scale: float, fmt: Format) -> float:
    """Room to the right of stacked bars for the values that find none inside."""
    return max((_outside_width(bar, scale * 0.9, fmt) for bar in bars), default=0)


def _outside_width(bar: Bar, scale: float, fmt: Format) -> float:
    texts = [fmt(value) for value in bar.values if value > 0 and not _fits(fmt(value), value * scale - _GAP)]
    return text_width(" · ".join(texts), SIZE, bold=True) + 4 if texts else 0


def _fits(text: str, room: float) -> bool:
    return text_width(text, SIZE, bold=True) + 1 <= room


def _stack(
    drawing: Drawing, bar: Bar, kinds: Sequence[str], at: tuple[float, float], scale: float, fmt: Format
) -> None:
    x, y = at
    outside: list[str] = []
    for value, kind in zip(bar.values, kinds, strict=True):
        if value <= 0:
            continue
        long = value * scale
        # Both ends at whole places: the page is shorter by it, and no eye sees half a unit of three hundred.
        begin, end = round(x), max(round(x + long - _GAP), round(x) + 1)
        drawing.rect(kind, begin, y, end - begin, 19)
        if _fits(fmt(value), long - _GAP):
            drawing.text(fmt(value), x + (long - _GAP) / 2, y + 13.6, anchor="middle", kind=_LETTERS[kind])
        else:
            outside.append(fmt(value))
        x += long
    if outside:
        drawing.text(" · ".join(outside), x + 2, y + 13.6, kind="b")


def _group(
    drawing: Drawing, bar: Bar, kinds: Sequence[str], at: tuple[float, float], scale: float, fmt: Format
) -> None:
    x, y = at
    for value, kind in zip(bar.values, kinds, strict=True):
        drawing.rect(kind, x, y + 0.5, value * scale, 12.5)
        drawing.text(fmt(value), x + max(value, 0) * scale + 4, y + 11, kind="b")
        y += 14
