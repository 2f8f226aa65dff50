"""An approved plan that is corrected: the edition in force stays readable, its days are kept, what moved is told."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.documents.models import SealedPaper
from jetekchi.documents.selectors.seals import is_current
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import Term
from jetekchi.plan import selectors, services
from jetekchi.plan.models import InstitutionPlan, PlanAct, PlanPaper
from jetekchi.plan.tests import factories
from jetekchi.plan.tests.test_plan_pages import Pages

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class TheEditionInForce(Pages):
    def setUp(self):
        super().setUp()
        services.save_words(by=self.cast.aigul, aim="Биринчи максат", tasks="Милдет", **self.place())
        self.item(title="Музейге баруу")
        self.first = self.approved()

    def corrected(self):
        """Edition 2 with other words waits for its decision."""
        services.open_correction(by=self.cast.aigul, reason="Күн жылды", **self.place())
        services.save_words(by=self.cast.aigul, aim="Экинчи максат", **self.place())
        return self.submitted()

    def printed(self, user, edition):
        answer = self.get(user, self.at(f"print/?format=pdf&edition={edition}"))
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)

    def states(self):
        """From the opening of a correction to its return."""
        services.open_correction(by=self.cast.aigul, reason="Күн жылды", **self.place())
        yield "correcting"
        services.save_words(by=self.cast.aigul, aim="Экинчи максат", **self.place())
        self.submitted()
        yield "submitted"
        services.return_with_remarks(by=self.cast.damir, remark="Толукта", **self.place())
        yield "returned"

    def test_it_is_named_and_printed_as_it_was_approved_whatever_happens_to_the_correction(self):
        address = self.at("print/?format=pdf&amp;edition=1")
        self.assertNotContains(self.get(self.cast.damir, self.at()), "edition=1")
        for state in self.states():
            for user in (self.cast.aigul, self.cast.damir, self.cast.farhat):
                self.assertContains(self.get(user, self.at()), address, msg_prefix=f"{state} {user}")
                text = self.printed(user, 1)
                self.assertIn("Биринчи максат", text, f"{state} {user}")
                self.assertNotIn("Экинчи максат", text, f"{state} {user}")
                self.assertIn(self.first.sha256, text.replace("\n", "").replace(" ", ""))
                self.assertIn(self.cast.damir.person.short_name, text)
        word = self.get(self.cast.aigul, self.at("print/?format=docx&edition=1")).content
        self.assertTrue(word.startswith(b"PK"))

    def test_who_decides_on_a_correction_finds_the_edition_in_force_beside_it(self):
        self.corrected()
        page = self.get(self.cast.damir, self.at("decision/"))
        self.assertContains(page, "print/?format=pdf&amp;edition=1")
        self.assertContains(page, PlanAct.objects.get(to_state="correcting").remark)

    def test_its_print_is_valid_until_the_next_is_approved(self):
        self.corrected()
        self.printed(self.cast.damir, 1)
        sealed = SealedPaper.objects.get(edition="1")
        self.assertEqual(sealed.signed_sha256, self.first.sha256)
        self.assertTrue(is_current(sealed))
        services.approve(by=self.cast.damir, confirmation=papers.confirmed(self.cast.damir), **self.place())
        self.assertFalse(is_current(sealed))

    def test_no_other_edition_and_no_other_class_is_printed_so(self):
        self.corrected()
        for edition in ("2", "0", "x", "", "1 "):
            answer = self.get(self.cast.aigul, self.at("print/") + f"?edition={edition}")
            self.assertEqual(answer.status_code, 404, edition)
        self.assertEqual(self.get(self.cast.bakyt, self.at("print/?edition=1")).status_code, 404)
        self.assertEqual(
            self.get(self.cast.aigul, self.at("print/?edition=1", group=self.cast.class_b)).status_code, 404
        )

    def test_the_days_of_the_first_edition_are_not_run_anew(self):
        InstitutionPlan.objects.create(
            half_year=self.cast.half, approval_on=timezone.localdate() - timedelta(days=3)
        )
        for state in self.states():
            way = self.get(self.cast.aigul, self.at()).context["way"]
            self.assertIsNone(way.days_left, state)
            self.assertEqual([step.css for step in way.steps], ["ok"] * 4, state)
            rows = selectors.due_rows(self.cast.aigul, self.cast.half, timezone.localdate())
            self.assertFalse(any(row.is_overdue(timezone.localdate()) for row in rows), state)
            self.assertEqual(len(rows), 0 if state == "submitted" else 1, state)

    def test_a_first_edition_that_was_returned_still_has_its_clock(self):
        PlanPaper.objects.all().update(first_approved_at=None, state="returned")
        InstitutionPlan.objects.create(half_year=self.cast.half, approval_on=timezone.localdate())
        Term.objects.filter(pk=self.cast.half.pk).update(start_on=timezone.localdate() - timedelta(days=60))
        (row,) = selectors.due_rows(self.cast.aigul, self.cast.half, timezone.localdate())
        self.assertTrue(row.is_overdue(timezone.localdate()))


class WhatMoved(Pages):
    def opened(self):
        """The page of the signature, as it stands now."""
        return self.get(self.cast.aigul, self.at("signature/")).context["seen"]

    def sent(self, seen, **more):
        given = {**self.identity(self.cast.aigul), "late_reason": "Ооруп калдым", "seen": seen, **more}
        page = self.post(self.cast.aigul, self.at("signature/"), **given)
        return [str(error) for error in page.context["form"].non_field_errors()]

    def setUp(self):
        super().setUp()
        factories.written(self.cast.aigul, self.cast.class_a, self.cast.half)

    def test_a_wrong_password_on_an_old_page_tells_also_that_the_plan_changed(self):
        seen = self.opened()
        self.assertEqual(len(self.sent(seen, password="жаңылыш")), 1)
        self.item(title="Кошулган иш")
        errors = self.sent(seen, password="жаңылыш")
        self.assertEqual(len(errors), 2, errors)
        self.assertEqual(len(self.sent(seen)), 1)
        self.assertEqual(PlanPaper.objects.get().state, "draft")

    def test_the_head_is_told_of_a_newer_edition_beside_a_wrong_password(self):
        seen = self.submitted().sha256
        services.return_with_remarks(by=self.cast.damir, remark="Толукта", **self.place())
        self.item(title="Кошулган иш")
        self.submitted()
        given = {**self.identity(self.cast.damir), "seen": seen, "decision": "sign", "password": "жаңылыш"}
        page = self.post(self.cast.damir, self.at("decision/"), **given)
        self.assertEqual(len(page.context["form"].non_field_errors()), 2)
        self.assertEqual(PlanPaper.objects.get().state, "submitted")
