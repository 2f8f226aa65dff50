"""Tables that only grow: the database itself refuses to change or delete a row.

Tamper evidence comes from the audit chain; this only makes sure that no code path, however careless, rewrites a
record. `flush` (tests, removal of the demo lyceum) lifts the guard and puts it back.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRES_FUNCTION = """
create or replace function jetekchi_append_only() returns trigger as $body$
begin raise exception 'append-only table %', tg_table_name; end $body$ language plpgsql
"""


def _statements(table: str, vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRES_FUNCTION
        yield (
            f'create trigger "{table}_append_only" before update or delete on "{table}" '
            "for each row execute function jetekchi_append_only()"
        )
        return
    for verb in ("update", "delete"):
        yield (
            f'create trigger "{table}_no_{verb}" before {verb} on "{table}" '
            f"begin select raise(abort, 'append-only table {table}'); end"
        )


def _lifting(table: str, vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield f'drop trigger if exists "{table}_append_only" on "{table}"'
        return
    for verb in ("update", "delete"):
        yield f'drop trigger if exists "{table}_no_{verb}"'


def _run(statements: Iterable[str], schema_editor: BaseDatabaseSchemaEditor | None = None) -> None:
    target = schema_editor.connection if schema_editor else connection
    with target.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def guard(*tables: str) -> migrations.RunPython:
    """A migration operation that makes the tables append-only; list the model's `append_only = True` too."""

    def forwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            _run(_statements(table, schema_editor.connection.vendor), schema_editor)

    def backwards(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            _run(_lifting(table, schema_editor.connection.vendor), schema_editor)

    return migrations.RunPython(forwards, backwards)


def lift(*tables: str) -> migrations.RunPython:
    """Before a change of the tables themselves (SQLite makes them anew without it); a later migration guards them again."""
    guarded = guard(*tables)
    assert guarded.reverse_code is not None
    return migrations.RunPython(guarded.reverse_code, guarded.code)


def guarded_tables() -> list[str]:
    """Tables of the models that say `append_only = True`."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


@contextmanager
def lifted() -> Iterator[None]:
    """For emptying a whole database only; nothing else may run inside."""
    existing = set(connection.introspection.table_names())
    tables = [table for table in guarded_tables() if table in existing]
    for table in tables:
        _run(_lifting(table, connection.vendor))
    try:
        yield
    finally:
        for table in tables:
            _run(_statements(table, connection.vendor))
