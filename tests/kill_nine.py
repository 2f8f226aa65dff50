"""A real server that is killed outright again and again while people save; runs beside tests/test_kill_nine.py.

`python -m tests.kill_nine build` makes the lyceum and prints who may write what; `… read` prints what is stored.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).parent.parent


@dataclass
class Server:
    """`jetekchi serve` on a fixed port, with everything below it."""

    environment: dict[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def start(self) -> None:
        """Until it answers."""
        began = time.monotonic()
        words = [sys.executable, "-m", "config.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            words,
            cwd=HERE,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not self.is_well():
            if self.process.poll() is not None or time.monotonic() - began > 90:
                raise AssertionError("the server did not come up again")
            time.sleep(0.03)
        self.starts.append(time.monotonic() - began)

    def is_well(self) -> bool:
        """Whether /healthz answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL to the parent, the web, its workers and the job worker; nobody may tidy up."""
        if self.process is None:
            return
        for pid in _family(self.process.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass  # it went with the one before
        self.process.wait()


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return [pid]
    return [pid, *(one for child in children.read_text().split() for one in _family(int(child)))]


@dataclass
class Writer(threading.Thread):
    """A class leader who saves one entry after another and sends a form again when no answer came."""

    port: int
    session: str
    form: dict[str, str]
    done: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.cookies: dict[str, str] = {}
        self.token = ""

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Until told to stop; the last form too is sent until it is acknowledged."""
        while not self.done.is_set():
            words, key = f"жазуу {uuid.uuid4().hex}", uuid.uuid4().hex
            while not self._saved({**self.form, "text": words, "form_key": key}):
                self.sent_again += 1
                time.sleep(0.02)
            self.acknowledged.append(words)

    def _saved(self, form: dict[str, str]) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            if not self.token:
                self._fetch_token(connection)
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers = {**self._headers(), "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/work/new/", body, headers)
            response = connection.getresponse()
            response.read()
            if response.status not in (302, 503):
                self.wrong.append(f"{response.status}")
            return response.status == 302
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        cookies = {"jetekchi": self.session, **self.cookies}
        return {
            "Host": "localhost",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }

    def _fetch_token(self, connection: http.client.HTTPConnection) -> None:
        connection.request("GET", "/work/new/", headers=self._headers())
        response = connection.getresponse()
        page = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        self.token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def killed_again_and_again(
    environment: dict[str, str], world: Any, rounds: int
) -> tuple[Server, list[Writer]]:
    """The server dies `rounds` times at moments that nobody chose; the writers never stop."""
    server, done = Server(environment), threading.Event()
    server.start()
    writers = [Writer(server.port, one["session"], one["form"], done) for one in world * 2]
    for writer in writers:
        writer.start()
    try:
        for _ in range(rounds):
            _wait_for_saves(writers, random.randint(2, 25))
            time.sleep(random.uniform(0, 0.05))
            server.kill()
            server.start()
        done.set()
        for writer in writers:
            writer.join(60)
        alive = [writer for writer in writers if writer.is_alive()]
    finally:
        done.set()
        server.kill()
    assert not alive, "a writer got no answer any more"
    return server, writers


def _wait_for_saves(writers: list[Writer], number: int) -> None:
    """Until so many more saves are acknowledged, or three seconds."""
    before, until = sum(len(writer.acknowledged) for writer in writers), time.monotonic() + 3
    while sum(len(writer.acknowledged) for writer in writers) < before + number and time.monotonic() < until:
        time.sleep(0.005)


def _build() -> list[dict[str, Any]]:
    from django.conf import settings
    from django.test import Client

    from jetekchi.worklog.services import ensure_kinds
    from tests import cast

    people = cast.build()
    ensure_kinds(by=None)
    found = []
    for user, student in ((people.aigul, people.nurlan), (people.bakyt, people.sanjar)):
        client = Client()
        client.force_login(user)
        form = {"kind": "talk", "on": people.year.start_on.isoformat(), "students": str(student.pk)}
        form["class"] = str(student.class_group_id)
        found.append({"session": client.cookies[settings.SESSION_COOKIE_NAME].value, "form": form})
    return found


def _read() -> dict[str, Any]:
    from django.db import connection

    from jetekchi.core import audit
    from jetekchi.worklog.models import WorkEntry

    intact = True
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            intact = cursor.fetchall() == [("ok",)]
    broken = audit.verify()
    return {
        "words": list(WorkEntry.objects.values_list("text", flat=True)),
        "half_written": WorkEntry.objects.filter(students=None).count(),
        "intact": intact,
        "chain": str(broken),
    }


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(_build() if sys.argv[1] == "build" else _read(), sys.stdout)
