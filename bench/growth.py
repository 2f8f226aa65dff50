"""`python -m bench.growth`: what the pages of one class cost when a hundred times as many students stand in the database.

The invented lyceum of 40 classes of 25 (1,000 students), and the same one with each of its classes 99 times more: students
and teachers, lists, timetable, lessons, rolls, absences and marks of the last thirty days (goal: at most 1.2 times longer).
Both are served at once and asked in turns, so that the machine's moods fall on both.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from datetime import date, timedelta
from typing import Any

import psycopg

from bench.__main__ import demo, environment_of, looked_up, run, served
from bench.pages import PAGES
from bench.visitor import Visitor
from tests import postgres

COPIES, DAYS, ASKED, AT_MOST = 99, 30, 40, 1.2
# A copy's keys lie above those of the one before.
STEP = 10_000_000
TITLES = (
    *("calibration", "Today", "student page", "roll page", "mark grid", "class half-year grid"),
    *("class half-year summary", "duties of the leader", "class plan", "search"),
)
# What is copied, each after what it points at; which rows: SQL, of the rows above it only those that were copied too.
COPIED = {
    "organisation.Person": "id in {students} or id in {staff}",
    "organisation.Staff": "true",
    "organisation.ClassGroup": "true",
    "organisation.Student": "true",
    "organisation.Enrolment": "true",
    "organisation.Teaching": "true",
    "journal.ClassPart": "true",
    "journal.PartMember": "true",
    "journal.TimetableSlot": "true",
    "journal.Lesson": '"on" >= %(day)s and moved_to_id is null',
    "journal.LessonWork": "lesson_id in {lessons}",
    "journal.Roll": "lesson_id in {lessons}",
    "journal.Absence": '"on" >= %(day)s and (roll_id is null or roll_id in {rolls})',
    "journal.LessonMark": "lesson_id in {lessons}",
    "journal.TermMark": "true",
}
LESSONS = '(select id from journal_lesson where "on" >= %(day)s and moved_to_id is null and id < %(step)s)'
KEYS = {
    "students": "(select person_id from organisation_student)",
    "staff": "(select person_id from organisation_staff)",
    "lessons": LESSONS,
    "rolls": f"(select id from journal_roll where lesson_id in {LESSONS})",
}
# Text that is unique: the copy's number behind it.
UNIQUE = {
    ("organisation_student", "number"),
    ("organisation_staff", "number"),
    ("organisation_classgroup", "label"),
}


def main() -> None:
    """Both lyceums, in turns."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth")
    parser.add_argument("--grow", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--classes", type=int, default=40)
    parser.add_argument("--copies", type=int, default=COPIES)
    options = parser.parse_args()
    if options.grow:
        grow(options.copies)
        return
    with tempfile.TemporaryDirectory(prefix="jetekchi-bench-") as folder:
        if options.postgresql:
            with postgres.server() as url:
                measure(folder, options, url)
        else:
            measure(folder, options)


def measure(folder: str, options: argparse.Namespace, url: str = "") -> None:
    """Make the one, grow the other out of it, ask both."""
    small = environment_of(f"{folder}/small", url)
    demo(small, options.classes, 25, 90)
    shutil.copytree(f"{folder}/small", f"{folder}/large")
    large = environment_of(f"{folder}/large", copied(url) if url else "")
    began = time.monotonic()
    print(run(large, "-m", "bench.growth", "--grow", "--copies", str(options.copies)).strip(), end=", ")
    print(f"grown in {time.monotonic() - began:.0f} s")
    with served(small) as (port, _pid), served(large) as (other, _other_pid):
        places = (port, looked_up(small)), (other, looked_up(large))
        for page in PAGES:
            if page.title in TITLES:
                show(page.title, *asked_in_turns(page.title, *places))


def copied(url: str) -> str:
    """The database once more, on the same server."""
    name = url.rpartition("/")[2]
    with psycopg.connect(url.rpartition("/")[0] + "/template1", autocommit=True) as connection:
        connection.execute(f'create database "grown" template "{name}"')  # type: ignore[call-overload]
    return url.rpartition("/")[0] + "/grown"


def asked_in_turns(title: str, *places: tuple[int, dict[str, Any]]) -> list[float]:
    """The median of each place in milliseconds."""
    visitors = [Visitor(port, known[title]["cookie"]) for port, known in places]
    times: list[list[float]] = [[] for _place in places]
    for number in range(ASKED + 5):
        for visitor, (_port, known), own in zip(visitors, places, times, strict=True):
            began = time.perf_counter()
            status, _size = visitor.get(known[title]["address"])
            if status != 200:
                raise SystemExit(f"bench: {title} answered {status}")
            if number >= 5:
                own.append((time.perf_counter() - began) * 1000)
    return [statistics.median(own) for own in times]


def show(title: str, small: float, large: float) -> None:
    """One line; `!` stands behind what misses its goal."""
    times = large / small
    print(
        f"{title:<26}{small:8.1f} ms{large:8.1f} ms{times:7.2f} ×{' !' if times > AT_MOST else ''}",
        flush=True,
    )


def grow(copies: int) -> None:
    """Runs inside the product: the classes again and again, with keys of their own."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection, transaction

    day = date.today() - timedelta(days=DAYS)
    with transaction.atomic(), connection.cursor() as cursor:
        for number in range(1, copies + 1):
            for label, where in COPIED.items():
                cursor.execute(
                    copying(apps.get_model(label), where), {"day": day, "step": STEP, "shift": number * STEP}
                )
        cursor.execute("analyze")
    for label in ("organisation.Student", "journal.Lesson", "journal.Absence", "journal.LessonMark"):
        print(f"{apps.get_model(label)._base_manager.count():,} {label.partition('.')[2]}", end=" ")


def copying(model: Any, where: str) -> str:
    """One statement: the rows of the first lyceum, keys moved on by the shift, unique words with the copy's number."""
    copied_tables = {label.lower() for label in COPIED}
    table, names, values = model._meta.db_table, [], []
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        names.append(column)
        target = field.remote_field.model._meta.label_lower if field.remote_field else ""
        if field.primary_key or target in copied_tables:
            values.append(f"{column} + %(shift)s")
        elif (table, field.column) in UNIQUE:
            values.append(f"{column} || '-' || cast(%(shift)s / {STEP} as varchar)")
        else:
            values.append(column)
    rows = f"id < %(step)s and ({where.format(**KEYS)})"
    return f"insert into {table} ({', '.join(names)}) select {', '.join(values)} from {table} where {rows}"


if __name__ == "__main__":
    main()
