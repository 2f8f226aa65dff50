"""What may be said of a count: who is elected, and whether the numbers may be shown (2.2).

Numbers are shown only when two lines or more have two votes or more each. Else somebody who knows an own vote would
know how everybody else voted: all for one, or all but one.
"""

from dataclasses import dataclass
from math import ceil

from jetekchi.organisation import selectors as organisation
from jetekchi.plan.models import Election

Outcome = Election.Outcome
# However the lyceum sets it: with fewer votes each result tells too much.
FLOOR = 3


@dataclass(frozen=True)
class Verdict:
    """The outcome; `counts` [[line, votes]] only where they may be shown; `winner` is a line of the ballot."""

    outcome: str
    winner: int = 0
    counts: list[list[int]] | None = None


def least_voters() -> int:
    """So many votes a ballot needs, at least."""
    return max(int(organisation.setting("ballot_least_voters")), FLOOR)


def needed_votes(on_roll: int) -> int:
    """So many of the roll must vote for the ballot to count."""
    share = float(organisation.setting("ballot_quorum"))
    return max(ceil(on_roll * share - 1e-9), least_voters())


def may_be_shown(counts: list[int]) -> bool:
    """Whether the numbers leave everybody's vote open, to those as well who know their own."""
    return sum(1 for votes in counts if votes > 1) > 1


def verdict_of(counts: list[int], on_roll: int, voted: int) -> Verdict:
    """Line 0 is «against all»; most votes win, equal ones are held again, «against all» in front elects nobody."""
    if voted < needed_votes(on_roll):
        return Verdict(Outcome.TOO_FEW)
    if not counts:
        return Verdict(Outcome.NOBODY)
    shown = [[line, votes] for line, votes in enumerate(counts)] if may_be_shown(counts) else None
    most = max(counts)
    first = [line for line, votes in enumerate(counts) if votes == most]
    if 0 in first:
        return Verdict(Outcome.NOBODY, counts=shown)
    if len(first) > 1:
        return Verdict(Outcome.TIE, counts=shown)
    return Verdict(Outcome.ELECTED, winner=first[0], counts=shown)
