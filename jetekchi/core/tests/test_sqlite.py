"""Writers of SQLite wait for each other, and not for ever."""

import tempfile
import threading
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from django.test import TestCase

from config.environment import sqlite

pytestmark = pytest.mark.once


class Writers(TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.path = str(Path(folder) / "lyceum.sqlite3")
        first = self.connected()
        first.cursor().execute("create table marks (mark integer)")
        self.first = first

    def connected(self, **options):
        known = sqlite(self.path)
        known["OPTIONS"] |= options
        connection = ConnectionHandler({"default": known})["default"]
        connection.connect()
        self.addCleanup(connection.close)
        return connection

    def test_the_second_writes_as_soon_as_the_first_is_done(self):
        self.first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        self.first.cursor().execute("insert into marks values (5)")
        wrote = threading.Event()

        def write():
            second = self.connected()
            second.inc_thread_sharing()
            second.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            second.cursor().execute("insert into marks values (4)")
            second.commit()
            wrote.set()

        thread = threading.Thread(target=write)
        thread.start()
        self.assertFalse(wrote.wait(0.2), "two writers at once")
        self.first.commit()
        thread.join(10)
        self.assertTrue(wrote.is_set())
        rows = self.connected().cursor().execute("select mark from marks order by mark").fetchall()
        self.assertEqual(rows, [(4,), (5,)])

    def test_who_has_waited_long_enough_is_told_so_and_later_statements_wait_as_before(self):
        self.first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        hasty = self.connected(timeout=0.05)
        with self.assertRaisesMessage(OperationalError, "locked"):
            hasty.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        self.first.rollback()
        self.assertEqual(hasty.cursor().execute("PRAGMA busy_timeout").fetchone(), (50,))
