"""Tables as lines of JSON, free of the engine: what SQLite wrote, PostgreSQL reads, and the other way round."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from jetekchi.core import append_only

# Signed-in sessions do not travel: who was signed in then must not be signed in after a restore.
LEFT_OUT = {"sessions.Session", "usersessions.UserSession"}
BATCH = 1000


def tables() -> list[type[models.Model]]:
    """Every table of the product, those between two models included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy and kept(model)]


def kept(model: type[models.Model]) -> bool:
    """Whether the rows of this table belong into a backup."""
    return model._meta.label not in LEFT_OUT


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are stored, in order; those that the database computes come by themselves."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def dump(model: type[models.Model]) -> Iterator[str]:
    """One line a row."""
    names = [field.attname for field in fields_of(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=BATCH):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")) + "\n"


def load(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Put the rows into the empty table as they were; how many."""
    fields, quote = fields_of(model), connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"insert into {quote(model._meta.db_table)} ({columns}) values ({marks})"
    readers = [_reader(field) for field in fields]
    count, lines = 0, iter(lines)
    with connection.cursor() as cursor:
        while batch := list(islice(lines, BATCH)):
            cursor.executemany(statement, [_row(line, readers) for line in batch])
            count += len(batch)
    return count


def empty() -> None:
    """Take every row out, the sessions too; for use inside the transaction that fills the tables again."""
    everything = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    names = sorted({model._meta.db_table for model in everything if not model._meta.proxy})
    quoted = [connection.ops.quote_name(name) for name in names]
    with append_only.lifted(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"truncate {', '.join(quoted)}")
            return
        for name in quoted:
            cursor.execute(f"delete from {name}")


def reset_counters() -> None:
    """PostgreSQL counts new keys on from the highest restored one; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def counts() -> dict[str, int]:
    """Rows of each table that has any."""
    numbers = {model._meta.label: model._base_manager.count() for model in tables()}
    return {label: number for label, number in sorted(numbers.items()) if number}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """From the plain value to what the column takes."""
    kind: models.Field[Any, Any] = field
    while isinstance(kind, models.ForeignKey):
        kind = kind.target_field

    def read(value: Any) -> Any:
        if value is None and field.null:
            return None
        if isinstance(kind, models.JSONField):
            # Through the engine itself: Django would write a JSON null as no value at all.
            return connection.ops.adapt_json_value(value, kind.encoder)
        if isinstance(kind, models.BinaryField):
            value = base64.b64decode(value)
        elif isinstance(kind, models.DurationField):
            value = timedelta(seconds=value)
        return kind.get_db_prep_save(kind.to_python(value), connection)

    return read


def _row(line: bytes, readers: list[Callable[[Any], Any]]) -> list[Any]:
    return [read(value) for read, value in zip(readers, json.loads(line), strict=True)]
