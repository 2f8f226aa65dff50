"""Clause 5.2: the tests of a class on one calendar – planned by teachers, too many told or refused, led by the leader."""

import io
import json
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.compliance.tests import factories as instruction
from jetekchi.journal import services
from jetekchi.journal.models import LessonWork
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.models import User
from jetekchi.organisation.services.settings import change_setting
from jetekchi.worklog.services import ensure_kinds
from tests import cast as people

pytestmark = pytest.mark.once


class TheTestsOfAClass(TestCase):
    """Actors: the subject teacher plans, the class leader watches the load and visits the lesson."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = c = people.build()
        ensure_kinds(by=None)
        instruction.imported()
        cls.kind = services.save_kind(by=None, name="Текшерүү иш", weight=3, is_test=True)
        cls.day = timezone.localdate()
        cls.first, cls.second = (grid_factories.lesson(c, cls.day, number=number) for number in (1, 2))
        cls.calendar = reverse("journal:tests", args=[c.class_a.pk])

    def setUp(self) -> None:
        cache.clear()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def evidence(self, leader: str) -> int:
        """What the duty matrix counts for the clause."""
        out = io.StringIO()
        call_command("matrix", format="json", leader=leader, stdout=out)
        found = {clause["number"]: clause for clause in json.loads(out.getvalue())["clauses"]}
        return int(found["5.2"]["evidence"])

    def plan(self, lesson: object, user: User) -> object:
        address = reverse("journal:work", args=[lesson.pk])  # type: ignore[attr-defined]
        return self.by(user).post(address, {"kind": self.kind.pk}, follow=True)

    # --- actor and evidence -----------------------------------------------------------------------------------

    def test_a_test_too_many_is_told_and_the_leader_sees_it_on_the_calendar(self) -> None:
        c = self.cast
        self.assertNotContains(self.plan(self.first, c.chynara), "башка күндү тандаңыз")
        leader = self.by(c.aigul)
        page = leader.get(self.calendar)
        self.assertContains(page, "Математика: Текшерүү иш", count=1)
        self.assertNotContains(page, "badge late")
        self.assertContains(self.plan(self.second, c.chynara), "башка күндү тандаңыз")
        self.assertContains(leader.get(self.calendar), "бул күнү өтө көп", count=2)

    def test_the_leader_visits_the_lesson_and_the_matrix_counts_it_for_the_clause(self) -> None:
        c = self.cast
        leader = self.by(c.aigul)
        timetable = reverse("journal:timetable", args=[c.class_a.pk])
        self.assertContains(leader.get(timetable), f'href="{self.calendar}"')
        self.assertEqual(self.evidence("aigul"), 0)
        visit = {
            "class": c.class_a.pk, "kind": "lesson_visit", "on": self.day.isoformat(), "about_group": "on",
            "text": "Текшерүү ишке катыштым, жүктөм тууралуу мугалим менен сүйлөштүк",
        }  # fmt: skip
        self.assertEqual(leader.post(reverse("worklog:record"), visit).status_code, 302)
        self.assertEqual((self.evidence("aigul"), self.evidence("bakyt")), (1, 0))

    def test_the_matrix_sends_the_leader_to_the_week_with_too_many_until_the_teacher_gives_way(self) -> None:
        c = self.cast
        change_setting(by=None, key="evidence_lesson_visits", value=1)
        before = max(c.half.start_on, self.day - timedelta(days=7))
        visit = {
            "class": c.class_a.pk,
            "kind": "lesson_visit",
            "about_group": "on",
            "text": "Сабакка катыштым",
        }
        leader = self.by(c.aigul)
        leader.post(reverse("worklog:record"), {**visit, "on": before.isoformat()})
        self.plan(self.first, c.chynara)
        self.plan(self.second, c.chynara)
        monday = self.day - timedelta(days=self.day.weekday())
        step = f"{self.calendar}?day={monday.isoformat()}"
        clause = reverse("compliance:clause", args=[c.class_a.pk, "5.2"])
        self.assertContains(leader.get(clause), f'href="{step}"')
        self.assertContains(leader.get(step), "бул күнү өтө көп", count=2)
        self.by(c.chynara).post(reverse("journal:work", args=[self.second.pk]), {"kind": ""})
        page = leader.get(clause)
        self.assertContains(page, "чектен ашпаганы же жазуу менен жөнгө салынганы: 1, керектүүсү: 1")
        self.assertNotContains(page, f'href="{step}"')

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_where_the_lyceum_refuses_an_overload_nothing_is_planned(self) -> None:
        c = self.cast
        self.plan(self.first, c.chynara)
        change_setting(by=None, key="tests_over", value="refuse")
        self.assertContains(self.plan(self.second, c.chynara), "Башка күндү тандаңыз")
        self.assertEqual(LessonWork.objects.count(), 1)
        change_setting(by=None, key="tests_a_day", value=2)
        self.plan(self.second, c.chynara)
        self.assertEqual(LessonWork.objects.count(), 2)

    def test_nobody_else_plans_or_looks(self) -> None:
        c = self.cast
        for user in (c.bakyt, c.ainura, c.nurlan_user):
            self.assertIn(self.plan(self.first, user).status_code, (403, 404))  # type: ignore[attr-defined]
            self.assertIn(self.by(user).get(self.calendar).status_code, (403, 404))
        self.assertEqual(LessonWork.objects.count(), 0)

    # --- printed paper ----------------------------------------------------------------------------------------

    def test_the_calendar_is_printed_with_what_is_too_much_in_words(self) -> None:
        c = self.cast
        for lesson in (self.first, self.second):
            self.plan(lesson, c.chynara)
        leader, asked = self.by(c.aigul), {"day": self.day.isoformat()}
        document = docx.Document(BytesIO(leader.get(self.calendar, {**asked, "format": "docx"}).content))
        rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
        tests = [row for row in rows if "Текшерүү иш" in row]
        self.assertEqual(
            [(row[1], row[2], row[-1]) for row in tests],
            [(n, "Математика", "бул күнү өтө көп") for n in "12"],
        )
        data = leader.get(self.calendar, {**asked, "format": "pdf"}).content
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
        self.assertIn("Текшерүү иш", text)
        self.assertEqual(leader.get(self.calendar, {"format": "odt"}).status_code, 404)
