"""Work in a child process: its memory goes with it, its failure is told by the parent."""

import os
import signal
import unittest

import pytest
from django.core.management import CommandError

from jetekchi.core.apart import do_apart

# No database is asked.
pytestmark = pytest.mark.once


class NotPacked(Exception):
    """An error that cannot be made again from its words alone."""

    def __init__(self, code, words):
        super().__init__(words)
        self.code = code


class WorkApart(unittest.TestCase):
    def test_what_the_work_leaves_behind_is_not_here(self):
        kept = []
        do_apart("keep something", lambda: kept.append(os.getpid()))
        self.assertEqual(kept, [])

    def test_it_is_done_when_the_call_returns(self):
        reader, writer = os.pipe()
        do_apart("write", lambda: os.write(writer, b"done") and None)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            self.assertEqual(pipe.read(), "done")

    def test_its_refusal_is_raised_here_with_its_code_and_its_place(self):
        with self.assertRaisesMessage("not like this") as raised:
            do_apart("refuse", refuse)
        self.assertEqual(raised.exception.returncode, 2)
        self.assertIn("in refuse", "".join(raised.exception.__notes__))

    def test_an_error_that_cannot_travel_is_told_in_words(self):
        with self.assertRaisesMessage("NotPacked: lost"):
            do_apart("lose", lose)

    def test_one_that_was_killed_is_one_line_that_names_it(self):
        with self.assertRaisesMessage("the process to die was ended by SIGKILL"):
            do_apart("die", lambda: os.kill(os.getpid(), signal.SIGKILL))

    def test_one_that_ends_without_a_word_is_not_taken_for_done(self):
        with self.assertRaisesMessage("the process to go ended with 3"):
            do_apart("go", lambda: os._exit(3))

    def assertRaisesMessage(self, words):
        return self.assertRaisesRegex(CommandError, words)


def refuse():
    raise CommandError("not like this", returncode=2)


def lose():
    raise NotPacked("code", "lost")
