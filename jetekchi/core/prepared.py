"""Queries that every request asks: their text is made once a process, only the values are new each time.

Django writes a query anew each time it is asked; for the handful that stand before every page that is most of their
price. What is asked is still an ordinary queryset, and the database is asked every time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Example = int | date
# No query holds this number, or one of the next, by chance.
BY_NO_CHANCE = 1_904_733_000


class Prepared:
    """A query with places for values: `build` is called with examples, `rows` puts the values in their places."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.texts: dict[str, tuple[str, list[tuple[str | None, Any]]]] = {}

    def rows(self, **values: Example) -> list[tuple[Any, ...]]:
        """What the database answers now, row by row."""
        if connection.vendor not in self.texts:
            self.texts[connection.vendor] = self._written(values)
        text, places = self.texts[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(text, [_adapted(values[name]) if name else constant for name, constant in places])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _written(self, values: dict[str, Example]) -> tuple[str, list[tuple[str | None, Any]]]:
        examples = {name: _example(place, value) for place, (name, value) in enumerate(values.items(), 1)}
        names = {_adapted(example): name for name, example in examples.items()}
        text, constants = self.build(**examples).query.sql_with_params()
        places = [(names.get(constant), constant) for constant in constants]
        if {name for name, _constant in places if name} != set(values):
            raise AssertionError("a value found no place in the prepared query")
        return text, places


@dataclass(frozen=True)
class Written:
    """A query as the database reads it: writing a long one takes longer than asking it; it may be kept."""

    text: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, query: QuerySet[Any, Any]) -> "Written":
        """The text of this query; it stays right for as long as what it was built from."""
        text, values = query.query.sql_with_params()
        return cls(text, tuple(values))

    def rows(self, instead: Mapping[int, int] | None = None) -> list[tuple[Any, ...]]:
        """What the database answers now; with other numbers in the places of those that it was written with."""
        return self._asked(self.text, instead or {})

    def count(self, instead: Mapping[int, int] | None = None) -> int:
        """How many rows it has now."""
        found: int = self._asked(f"SELECT COUNT(*) FROM ({self.text}) AS counted", instead or {})[0][0]
        return found

    def _asked(self, text: str, instead: Mapping[int, int]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(text, [instead.get(value, value) for value in self.values])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _example(place: int, value: Example) -> Example:
    """A value that no query holds by chance."""
    return date(1, 1, place) if isinstance(value, date) else BY_NO_CHANCE + place


def _adapted(value: Example) -> Any:
    """As the database of this process takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
