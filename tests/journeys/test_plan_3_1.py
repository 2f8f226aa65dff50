"""Clause 3.1: the class plan, from the first words to the approved paper and what came of it, in time."""

from datetime import timedelta

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import forget
from jetekchi.documents.models import Signature
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import Term, User
from jetekchi.plan.models import PlanItem, PlanPaper
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class ClassPlanApprovedInTime(TestCase):
    """Actors: the head of upbringing sets the day and approves, the class leader writes, signs and carries it out."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.accepted(cls.cast.aigul, cls.cast.damir)
        today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=today - timedelta(days=10), end_on=today + timedelta(days=90)
        )

    def setUp(self) -> None:
        cache.clear()
        forget()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def url(self, name: str, period: str = "1") -> str:
        return reverse(f"plan:{name}", args=[self.cast.class_a.pk, period])

    def identity(self, user: User) -> dict[str, str]:
        return {"password": cast.PASSWORD, "code": cast.one_time_code(user)}

    def state(self) -> str:
        return PlanPaper.objects.get(class_group=self.cast.class_a).state

    def set_the_day(self) -> None:
        day = timezone.localdate() + timedelta(days=30)
        self.by(self.cast.damir).post(reverse("plan:day"), {"half": "1", "approval_on": day.isoformat()})

    def write(self) -> None:
        client = self.by(self.cast.aigul)
        client.post(self.url("paper"), {"aim": "Ынтымактуу класс", "tasks": "Үч милдет", "analysis": ""})
        client.post(self.url("fill"), {"source": "template"})

    def sign(self) -> None:
        client = self.by(self.cast.aigul)
        seen = client.get(self.url("signature")).context["sha256"]
        client.post(self.url("signature"), {**self.identity(self.cast.aigul), "seen": seen})

    def decide(self, decision: str, remark: str = "") -> None:
        given = {"decision": decision, "remark": remark, "seen": PlanPaper.objects.get().sha256}
        self.by(self.cast.damir).post(self.url("decision"), {**self.identity(self.cast.damir), **given})

    def approved(self) -> None:
        self.set_the_day()
        self.write()
        self.sign()
        self.decide("sign")
        self.assertEqual(self.state(), "approved")

    # --- actor ------------------------------------------------------------------------------------------------

    def test_day_set_written_signed_returned_signed_again_approved_and_carried_out(self) -> None:
        self.set_the_day()
        self.write()
        self.sign()
        self.decide("return", "Китепканачы менен иш кошулсун")
        self.assertContains(self.by(self.cast.aigul).get(self.url("paper")), "Китепканачы менен иш кошулсун")
        self.sign()
        self.decide("sign")
        self.assertEqual(self.state(), "approved")
        item = PlanItem.objects.first()
        assert item is not None
        today = timezone.localdate().isoformat()
        self.by(self.cast.aigul).post(
            reverse("plan:item", args=[item.pk]), {"deed": "done", "done_on": today, "result": "Өттү."}
        )
        item.refresh_from_db()
        self.assertEqual((item.state, WorkEntry.objects.get().source), ("done", "plan"))

    # --- evidence ---------------------------------------------------------------------------------------------

    def test_the_approved_plan_is_evidence_of_the_clause_in_time_and_every_step_is_on_record(self) -> None:
        self.approved()
        row = next(
            row
            for row in self.by(self.cast.damir).get(reverse("plan:list")).context["rows"]
            if row.class_group == self.cast.class_a
        )
        self.assertTrue(row.state.is_in_time(row.clocks))
        signers = Signature.objects.exclude(purpose="accept_agreement").order_by("pk")
        self.assertEqual([one.signer for one in signers], [self.cast.aigul, self.cast.damir])
        steps = set(AuditEvent.objects.values_list("action", flat=True))
        self.assertTrue({"plan:day:set", "plan:paper:submitted", "plan:paper:approved"} <= steps, steps)
        pdf = self.by(self.cast.farhat).get(self.url("print") + "?format=pdf")
        self.assertTrue(pdf.content.startswith(b"%PDF"))

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_nobody_else_writes_signs_or_decides(self) -> None:
        self.set_the_day()
        self.write()
        for user in (self.cast.elmira, self.cast.farhat, self.cast.damir):
            self.assertEqual(
                self.by(user).get(self.url("paper")).status_code, 404, "a draft is the leader's own"
            )
        self.sign()
        for user in (self.cast.bakyt, self.cast.chynara, self.cast.ainura, self.cast.nurlan_user):
            for name in ("paper", "signature", "decision", "correction", "print", "item_add"):
                self.assertEqual(self.by(user).get(self.url(name)).status_code, 404, name)
        for user in (self.cast.elmira, self.cast.farhat):
            self.assertEqual(self.by(user).get(self.url("decision")).status_code, 403)
        self.assertEqual(self.by(self.cast.damir).get(self.url("signature")).status_code, 403)

    def test_an_approved_plan_changes_only_after_it_was_opened_with_a_reason(self) -> None:
        self.approved()
        client = self.by(self.cast.aigul)
        client.post(self.url("paper"), {"aim": "Башка", "tasks": "Башка", "analysis": ""})
        self.assertEqual(PlanPaper.objects.get().aim, "Ынтымактуу класс")
        client.post(self.url("correction"), {"reason": "Клиника күндү жылдырды"})
        client.post(self.url("paper"), {"aim": "Башка", "tasks": "Башка", "analysis": ""})
        self.assertEqual((PlanPaper.objects.get().aim, self.state()), ("Башка", "correcting"))
