from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jetekchi.journal.selectors import links, pages
from jetekchi.journal.selectors.half_year import class_half_year
from jetekchi.journal.tests.factories import absent, add_students, mark
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class JournalPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.q1, cls.q2 = c.half.quarters.order_by("number")
        cls.new = add_students(c.class_a, 3)
        for student, value in zip([*cls.new, c.nurlan, c.meerim], ["5", "4", "3", "2", "na"], strict=True):
            mark(student, c.maths, cls.q1, value)
        absent(c.nurlan, cls.q1.start_on + timedelta(days=2), (1, 2), "unexcused")
        absent(c.meerim, cls.q1.start_on + timedelta(days=2), (3,), "ill")
        cls.address = links.half_year(c.class_a, c.half)

    def sign_in(self, name="aigul"):
        self.client.force_login(getattr(self.cast, name))

    def test_the_leader_sees_the_half_year_of_the_class(self):
        self.sign_in()
        page = self.client.get(self.address)
        self.assertContains(page, "Математика")
        self.assertContains(page, "<svg")

    def test_each_figure_of_the_page_equals_the_list_it_opens(self):
        self.sign_in()
        figures = class_half_year(self.cast.class_a, self.cast.half)
        row = pages.subject_row(self.cast.class_a, figures.study[0])
        summary = pages.summary_cells(self.cast.class_a, figures.summary[0])
        for figure in (*row.figures[:6], *summary.figures[:6]):
            page = self.client.get(figure.url)
            asked = parse_qs(urlsplit(figure.url).query)
            rows = page.context["page"].paginator.count if "value" in asked else len(page.context["rows"])
            assert rows == int(figure.text), figure
        for figure in list(pages.absence_stats(figures).values())[:5]:
            assert self.client.get(figure.url).context["page"].paginator.count == int(figure.text), figure

    def test_percentages_and_the_mean_stand_again_over_the_list_they_open(self):
        self.sign_in()
        figures = class_half_year(self.cast.class_a, self.cast.half)
        row = pages.subject_row(self.cast.class_a, figures.study[0])
        summary = pages.summary_cells(self.cast.class_a, figures.summary[0])
        shown = (*row.figures[6:], *summary.figures[6:])
        assert [figure.text.split("\xa0")[0] for figure in shown] == [
            "60,0",
            "40,0",
            "44,6",
            "3,50",
            "60,0",
            "40,0",
        ]
        for figure in shown:
            page = self.client.get(figure.url)
            self.assertContains(page, f": {figure.text.split(chr(160))[0]}", msg_prefix=figure.url)

    def test_lists_are_exported(self):
        self.sign_in()
        for address in (
            f"{self.address}?format=csv",
            links.marks(self.cast.class_a, self.q1.pk, value="2") + "&format=csv",
            links.level(self.cast.class_a, self.q1.pk) + "&format=xlsx",
            links.absences(self.cast.class_a, kind="ill") + "&format=csv",
            reverse("journal:student", args=[self.cast.nurlan.pk]) + "?format=csv",
        ):
            answer = self.client.get(address)
            assert answer.status_code == 200, address
            assert "attachment" in answer["Content-Disposition"]

    def test_strange_filters_find_nothing_and_break_nothing(self):
        self.sign_in()
        for name in ("marks", "sheet"):
            address = reverse(f"journal:{name}", args=[self.cast.class_a.pk])
            for query in (
                "?term=0",
                "?term=x",
                "?term=999999999999999999999",
                "?value=%00&level=%00",
                "?level=1&term=x",
            ):
                assert self.client.get(address + query).status_code == 404, query
        address = reverse("journal:absences", args=[self.cast.class_a.pk])
        for query in ("?from=31.02.2026", "?student=x", "?kind=zzz"):
            assert self.client.get(address + query).status_code == 404, query

    def test_who_sees_what(self):
        student = reverse("journal:student", args=[self.cast.nurlan.pk])
        expected = {
            "aigul": (200, 200),
            "bakyt": (404, 404),
            "chynara": (403, 403),
            "damir": (200, 200),
            "elmira": (200, 200),
            "farhat": (200, 200),
            "gulnara": (403, 404),
            "doctor": (403, 403),
            "psychologist": (200, 200),
            "librarian": (404, 404),
            "nurlan_user": (404, 200),
            "ainura": (404, 200),
            "kubat": (404, 404),
            "tilek_user": (404, 404),
        }
        for name, (of_class, of_student) in expected.items():
            self.sign_in(name)
            assert self.client.get(self.address).status_code == of_class, name
            assert self.client.get(student).status_code == of_student, name

    def test_a_student_and_the_family_see_the_own_marks_only(self):
        self.sign_in("ainura")
        page = self.client.get(reverse("journal:student", args=[self.cast.nurlan.pk]))
        self.assertContains(page, "Математика")
        self.assertNotContains(page, reverse("journal:sheet", args=[self.cast.class_a.pk]))
        assert self.client.get(reverse("journal:student", args=[self.cast.meerim.pk])).status_code == 404

    def test_queries_do_not_grow_with_the_class(self):
        self.sign_in()
        counts = []
        for first in (9200, 9300):
            for student in add_students(self.cast.class_a, 8, first=first):
                mark(student, self.cast.literature, self.q1, "4")
                absent(student, self.q1.start_on, (1,))
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.address)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 40
