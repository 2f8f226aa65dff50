"""The supervisor's queue: everything that waits for this person's decision, whatever storey it comes from (1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import User
from jetekchi.workplace.selectors.waiting.sources import SOURCES, Desk, Waiting

__all__ = ["KINDS", "SOURCES", "Filters", "Waiting", "matching", "queue", "sheet"]

KINDS = [(source.key, source.title) for source in SOURCES]


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed by; everything optional."""

    words: str = ""
    kind: str = ""
    class_pk: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the queue."""
        return any(getattr(self, one.name) for one in fields(self))


def queue(user: User) -> list[Waiting]:
    """Everything that waits, what has waited longest first."""
    desk = Desk(user, dates.today(), organisation.current_year())
    rows = [row for source in SOURCES for row in source.load(desk, source.key)]
    # Each source brings its own in the order of the hour: within a day it stays.
    return sorted(rows, key=lambda row: (row.since, row.kind))


def matching(rows: Iterable[Waiting], by: Filters) -> list[Waiting]:
    """The rows of one kind, of one class, with these words."""
    words = search_key(by.words).split()[:6]

    def fits(row: Waiting) -> bool:
        heap = search_key(f"{row.title} {row.detail} {row.label}")
        return (
            (not by.kind or row.kind == by.kind)
            and (by.class_pk is None or row.class_pk == by.class_pk)
            and all(word in heap for word in words)
        )

    return [row for row in rows if fits(row)]


def sheet(rows: Iterable[Waiting], today: date) -> tuple[list[str], list[list[Any]]]:
    """The queue as a sheet: headings and a line a row."""
    titles = dict(KINDS)
    headings = [
        _("Waits since"),
        _("Days"),
        _("Class"),
        _("Kind"),
        _("What waits"),
        _("Details"),
        _("Clause"),
    ]
    lines = [
        [
            row.since,
            (today - row.since).days,
            row.label,
            str(titles[row.kind]),
            row.title,
            row.detail,
            row.clause,
        ]
        for row in rows
    ]
    return headings, lines
