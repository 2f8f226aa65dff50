"""Change in time: one line for all, a band for the middle half, a second line for the one in question."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from .drawing import SIZE, Drawing, Svg
from .metrics import text_width, wrap
from .scale import plain, round_ticks, spread, thinned

_LINE = 13.5
_TOP = 20.0
_BOTTOM = 24.0

Format = Callable[[float], str]
Band = tuple[float, float] | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Series:
    """A named line; None where nothing was measured."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """Places (both included) where nothing happens, such as holidays: greyed, and the lines break there."""

    first: int
    last: int
    name: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """From values to places on the sheet."""

    left: float
    right: float
    top: float
    bottom: float
    count: int
    low: float
    high: float

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(self.count - 1, 1)

    def x(self, index: float) -> float:
        return self.left + self.step * index

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def line_chart(
    places: Sequence[str],
    series: Series,
    *,
    title: str,
    desc: str,
    second: Series | None = None,
    band: Sequence[Band] = (),
    pauses: Sequence[Pause] = (),
    between: tuple[float, float] | None = None,
    fmt: Format = plain,
    width: float = 360,
    height: float = 202,
) -> Svg:
    """`places` name the horizontal steps (weeks); `between` fixes the vertical range, so that charts compare."""
    drawn = [series] if second is None else [series, second]
    ticks = round_ticks(*(between or _range(drawn, band)))
    left = max(text_width(fmt(tick), SIZE) for tick in ticks) + 6
    ends = _ends(drawn, fmt, width * 0.3)
    right = (
        width - max((text_width(line, SIZE, bold=True) for _, lines in ends for line in lines), default=0) - 9
    )
    frame = _Frame(left, right, _TOP, height - _BOTTOM, len(places), ticks[0], ticks[-1])
    drawing = Drawing(width, height)
    _pauses(drawing, frame, pauses)
    _axes(drawing, frame, ticks, places, fmt)
    away = {index for pause in pauses for index in range(pause.first, pause.last + 1)}
    _band(drawing, frame, band, away)
    for kind, line in zip(("line", "line2"), drawn, strict=False):
        _curve(drawing, frame, line, kind, away)
    _end_labels(drawing, frame, ends)
    return drawing.done(title, desc)


def spark(
    values: Sequence[float | None], *, bars: bool = False, title: str = "", low: float | None = None
) -> Svg:
    """A word-sized picture of a tendency; without a title it is decoration beside its number."""
    known = [value for value in values if value is not None]
    base = (0.0 if bars else min(known, default=0.0)) if low is None else low
    top = max(known, default=1.0)
    span = (top - base) or 1.0
    drawing = Drawing(100, 36)
    if bars:
        _spark_bars(drawing, values, base, span)
    else:
        step = 100 / max(len(values) - 1, 1)
        points = [
            None if v is None else (i * step, 32 - (v - base) / span * 28) for i, v in enumerate(values)
        ]
        for piece in _pieces(points):
            drawing.curve("polyline", "line", piece)
    return drawing.done(title, css="spark", stretch=True)


def _spark_bars(drawing: Drawing, values: Sequence[float | None], base: float, span: float) -> None:
    step = 100 / max(len(values), 1)
    for index, value in enumerate(values):
        tall = ((value or 0) - base) / span * 34
        kind = "bar1" if index == len(values) - 1 else "bar0"
        drawing.rect(kind, index * step + step * 0.1, 36 - tall, step * 0.8, tall, rx=0)


def _range(drawn: Sequence[Series], band: Sequence[Band]) -> tuple[float, float]:
    values = [v for line in drawn for v in line.values if v is not None]
    values += [v for pair in band if pair for v in pair]
    return (min(values), max(values)) if values else (0.0, 1.0)


def _ends(
    drawn: Sequence[Series], fmt: Format, room: float
) -> list[tuple[tuple[int, float, str], list[str]]]:
    """For each line: its last point, the dot it wears, and its label broken into lines."""
    ends = []
    for dot, line in zip(("dot", "dot2"), drawn, strict=False):
        known = [(index, value) for index, value in enumerate(line.values) if value is not None]
        if known:
            index, value = known[-1]
            ends.append(((index, value, dot), wrap(f"{line.name} {fmt(value)}", room, SIZE, bold=True)))
    return ends


def _axes(
    drawing: Drawing, frame: _Frame, ticks: Sequence[float], places: Sequence[str], fmt: Format
) -> None:
    for tick in ticks:
        y = frame.y(tick)
        drawing.stroke("axis" if tick == ticks[0] else "rule", frame.left, y, frame.right, y)
        drawing.text(fmt(tick), frame.left - 5, y + 4, anchor="end")
    nth = thinned([text_width(place, SIZE) for place in places], frame.step)
    for index in range(0, len(places), nth):
        half = text_width(places[index], SIZE) / 2
        x = min(max(frame.x(index), half), drawing.width - half)
        drawing.text(places[index], x, frame.bottom + 17, anchor="middle")


def _pauses(drawing: Drawing, frame: _Frame, pauses: Sequence[Pause]) -> None:
    free = 0.0
    for pause in pauses:
        left = max(frame.x(pause.first - 0.5), frame.left)
        right = min(frame.x(pause.last + 0.5), frame.right)
        drawing.rect("h0", left, frame.top, right - left, frame.bottom - frame.top, rx=0)
        half = text_width(pause.name, SIZE) / 2
        middle = min(max((left + right) / 2, half), drawing.width - half)
        if middle - half >= free:
            drawing.text(pause.name, middle, frame.top - 6, anchor="middle")
            free = middle + half + 4


def _band(drawing: Drawing, frame: _Frame, band: Sequence[Band], away: set[int]) -> None:
    pairs = [None if pair is None or index in away else (index, *pair) for index, pair in enumerate(band)]
    for piece in _pieces(pairs):
        lower = [(frame.x(index), frame.y(low)) for index, low, _ in piece]
        upper = [(frame.x(index), frame.y(high)) for index, _, high in piece]
        drawing.curve("polygon", "band", [*lower, *reversed(upper)])


def _curve(drawing: Drawing, frame: _Frame, line: Series, kind: str, away: set[int]) -> None:
    points = [
        None if value is None or index in away else (frame.x(index), frame.y(value))
        for index, value in enumerate(line.values)
    ]
    for piece in _pieces(points):
        if len(piece) == 1:
            drawing.dot("dot" if kind == "line" else "dot2", *piece[0], 2)
        else:
            drawing.curve("polyline", kind, piece)


def _pieces(points: Sequence[T | None]) -> Iterator[list[T]]:
    for known, group in groupby(points, key=lambda point: point is not None):
        if known:
            yield [point for point in group if point is not None]


def _end_labels(
    drawing: Drawing, frame: _Frame, ends: Sequence[tuple[tuple[int, float, str], list[str]]]
) -> None:
    sizes = [len(lines) * _LINE + 1 for _, lines in ends]
    tops = spread([frame.y(value) for (_, value, _), _ in ends], sizes, 0, frame.bottom + 6)
    for ((index, value, dot), lines), top in zip(ends, tops, strict=True):
        drawing.dot(dot, frame.x(index), frame.y(value))
        for number, line in enumerate(lines):
            drawing.text(line, frame.right + 8, top + _LINE * (number + 0.78), kind="b")
