"""Two at once over one plan: one answer, one signature, and the chain of the audit stays whole (3.1)."""

from django.core.cache import cache

from jetekchi.core import audit
from jetekchi.documents.models import Signature
from jetekchi.documents.tests import factories as papers
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.plan import services
from jetekchi.plan.models import PlanAct, PlanItem, PlanPaper
from jetekchi.plan.tests import factories
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast
from tests.emptied import Emptied


class Races(Emptied):
    def setUp(self):
        cache.clear()
        self.cast = cast.build()
        ensure_kinds(by=None)
        papers.accepted(self.cast.aigul, self.cast.damir)
        factories.written(self.cast.aigul, self.cast.class_a, self.cast.half)

    def place(self):
        return {"class_group": self.cast.class_a, "half": self.cast.half}

    def submission(self):
        confirmation = papers.confirmed(self.cast.aigul)
        given = {"by": self.cast.aigul, "confirmation": confirmation, "late_reason": "х", **self.place()}
        return lambda: services.submit(**given).state

    def approval(self):
        given = {"by": self.cast.damir, "confirmation": papers.confirmed(self.cast.damir), **self.place()}
        return lambda: services.approve(**given).state

    def returning(self):
        given = {"by": self.cast.damir, "remark": "толуктаңыз", **self.place()}
        return lambda: services.return_with_remarks(**given).state

    def race(self, *deeds):
        """The answers; then the acts and signatures as the threads' database has them."""
        with shared_database():
            answers = race(*deeds)
            acts, signatures, state, damage = race(
                lambda: list(PlanAct.objects.values_list("to_state", flat=True)),
                lambda: Signature.objects.exclude(purpose="accept_agreement").count(),
                lambda: PlanPaper.objects.get().state,
                audit.verify,
            )
        self.assertIsNone(damage)
        return sorted(answers), acts, signatures, state

    def test_a_plan_submitted_twice_at_once_is_submitted_once(self):
        answers, acts, signatures, state = self.race(self.submission(), self.submission())
        self.assertEqual(answers, ["plan-state", "submitted"])
        self.assertEqual((acts, signatures, state), (["submitted"], 1, "submitted"))

    def test_approved_twice_at_once_it_is_approved_once(self):
        self.submission()()
        answers, acts, signatures, _state = self.race(self.approval(), self.approval())
        self.assertEqual(answers, ["approved", "plan-state"])
        self.assertEqual((acts, signatures), (["submitted", "approved"], 2))

    def test_approved_and_returned_at_once_it_is_one_of_both(self):
        self.submission()()
        answers, acts, signatures, state = self.race(self.approval(), self.returning())
        self.assertIn("plan-state", answers)
        self.assertEqual(acts, ["submitted", state])
        self.assertEqual(signatures, 2 if state == "approved" else 1)

    def test_signed_while_an_item_is_added_the_item_is_in_the_signed_edition_or_refused(self):
        def adding():
            return services.add_item(
                by=self.cast.aigul,
                class_group=self.cast.class_a,
                intention=services.Intention("moral", self.cast.half.start_on.replace(day=1), "Кошулган иш"),
            ).title

        with shared_database():
            answers = race(self.submission(), adding)
            kept, signed = race(
                lambda: PlanItem.objects.filter(title="Кошулган иш").count(),
                lambda: [one["title"] for one in PlanPaper.objects.get().material["items"]],
            )
        self.assertEqual(answers[0], "submitted")
        self.assertEqual(
            (kept, signed.count("Кошулган иш")), (1, 1) if answers[1] != "plan-frozen" else (0, 0)
        )

    def test_signed_at_the_second_of_closing_it_is_signed_before_or_not_at_all(self):
        from jetekchi.organisation.services import close_term

        def closing():
            return "closed" if close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо") else ""

        answers, acts, signatures, _state = self.race(self.submission(), closing)
        self.assertIn("closed", answers)
        signed = "submitted" in answers
        self.assertEqual((len(acts), signatures), (1, 1) if signed else (0, 0))
        self.assertEqual(sorted(answers), ["closed", "submitted" if signed else "half-year-closed"])

    def test_an_item_marked_as_done_twice_at_once_writes_one_entry(self):
        item = PlanItem.objects.order_by("month").first()
        day = self.cast.half.start_on

        def doing():
            return services.mark_done(by=self.cast.aigul, item=item, done_on=day).state

        with shared_database():
            answers = race(doing, doing)
            (entries,) = race(WorkEntry.objects.count)
        self.assertEqual(sorted(answers), ["done", "item-state"])
        self.assertEqual(entries, 1)
