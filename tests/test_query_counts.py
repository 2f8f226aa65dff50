"""How many queries each main page asks, for a small and a large class: the same number, and the one in the ledger.

The ledger is `tests/query_counts.json`: of each page and role the queries after something was recorded, and those of
the page after it, which takes from memory what has not changed (core.remember). A page that asks more than it says
fails; a page that asks fewer is written down with `JETEKCHI_WRITE_LEDGER=1 pytest tests/test_query_counts.py`, and the
change is read like any other.
"""

import json
import os
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.core import remember
from jetekchi.journal.tests import grid_factories, inspection_factories, lesson_factories
from jetekchi.journal.tests.factories import add_students, mark
from jetekchi.organisation.models import Term
from jetekchi.organisation.services import add_guardian, add_person
from jetekchi.plan import services as plans
from jetekchi.plan.tests import event_factories
from jetekchi.worklog import services as worklog
from jetekchi.workplace.tests.factories import lived
from tests import cast

# How many queries a page asks follows from its Python, not from the database that answers them.
pytestmark = pytest.mark.once

LEDGER = Path(__file__).with_name("query_counts.json")
SMALL, LARGE = 5, 60


class QueryCounts(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.days = lived(cls.cast)
        cls.trip = event_factories.outing(cls.cast.aigul, cls.cast.class_a)
        cls.hour = event_factories.class_hour(cls.cast.aigul, cls.cast.class_a)
        plans.ask_consents(by=cls.cast.aigul, event=cls.trip)
        inspection = inspection_factories.inspection(cls.cast.damir, cls.cast.class_a)
        cls.marked = grid_factories.lessons(cls.cast, 3)[-1]
        cls.excuse = lesson_factories.excuse(cls.cast, cls.cast.nurlan, cls.cast.ainura)
        cls.lesson = lesson_factories.lesson_today(cls.cast, cls.cast.class_a, number=2)
        cls.remark = inspection_factories.remark(cls.cast.damir, inspection, cls.cast.aigul.person)

    def pages(self) -> dict[str, tuple[str, ...]]:
        """The main pages and who opens each."""
        a, half = self.cast.class_a.pk, self.cast.half.number
        at = reverse
        return {
            "/": tuple(self.cast.users),
            at("workplace:search") + "?q=бей": ("aigul", "damir", "chynara", "ainura"),
            at("workplace:notices"): ("aigul",),
            at("workplace:help"): ("aigul",),
            at("organisation:students"): ("damir", "admin"),
            at("organisation:classes"): ("damir",),
            at("organisation:class", args=[a]): ("aigul", "damir", "chynara"),
            at("organisation:student", args=[self.cast.nurlan.pk]): (
                "aigul",
                "damir",
                "ainura",
                "nurlan_user",
            ),
            at("organisation:staff"): ("admin",),
            at("worklog:record"): ("aigul",),
            at("worklog:entries"): ("aigul", "damir"),
            at("worklog:silent"): ("aigul",),
            at("worklog:accidents"): ("aigul", "rector_office"),
            at("worklog:accident_new"): ("aigul",),
            at("worklog:class_chronology", args=[a]): ("aigul",),
            at("journal:class_half_year", args=[a, half]): ("aigul", "elmira"),
            at("journal:attendance", args=[a, half]): ("aigul", "elmira"),
            at("journal:grid", args=[a, self.cast.maths.pk]): ("aigul", "chynara"),
            at("journal:column", args=[self.marked.pk]): ("chynara",),
            at("journal:term_marks", args=[a, self.cast.maths.pk]): ("aigul", "chynara"),
            at("journal:student", args=[self.cast.nurlan.pk]): ("aigul", "ainura"),
            at("documents:documents"): ("aigul", "damir"),
            at("documents:directives"): ("farhat",),
            at("documents:scan_new"): ("damir",),
            at("documents:verify"): ("damir",),
            at("organisation:schedules"): ("gulnara", "damir"),
            at("organisation:schedule", args=[self.cast.staff(self.cast.aigul).pk]): ("aigul", "damir"),
            at("workplace:feed"): ("aigul",),
            at("compliance:matrix"): ("damir",),
            at("compliance:leader", args=[a]): ("aigul",),
            at("plan:list"): ("aigul", "damir"),
            at("plan:paper", args=[a, half]): ("aigul",),
            at("plan:work", args=[a, half]): ("aigul",),
            at("plan:templates"): ("damir",),
            at("plan:event_list"): ("aigul", "damir"),
            at("plan:event", args=[self.trip.pk]): ("aigul", "damir"),
            at("plan:event_new", args=[a]): ("aigul",),
            at("plan:event_consents", args=[self.trip.pk]): ("aigul",),
            at("plan:event_count", args=[self.hour.pk]): ("aigul",),
            at("plan:event_queue"): ("damir",),
            at("plan:consent_list"): ("ainura",),
            at("workplace:desk"): ("damir", "farhat"),
            at("workplace:desk_classes"): ("damir",),
            at("journal:diary", args=[self.cast.nurlan.pk]): ("aigul", "ainura", "nurlan_user"),
            at("journal:diaries", args=[a]): ("aigul",),
            at("journal:excuses"): ("aigul", "ainura"),
            at("journal:excuse", args=[self.excuse.pk]): ("aigul", "ainura"),
            at("journal:lessons"): ("aigul", "chynara"),
            at("journal:lesson", args=[self.lesson.pk]): ("aigul", "chynara"),
            at("journal:roll", args=[self.lesson.pk]): ("aigul", "chynara"),
            at("journal:timetable", args=[a]): ("aigul", "elmira"),
            at("journal:slot", args=[a, 1, 2]): ("elmira",),
            at("journal:parts", args=[a]): ("elmira",),
            at("journal:tests", args=[a]): ("aigul", "chynara"),
            at("journal:kinds"): ("elmira",),
            at("journal:exchange", args=[a, half]): ("aigul",),
            at("journal:checks"): ("aigul", "chynara", "damir"),
            at("journal:inspection_gaps", args=[self.remark.inspection_id]): ("damir",),
            at("journal:inspections"): ("aigul", "damir"),
            at("journal:inspection", args=[self.remark.inspection_id]): ("aigul", "damir"),
            at("journal:remark", args=[self.remark.pk]): ("aigul", "damir"),
            at("plan:self_government_list"): ("damir",),
            at("plan:self_government", args=[a]): ("aigul", "damir", "nurlan_user"),
            at("plan:library_class", args=[a]): ("aigul", "nurlan_user"),
            at("plan:library_desk"): ("librarian",),
            at("reports:list"): ("aigul", "elmira"),
            at("reports:report", args=[a, half]): ("aigul",),
        }

    def grow(self, size: int, first: int) -> None:
        """More students with families, marks, absences and entries."""
        students = add_students(self.cast.class_a, size, first)
        quarters = list(Term.objects.filter(parent=self.cast.half))
        for student in students:
            parent = add_person(
                by=None, surname="Бейтаанышова", given="Сайра", phone=f"+996 700 {student.number}"
            )
            add_guardian(by=None, student=student, person=parent, kind="mother")
            for quarter in quarters:
                mark(student, self.cast.maths, quarter, "4")
            event_factories.joined(self.trip, student)
            event_factories.joined(self.hour, student)
            event_factories.consented(self.cast.aigul, self.trip, student)
            lesson_factories.excuse(self.cast, student, self.cast.aigul, upload=None)
            worklog.record_work(
                by=self.cast.aigul, class_group=self.cast.class_a, kind="talk", on=timezone.localdate(),
                text="Сүйлөштүк", students=[student],
            )  # fmt: skip

    def count(self) -> dict[str, dict[str, list[int]]]:
        """Queries by page and role: with nothing remembered, then again."""
        found: dict[str, dict[str, list[int]]] = {}
        for url, actors in self.pages().items():
            for actor in actors:
                client = Client()
                client.force_login(getattr(self.cast, actor))
                client.get(url)
                remember.forget()
                # Numbers of records differ from run to run; the ledger names the page, not the record.
                page = found.setdefault(re.sub(r"\d+", "N", url), {})
                page[actor] = [self.queries(client, url), self.queries(client, url)]
        return found

    def queries(self, client: Client, url: str) -> int:
        """How many one opening of the page asks."""
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        self.assertEqual(response.status_code, 200, url)
        return len(queries)

    def test_pages_ask_as_often_for_a_large_class_as_for_a_small_one_and_as_the_ledger_says(self):
        self.grow(SMALL, 9000)
        small = self.count()
        self.grow(LARGE - SMALL, 9100)
        large = self.count()
        grown = [
            f"{url} {actor}: {small[url][actor]} queries for {SMALL}, {large[url][actor]} for {LARGE} students"
            for url, actors in small.items()
            for actor in actors
            if any(more > fewer for more, fewer in zip(large[url][actor], small[url][actor], strict=True))
        ]
        self.assertEqual(grown, [])
        self.compare(large)

    def compare(self, counted: dict[str, dict[str, list[int]]]) -> None:
        """Against the ledger: more is a failure, a page without a line too."""
        if os.environ.get("JETEKCHI_WRITE_LEDGER"):
            lines = json.dumps(counted, indent=1, ensure_ascii=False)
            LEDGER.write_text(
                re.sub(r"\[\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2]", lines) + "\n", encoding="utf-8"
            )
        ledger = json.loads(LEDGER.read_text(encoding="utf-8"))
        over = [
            f"{url} {actor}: {numbers} queries, the ledger says {ledger.get(url, {}).get(actor)}"
            for url, actors in counted.items()
            for actor, numbers in actors.items()
            if any(a > b for a, b in zip(numbers, ledger.get(url, {}).get(actor, [-1, -1]), strict=True))
        ]
        self.assertEqual(over, [])
