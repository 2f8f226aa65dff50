"""The figures of the half-year before stand in a class plan: before the eyes of who approves, on paper, and signed."""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TestCase
from django.utils import translation
from pypdf import PdfReader

from jetekchi.core.remember import forget
from jetekchi.documents.tests import factories as papers
from jetekchi.journal.tests.factories import absent, mark
from jetekchi.organisation.models import Term
from jetekchi.plan import selectors, services
from jetekchi.plan.models import PlanPaper
from jetekchi.plan.tests import factories
from jetekchi.worklog.services import ensure_kinds
from tests import cast

pytestmark = pytest.mark.once


class FiguresOfTheHalfYearBefore(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        ensure_kinds(by=None)
        papers.accepted(c.aigul, c.damir)
        cls.second = Term.objects.get(year=c.year, kind="half_year", number=2)
        quarter = c.half.quarters.order_by("number")[0]
        mark(c.nurlan, c.maths, quarter, "5")
        mark(c.meerim, c.maths, quarter, "2")
        absent(c.nurlan, c.half.start_on + timedelta(days=1), (1, 2, 3))

    def setUp(self):
        cache.clear()
        forget()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        self.at = f"/plans/{self.cast.class_a.pk}/2/"

    def place(self):
        return {"class_group": self.cast.class_a, "half": self.second}

    def submitted(self):
        return factories.submitted(self.cast.aigul, self.cast.class_a, self.second)

    def told(self, user, address, half=2):
        """Figure by figure what a page says: its name, the figure, why there is none."""
        self.client.force_login(user)
        page = self.client.get(f"/plans/{self.cast.class_a.pk}/{half}/{address}")
        self.assertEqual(page.status_code, 200)
        before = page.context["before"]
        if before is None:
            return None
        with translation.override("en"):
            said = page.content.decode()
            for one in before.figures:
                self.assertTrue(one.label in said and one.text in said, one)
            return {one.key: (one.text, one.reason) for one in before.figures}

    def test_they_are_those_of_the_journal_for_who_signs_and_who_approves(self):
        factories.written(self.cast.aigul, self.cast.class_a, self.second)
        shown = self.told(self.cast.aigul, "signature/")
        self.assertEqual({key: shown[key][0] for key in ("success", "quality", "missed", "unexcused")}, {
            "success": "50.0%", "quality": "50.0%", "missed": "3", "unexcused": "3",
        })  # fmt: skip
        self.assertEqual(shown["attendance"], ("–", "no roll was taken"))
        self.assertEqual(self.told(self.cast.aigul, ""), shown)
        self.submitted()
        for address in ("decision/", ""):
            self.assertEqual(self.told(self.cast.damir, address), shown)

    def test_they_are_signed_and_stay_when_the_journal_moves_on(self):
        paper = self.submitted()
        shown = self.told(self.cast.damir, "decision/")
        quarter = self.cast.half.quarters.order_by("number")[1]
        mark(self.cast.nurlan, self.cast.maths, quarter, "3")
        self.assertEqual(self.told(self.cast.damir, "decision/"), shown)
        self.assertIn(b'"key": "success"', bytes(paper.signature.content.data))
        services.approve(by=self.cast.damir, confirmation=papers.confirmed(self.cast.damir), **self.place())
        self.assertEqual(self.told(self.cast.damir, ""), shown)

    def test_figures_that_moved_after_they_were_shown_are_read_again_before_they_are_signed(self):
        factories.written(self.cast.aigul, self.cast.class_a, self.second)
        self.client.force_login(self.cast.aigul)
        seen = self.client.get(f"{self.at}signature/").context["seen"]
        mark(self.cast.nurlan, self.cast.maths, self.cast.half.quarters.order_by("number")[1], "2")
        given = {"password": cast.PASSWORD, "seen": seen, "late_reason": "Ооруп калдым"}
        page = self.client.post(f"{self.at}signature/", given)
        self.assertContains(page, "your plan did not")
        services.save_words(by=self.cast.aigul, tasks="Башка", **self.place())
        self.assertContains(
            self.client.post(f"{self.at}signature/", given), "The plan changed after you opened"
        )
        self.assertEqual(PlanPaper.objects.get().state, "draft")

    def test_they_stand_in_the_print(self):
        self.submitted()
        self.client.force_login(self.cast.damir)
        pdf = PdfReader(BytesIO(self.client.get(f"{self.at}print/?format=pdf").content))
        word = docx.Document(BytesIO(self.client.get(f"{self.at}print/?format=docx").content))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        self.assertIn("50.0%", cells)
        text = "".join(page.extract_text() for page in pdf.pages)
        for words in ("50.0%", "no roll was taken", "10-А, half-year I"):
            self.assertIn(words, text.replace("\n", " "))

    def test_where_nothing_is_known_of_the_period_before_a_dash_says_so(self):
        half = self.cast.half
        factories.submitted(self.cast.aigul, self.cast.class_a, half)
        self.assertEqual(self.told(self.cast.damir, "decision/", half=1), {})
        page = self.client.get(f"/plans/{self.cast.class_a.pk}/1/decision/")
        self.assertContains(page, "There are no records of this class in the period before.")

    def test_an_edition_from_before_there_were_figures_stays_what_was_signed(self):
        paper = self.submitted()
        old = {name: value for name, value in paper.material.items() if name != "before"}
        _content, sha256 = selectors.seal(old)
        PlanPaper.objects.filter(pk=paper.pk).update(material=old, sha256=sha256)
        for address in ("decision/", ""):
            self.assertIsNone(self.told(self.cast.damir, address))
        self.client.force_login(self.cast.damir)
        self.assertEqual(self.client.get(f"{self.at}print/?format=pdf").status_code, 200)
        services.approve(by=self.cast.damir, confirmation=papers.confirmed(self.cast.damir), **self.place())
        self.assertEqual(PlanPaper.objects.get().state, "approved")
