from datetime import timedelta

from django.db import DatabaseError, transaction
from django.test import TestCase
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.journal import services
from jetekchi.journal.models import Absence, LessonMark, LessonWork, MarkChange, MarkKind
from jetekchi.journal.services import Cell
from jetekchi.journal.tests import grid_factories as made
from jetekchi.organisation.models import Term
from tests import cast


class SavingMarks(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.yesterday, cls.lesson = made.lessons(cls.cast, 2)

    def save(self, *cells, by=None, reason=""):
        known = {"class_group": self.cast.class_a, "subject": self.cast.maths}
        return services.save_marks(by=by or self.cast.chynara, cells=cells, reason=reason, **known)

    def cell(self, value, version=0, student=None, lesson=None):
        return Cell((lesson or self.lesson).pk, (student or self.cast.nurlan).pk, value, version)

    def codes(self, *cells, **more):
        return [one.code or one.state for one in self.save(*cells, **more)]

    def test_a_mark_sent_three_times_is_written_once(self):
        answers = [self.codes(self.cell("4")) for _time in range(3)]
        self.assertEqual(answers, [["saved"], ["same"], ["same"]])
        self.assertEqual(list(LessonMark.objects.values_list("value", "version")), [("4", 1)])
        self.assertEqual(MarkChange.objects.count(), 1)
        self.assertIsNone(audit.verify())

    def test_a_colleagues_mark_stays_both_are_in_the_history_and_the_other_cells_are_saved(self):
        self.save(self.cell("4"))
        for _time in range(3):
            answers = self.save(self.cell("3"), self.cell("5", student=self.cast.meerim), by=self.cast.aigul)
        self.assertEqual((answers[0].state, answers[0].value, answers[0].version), ("conflict", "4", 1))
        self.assertEqual(LessonMark.objects.get(student=self.cast.meerim).value, "5")
        kept = MarkChange.objects.filter(mark__student=self.cast.nurlan)
        self.assertEqual(
            list(kept.values_list("old", "new", "is_conflict", "by")),
            [("", "4", False, self.cast.chynara.pk), ("4", "3", True, self.cast.aigul.pk)],
        )
        self.assertEqual(self.codes(self.cell("3", 1), by=self.cast.aigul), ["saved"])

    def test_every_cell_that_cannot_be_written_says_why_and_takes_none_with_it(self):
        c, today = self.cast, timezone.localdate()
        Absence.objects.create(student=c.meerim, class_group=c.class_a, on=today, lesson=1, kind="ill")
        to_come = made.lesson(c, today + timedelta(days=1))
        cancelled = made.lesson(c, today, number=2)
        type(cancelled).objects.filter(pk=cancelled.pk).update(state="cancelled", reason="ката")
        foreign = made.lesson(c, today, group=c.class_b)
        found = self.codes(
            self.cell("7"),
            self.cell("5", student=c.meerim),
            self.cell("5", student=c.sanjar),
            self.cell("5", lesson=to_come),
            self.cell("5", lesson=cancelled),
            self.cell("5", lesson=foreign, student=c.sanjar),
            self.cell("5", lesson=self.yesterday),
        )
        refused = ["mark-unknown", "absent", "not-listed", "lesson-to-come", "lesson-not-held"]
        self.assertEqual(found, [*refused, "lesson-foreign", "saved"])
        self.assertTrue(all(one.message for one in self.save(self.cell("7"))))

    def test_a_locked_mark_asks_for_a_reason_and_keeps_it(self):
        self.save(self.cell("4"))
        LessonMark.objects.update(given_at=timezone.now() - timedelta(hours=73))
        self.assertEqual(self.codes(self.cell("5", 1)), ["locked"])
        self.assertEqual(self.codes(self.cell("5", 1), reason="иш кайра текшерилди"), ["saved"])
        last = MarkChange.objects.last()
        self.assertEqual((last.old, last.new, last.reason), ("4", "5", "иш кайра текшерилди"))
        self.assertEqual(self.codes(self.cell("", 2), reason="ката"), ["saved"])

    def test_a_closed_half_year_refuses_marks_and_works(self):
        today = timezone.localdate()
        Term.objects.filter(pk=self.cast.half.pk).update(
            start_on=today - timedelta(days=9), end_on=today, closed_at=timezone.now()
        )
        self.assertEqual(self.codes(self.cell("5")), ["half-closed"])
        with self.assertRaises(services.Refused):
            services.plan_work(
                by=self.cast.chynara, lesson=self.lesson, kind=MarkKind.objects.create(name="т")
            )

    def test_a_work_is_planned_changed_and_taken_back(self):
        test = MarkKind.objects.create(name="Текшерүү иш", weight=3, is_test=True)
        for kind, count in ((test, 1), (test, 1), (None, 0)):
            services.plan_work(by=self.cast.chynara, lesson=self.lesson, kind=kind)
            self.assertEqual(LessonWork.objects.filter(lesson=self.lesson).count(), count)

    def test_the_history_of_a_cell_only_grows(self):
        self.save(self.cell("4"))
        for deed in (MarkChange.objects.all().delete, lambda: MarkChange.objects.update(new="5")):
            with self.assertRaises(DatabaseError), transaction.atomic():
                deed()
