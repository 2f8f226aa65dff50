"""Work done in a child process: what it loaded and took of memory goes away with it."""

import ctypes
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

from django.core.management import CommandError
from django.db import connections

PR_SET_PDEATHSIG = 1


def do_apart(what: str, work: Callable[[], None]) -> None:
    """Do the work in a child and wait for it; an error there is raised here, a child that died is said in one line."""
    # A connection must not be shared between processes, and what is not written yet would be written twice.
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    reader, writer = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _become(work, writer, parent)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if told:
        # From our own child, through a pipe that nobody else holds.
        raise pickle.loads(told)  # noqa: S301
    if code < 0:
        name = signal.Signals(-code).name
        raise CommandError(f"the process to {what} was ended by {name}; is there enough memory?")
    if code:
        raise CommandError(f"the process to {what} ended with {code}")


def die_with(parent: int) -> None:
    """A parent that is killed outright takes its children along; without it they would hold the address."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return  # not Linux
    if os.getppid() != parent:
        raise SystemExit(0)


def _become(work: Callable[[], None], writer: int, parent: int) -> NoReturn:
    code = 1
    try:
        die_with(parent)
        work()
        code = 0
    except KeyboardInterrupt:
        pass  # it reaches the parent too, which says what there is to say
    except BaseException as error:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(_packed(error))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _packed(error: BaseException) -> bytes:
    """The error for the parent; where it happened goes along, for the log."""
    where = traceback.format_exc()
    error.add_note(where)
    try:
        packed = pickle.dumps(error)
        pickle.loads(packed)  # noqa: S301  # not every error that can be packed can be unpacked
    except Exception:
        plain = CommandError(f"{type(error).__name__}: {error}")
        plain.add_note(where)
        return pickle.dumps(plain)
    return packed
