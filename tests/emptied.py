"""Tests whose transactions are real: what they wrote is taken away again, from the tables that hold anything.

Django would empty all hundred and fifty tables and then make its content types and rights anew, after each test.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import TransactionTestCase

from jetekchi.core import append_only
from tests.kept import filled


class Emptied(TransactionTestCase):
    """For several people at once, and for a browser before the running product."""

    def _fixture_teardown(self) -> None:
        with transaction.atomic(), unguarded(), connection.cursor() as cursor:
            for table in filled():
                cursor.execute(f'delete from "{table}"')


@contextmanager
def unguarded() -> Iterator[None]:
    """Rows may go in any order, also those that never go; SQLite looks at what points where at the end anyway."""
    if connection.vendor != "postgresql":
        with append_only.lifted():
            yield
        return
    # The server of the tests takes this from its owner until the transaction ends.
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
    yield
