"""Several people at once, on either engine: each in a thread with a connection of its own."""

import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from jetekchi.core.http import Refused


@contextmanager
def shared_database() -> Iterator[None]:
    """SQLite in memory cannot be shared with its locks: the threads get a copy in a file."""
    settings = connections.settings["default"]
    kept = settings["NAME"]
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "race.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("vacuum into %s", [str(path)])
        to_write_ahead(path)
        settings["NAME"] = str(path)
        try:
            yield
        finally:
            settings["NAME"] = kept


def to_write_ahead(path: Path) -> None:
    """As the server's file is before anybody comes: two threads that change the journal's kind lock each other out."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("pragma journal_mode = wal")


def race(*deeds: Callable[[], Any]) -> list[Any]:
    """Start all deeds at the same moment; the answer of each, or the code of its refusal."""
    start = threading.Barrier(len(deeds))
    answers: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            answers[place] = deed()
        except Refused as refusal:
            answers[place] = refusal.code
        except Exception as error:
            answers[place] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
