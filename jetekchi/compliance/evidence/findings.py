"""What a rule answers about one clause of one leader."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jetekchi.compliance.evidence.facts import ClassFacts


@dataclass(frozen=True)
class Finding:
    """`done` of `due` in the rule's own unit; `missing` says what would reach it; `url` opens the form or the records."""

    done: int
    needed: int
    missing: str = ""
    due_on: date | None = None
    url: str = ""
    action: str = ""
    records_url: str = ""
    # Where nothing had to be done, looking is enough: «no accident happened».
    is_quiet: bool = False

    @property
    def has_evidence(self) -> bool:
        """At least one record stands for the clause."""
        return self.done > 0

    @property
    def is_reached(self) -> bool:
        """The threshold is reached."""
        return self.done >= self.needed and self.needed > 0


class Rule(Protocol):
    """One question of evidence, answered from facts that were loaded once for all leaders."""

    def find(self, number: str, facts: ClassFacts) -> Finding:
        """The finding for one clause of one leader."""
        ...

    def explain(self, facts: ClassFacts) -> str:
        """In words: what counts and from how much on it is fulfilled."""
        ...
