"""Clause 7.1: an outing, from its hazards and consents to the children counted back."""

from datetime import timedelta
from io import BytesIO

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.compliance import selectors as duties
from jetekchi.compliance.tests import factories as instruction
from jetekchi.core.remember import forget
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import Term, User
from jetekchi.plan.models import Event
from jetekchi.plan.tests import event_factories as made
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class ChildrenCountedBack(TestCase):
    """Actors: the class leader, a mother, the head of upbringing, a teacher who goes along."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        instruction.imported()
        papers.accepted(cls.cast.damir)
        today = timezone.localdate()
        Term.objects.filter(pk=cls.cast.half.pk).update(
            start_on=today - timedelta(days=10), end_on=today + timedelta(days=90)
        )
        cls.half = Term.objects.get(pk=cls.cast.half.pk)

    def setUp(self) -> None:
        cache.clear()
        forget()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def send(self, user: User, name: str, *args: int, **words: object) -> int:
        return self.by(user).post(reverse(f"plan:{name}", args=args), words).status_code

    def plan_outing(self) -> Event:
        day = timezone.localdate() + timedelta(days=1)
        words = {"kind": "excursion", "theme": "Музейге", "on": day.isoformat(), "starts_at": "10:00"}
        words |= {"place": "Тарых музейи", "is_outside": "on", "deed": "planned"}
        people = {"students": [self.cast.nurlan.pk], "adults": [self.cast.staff(self.cast.chynara).pk]}
        self.send(self.cast.aigul, "event_new", self.cast.class_a.pk, **words, **people)
        return Event.objects.get()

    def settle(self, event: Event) -> None:
        """Hazards approved, the mother's consent given on her own login."""
        self.send(self.cast.aigul, "event_safety", event.pk, deed="usual")
        self.send(self.cast.aigul, "event_safety", event.pk, deed="submit")
        self.send(self.cast.aigul, "event_consents", event.pk)
        self.send(self.cast.ainura, "consent", event.pk, self.cast.nurlan.pk, part="yes", picture="yes")
        seen = self.by(self.cast.damir).get(reverse("plan:event_decision", args=[event.pk]))
        sha256 = seen.context["submitted"].sha256
        words = {"decision": "sign", "seen": sha256, "remark": "", "password": cast.PASSWORD}
        words["code"] = cast.one_time_code(self.cast.damir)
        self.send(self.cast.damir, "event_decision", event.pk, **words)

    def count(self, event: Event, point: str, *here: int) -> None:
        self.send(self.cast.chynara, "event_count", event.pk, point=point, here=list(here))

    def held(self) -> Event:
        event = self.plan_outing()
        self.settle(event)
        event = made.on_its_day(event)
        self.count(event, "out", self.cast.nurlan.pk)
        self.count(event, "way", self.cast.nurlan.pk)
        self.count(event, "back", self.cast.nurlan.pk)
        self.send(self.cast.aigul, "event_held", event.pk, result="Көрдүк.", reflection="")
        return Event.objects.get()

    def finding(self) -> tuple[int, int]:
        forget()
        found = duties.leader_matrix(self.half, self.cast.class_a)
        assert found is not None
        cell = next(cell for line, cell in found.rows if line.number == "7.1")
        return cell.finding.done, cell.finding.needed

    # --- actor ------------------------------------------------------------------------------------------------

    def test_hazards_consent_approval_counts_out_on_the_way_and_back(self) -> None:
        event = self.held()
        self.assertEqual((event.state, event.risk, event.gap_reason), ("held", "approved", ""))
        self.assertEqual(list(event.counts.values_list("point", flat=True)), ["out", "way", "back"])
        signed = event.acts.get(deed="approved").signature
        assert signed is not None
        self.assertEqual(
            (signed.signer, signed.office_title), (self.cast.damir, "тарбиялык иштер боюнча бөлүм башчысы")
        )

    # --- evidence ---------------------------------------------------------------------------------------------

    def test_equal_counts_of_an_approved_outing_are_the_evidence(self) -> None:
        self.held()
        self.assertEqual(self.finding(), (1, 1))
        self.assertIn("7.1", WorkEntry.objects.get(source="event").numbers)

    def test_unequal_counts_are_none_and_the_missing_child_is_named(self) -> None:
        event = self.plan_outing()
        self.settle(event)
        event = made.on_its_day(event)
        self.count(event, "out", self.cast.nurlan.pk)
        self.count(event, "back")
        held = {"result": "Көрдүк.", "reflection": "", "missing_words": "Атасы музейден алып кетти."}
        self.send(self.cast.aigul, "event_held", event.pk, **held)
        self.assertEqual(self.finding(), (0, 1))
        page = self.by(self.cast.damir).get(reverse("plan:event", args=[event.pk]))
        self.assertContains(page, "Токтогулов Нурлан")
        self.assertContains(page, 'role="alert"')
        self.assertContains(page, "Атасы музейден алып кетти.")

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_without_approval_or_consent_it_is_held_only_after_the_approvers_reason(self) -> None:
        event = made.on_its_day(self.plan_outing())
        self.assertEqual(self.send(self.cast.aigul, "event_held", event.pk, result="", reflection=""), 200)
        self.assertEqual(Event.objects.get().state, "planned")
        opened = {"decision": "open", "reason": "Ата-энелер оозеки макул."}
        self.assertEqual(self.send(self.cast.aigul, "event_decision", event.pk, **opened), 403)
        self.assertEqual(self.send(self.cast.elmira, "event_decision", event.pk, **opened), 403)
        self.send(self.cast.damir, "event_decision", event.pk, decision="open", reason="")
        self.assertEqual(Event.objects.get().gap_reason, "")
        self.send(self.cast.damir, "event_decision", event.pk, **opened)
        self.send(self.cast.aigul, "event_held", event.pk, result="", reflection="")
        self.assertEqual(Event.objects.get().state, "planned")  # nobody was counted back
        back = "Баары үйүнө кайтты, ата-энелерге чалдым."
        self.send(self.cast.aigul, "event_held", event.pk, result="", reflection="", missing_words=back)
        self.assertEqual(Event.objects.get().state, "held")

    def test_without_a_signature_the_children_do_not_set_out(self) -> None:
        event = self.plan_outing()
        self.send(self.cast.aigul, "event_safety", event.pk, deed="usual")
        self.send(self.cast.aigul, "event_safety", event.pk, deed="submit")
        event = made.on_its_day(event)
        page = self.by(self.cast.chynara).get(reverse("plan:event_count", args=[event.pk]))
        self.assertContains(page, "балдар жолго чыкпайт")
        self.count(event, "out", self.cast.nurlan.pk)
        self.assertFalse(event.counts.exists())
        opened = {"decision": "open", "reason": "Кагазы кол коюлган, эртең киргизилет."}
        self.send(self.cast.damir, "event_decision", event.pk, **opened)
        self.count(event, "out", self.cast.nurlan.pk)
        self.assertEqual(event.counts.get().point, "out")

    def test_the_leader_cannot_write_down_a_consent_of_the_barred_father(self) -> None:
        event = self.plan_outing()
        barred = self.cast.nurlan.guardianships.get(is_barred=True)
        said_at = timezone.localtime().strftime("%Y-%m-%dT00:00")
        words = {"guardian": barred.pk, "how": "paper", "said_at": said_at, "part": "yes"}
        self.send(self.cast.aigul, "event_consent_written", event.pk, self.cast.nurlan.pk, **words)
        self.assertFalse(event.consents.exists())

    # --- paper ------------------------------------------------------------------------------------------------

    def test_the_protocol_shows_hazards_approval_and_every_count(self) -> None:
        event = self.held()
        answer = self.by(self.cast.damir).get(reverse("plan:event_print", args=[event.pk]))
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        text = " ".join(text.split())
        for words in ("Музейге", "Коркунуч", "бекитилди", "жолго чыкканда", "кайтып келгенде"):
            self.assertIn(words, text)
