"""Every entry, mark and roll that the server has acknowledged is there once, however it died: kill -9, again and again.

Twenty times on SQLite; on the run with PostgreSQL five times, in a database of its own. JETEKCHI_KILLS sets the number.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests import prepared
from tests.kill_nine import HERE, killed_again_and_again

IS_POSTGRESQL = os.environ.get("JETEKCHI_DATABASE_URL", "").startswith("postgres")
KILLS = int(os.environ.get("JETEKCHI_KILLS", "5" if IS_POSTGRESQL else "20"))


@contextmanager
def own_database() -> Iterator[str]:
    """A fresh database on the PostgreSQL of this run; "" when the run is on SQLite: then a file of its own."""
    if not IS_POSTGRESQL:
        yield ""
        return
    import psycopg

    url = urlsplit(os.environ["JETEKCHI_DATABASE_URL"])
    name = f"kill_nine_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(urlunsplit(url), autocommit=True) as connection:
        template = os.environ.get(prepared.NAME, "template1")
        connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')  # type: ignore[call-overload]
        yield urlunsplit(url._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]


class KillNine(unittest.TestCase):
    """A server of its own, outside the test's transactions."""

    def ask(self, *words: str) -> Any:
        """Run a command of the product or of this test beside the server."""
        result = subprocess.run(
            [sys.executable, "-m", *words], cwd=HERE, env=self.environment, capture_output=True, text=True
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout) if result.stdout.startswith(("[", "{")) else result.stdout

    def test_what_was_acknowledged_is_there_once_after_every_kill(self):
        with tempfile.TemporaryDirectory(prefix="jetekchi-kill-") as folder, own_database() as database:
            self.environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("JETEKCHI_")},
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "JETEKCHI_DATA_DIR": folder,
                **({"JETEKCHI_DATABASE_URL": database} if database else {}),
            }
            prepared.begin_with(folder)
            self.ask("config.cli", "manage", "migrate", "--verbosity", "0")
            world = self.ask("tests.kill_nine", "build")
            server, writers = killed_again_and_again(self.environment, world, KILLS)
            stored = self.ask("tests.kill_nine", "read")
        acknowledged = [words for writer in writers for words in writer.acknowledged]
        slowest = max(server.starts)
        print(
            f"\nkill -9 × {KILLS} on {'PostgreSQL' if database else 'SQLite'}: {len(acknowledged)} saves acknowledged,"
            f" {sum(writer.sent_again for writer in writers)} forms sent again, up again within {slowest:.1f} s"
        )
        self.assertEqual([wrong for writer in writers for wrong in writer.wrong], [])
        self.assertGreater(len(acknowledged), KILLS)
        self.assertTrue(
            all(writer.acknowledged for writer in writers), "entries, marks and rolls: each was saved"
        )
        counted = Counter(stored["words"])
        self.assertEqual([words for words in acknowledged if counted[words] != 1], [], "lost or doubled")
        self.assertEqual(set(counted), set(acknowledged), "stored, though nobody was told")
        self.assertEqual(stored["half_written"], 0)
        self.assertTrue(stored["intact"])
        self.assertEqual(stored["chain"], "None")
