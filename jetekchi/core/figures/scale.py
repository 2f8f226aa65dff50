"""Round ticks, and labels that keep out of each other's way."""

from collections.abc import Sequence
from math import ceil, floor, log10

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def plain(value: float) -> str:
    """A number without needless decimals; callers pass their own formatter for decimal commas."""
    return str(int(value)) if value == int(value) else f"{value:.1f}"


def round_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """A few round values that span the range from low to high."""
    if high <= low:
        high = low + 1
    rough = (high - low) / max(count - 1, 1)
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * s for s in _STEPS if unit * s >= rough - 1e-9)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(step * n, 10) for n in range(first, last + 1)]


def spread(middles: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Where labels of those sizes begin: near their wanted middles, none over another, between low and high."""
    order = sorted(range(len(middles)), key=lambda index: middles[index])
    starts = [middle - size / 2 for middle, size in zip(middles, sizes, strict=True)]
    free = low
    for index in order:
        starts[index] = max(starts[index], free)
        free = starts[index] + sizes[index]
    free = high
    for index in reversed(order):
        starts[index] = min(starts[index], free - sizes[index])
        free = starts[index]
    return starts


def thinned(widths: Sequence[float], step: float, gap: float = 6) -> int:
    """Show every n-th of labels that stand `step` apart, so that none touches the next."""
    widest = max(widths, default=0) + gap
    return max(1, ceil(widest / step)) if step > 0 else 1


def even(size: float) -> float:
    """The size in halves, not above it: places that repeat it are short numbers, and a page of them packs small."""
    return floor(size * 2) / 2
