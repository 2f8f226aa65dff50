"""Records that were kept elsewhere come over many at once, with their own times; the rules of a single entry hold."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.organisation.services import close_term
from jetekchi.worklog.models import AccidentReport, WorkEntry
from jetekchi.worklog.services import CarriedWork, carry_over_accident, carry_over_work
from tests import cast


class CarriedOver(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def work(self, **more):
        on = more.pop("on", timezone.localdate())
        fields = {
            "by": self.cast.aigul,
            "kind": "talk",
            "on": on,
            "text": "Сүйлөштүк.",
            "recorded_at": timezone.now(),
        }
        return CarriedWork(**{**fields, "students": [self.cast.nurlan], **more})

    def carry(self, *works):
        return carry_over_work(by=None, class_group=self.cast.class_a, works=works)

    def refused(self, *works):
        with self.assertRaises(Refused) as refused:
            self.carry(*works)
        self.assertFalse(WorkEntry.objects.exists())
        return refused.exception.code

    def test_many_entries_are_one_event_on_the_chain_and_keep_their_times(self):
        then = timezone.now() - timedelta(days=40)
        self.carry(
            self.work(recorded_at=then), self.work(kind="class_hour", clauses=["5.3", "2.1"], students=[])
        )
        first, second = WorkEntry.objects.order_by("pk")
        self.assertEqual(first.created_at, then)
        self.assertEqual(first.numbers, ["3.4", "4.1"])
        self.assertEqual(list(first.students.all()), [self.cast.nurlan])
        self.assertEqual(second.numbers, ["2.1", "5.3"])
        self.assertTrue(second.about_group)
        self.assertEqual(AuditEvent.objects.filter(action="worklog:entries:carried-over").count(), 1)
        self.assertIsNone(audit.verify())

    def test_a_student_of_another_class_is_refused_with_all_the_others(self):
        self.assertEqual(
            self.refused(self.work(), self.work(students=[self.cast.sanjar])), "student-not-of-class"
        )

    def test_a_day_to_come_is_refused(self):
        tomorrow = timezone.localdate() + timedelta(days=1)
        self.assertEqual(self.refused(self.work(), self.work(on=tomorrow)), "day-future")

    def test_a_closed_half_year_takes_nothing(self):
        close_term(by=None, term=self.cast.half, reason="Сыноо")
        day = min(timezone.localdate(), self.cast.half.end_on)
        self.assertEqual(self.refused(self.work(on=day)), "half-year-closed")

    def test_an_accident_keeps_when_it_was_told_and_confirmed(self):
        happened = timezone.now() - timedelta(days=3)
        carry_over_accident(
            by=self.cast.aigul,
            students=[self.cast.nurlan],
            happened_at=happened,
            recorded_at=happened + timedelta(minutes=10),
            place="спортзал",
            text="Тайып жыгылды.",
            first_aid="Муздак басма.",
            told=[("university_administration", "app", happened + timedelta(minutes=12))],
            confirmed=[("university_administration", happened + timedelta(hours=5), self.cast.rector_office)],
        )
        report = AccidentReport.objects.get()
        confirmation = report.confirmation
        assert confirmation is not None and confirmation.confirmed_at is not None
        self.assertEqual(confirmation.confirmed_at, happened + timedelta(hours=5))
        self.assertLess(report.deadline(60), confirmation.confirmed_at)
