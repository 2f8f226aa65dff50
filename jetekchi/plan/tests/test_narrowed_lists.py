"""Lists of plans, self-government and libraries are searched, narrowed and taken out as they are seen (2.2, 3.1, 6.2)."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.documents.tests import factories as papers
from jetekchi.plan.tests import factories
from jetekchi.plan.tests import selfgov_factories as made
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class NarrowedLists(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        papers.accepted(cls.cast.aigul)
        cls.offices = reverse("plan:self_government", args=[cls.cast.class_a.pk])
        cls.library = reverse("plan:library_class", args=[cls.cast.class_a.pk])

    def get(self, user, url, **asked):
        self.client.force_login(user)
        return self.client.get(url, asked)

    def rows(self, user, url, **asked):
        """The lines of the csv below its headings."""
        answer = self.get(user, url, format="csv", **asked)
        self.assertEqual(answer.status_code, 200)
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]

    def test_the_list_of_plans_is_narrowed_by_state_and_by_class_or_leader_in_each_half_year(self):
        factories.submitted(self.cast.aigul, self.cast.class_a, self.cast.half)
        plans = reverse("plan:list")
        half = self.cast.half.number
        page = self.get(self.cast.damir, plans, half=half, show="submitted")
        self.assertEqual([row.class_group for row in page.context["rows"]], [self.cast.class_a])
        self.assertContains(page, f"half={3 - half}&amp;show=submitted")
        self.assertEqual(
            [row[0] for row in self.rows(self.cast.damir, plans, half=half, show="submitted")], ["10-А"]
        )
        self.assertNotIn(
            "10-А", [row[0] for row in self.rows(self.cast.damir, plans, half=half, show="none")]
        )
        by_leader = self.rows(self.cast.damir, plans, q=self.cast.aigul.person.surname)
        self.assertEqual([row[0] for row in by_leader], ["10-А"])
        self.assertContains(self.get(self.cast.damir, plans, q="жок нерсе"), "Баарын көрсөтүү")

    def test_offices_assignments_and_ballots_are_found_by_word_and_state_each_with_its_own_file(self):
        held = made.term(self.cast.aigul, self.cast.nurlan)
        made.assignment(self.cast.aigul, held, title="=1+1")
        late = made.assignment(self.cast.aigul, held, title="Кечиккен иш")
        type(late).objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        made.announced(self.cast.aigul, self.cast.class_a)
        page = self.get(self.cast.aigul, self.offices, show="assignments-late")
        self.assertEqual([one.title for one in page.context["assignments"]], ["Кечиккен иш"])
        self.assertEqual((page.context["seats"], page.context["elections"]), ([], []))
        self.assertContains(page, "list=assignments")
        self.assertEqual(len(self.rows(self.cast.aigul, self.offices, list="assignments")), 2)
        self.assertEqual(len(self.rows(self.cast.aigul, self.offices, list="assignments", q="кечиккен")), 1)
        self.assertIn(
            "'=1+1",
            self.get(self.cast.aigul, self.offices, format="csv", list="assignments").content.decode(),
        )
        holders = self.rows(self.cast.aigul, self.offices, list="offices", show="offices-held")
        self.assertEqual([row[2] for row in holders], [self.cast.nurlan.person.name])
        self.assertEqual(
            len(self.rows(self.cast.aigul, self.offices, list="ballots", show="ballots-running")), 1
        )
        self.assertEqual(self.rows(self.cast.aigul, self.offices, list="ballots", show="ballots-closed"), [])
        self.assertEqual(self.get(self.cast.aigul, self.offices, format="csv", list="x").status_code, 404)
        self.assertTrue(AuditEvent.objects.filter(action="plan:self_government:exported").exists())

    def test_a_student_takes_out_no_assignment_of_another_and_no_request(self):
        made.assignment(self.cast.aigul, made.term(self.cast.aigul, self.cast.meerim), title="Бөлөк")
        made.asked(self.cast.aigul, self.cast.class_a)
        self.assertEqual(self.rows(self.cast.nurlan_user, self.offices, list="assignments"), [])
        answer = self.get(self.cast.nurlan_user, self.library, format="csv", list="requests")
        self.assertEqual(answer.status_code, 404)
        shown = self.get(self.cast.nurlan_user, self.library).context["filter_form"].fields["show"].choices
        self.assertNotIn("requests", str(shown))

    def test_the_overview_shows_classes_with_a_vacant_office_and_takes_them_out(self):
        overview = reverse("plan:self_government_list")
        page = self.get(self.cast.damir, overview, q="10-А")
        self.assertEqual([row[0] for row in page.context["rows"]], [self.cast.class_a])
        made.asked(self.cast.aigul, self.cast.class_a)
        self.assertEqual([row[0] for row in self.rows(self.cast.damir, overview, show="waiting")], ["10-А"])

    def test_requests_lists_and_visits_of_a_class_are_narrowed_and_taken_out(self):
        made.asked(self.cast.aigul, self.cast.class_a)
        made.reading_list(self.cast.aigul, self.cast.class_a)
        made.visit(self.cast.aigul, self.cast.class_a)
        page = self.get(self.cast.aigul, self.library, show="requests-asked")
        self.assertEqual([one.theme for one in page.context["requests"]], ["Анатомия"])
        self.assertEqual((page.context["lists"], page.context["visits"]), ([], []))
        for part, word in (
            ("requests", "Анатомия"),
            ("lists", "Медицина дүйнөсү"),
            ("visits", "Анатомия атлас"),
        ):
            self.assertIn(word, str(self.rows(self.cast.aigul, self.library, list=part)), part)
            self.assertEqual(self.rows(self.cast.aigul, self.library, list=part, q="жок сөз"), [], part)

    def test_the_librarian_finds_a_request_by_class_and_word_and_takes_the_list_out(self):
        made.asked(self.cast.aigul, self.cast.class_a)
        made.asked(self.cast.bakyt, self.cast.class_b, theme="Химия")
        desk = reverse("plan:library_desk")
        page = self.get(self.cast.librarian, desk, group=self.cast.class_b.pk)
        self.assertEqual([one.theme for one in page.context["page"]], ["Химия"])
        self.assertEqual([row[2] for row in self.rows(self.cast.librarian, desk, q="химия")], ["Химия"])
        self.assertEqual(self.rows(self.cast.librarian, desk, show="requests-answered"), [])
        self.assertTrue(AuditEvent.objects.filter(action="plan:library:exported").exists())
