"""The calendar of tests is evidence of clause 5.2: weeks within the limits, weeks above them that the leader settled."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone, translation

from jetekchi.compliance import selectors
from jetekchi.compliance.tests import factories
from jetekchi.journal import services as journal
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.models import Term
from jetekchi.organisation.services.settings import change_setting
from jetekchi.worklog.services import ensure_kinds, record_work
from tests import cast


class TestsAsEvidence(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        factories.imported()
        today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=today - timedelta(days=40), end_on=today + timedelta(days=40)
        )
        cls.cast.half.refresh_from_db()
        change_setting(by=None, key="evidence_lesson_visits", value=1)
        cls.kind = journal.save_kind(by=None, name="Текшерүү иш", weight=3, is_test=True)
        cls.monday = today - timedelta(days=today.weekday())

    def cell(self, group=None):
        found = selectors.leader_matrix(self.cast.half, group or self.cast.class_a)
        return next(cell for line, cell in found.rows if line.number == "5.2")

    def planned(self, weeks, day=0, number=1):
        """A test so many weeks after this one."""
        lesson = grid_factories.lesson(
            self.cast, self.monday + timedelta(days=7 * weeks + day), number=number
        )
        journal.plan_work(by=self.cast.chynara, lesson=lesson, kind=self.kind)
        return lesson

    def write(self, weeks):
        record_work(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            kind="lesson_visit",
            on=self.monday + timedelta(days=7 * weeks),
            text="Мугалимдер менен макулдаштык",
            about_group=True,
        )

    def test_weeks_within_the_limits_count_from_the_first_entry_on(self):
        self.planned(-1)
        self.planned(1)
        self.assertEqual((self.cell().of, self.cell().evidence), ("0\u202f/\u202f3", False))
        self.write(-2)
        self.assertEqual((self.cell().of, self.cell().fulfilled), ("3\u202f/\u202f3", True))
        self.assertEqual(self.cell(self.cast.class_b).of, "0\u202f/\u202f1")

    def test_a_coming_week_with_too_many_is_named_and_opens_until_one_of_the_tests_goes(self):
        self.write(-2)
        self.planned(1)
        second = self.planned(1, number=2)
        with translation.override("en"):
            cell = self.cell()
        self.assertEqual((cell.of, cell.fulfilled), ("1\u202f/\u202f2", False))
        self.assertIn("in 1 week there are too many tests", cell.hint)
        week = self.monday + timedelta(days=7)
        url = f"/journal/class/{self.cast.class_a.pk}/tests/?day={week.isoformat()}"
        self.assertEqual(cell.finding.url, url)
        self.client.force_login(self.cast.aigul)
        self.assertContains(self.client.get(url), "бул күнү өтө көп", count=2)
        journal.plan_work(by=self.cast.chynara, lesson=second, kind=None)
        self.assertTrue(self.cell().fulfilled)

    def test_a_week_that_is_over_is_settled_by_an_entry_of_that_week(self):
        self.write(-2)
        for day in range(4):
            self.planned(-1, day)
        self.assertFalse(self.cell().fulfilled)
        self.write(-1)
        self.assertTrue(self.cell().fulfilled)

    def test_how_many_of_the_weeks_are_enough_is_a_setting(self):
        self.write(-3)
        self.planned(-2)
        self.planned(-1)
        self.planned(-1, number=2)
        self.assertFalse(self.cell().fulfilled)
        change_setting(by=None, key="evidence_tests_share", value=0.5)
        self.assertTrue(self.cell().fulfilled)
        change_setting(by=None, key="evidence_tests_share", value=1.0)
        change_setting(by=None, key="tests_a_day", value=2)
        self.assertTrue(self.cell().fulfilled)
