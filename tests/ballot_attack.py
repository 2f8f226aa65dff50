"""The attacker with the database in hand, who knows the published result and wants to know who voted how.

He looks for two things. A table with a row for each vote: a column whose values stand as often as the result says.
Then he lays every order of those rows (each column, the physical place, the transaction) beside every order of the
voters that any table tells. And he compares states of the database taken between two votes (backups): whatever
changed tells a vote when what changed divides the votes as the result does. A tie is a voter with a line of the ballot.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Row = tuple[Any, ...]
Ties = dict[Any, int]
ROLL = "plan_elector"


@dataclass(frozen=True)
class Table:
    """A table as it lies there: its columns (physical ones first) and rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def orders(self) -> Iterator[tuple[str, list[Row]]]:
        """The rows in every order that something of them tells."""
        for place, column in enumerate(self.columns):
            try:
                yield column, sorted(self.rows, key=lambda row: row[place])
            except TypeError:
                continue
        yield "as they are read", list(self.rows)


@dataclass
class Attack:
    """What the attacker knows: of each voter the keys of student, person and account; the result."""

    voters: dict[Any, dict[str, Any]]
    result: dict[int, int]
    states: list[dict[str, Table]] = field(default_factory=list)

    def look(self) -> None:
        """Take a copy of the whole database."""
        self.states.append(dump())

    def best(self, truth: Ties) -> tuple[int, str]:
        """The ties that came out right on the best way, and which way it was."""
        best = (0, "no way")
        for how, ties in self.ways():
            right = sum(truth[voter] == line for voter, line in ties.items())
            best = max(best, (right, how))
        return best

    def ways(self) -> Iterator[tuple[str, Ties]]:
        """Every way that gives a line of the ballot for voters at all."""
        now = self.states[-1]
        votes = [found for table in now.values() for found in self._vote_orders(table)]
        voters = [found for table in now.values() for found in self._voter_orders(table)]
        for vote_how, lines in votes:
            for voter_how, people in voters:
                yield f"{vote_how} × {voter_how}", dict(zip(people, lines, strict=False))
        voting_order = self._order_from_states()
        for how, lines in self._changes():
            yield how, dict(zip(voting_order, lines, strict=False))

    def _lines_of(self, values: Sequence[Any]) -> list[int] | None:
        """The lines of the ballot behind these values, where they stand as often as the result says."""
        counts = Counter(values)
        wanted = {votes: line for line, votes in self.result.items() if votes}
        if len(counts) < 2 or sorted(counts.values()) != sorted(wanted):
            return None
        return [wanted[counts[value]] for value in values]

    def _vote_orders(self, table: Table) -> Iterator[tuple[str, list[int]]]:
        if len(table.rows) != sum(self.result.values()):
            return
        for place, column in enumerate(table.columns):
            for order, rows in table.orders():
                lines = self._lines_of([_plain(row[place]) for row in rows])
                if lines is not None:
                    yield f"{table.name}.{column} by {order}", lines

    def _voter_orders(self, table: Table) -> Iterator[tuple[str, list[Any]]]:
        for names in self._names():
            for place, column in enumerate(table.columns):
                if len({names[row[place]] for row in table.rows if row[place] in names}) < len(self.voters):
                    continue
                for order, rows in table.orders():
                    # Who stands there several times is taken at the last place: the vote came after all else.
                    last = {names[row[place]]: at for at, row in enumerate(rows) if row[place] in names}
                    yield f"{table.name}.{column} by {order}", sorted(last, key=lambda voter: last[voter])

    def _names(self) -> list[dict[Any, Any]]:
        kinds = next(iter(self.voters.values()))
        return [{keys[kind]: voter for voter, keys in self.voters.items()} for kind in kinds]

    def _order_from_states(self) -> list[Any]:
        """Who voted between two copies: the person whom a changed or new row names."""
        students = {keys["student"]: voter for voter, keys in self.voters.items()}
        place = self.states[0][ROLL].columns.index("student_id")
        return [
            students[row[place]]
            for before, after in self._steps()
            for row in _touched(before[ROLL], after[ROLL])
        ]

    def _steps(self) -> list[tuple[dict[str, Table], dict[str, Table]]]:
        """Two copies between which exactly one person voted."""
        pairs = zip(self.states, self.states[1:], strict=False)
        return [(before, after) for before, after in pairs if len(_touched(before[ROLL], after[ROLL])) == 1]

    def _changes(self) -> Iterator[tuple[str, list[int]]]:
        """Of each step what changed in a table, as something that may divide the votes."""
        for name in self.states[-1]:
            steps = [(before[name], after[name]) for before, after in self._steps() if name in before]
            for how, sign in SIGNS.items():
                lines = self._lines_of([sign(before, after) for before, after in steps])
                if lines is not None:
                    yield f"{name}: {how} between two states", lines


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, (memoryview, bytearray)) else value


def _touched(before: Table, after: Table) -> list[Row]:
    return sorted(set(after.rows) - set(before.rows), key=repr)


def _which(before: Table, after: Table) -> Any:
    """The rows that changed, by their keys."""
    key = after.columns.index("id") if "id" in after.columns else len(PHYSICAL[connection.vendor])
    return tuple(sorted(repr(row[key]) for row in _touched(before, after)))


def _how_long(before: Table, after: Table) -> Any:
    """How long each changed value is."""
    return tuple(tuple(len(repr(value)) for value in row) for row in _touched(before, after))


def _what(before: Table, after: Table) -> Any:
    """The new values without the first, which are keys and places."""
    skip = len(PHYSICAL[connection.vendor]) + 1
    return tuple(row[skip:] for row in _touched(before, after))


SIGNS = {"which rows change": _which, "how long the values are": _how_long, "what stands there": _what}
PHYSICAL = {"sqlite": ("rowid",), "postgresql": ("ctid", "xmin", "xmax", "cmin")}
PLACES = {
    "sqlite": ("rowid",),
    # As numbers, so that they sort as they lie.
    "postgresql": (
        "(split_part(trim(both '()' from ctid::text), ',', 1)::bigint * 100000"
        " + split_part(trim(both '()' from ctid::text), ',', 2)::bigint)",
        "xmin::text::bigint",
        "xmax::text::bigint",
        "cmin::text::bigint",
    ),
}


def dump() -> dict[str, Table]:
    """Every table with its physical places."""
    vendor, found = connection.vendor, {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'select {", ".join(PLACES[vendor])}, "{name}".* from "{name}"')
            columns = [one[0] for one in cursor.description][len(PLACES[vendor]) :]
            rows = tuple(tuple(_hashable(value) for value in row) for row in cursor.fetchall())
            found[name] = Table(name, (*PHYSICAL[vendor], *columns), rows)
    return found


def _hashable(value: Any) -> Any:
    value = _plain(value)
    return repr(value) if isinstance(value, (dict, list)) else value
