"""Queries that every request asks: their text is made once a process, only the values are new each time.

Django writes a query anew each time it is asked; for the handful that stand before every page that is most of their
price. What is asked is still an ordinary queryset, and the database is asked every time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.utils.functional import cached_property

Example = int | date
Instead = Mapping[int, int]
Turn = Callable[[Any], Any]
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
    # How the database's answer becomes Python's in some columns: SQLite says a day as text.
    turned: tuple[tuple[int, Turn], ...] = ()

    @classmethod
    def of(cls, query: QuerySet[Any, Any]) -> "Written":
        """The text of this query; it stays right for as long as what it was built from."""
        compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            text, values = compiler.as_sql()
        except EmptyResultSet:
            return cls("", ())
        columns = [column for column, _sql, _alias in compiler.select or []][: compiler.col_count]
        turned = compiler.get_converters(columns)
        return cls(text, tuple(values), tuple((place, _turn(*how)) for place, how in turned.items()))

    def rows(self, instead: Instead | None = None) -> list[tuple[Any, ...]]:
        """What the database answers now; with other numbers in the places of those that it was written with."""
        return [self._as_python(row) for row in self._asked(self.text, instead)]

    def count(self, instead: Instead | None = None) -> int:
        """How many rows it has now."""
        found = self._asked(f"SELECT COUNT(*) FROM ({self.text}) AS counted", instead)
        return int(found[0][0]) if found else 0

    def part(
        self, order: Sequence[str], start: int, stop: int, instead: Instead | None = None
    ) -> tuple[list[tuple[Any, ...]], int | None]:
        """Rows from one place to another in an order («-» before a column: the largest first), and how many there are
        in all; nobody knows where the part begins behind the last one.
        """
        by = ", ".join(f'"{name[1:]}" DESC' if name[0] == "-" else f'"{name}"' for name in order)
        text = (
            f"SELECT found.*, COUNT(*) OVER () FROM ({self.text}) AS found ORDER BY {by} LIMIT %s OFFSET %s"
        )
        rows = self._asked(text, instead, (max(0, stop - start), start))
        if not rows:
            return [], None if start else 0
        return [self._as_python(row[:-1]) for row in rows], int(rows[0][-1])

    def _asked(self, text: str, instead: Instead | None, more: Sequence[int] = ()) -> list[tuple[Any, ...]]:
        if not self.text:
            return []
        given = instead or {}
        with connection.cursor() as cursor:
            cursor.execute(text, [*(given.get(value, value) for value in self.values), *more])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _as_python(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        if not self.turned:
            return row
        cells = list(row)
        for place, turn in self.turned:
            cells[place] = turn(cells[place])
        return tuple(cells)


# So many rows come with the number of all: a page.
PAGE = 50


class Listed:
    """A kept query as a long list in an order: to know how many it has is one query, which brings the first page."""

    def __init__(self, query: Written, order: Sequence[str], instead: Instead) -> None:
        self.query, self.order, self.instead = query, order, instead

    @cached_property
    def _first(self) -> tuple[list[tuple[Any, ...]], int]:
        rows, count = self.query.part(self.order, 0, PAGE, self.instead)
        return rows, count or 0

    def __len__(self) -> int:
        return self._first[1]

    def __getitem__(self, part: slice) -> list[tuple[Any, ...]]:
        start, stop = part.start or 0, part.stop
        if stop <= PAGE and "_first" in self.__dict__:
            return self._first[0][start:stop]
        return self.query.part(self.order, start, stop, self.instead)[0]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self[: len(self)])


def _turn(how: Sequence[Callable[..., Any]], column: Any) -> Turn:
    def turned(value: Any) -> Any:
        for one in how:
            value = one(value, column, connection)
        return value

    return turned


def _example(place: int, value: Example) -> Example:
    """A value that no query holds by chance."""
    return date(1, 1, place) if isinstance(value, date) else BY_NO_CHANCE + place


def _adapted(value: Example) -> Any:
    """As the database of this process takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
