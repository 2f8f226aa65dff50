"""What the signed plan holds for a clause is named as the next step; done, it is the clause's evidence (2.1–5.3)."""

from django.test import TestCase

from jetekchi.compliance import selectors
from jetekchi.compliance.tests import factories as papers
from jetekchi.documents.tests import factories as signing
from jetekchi.plan import services as plan
from jetekchi.plan.tests import factories as plans
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class PlanAsEvidence(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.imported()

    def cell(self, number):
        found = selectors.leader_matrix(self.cast.half, self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == number)

    def planned(self, direction, **more):
        month = self.cast.half.start_on.replace(day=1)
        return plans.item(
            self.cast.aigul, self.cast.class_a, self.cast.half, direction=direction, month=month, **more
        )

    def sign(self):
        signing.accepted(self.cast.aigul)
        place = {"by": self.cast.aigul, "class_group": self.cast.class_a, "half": self.cast.half}
        plan.save_words(aim="Максат", tasks="Милдет", **place)
        plan.submit(confirmation=signing.confirmed(self.cast.aigul), late_reason="х", **place)

    def test_an_item_of_the_plan_is_the_next_step_of_each_clause_it_serves(self):
        item = self.planned("civic", title="Музейге баруу")
        self.sign()
        for number in ("3.11", "5.3"):
            finding = self.cell(number).finding
            self.assertEqual(finding.url, f"/plans/items/{item.pk}/")
            self.assertIn("Музейге баруу", finding.missing)

    def test_done_it_counts_for_each_of_them_and_names_its_students_for_the_comfort_of_each(self):
        items = {
            "3.11": self.planned("civic"),
            "2.1": self.planned("culture", students=(self.cast.nurlan,)),
        }
        self.sign()
        before = {number: self.cell(number).finding.done for number in (*items, "5.3")}
        for item in items.values():
            plan.mark_done(by=self.cast.aigul, item=item, done_on=self.cast.half.start_on)
        after = {number: self.cell(number).finding.done for number in before}
        self.assertEqual({number: after[number] - before[number] for number in before},
                         {"3.11": 1, "2.1": 1, "5.3": 1})  # fmt: skip

    def test_what_nobody_signed_is_named_to_nobody(self):
        self.planned("civic", title="Купуя ой")
        self.assertNotIn("Купуя ой", self.cell("3.11").finding.missing)

    def test_the_figure_of_a_draft_leads_to_the_list_that_its_supervisor_may_open(self):
        self.planned("civic")
        self.assertEqual(self.cell("3.1").finding.records_url, "/plans/?half=1")
        self.sign()
        self.assertEqual(self.cell("3.1").finding.records_url, f"/plans/{self.cast.class_a.pk}/1/")
