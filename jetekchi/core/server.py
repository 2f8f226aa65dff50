"""`jetekchi serve`: one parent that holds the address and keeps two children alive, the web and the worker.

The application is loaded once, before the children are made, so that they share its memory.
"""

import gc
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import CommandError
from django.db import close_old_connections, connections
from django.urls import get_resolver
from django.utils import translation
from gunicorn.app.base import BaseApplication

from jetekchi.core import jobs
from jetekchi.core.apart import die_with

# A child that ends sooner than this after its start, this many times in a row, cannot live here.
SHORT_LIFE, MAX_SHORT_LIVES = 3.0, 5
SCHEDULE_EVERY = 60


def listen(host: str, port: int) -> socket.socket:
    """The address, taken before anything else is done, so that one that is in use is said in one line."""
    if not 0 < port < 65536:
        # The system would cut it down and listen somewhere else than is said.
        raise CommandError(f"there is no port {port}; choose one from 1 to 65535 with --port", returncode=2)
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        raise CommandError(
            f"cannot serve on {host}:{port}: {error.strerror}; choose another with --port"
        ) from error
    return listener


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn with threads, on the address that the parent holds."""

    def __init__(self, listener: socket.socket, workers: int, threads: int) -> None:
        self.wanted: dict[str, Any] = {
            "bind": f"fd://{os.dup(listener.fileno())}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 8,
            "keepalive": 30,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.wanted.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from config.wsgi import application

        return application


def work() -> None:
    """The worker: takes jobs from the queue, and puts the daily ones in."""
    from django_tasks_db.management.commands.db_worker import Worker

    # Being told to stop is nothing to warn of.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    threading.Thread(target=_keep_schedule, name="schedule", daemon=True).start()
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(8),
    )
    worker.configure_signals()
    worker.run()


def _keep_schedule() -> None:
    while True:
        try:
            jobs.take_up_lost()
            jobs.enqueue_due()
        except Exception as error:  # the next minute tries again; the worker itself must go on
            _warn(f"the schedule could not be kept: {error}")
        close_old_connections()
        time.sleep(SCHEDULE_EVERY)


class Parent:
    """Starts the children, starts again one that died, and takes them down with itself."""

    def __init__(self, children: dict[str, Callable[[], None]]) -> None:
        self.children = children
        self.running: dict[int, tuple[str, float]] = {}
        self.short_lives = dict.fromkeys(children, 0)
        self.stopping = False
        self.failed = False

    def run(self) -> int:
        """Until a signal comes; the exit code."""
        # What lives now lives in all children: the collector must not touch, and so copy, its pages.
        gc.collect()
        gc.freeze()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        for name in self.children:
            self._start(name)
        while self.running:
            try:
                pid, _status = os.wait()
            except InterruptedError:
                continue
            self._ended(pid)
        return 1 if self.failed else 0

    def _start(self, name: str) -> None:
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become(name, parent)
        self.running[pid] = (name, time.monotonic())
        if self.stopping:
            os.kill(pid, signal.SIGTERM)

    def _become(self, name: str, parent: int) -> NoReturn:
        code = 1
        try:
            # Ctrl-C reaches the whole group of the terminal; only the parent may hear it.
            os.setpgid(0, 0)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            die_with(parent)
            self.children[name]()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException as error:
            _warn(f"the {name} stopped: {error!r}")
        finally:
            sys.stderr.flush()
            os._exit(code)

    def _ended(self, pid: int) -> None:
        name, started = self.running.pop(pid, ("", 0.0))
        if not name or self.stopping:
            return
        is_short = time.monotonic() - started < SHORT_LIFE
        self.short_lives[name] = self.short_lives[name] + 1 if is_short else 0
        if self.short_lives[name] >= MAX_SHORT_LIVES:
            _warn(f"the {name} cannot be kept running; see the lines above")
            self.failed = True
            self._stop(signal.SIGTERM, None)
            return
        _warn(f"the {name} ended; starting it again")
        time.sleep(0.5)
        self._start(name)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        for pid in list(self.running):
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                pass  # it has just ended by itself


def _warn(words: str) -> None:
    sys.stderr.write(f"jetekchi: {words}\n")
    sys.stderr.flush()


def _load_pages() -> None:
    """What Django would load at the first request, in each child for itself: the addresses with their views, the words."""
    assert get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")


def serve(listener: socket.socket, *, workers: int, threads: int) -> int:
    """Run web and worker until told to stop."""
    from config.wsgi import application  # loaded here, shared by all children

    assert application is not None
    _load_pages()
    # A connection must not be shared between processes.
    connections.close_all()
    return Parent({"web": lambda: Web(listener, workers, threads).run(), "worker": work}).run()
