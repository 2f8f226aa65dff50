"""What many tests begin with: built once by the services, then laid down again row by row.

Building the cast takes half a thousand statements; hundreds of tests begin with it. The first of a process builds it,
and what came into the tables is kept beside the objects themselves. The next one that finds the tables as empty as the
first did gets the same rows under the same keys, in one go; whoever finds them otherwise builds for itself.
"""

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

T = TypeVar("T")
# Filled by migrations; the same whatever is built.
ITS_OWN = {"django_migrations", "django_content_type", "auth_permission"}
# A value as the database itself would write it down.
WRITTEN = {"sqlite": 'quote("{}")', "postgresql": 'quote_nullable("{}"::text)'}
_kept: dict[Any, "Laid | None"] = {}


@dataclass
class Laid:
    """Which tables were filled before; rows and files that were added; what the builder gave back."""

    before: frozenset[str]
    statements: list[str]
    files: dict[Path, bytes]
    answer: bytes

    def lay_down(self) -> Any:
        for path, data in self.files.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        with transaction.atomic(), connection.cursor() as cursor:
            # PostgreSQL takes everything in one go, SQLite a statement at a time.
            together = [";\n".join(self.statements)] if connection.vendor == "postgresql" else self.statements
            for statement in together:
                cursor.execute(statement)
        return pickle.loads(self.answer)


def kept(name: str, builder: Callable[[], T], *marks: Any) -> T:
    """What the builder gives, with its records; `marks` tell one building from another of the same name."""
    key = (name, settings.DATA_DIR, timezone.localdate(), marks)
    found = filled()
    if key in _kept:
        known = _kept[key]
        answer: T = known.lay_down() if known and known.before == found else builder()
        return answer
    before, lying = {table: rows_of(table) for table in found}, files()
    built = builder()
    _kept[key] = kept_from(before, lying, built)
    return built


def kept_from(before: dict[str, list[str]], lying: set[Path], answer: Any) -> Laid | None:
    """What was added; nothing, when a row that stood before is another one now."""
    if any(rows_of(table) != rows for table, rows in before.items()):
        return None
    tables = sorted(filled() - before.keys())
    statements = [*map(inserting, tables), *counting_on(tables)]
    added = {path: path.read_bytes() for path in files() - lying}
    return Laid(frozenset(before), statements, added, pickle.dumps(answer))


def files() -> set[Path]:
    """What lies in the data folder of the run."""
    return {path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()}


def filled() -> frozenset[str]:
    """The tables that hold anything."""
    tables = connection.introspection.django_table_names(only_existing=False, include_views=False)
    asked = " union all ".join(
        f"select '{table}' where exists (select 1 from \"{table}\")"
        for table in tables
        if table not in ITS_OWN
    )
    return frozenset(table for (table,) in fetched(asked))


def rows_of(table: str) -> list[str]:
    """Each row as the database would write it into a statement."""
    written = ", ".join(WRITTEN[connection.vendor].format(name) for name in columns_of(table))
    return [f"({', '.join(row)})" for row in fetched(f'select {written} from "{table}"')]


def inserting(table: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns_of(table))
    return f'insert into "{table}" ({names}) values {", ".join(rows_of(table))}'


def counting_on(tables: Iterable[str]) -> list[str]:
    """PostgreSQL counts keys apart from the rows: whoever set its counters back meanwhile meets no key that is taken."""
    if connection.vendor != "postgresql":
        return []
    counters = [
        (table, str(counter))
        for table in tables
        if "id" in columns_of(table)
        for (counter,) in fetched(f"select pg_get_serial_sequence('\"{table}\"', 'id')")
        if counter
    ]
    return [
        f"select setval('{counter}', greatest((select last_value from {counter}), (select max(id) from \"{table}\")))"
        for table, counter in counters
    ]


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'select * from "{table}" limit 0')
        return [column[0] for column in cursor.description]


def fetched(statement: str) -> Iterable[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
