"""The signs that stand for marks in words where a cell is narrow: in the grid and on paper (3.9)."""

from collections.abc import Container

from django.utils.translation import pgettext_lazy

from jetekchi.journal.models import TermMark

SHORT = {
    "na": pgettext_lazy("short mark", "n/a"),
    "exempt": pgettext_lazy("short mark", "ex."),
    "pass": pgettext_lazy("short mark", "p."),
    "fail": pgettext_lazy("short mark", "n/p"),
}


def short_mark(value: str) -> str:
    """A mark as a narrow cell has it."""
    return str(SHORT.get(value, value))


def signs_of(values: Container[str]) -> list[tuple[str, str]]:
    """Each sign that stands for one of these marks, with the words it stands for."""
    return [
        (str(short), str(TermMark.Value(value).label)) for value, short in SHORT.items() if value in values
    ]
