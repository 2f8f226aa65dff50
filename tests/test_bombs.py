"""Bombs at the doors (T13): refused before they unpack, in little memory, with nothing written and nothing lost."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.test import SimpleTestCase

from tests import bombs

ROOT = Path(__file__).parent.parent
MEMORY, SECONDS = 150, 2
pytestmark = pytest.mark.once


class Bombs(SimpleTestCase):
    def test_each_is_refused_at_each_door_in_little_memory_and_harms_no_file(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            victim, work = Path(name) / "victim.txt", Path(name) / "work"
            victim.write_text("баалуу")
            work.mkdir()
            found = self.brought(victim, work)
            self.assertEqual(victim.read_text(), "баалуу")
            self.assertEqual({path.name for path in Path(name).iterdir()}, {"victim.txt", "work"})
            self.assertEqual([str(path) for path in work.rglob("*") if path.is_file()], [])
        welcome = set(bombs.welcome())
        wrong = [
            f"{bomb} at {door}: {answer}, {memory:.0f} MB, {seconds:.1f} s"
            for bomb, door, _size, answer, memory, seconds in found
            if answer != ("taken" if bomb in welcome else "refused") or memory > MEMORY or seconds > SECONDS
        ]
        self.assertEqual(wrong, [])
        self.assertGreater(len(found), 40)
        self.assertLess(max(size for _bomb, _door, size, *_cost in found), 10 * 1024 * 1024)

    def brought(self, victim: Path, work: Path) -> list[tuple[str, str, int, str, float, float]]:
        """What came of each."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.bombs", str(victim)],
            cwd=work,
            env={
                **{name: value for name, value in os.environ.items() if "DATABASE" not in name},
                "PYTHONPATH": str(ROOT),
                "TMPDIR": str(work),
            },
            stdout=subprocess.PIPE,
            timeout=240,
            check=True,
        )
        answers: list[tuple[str, str, int, str, float, float]] = json.loads(done.stdout)
        return answers
