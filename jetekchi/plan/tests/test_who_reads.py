"""A draft is its leader's own paper; the offices read what was signed (3.1)."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from jetekchi.core.remember import forget
from jetekchi.plan import services
from jetekchi.plan.tests.test_plan_pages import Pages

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class WhoReads(Pages):
    def offices(self):
        return self.cast.damir, self.cast.elmira, self.cast.farhat

    def pages(self, item):
        return self.at(), self.at("print/?format=pdf"), self.at("decision/"), f"/plans/items/{item.pk}/"

    def begun(self):
        services.save_words(by=self.cast.aigul, aim="Жеке ойлор", tasks="Милдет", **self.place())
        return self.item(title="Музейге баруу")

    def test_a_draft_opens_for_nobody_but_its_leader(self):
        item = self.begun()
        for url in self.pages(item)[:2]:
            self.assertEqual(self.get(self.cast.aigul, url).status_code, 200)
        for user in self.offices():
            for url in self.pages(item):
                self.assertEqual(self.get(user, url).status_code, 404, (user, url))
            listed = self.get(user, "/plans/")
            self.assertNotContains(listed, self.at())
            self.assertContains(listed, self.cast.class_a.label)

    def test_once_signed_the_offices_read_it_and_only_the_head_of_upbringing_decides(self):
        item = self.begun()
        self.submitted()
        for user in self.offices():
            for url in self.pages(item)[:2]:
                self.assertEqual(self.get(user, url).status_code, 200, (user, url))
            self.assertContains(self.get(user, "/plans/"), self.at())
            self.assertEqual(self.get(user, self.at("signature/")).status_code, 403)
        self.assertEqual(self.get(self.cast.damir, self.at("decision/")).status_code, 200)
        for user in (self.cast.elmira, self.cast.farhat, self.cast.aigul):
            self.assertEqual(self.get(user, self.at("decision/")).status_code, 403)

    def test_what_is_being_corrected_stays_the_leaders_own_and_the_signed_edition_is_read(self):
        item = self.begun()
        self.submitted()
        services.return_with_remarks(by=self.cast.damir, remark="толуктаңыз", **self.place())
        services.save_words(by=self.cast.aigul, aim="Жаңы максат", tasks="Милдет", **self.place())
        added = self.item(title="Жаңы иш")
        forget()
        self.assertContains(self.get(self.cast.aigul, self.at()), "Жаңы иш")
        for user in self.offices():
            page = self.get(user, self.at())
            self.assertContains(page, "Жеке ойлор")
            self.assertContains(page, "Музейге баруу")
            self.assertNotContains(page, "Жаңы")
            for one in (item, added):
                self.assertEqual(self.get(user, f"/plans/items/{one.pk}/").status_code, 404)
            pdf = PdfReader(BytesIO(self.get(user, self.at("print/?format=pdf")).content))
            text = "".join(page.extract_text() for page in pdf.pages)
            self.assertIn("Музейге баруу", text)
            self.assertNotIn("Жаңы иш", text)

    def test_the_leader_of_another_class_learns_nothing_signed_or_not(self):
        item = self.begun()
        for sign in (lambda: None, self.submitted):
            sign()
            for user in (self.cast.bakyt, self.cast.chynara, self.cast.ainura, self.cast.nurlan_user):
                for url in self.pages(item):
                    self.assertEqual(self.get(user, url).status_code, 404, (user, url))

    def test_a_signed_year_shows_no_draft_of_its_half_years(self):
        self.item(title="Талкуу")
        year = {"class_group": self.cast.class_a, "half": None}
        services.save_words(by=self.cast.aigul, aim="Жыл максаты", tasks="Милдет", **year)
        from jetekchi.documents.tests import factories as papers

        services.submit(by=self.cast.aigul, confirmation=papers.confirmed(self.cast.aigul), **year)
        self.item(title="Кийин кошулган иш")
        forget()
        page = self.get(self.cast.damir, self.at(period="year"))
        self.assertContains(page, "Талкуу")
        self.assertNotContains(page, "Кийин кошулган иш")
        self.assertEqual(self.get(self.cast.damir, self.at()).status_code, 404)
