"""What a first page is made of: rows that are due, and cards in a wide, a main and a side column."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jetekchi.core.due import DueRow
from jetekchi.organisation.models import Term, User
from jetekchi.organisation.permissions import Standing


@dataclass(frozen=True)
class Card:
    """One question of a person: the template that shows the answer, and the answer."""

    name: str
    data: Any = None

    @property
    def template(self) -> str:
        """Where its words stand."""
        return f"workplace/cards/{self.name}.html"


@dataclass
class FirstPage:
    """Cards and due rows of every role that the person has, in the order of the roles."""

    user: User
    who: Standing
    today: date
    half: Term | None
    settings: dict[str, Any]
    rows: list[DueRow] = field(default_factory=list)
    meta: list[str] = field(default_factory=list)
    top: list[Card] = field(default_factory=list)
    # Between the one thing to do now and the list of everything due.
    day: list[Card] = field(default_factory=list)
    main: list[Card] = field(default_factory=list)
    side: list[Card] = field(default_factory=list)
    wide: list[Card] = field(default_factory=list)
    # A leader of exactly one class: clauses of the due rows open the records of that class.
    led_class: int | None = None
    clauses: frozenset[str] = frozenset()
    # Families and students have a page of their own, not a list of duties.
    is_staff: bool = True
