"""The tables of the tests, made once a run: every worker begins with a copy instead of all migrations.

`python -m tests.prepared COMMAND…` makes them in the database of JETEKCHI_DATABASE_URL (SQLite: in a file) and runs the
command with JETEKCHI_TEST_TEMPLATE naming them. Without it each worker migrates for itself: slower, otherwise the same.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "JETEKCHI_TEST_TEMPLATE"
IN_POSTGRESQL = "prepared"
_held: list[sqlite3.Connection] = []


def main(words: list[str]) -> int:
    """Make the tables, run the command beside them."""
    url = os.environ.get("JETEKCHI_DATABASE_URL", "")
    if url.startswith("postgresql://"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'create database "{IN_POSTGRESQL}"')
        migrate(url.rpartition("/")[0] + f"/{IN_POSTGRESQL}")
        return subprocess.run(words, env={**os.environ, NAME: IN_POSTGRESQL}).returncode
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prepared.sqlite3"
        migrate(f"sqlite:///{path}")
        return subprocess.run(words, env={**os.environ, NAME: str(path)}).returncode


def migrate(url: str) -> None:
    words = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(words, env={**os.environ, "JETEKCHI_DATABASE_URL": url}, check=True)


def begin_with(folder: str) -> None:
    """Put the tables where a server of the test's own will look for them."""
    path = os.environ.get(NAME, "")
    if os.path.isfile(path):
        shutil.copyfile(path, Path(folder) / "jetekchi.sqlite3")


def lay_out(path: str, name: str) -> None:
    """Fill the shared memory in which Django will look for its test database; it lives as long as this process."""
    memory = sqlite3.connect(name, uri=True)
    with sqlite3.connect(path) as source:
        source.backup(memory)
    _held.append(memory)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
