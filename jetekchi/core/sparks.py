"""The geometry of small drawings in a box of 100 by 36 units."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 100.0, 36.0, 4.0


@dataclass(frozen=True)
class Bar:
    """One bar of a small drawing, placed by attributes."""

    x: str
    y: str
    width: str
    height: str
    last: bool


def line(values: Sequence[float | None]) -> list[str]:
    """Polylines of a row of numbers; a missing number breaks the line."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, high = min(known), max(known)
    step = WIDTH / (len(values) - 1)
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        runs[-1].append(f"{place * step:.1f},{HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE):.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]


def bars(values: Sequence[float | None]) -> list[Bar]:
    """Bars of a row of numbers from zero up; the last one is marked."""
    top = max((value for value in values if value), default=0) or 1
    step = WIDTH / max(len(values), 1)
    made = []
    for place, value in enumerate(values):
        height = (value or 0) / top * (HEIGHT - 2)
        last = place == len(values) - 1
        made.append(
            Bar(f"{place * step + 1:.1f}", f"{HEIGHT - height:.1f}", f"{step - 2:.1f}", f"{height:.1f}", last)
        )
    return made
