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
from collections import Counter
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
        """A new parent, until it answers."""
        words = [sys.executable, "-m", "config.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            words,
            cwd=HERE,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.wait()

    def wait(self) -> None:
        """Until it answers."""
        began = time.monotonic()
        while not self.is_well():
            gone = self.process is None or self.process.poll() is not None
            if gone or time.monotonic() - began > 90:
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
        _kill(_family(self.process.pid))
        self.process.wait()

    def kill_children(self) -> None:
        """SIGKILL to everything below the parent, which makes its children anew."""
        assert self.process is not None
        _kill(_family(self.process.pid)[1:])


def _kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it went with the one before


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return [pid]
    return [pid, *(one for child in children.read_text().split() for one in _family(int(child)))]


@dataclass
class Writer(threading.Thread):
    """Somebody who saves one thing after another and sends it again when no answer came."""

    port: int
    task: dict[str, Any]
    done: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.cookies = {"jetekchi": self.task["session"]}
        self.token = ""

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Until told to stop; the last form too is sent until it is acknowledged."""
        number = 0
        while not self.done.is_set():
            self.save(number)
            number += 1

    def save(self, number: int) -> None:
        """One save, until it is acknowledged."""
        raise NotImplementedError

    def sent(self, address: str, good: int, **form: str) -> str:
        """The same form again and again until the server has taken it; what it answered."""
        while True:
            answer = self._ask("POST", address, form)
            if answer and answer[0] == good:
                return answer[1]
            if answer and answer[0] != 503:
                self.wrong.append(f"{address} {answer[0]}")
                return ""
            self.sent_again += 1
            time.sleep(0.05)

    def page(self, address: str) -> str:
        """A page, asked for until it comes; its token is kept."""
        while True:
            answer = self._ask("GET", address, {})
            if answer and answer[0] == 200:
                self.token = answer[1].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
                return answer[1]
            time.sleep(0.05)

    def _ask(self, method: str, address: str, form: dict[str, str]) -> tuple[int, str] | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urlencode({**form, "csrfmiddlewaretoken": self.token}) if method == "POST" else None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {
            "Host": "localhost",
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            words = response.read().decode()
            for line in response.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return response.status, words
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class EntryWriter(Writer):
    """A class leader with the record of work: each entry has words of its own."""

    def save(self, number: int) -> None:
        """One entry."""
        if not self.token:
            self.page("/work/new/")
        words = f"жазуу {uuid.uuid4().hex}"
        self.sent("/work/new/", 302, **self.task["form"], text=words, form_key=uuid.uuid4().hex)
        self.acknowledged.append(words)


class MarkWriter(Writer):
    """A teacher in the grid: every cell in turn, each time over the version that was answered last."""

    def save(self, number: int) -> None:
        """One cell."""
        if not self.token:
            self.page(self.task["address"])
        cells = self.task["cells"]
        cell, turn = cells[number % len(cells)], number // len(cells)
        value = "54"[turn % 2]
        told = self.sent(f"{self.task['address']}cells/", 200, cell=f"{cell}.{turn}.{value}")
        state = json.loads(told)["cells"][0] if told else {}
        if state.get("state") not in {"saved", "same"} or state["version"] != turn + 1:
            self.wrong.append(f"{cell} {turn} {state}")
        self.acknowledged.append(f"mark {cell} {turn + 1} {value}")


class RollWriter(Writer):
    """A teacher who corrects a roll over and over: one student is there, is not there."""

    def save(self, number: int) -> None:
        """One correction."""
        page = self.page(self.task["address"])
        seen = page.split('name="seen" value="')[1].split('"')[0]
        is_away = number % 2 == 0
        away = {f"a{self.task['student']}": "on"} if is_away else {}
        key = uuid.uuid4().hex
        self.sent(self.task["address"], 302, seen=seen, reason="кайра каралды", form_key=key, **away)
        self.acknowledged.append(f"roll {number + 1} {'unknown' if is_away else 'present'}")


KINDS: dict[str, type[Writer]] = {"entry": EntryWriter, "mark": MarkWriter, "roll": RollWriter}


def killed_again_and_again(
    environment: dict[str, str], world: Any, rounds: int
) -> tuple[Server, list[Writer]]:
    """The server dies `rounds` times at moments that nobody chose; the writers never stop.

    Every fifth time with its parent, which would give up at the fifth short life of a child in a row.
    """
    server, done = Server(environment), threading.Event()
    server.start()
    writers = [KINDS[one["kind"]](server.port, one, done) for one in world]
    for writer in writers:
        writer.start()
    try:
        for turn in range(rounds):
            _wait_for_saves(writers, random.randint(2, 25))
            time.sleep(random.uniform(0, 0.05))
            if turn % 5:
                server.kill_children()
                server.wait()
            else:
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
    from django.urls import reverse

    from jetekchi.journal import services
    from jetekchi.journal.tests.grid_factories import lessons
    from jetekchi.worklog.services import ensure_kinds
    from tests import cast

    people = cast.build()
    ensure_kinds(by=None)

    def session(user: Any) -> str:
        client = Client()
        client.force_login(user)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    found: list[dict[str, Any]] = []
    for user, student in ((people.aigul, people.nurlan), (people.bakyt, people.sanjar)):
        form = {"kind": "talk", "on": people.year.start_on.isoformat(), "students": str(student.pk)}
        form["class"] = str(student.class_group_id)
        found += [{"kind": "entry", "session": session(user), "form": form} for _ in range(2)]
    *of_marks, of_roll = lessons(people, 3)
    services.take_roll(by=people.chynara, lesson=of_roll, marks={})
    cells = [f"{one.pk}.{student.pk}" for one in of_marks for student in (people.nurlan, people.meerim)]
    grid = reverse("journal:grid", args=[people.class_a.pk, people.maths.pk])
    roll = reverse("journal:roll", args=[of_roll.pk])
    found.append({"kind": "mark", "session": session(people.chynara), "address": grid, "cells": cells})
    absent = people.nurlan.pk
    found.append({"kind": "roll", "session": session(people.chynara), "address": roll, "student": absent})
    return found


def _read() -> dict[str, Any]:
    from django.db import connection

    from jetekchi.core import audit
    from jetekchi.journal.models import LessonMark, MarkChange, RollChange
    from jetekchi.worklog.models import WorkEntry

    intact = True
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            intact = cursor.fetchall() == [("ok",)]
    turns: Counter[str] = Counter()
    words = list(WorkEntry.objects.values_list("text", flat=True))
    for lesson, student, new in MarkChange.objects.order_by("pk").values_list(
        "mark__lesson", "mark__student", "new"
    ):
        turns[f"{lesson}.{student}"] += 1
        words.append(f"mark {lesson}.{student} {turns[f'{lesson}.{student}']} {new}")
    changes = RollChange.objects.order_by("pk").values_list("new", flat=True)
    words += [f"roll {number} {new}" for number, new in enumerate(changes, 1)]
    versions = {f"{one.lesson_id}.{one.student_id}": one.version for one in LessonMark.objects.all()}
    return {
        "words": words,
        "half_written": WorkEntry.objects.filter(students=None).count() + (versions != dict(turns)),
        "intact": intact,
        "chain": str(audit.verify()),
    }


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(_build() if sys.argv[1] == "build" else _read(), sys.stdout)
