"""Two at once over one remark: one of them decides, and the chain of the audit stays whole (1.2, 3.9)."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.journal import services
from jetekchi.journal.models import Inspection, InspectionAct, Remark, Reminder
from jetekchi.journal.tests import inspection_factories as made
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Term
from tests import cast
from tests.emptied import Emptied


class Races(Emptied):
    def setUp(self):
        cache.clear()
        self.cast = c = cast.build()
        self.inspection = made.inspection(c.damir, c.class_a)
        self.remark = made.remark(c.damir, self.inspection, c.aigul.person)

    def race(self, *deeds):
        """The answers; then the acts and the state as the threads' database has them."""
        with shared_database():
            answers = race(*deeds)
            acts, state, damage = race(
                lambda: list(InspectionAct.objects.exclude(remark=None).values_list("deed", flat=True)),
                lambda: Remark.objects.get().state,
                audit.verify,
            )
        self.assertIsNone(damage)
        return sorted(answers), acts, state

    def mending(self):
        return lambda: services.mend_remark(by=self.cast.aigul, remark=self.remark, words="болду").state

    def verifying(self, by):
        return lambda: services.verify_remark(by=by, remark=self.remark).state

    def test_a_remark_mended_twice_at_once_is_mended_once(self):
        answers, acts, state = self.race(self.mending(), self.mending())
        self.assertEqual(
            (answers, acts, state), (["mended", "remark-state"], ["remarked", "mended"], "mended")
        )

    def test_of_two_verifiers_one_verifies(self):
        self.mending()()
        answers, acts, state = self.race(self.verifying(self.cast.damir), self.verifying(self.cast.farhat))
        self.assertEqual(
            (answers, acts, state),
            (["remark-state", "verified"], ["remarked", "mended", "verified"], "verified"),
        )

    def test_verified_and_sent_back_at_once_it_is_one_of_both(self):
        self.mending()()

        def sending_back():
            return services.send_back_remark(by=self.cast.farhat, remark=self.remark, words="дагы").state

        answers, acts, state = self.race(self.verifying(self.cast.damir), sending_back)
        self.assertIn("remark-state", answers)
        self.assertIn((acts[-1], state), {("verified", "verified"), ("sent_back", "returned")})

    def test_withdrawn_and_mended_at_once_the_remark_ends_withdrawn(self):
        def withdrawing():
            given = {"by": self.cast.damir, "inspection": self.inspection, "reason": "ката"}
            return services.withdraw_inspection(**given).state

        answers, _acts, state = self.race(self.mending(), withdrawing)
        self.assertIn("withdrawn", answers)
        self.assertEqual(state, "withdrawn")

    def test_a_leader_is_reminded_once_by_two_at_once(self):
        def reminding(by):
            given = {
                "class_group": self.cast.class_a,
                "paper": "plan",
                "message": "x",
                "url": "/",
                "clause": "",
            }
            return lambda: services.remind(by=by, **given).paper

        with shared_database():
            answers = race(reminding(self.cast.damir), reminding(self.cast.farhat))
            (count,) = race(Reminder.objects.count)
        self.assertEqual((sorted(answers), count), (["plan", "reminded-today"], 1))

    def test_a_half_year_closed_at_once_takes_the_inspection_or_refuses_it(self):
        today = timezone.localdate()
        Term.objects.filter(pk=self.cast.half.pk).update(start_on=today - timedelta(days=90), end_on=today)
        half = Term.objects.get(pk=self.cast.half.pk)

        def recording():
            return made.inspection(self.cast.damir, self.cast.class_a, subject="экинчи").subject

        def closing():
            organisation.close_term(by=self.cast.farhat, term=half, reason="эрте")
            return "closed"

        with shared_database():
            answers = race(recording, closing)
            (count,) = race(Inspection.objects.count)
        self.assertIn("closed", answers)
        self.assertEqual(count, 2 if "экинчи" in answers else 1, answers)
        self.assertIn("экинчи" if count == 2 else "half-year-closed", answers)
