"""`python -m bench.rush`: the end of a lesson. 40 teachers write 25 × 10 marks within 3 minutes while 200 families read.

A process of the product opens their accounts and sessions (`--fill`); the teachers send as the script of the grid does:
what was typed while an answer was on its way goes with the next sending. Afterwards every mark is looked for.
"""

import argparse
import gzip
import http.client
import json
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bench.__main__ import demo, environment_of, run, served
from tests import postgres

TEACHERS, CELLS, READERS, WITHIN = 40, 250, 200, 180.0
# So long the script waits for what is typed next: at least, at most, and so many times what the last answer took.
PAUSE, LONGEST, TIMES = 0.3, 1.5, 5
# A family opens a page every so many seconds.
BETWEEN = 10.0
# Lessons that are made beforehand, so that there is room for all marks: two a day behind the hours of the timetable.
DAYS, FIRST_HOUR = 6, 7


def main() -> None:
    """Measure on one database and print three lines."""
    parser = argparse.ArgumentParser(prog="python -m bench.rush")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--seconds", type=float, default=WITHIN, help="a shorter time for a look")
    options = parser.parse_args()
    if options.fill or options.count:
        json.dump(_filled() if options.fill else _stored(), sys.stdout)
        return
    with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder:
        if options.postgresql:
            with postgres.server() as url:
                measure(environment_of(folder, url), options.seconds)
        else:
            measure(environment_of(folder), options.seconds)


@dataclass
class Person(threading.Thread):
    """Somebody with an own connection until the time is over."""

    port: int
    cookie: str
    address: str
    until: float
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def __hash__(self) -> int:
        return id(self)

    def ask(self, method: str, address: str, form: list[tuple[str, str]] | None = None) -> str:
        """One request; its milliseconds are kept, whatever it answers."""
        headers = {
            "Host": "localhost",
            "Cookie": self.cookie,
            "Accept-Encoding": "gzip" if form is None else "identity",
        }
        body = urlencode(form) if form is not None else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        words = answer.read()
        self.times.append((time.perf_counter() - began) * 1000)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and "csrf" in value.split("=")[0]:
                self.cookie += "; " + value.split(";")[0]
        if answer.status != 200:
            self.wrong.append(f"{address} {answer.status}")
            return ""
        if answer.getheader("Content-Encoding") == "gzip":
            words = gzip.decompress(words)
        return words.decode()


@dataclass
class Reader(Person):
    """A family that looks into the diary again and again."""

    first: float = 0.0

    def run(self) -> None:
        """Every ten seconds."""
        time.sleep(self.first)
        while time.monotonic() < self.until:
            self.ask("GET", self.address)
            time.sleep(BETWEEN)

    def __hash__(self) -> int:
        return id(self)


@dataclass
class Teacher(Person):
    """A teacher who types one mark after another into the grid."""

    cells: list[str] = field(default_factory=list)
    seconds: float = WITHIN
    saved: list[str] = field(default_factory=list)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Cell after cell at an even pace; the last sending is waited for."""
        page = self.ask("GET", self.address)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        token = found[1] if found else ""
        self.times.clear()
        began, sent = time.monotonic(), 0
        while sent < len(self.cells):
            typed = min(len(self.cells), int((time.monotonic() - began) / self.seconds * len(self.cells)) + 1)
            if typed == sent:
                time.sleep(0.02)
                continue
            took = self.times[-1] / 1000 if self.times else 0
            time.sleep(min(LONGEST, max(PAUSE, TIMES * took)))
            typed = min(len(self.cells), int((time.monotonic() - began) / self.seconds * len(self.cells)) + 1)
            batch = self.cells[sent:typed]
            form = [
                ("csrfmiddlewaretoken", token),
                ("reason", ""),
                *(("cell", f"{cell}.0.5") for cell in batch),
            ]
            told = json.loads(self.ask("POST", f"{self.address}cells/", form) or "{}").get("cells", [])
            self.saved += [one["key"] for one in told if one["state"] == "saved"]
            self.wrong += [
                f"{one['key']} {one['state']} {one.get('code')}" for one in told if one["state"] != "saved"
            ]
            sent = typed


def measure(environment: dict[str, str], seconds: float) -> None:
    """Serve, let everybody work, count."""
    demo(environment, 40, 25, 90)
    with served(environment) as (port, _pid):
        world = json.loads(run(environment, "-m", "bench.rush", "--fill"))
        until = time.monotonic() + seconds
        teachers = [
            Teacher(port, one["cookie"], one["address"], until, cells=one["cells"], seconds=seconds)
            for one in world["teachers"]
        ]
        readers = [
            Reader(port, one["cookie"], one["address"], until, first=place * BETWEEN / READERS)
            for place, one in enumerate(world["readers"])
        ]
        people: list[Person] = [*teachers, *readers]
        for person in people:
            person.start()
        for person in people:
            person.join()
    stored = set(json.loads(run(environment, "-m", "bench.rush", "--count")))
    saved = {cell for teacher in teachers for cell in teacher.saved}
    print(
        f"{len(teachers)} teachers, {len(readers)} families, {seconds:.0f} s; finished {time.monotonic() - until:+.0f} s"
    )
    for title, those in (("sending of marks", teachers), ("a diary", readers)):
        print(f"{title}: {_words([milliseconds for one in those for milliseconds in one.times])}")
    wrong = [words for person in people for words in person.wrong]
    print(
        f"marks typed {sum(len(one.cells) for one in teachers)}, acknowledged {len(saved)}, lost {len(saved - stored)};"
        f" answers amiss {len(wrong)} {wrong[:3]}"
    )


def _words(times: list[float]) -> str:
    times = sorted(times)
    p95 = times[int(len(times) * 0.95)]
    return f"{len(times)} requests, median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, longest {times[-1]:.0f} ms"


def _filled() -> dict[str, list[dict[str, Any]]]:
    """Accounts and sessions of forty teachers of forty classes and of two hundred families."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from jetekchi.organisation.models import ClassGroup, Guardianship
    from jetekchi.organisation.selectors import current_year

    users = get_user_model()._base_manager

    def cookie(person: Any) -> str:
        user, _made = users.get_or_create(person=person, defaults={"username": f"rush{person.pk}"})
        client = Client(HTTP_HOST="localhost")
        client.force_login(user)
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    found: dict[str, list[dict[str, Any]]] = {"teachers": [], "readers": []}
    chosen = _teachings(list(ClassGroup.objects.filter(year=current_year()).order_by("pk")[:TEACHERS]))
    _make_lessons(chosen)
    for teaching in chosen:
        address = reverse("journal:grid", args=[teaching.class_group_id, teaching.subject_id])
        found["teachers"].append(
            {"cookie": cookie(teaching.teacher.person), "address": address, "cells": _empty_cells(teaching)}
        )
    families = Guardianship.objects.filter(is_barred=False, person__user=None, student__left_on=None)
    for row in families.order_by("pk").select_related("person")[:READERS]:
        address = reverse("journal:diary", args=[row.student_id])
        found["readers"].append({"cookie": cookie(row.person), "address": address})
    return found


def _teachings(groups: list[Any]) -> list[Any]:
    """Of each class a teacher whom no class before it has, as long as there are such."""
    from jetekchi.organisation.models import Teaching

    found: list[Any] = []
    times: Counter[int] = Counter()
    for group in groups:
        known = Teaching.objects.filter(class_group=group, until_on=None)
        known = known.select_related("teacher__person", "subject", "class_group").order_by("pk")
        found.append(min(known, key=lambda one: times[one.teacher_id]))
        times[found[-1].teacher_id] += 1
    return found


def _make_lessons(chosen: list[Any]) -> None:
    """A dozen more lessons of each subject on the last six school days, at hours behind those of the timetable.

    They come as a list of lessons does. Whoever teaches in several classes gets other hours in each of them.
    """
    from django.utils import timezone

    from jetekchi.core.sheets import write_csv
    from jetekchi.journal.selectors.school_days import school_days
    from jetekchi.organisation.services import importing

    year, today = chosen[0].class_group.year, timezone.localdate()
    days = school_days(year, year.start_on, today - timedelta(days=1))[-DAYS:]
    times: Counter[int] = Counter()
    rows = []
    for one in chosen:
        hour = FIRST_HOUR + 2 * times[one.teacher_id]
        times[one.teacher_id] += 1
        rows += [
            [
                one.class_group.label,
                f"{day:%d.%m.%Y}",
                number,
                one.subject.name,
                one.teacher.person.name,
                "held",
            ]
            for day in days
            for number in (hour, hour + 1)
        ]
    data = write_csv(["grade", "lessonDay", "lesson", "nameKg", "teacher", "state"], rows)
    kind = importing.kind_of("lessons")
    assert kind is not None
    importing.take_in(by=None, kind=kind, name="lessons.csv", data=data, year_name=year.name)


def _empty_cells(teaching: Any) -> list[str]:
    """Cells of the latest lessons of a teacher in which nothing stands and nobody was missing."""
    from django.utils import timezone

    from jetekchi.journal.models import Absence, Lesson, LessonMark
    from jetekchi.organisation.models import Enrolment

    group = teaching.class_group_id
    lessons = Lesson.objects.filter(
        class_group=group,
        subject=teaching.subject_id,
        teacher=teaching.teacher_id,
        on__lt=timezone.localdate(),
        part=None,
        state="held",
    ).order_by("-on", "-number")[:20]
    taken = set(LessonMark.objects.filter(lesson__in=list(lessons)).values_list("lesson", "student"))
    missed = set(Absence.objects.filter(class_group=group).values_list("student", "on"))
    students = Enrolment.objects.filter(class_group=group, until_on=None).values_list("student", flat=True)
    cells = [
        f"{lesson.pk}.{student}"
        for lesson in lessons
        for student in students
        if (lesson.pk, student) not in taken and (student, lesson.on) not in missed
    ]
    return cells[:CELLS]


def _stored() -> list[str]:
    """Every cell that holds a mark."""
    import django

    django.setup()
    from jetekchi.journal.models import LessonMark

    found = LessonMark.objects.exclude(value="").values_list("lesson", "student")
    return [f"{lesson}.{student}" for lesson, student in found]


if __name__ == "__main__":
    main()
