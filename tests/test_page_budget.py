"""What the main pages may cost a phone on a thin line: bytes and requests, at the real server with published files."""

import os
import unittest

import pytest

from bench.paint import measured
from tests import prepared
from tests.browser import executable

pytestmark = pytest.mark.once

# What a page weighs follows from its class, not from the lyceum.
SIZE = {"classes": 2, "size": 25, "days": 40}


@unittest.skipUnless(executable(), "no browser on this machine: apt-get install chromium")
@unittest.skipIf(
    os.environ.get("JETEKCHI_DATABASE_URL", "").startswith("postgres"),
    "a page weighs the same on both databases",
)
class PageBudget(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.found = measured(**SIZE, slow=False, begin=prepared.begin_with)

    def test_a_first_visit_is_at_most_100_kilobytes_in_ten_requests(self):
        for title, (first, _again) in self.found.items():
            print(f"\n{title}: first {first.kilobytes:.1f} kB in {first.requests} requests")
            with self.subTest(title):
                self.assertGreater(first.kilobytes, 1)
                self.assertLessEqual(first.kilobytes, 100)
                self.assertLessEqual(first.requests, 10)

    def test_a_second_visit_is_at_most_10_kilobytes(self):
        for title, (_first, again) in self.found.items():
            print(f"\n{title}: again {again.kilobytes:.1f} kB in {again.requests} requests")
            with self.subTest(title):
                self.assertGreater(again.kilobytes, 0.5)
                self.assertLessEqual(again.kilobytes, 10)
                self.assertLessEqual(again.requests, 10)
