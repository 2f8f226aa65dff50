"""The duty matrix: three figures a clause, each of them explained by records."""

from django.test import TestCase
from django.utils import timezone, translation

from jetekchi.compliance import selectors, services
from jetekchi.compliance.clauses import CLAUSES
from jetekchi.compliance.tests import factories as papers
from jetekchi.worklog.services import ensure_kinds, record_work
from tests import cast


class TheMatrix(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.imported()

    def cell(self, number, group=None):
        found = selectors.leader_matrix(self.cast.half, group or self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == number)

    def write(self, kind, **more):
        more.setdefault("students", [self.cast.nurlan])
        return record_work(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            kind=kind,
            on=max(min(timezone.localdate(), self.cast.half.end_on), self.cast.half.start_on),
            text="Иш жасалды",
            **more,
        )

    def test_every_clause_of_the_imported_text_is_a_line_in_its_own_order(self):
        from jetekchi.documents import selectors as documents

        version = documents.instruction_in_force()
        found = selectors.matrix_of(self.cast.half, [self.cast.class_a, self.cast.class_b])
        self.assertEqual(
            [line.number for line in found.lines], [clause.number for clause in documents.clauses_of(version)]
        )
        self.assertEqual(len(found.leaders), 2)

    def test_the_group_without_a_leader_is_no_column(self):
        found = selectors.matrix_of(self.cast.half, [self.cast.group_3])
        self.assertEqual(found.leaders, ())

    def test_an_appointment_by_order_fulfils_its_clause_by_itself(self):
        cell = self.cell("1.1")
        self.assertEqual((cell.looked_at, cell.evidence, cell.fulfilled), (True, True, True))

    def test_a_clause_without_work_says_what_would_reach_it(self):
        cell = self.cell("5.1")
        self.assertEqual((cell.evidence, cell.fulfilled), (False, False))
        with translation.override("en"):
            self.assertEqual(self.cell("5.1").finding.missing, "4 more entries are needed")
        self.assertIn(f"class={self.cast.class_a.pk}&kind=attendance_check", cell.finding.url)

    def test_the_figure_leads_to_as_many_entries_as_it_counts(self):
        for _time in range(3):
            self.write("attendance_check")
        self.write("talk")
        cell = self.cell("5.1")
        self.client.force_login(self.cast.aigul)
        listed = self.client.get(cell.finding.records_url)
        self.assertEqual(listed.context["page"].paginator.count, cell.finding.done)

    def test_work_of_the_next_class_is_no_evidence_here(self):
        self.write("attendance_check")
        self.assertTrue(self.cell("5.1").evidence)
        self.assertFalse(self.cell("5.1", self.cast.class_b).evidence)

    def test_the_threshold_is_a_setting(self):
        from jetekchi.organisation.services import change_setting

        self.write("attendance_check")
        self.assertFalse(self.cell("5.1").fulfilled)
        change_setting(by=self.cast.farhat, key="evidence_checks", value=1)
        self.assertTrue(self.cell("5.1").fulfilled)

    def test_each_student_must_be_named_not_one_student_often(self):
        for _time in range(3):
            self.write("talk", clauses=["3.4"])
        self.assertEqual((self.cell("3.4").finding.done, self.cell("3.4").fulfilled), (1, False))
        self.write("talk", clauses=["3.4"], students=[self.cast.meerim])
        self.assertTrue(self.cell("3.4").fulfilled)

    def test_a_withdrawn_entry_is_no_evidence(self):
        from jetekchi.worklog.services import withdraw_entry

        entry = self.write("attendance_check")
        withdraw_entry(by=self.cast.aigul, entry=entry, reason="жаңылыштык")
        self.assertFalse(self.cell("5.1").evidence)

    def test_where_no_accident_happened_somebody_must_have_looked(self):
        self.assertEqual((self.cell("3.2").evidence, self.cell("3.2").fulfilled), (False, False))
        services.note_look(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            half=self.cast.half,
            clauses=["3.2"],
            side="leader",
        )
        self.assertEqual((self.cell("3.2").looked_at, self.cell("3.2").fulfilled), (True, True))

    def test_the_supervision_is_evidence_of_its_own_clause(self):
        self.assertFalse(self.cell("1.2").fulfilled)
        services.note_look(
            by=self.cast.damir,
            class_group=self.cast.class_a,
            half=self.cast.half,
            clauses=["5.1"],
            side="supervision",
        )
        self.assertEqual((self.cell("1.2").evidence, self.cell("1.2").fulfilled), (True, False))
        self.assertFalse(self.cell("1.2", self.cast.class_b).evidence)

    def test_counts_are_leaders_and_fulfilled_never_exceeds_evidence_nor_evidence_looked_at(self):
        self.write("class_hour", about_group=True)
        found = selectors.to_json(selectors.matrix_of(self.cast.half, [self.cast.class_a, self.cast.class_b]))
        self.assertEqual(found["leaders"], 2)
        for clause in found["clauses"]:
            self.assertLessEqual(clause["fulfilled"], clause["evidence"], clause["number"])
            self.assertLessEqual(clause["evidence"], clause["looked_at"], clause["number"])

    def test_the_number_of_queries_does_not_grow_with_the_leaders(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as one:
            selectors.matrix_of(self.cast.half, [self.cast.class_a])
        self.write("talk")
        with CaptureQueriesContext(connection) as two:
            selectors.matrix_of(self.cast.half, [self.cast.class_a, self.cast.class_b])
        self.assertEqual(len(one), len(two))
        # Beside a page nothing is kept: settings, years and terms are asked again by each fact.
        self.assertLessEqual(len(two), 41)


class TheTableOfClauses(TestCase):
    def test_every_clause_of_the_mission_has_a_title_an_app_and_a_rule(self):
        numbers = [row.number for row in CLAUSES]
        self.assertEqual(len(numbers), 35)
        self.assertEqual(len(set(numbers)), 35)
        for row in CLAUSES:
            self.assertTrue(str(row.title).strip() and row.app and hasattr(row.rule, "find"))
