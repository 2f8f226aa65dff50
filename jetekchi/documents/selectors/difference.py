"""What changed from one edition to the next, clause by clause and word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words above which common ones are passed over: a comparison must end in time whatever the text.
LONG = 2000
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class ClauseChange:
    """One clause that came, went or reads otherwise."""

    number: str
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """All changed clauses in the order of the newer text, those that went at their old place."""

    changes: tuple[ClauseChange, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.changes)

    def count(self, kind: str) -> int:
        """How many clauses were added, removed or changed."""
        return sum(change.kind == kind for change in self.changes)


def difference_of(old: Mapping[str, str], new: Mapping[str, str]) -> Difference:
    """Compare two texts given as number → words."""
    changes = []
    for number in _in_order(list(old), list(new)):
        before, after = old.get(number), new.get(number)
        if before is None:
            changes.append(ClauseChange(number, "added", (Piece(ADDED, after or ""),)))
        elif after is None:
            changes.append(ClauseChange(number, "removed", (Piece(REMOVED, before),)))
        elif before.split() != after.split():
            changes.append(ClauseChange(number, "changed", words_between(before, after)))
    return Difference(tuple(changes), len(set(old) | set(new)) - len(changes))


def words_between(before: str, after: str) -> tuple[Piece, ...]:
    """The words that stayed, went and came, in reading order."""
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=len(old) > LONG).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, " ".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece(REMOVED, " ".join(old[a:b])))
        if d > c:
            pieces.append(Piece(ADDED, " ".join(new[c:d])))
    return tuple(pieces)


def _in_order(old: list[str], new: list[str]) -> list[str]:
    """The new order, with each clause that went after the one it used to follow."""
    order = list(new)
    for place, number in enumerate(old):
        if number in order:
            continue
        before = next((o for o in reversed(old[:place]) if o in order), None)
        order.insert(order.index(before) + 1 if before else 0, number)
    return order
