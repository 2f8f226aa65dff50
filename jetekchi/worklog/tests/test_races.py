"""Two people press at the same moment: one effect, the other learns why."""

from django.utils import timezone

from jetekchi.core import audit
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.worklog import services
from jetekchi.worklog.models import AccidentNotice, WorkEntry
from tests import cast
from tests.emptied import Emptied


class RaceTests(Emptied):
    def setUp(self):
        self.cast = cast.build()
        services.ensure_kinds(by=None)

    def test_two_corrections_at_once_leave_one(self):
        today = timezone.localdate()
        work = {"kind": "talk", "on": today, "students": [self.cast.nurlan]}
        entry = services.record_work(by=self.cast.aigul, class_group=self.cast.class_a, text="Сөз", **work)

        def correct(text):
            return lambda: services.correct_entry(by=self.cast.aigul, entry=entry, text=text, **work)

        with shared_database():
            answers = race(correct("Биринчи"), correct("Экинчи"))
            self.assertEqual(answers.count("entry-not-standing"), 1, answers)
            self.assertEqual(WorkEntry.objects.live().count(), 1)
            self.assertIsNone(audit.verify())

    def test_two_confirmations_at_once_are_one(self):
        report = services.report_accident(
            by=self.cast.aigul,
            students=[self.cast.nurlan],
            happened_at=timezone.now(),
            place="Зал",
            text="Тайып алды",
            first_aid="Муз",
        )

        def confirm():
            return services.confirm_accident(
                by=self.cast.rector_office, report=report, to_whom=[AccidentNotice.Whom.UNIVERSITY]
            )

        with shared_database():
            answers = race(confirm, confirm)
            self.assertEqual(answers.count("already-confirmed"), 1, answers)
            self.assertIsNone(audit.verify())
