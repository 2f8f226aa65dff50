"""Inspections and remarks are the evidence of clauses 1.2 and 3.9."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from jetekchi.compliance import selectors, services
from jetekchi.compliance.tests import factories
from jetekchi.journal import services as journal
from jetekchi.journal.models import Remark
from jetekchi.journal.tests import grid_factories
from jetekchi.journal.tests import inspection_factories as made
from jetekchi.organisation.models import Term
from jetekchi.organisation.services.settings import change_setting
from tests import cast


class SupervisionAsEvidence(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        factories.imported()
        today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=today - timedelta(days=40), end_on=today + timedelta(days=40)
        )
        cls.cast.half.refresh_from_db()

    def cell(self, number, group=None):
        found = selectors.leader_matrix(self.cast.half, group or self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == number)

    def state(self, number):
        cell = self.cell(number)
        return cell.evidence, cell.fulfilled

    def inspected(self):
        return made.inspection(self.cast.damir, self.cast.class_a)

    def test_papers_are_in_order_while_no_remark_to_the_leader_is_open_past_its_day(self):
        c = self.cast
        self.assertEqual(self.state("3.9"), (False, False))
        about = self.inspected()
        self.assertEqual(self.state("3.9"), (True, True))
        remark = made.remark(c.damir, about, c.aigul.person)
        self.assertEqual(self.state("3.9"), (True, True))
        made.late(remark)
        self.assertEqual(self.state("3.9"), (True, False))
        cell = self.cell("3.9")
        self.assertEqual((cell.of, cell.finding.url), ("1\u202f/\u202f2", f"/remarks/{remark.pk}/"))
        journal.mend_remark(by=c.aigul, remark=remark, words="болду")
        self.assertEqual(self.state("3.9"), (True, True))
        self.assertEqual(self.cell("3.9", c.class_b).evidence, False)

    def test_gaps_that_the_leader_leaves_are_a_debt_those_of_a_teacher_are_none(self):
        c = self.cast
        self.inspected()
        for back in range(6):
            day = timezone.localdate() - timedelta(days=back + 9)
            lesson = grid_factories.lesson(c, day)
            journal.take_roll(by=c.chynara, lesson=lesson, marks={c.nurlan.pk: journal.Mark("unknown")})
        self.assertEqual(self.state("3.9"), (True, False))
        self.assertIn(f"person={c.aigul.person_id}", self.cell("3.9").finding.url)
        change_setting(by=None, key="evidence_gaps", value=6)
        self.assertEqual(self.state("3.9"), (True, True))

    def test_a_late_remark_to_a_teacher_is_no_debt_of_the_leader(self):
        c = self.cast
        made.late(made.remark(c.damir, self.inspected(), c.chynara.person))
        self.assertEqual(self.state("3.9"), (True, True))

    def test_the_supervision_looks_inspects_and_verifies_in_time(self):
        c = self.cast
        given = {"class_group": c.class_a, "half": c.half, "clauses": ["3.1"], "side": "supervision"}
        services.note_look(by=c.damir, **given)
        self.assertEqual(self.state("1.2"), (True, False))
        remark = made.remark(c.damir, self.inspected(), c.aigul.person)
        self.assertEqual(self.state("1.2"), (True, True))
        journal.mend_remark(by=c.aigul, remark=remark, words="болду")
        self.assertEqual(self.state("1.2"), (True, True))
        Remark.objects.update(mended_at=timezone.now() - timedelta(days=9))
        self.assertEqual(self.state("1.2"), (True, False))
        journal.verify_remark(by=c.damir, remark=remark)
        self.assertEqual(self.state("1.2"), (True, True))
