"""The `jetekchi` command from outside: a wrong use is one line and exit 2, never a stack trace; serve serves and stops."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

import pytest

from tests import prepared

# The command has a folder of its own with SQLite in it, whatever the run is on.
pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent


class CommandLine(unittest.TestCase):
    """A folder of its own for each class, SQLite in it."""

    folder: tempfile.TemporaryDirectory[str]

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="jetekchi-command-line-")
        cls.addClassCleanup(cls.folder.cleanup)
        prepared.begin_with(cls.folder.name)
        cls.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("JETEKCHI_", "DJANGO_"))
            },
            "JETEKCHI_DATA_DIR": cls.folder.name,
            "LANG": "en_US.UTF-8",
        }

    def command(self, *words, **environment):
        return subprocess.run(
            [sys.executable, "-m", "config.cli", *words],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=180,
        )

    def one_line(self, result, code):
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        self.assertNotIn("Traceback", result.stderr + result.stdout)
        return result.stderr

    def test_wrong_uses_are_one_line_and_exit_2(self):
        for words in (
            ["fly"],
            ["import"],
            ["import", "cats", "x.csv"],
            ["backup"],
            ["status", "--loud"],
            ["serve", "--port", "99999"],
        ):
            with self.subTest(words=words):
                self.one_line(self.command(*words), 2)

    def test_a_missing_file_is_named(self):
        self.assertIn("nothing.zip", self.one_line(self.command("restore", "nothing.zip"), 2))

    def test_a_file_that_is_no_backup_is_refused(self):
        self.assertIn("not a complete backup", self.one_line(self.command("restore", "README.md"), 1))

    def test_a_wrong_setting_is_named(self):
        line = self.one_line(self.command("status", JETEKCHI_DATABASE_URL="mysql://nowhere"), 2)
        self.assertIn("JETEKCHI_DATABASE_URL", line)

    def test_a_database_that_does_not_answer_is_one_line(self):
        url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
        self.assertIn("database", self.one_line(self.command("status", JETEKCHI_DATABASE_URL=url), 1))

    def test_a_fresh_database_is_in_order(self):
        with tempfile.TemporaryDirectory() as folder:
            result = self.command("status", JETEKCHI_DATA_DIR=folder)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("chain     ok", result.stdout)

    def test_static_files_that_cannot_be_packed_are_one_line(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(Path(self.folder.name) / "jetekchi.sqlite3", folder)
            (Path(folder) / "static").write_text("a file where the folder should be")
            words = ["serve", "--port", str(free_port())]
            line = self.one_line(self.command(*words, JETEKCHI_DATA_DIR=folder), 1)
        self.assertIn("/static", line)

    def test_serve_starts_answers_heals_and_stops(self):
        port = free_port()
        with subprocess.Popen(
            [sys.executable, "-m", "config.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as server:
            try:
                self.assertEqual(answer(port), 200)
                children = children_of(server.pid)
                self.assertEqual(len(children), 2)
                os.kill(children[0], signal.SIGKILL)
                until(
                    lambda: len(children_of(server.pid)) == 2 and children[0] not in children_of(server.pid)
                )
                self.assertEqual(answer(port), 200)
                taken = self.command("serve", "--port", str(port))
                self.assertIn("--port", self.one_line(taken, 1))
                everyone = children_of(server.pid)
            finally:
                server.send_signal(signal.SIGINT)
                self.assertEqual(server.wait(timeout=60), 0)
            self.assertEqual([pid for pid in everyone if Path(f"/proc/{pid}").exists()], [])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port):
    """The status of the health page, once the server answers at all."""
    seen = []

    def is_there():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
                seen.append(response.status)
        except urllib.error.HTTPError as error:
            seen.append(error.code)
        except OSError:
            return False
        return True

    until(is_there)
    return seen[-1]


def until(is_so, seconds=90):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("it did not come to that in time")
        time.sleep(0.1)


def children_of(pid):
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
