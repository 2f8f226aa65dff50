"""Clauses 3.11 and 5.3: class hours and events, from the class plan to the duty matrix and the paper."""

from datetime import timedelta
from io import BytesIO

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.compliance import selectors as duties
from jetekchi.compliance.tests import factories as instruction
from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import forget
from jetekchi.organisation.models import Term, User
from jetekchi.plan.models import Event
from jetekchi.plan.tests import factories
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class ClassHoursAndEventsHeld(TestCase):
    """Actor: the class leader of 10-A; another class is invited; the supervision and an inspector look at it."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        instruction.imported()
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

    def new(self, user: User, query: str = "", **words: object) -> None:
        address = reverse("plan:event_new", args=[self.cast.class_a.pk]) + query
        given = {"kind": "class_hour", "theme": "Ынтымак", "on": timezone.localdate().isoformat()}
        given["students"] = [self.cast.nurlan.pk, self.cast.meerim.pk]  # type: ignore[assignment]
        self.by(user).post(address, {**given, "deed": "held", **words})

    def cell(self, number: str) -> tuple[int, int]:
        found = duties.leader_matrix(self.half, self.cast.class_a)
        assert found is not None
        cell = next(cell for line, cell in found.rows if line.number == number)
        return cell.finding.done, cell.finding.needed

    # --- actor ------------------------------------------------------------------------------------------------

    def test_a_class_hour_from_the_plan_and_an_event_with_another_class(self) -> None:
        item = factories.item(self.cast.aigul, self.cast.class_a, self.half, title="Ынтымак")
        self.new(self.cast.aigul, f"?item={item.pk}")
        item.refresh_from_db()
        self.assertEqual(item.state, "done")
        self.new(
            self.cast.aigul,
            kind="lyceum",
            theme="Билим күнү",
            deed="planned",
            organisers=[self.cast.meerim.pk],
        )
        event = Event.objects.get(theme="Билим күнү")
        client = self.by(self.cast.aigul)
        client.post(reverse("plan:event_invite", args=[event.pk]), {"classes": [self.cast.class_b.pk]})
        answer = reverse("plan:event_answer", args=[event.pk, self.cast.class_b.pk])
        self.assertContains(self.by(self.cast.bakyt).get("/"), answer)
        self.by(self.cast.bakyt).post(answer, {"answer": "accept", "students": [self.cast.sanjar.pk]})
        held = {"result": "Концерт өттү.", "reflection": "Алып баруучулар даяр болсун."}
        client.post(reverse("plan:event_held", args=[event.pk]), held)
        entries = WorkEntry.objects.filter(source="event")
        self.assertEqual(entries.count(), 3)
        self.assertTrue(entries.filter(class_group=self.cast.class_b, students=self.cast.sanjar).exists())

    # --- evidence ---------------------------------------------------------------------------------------------

    def test_what_was_held_is_evidence_in_the_matrix_and_in_the_report(self) -> None:
        self.assertEqual((self.cell("5.3")[0], self.cell("3.11")[0]), (0, 0))
        self.new(self.cast.aigul)
        self.new(self.cast.aigul, kind="lyceum", theme="Билим күнү")
        forget()
        self.assertEqual((self.cell("5.3")[0], self.cell("3.11")[0]), (1, 1))
        report = self.by(self.cast.aigul).get(reverse("reports:report", args=[self.cast.class_a.pk, 1]))
        self.assertContains(report, reverse("plan:event_list"))
        deeds = AuditEvent.objects.filter(action__startswith="plan:event:").values_list("action", flat=True)
        self.assertEqual(sorted(set(deeds)), ["plan:event:held", "plan:event:planned"])

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_nobody_holds_events_of_another_class_and_nothing_is_held_ahead(self) -> None:
        for user in (self.cast.bakyt, self.cast.chynara, self.cast.damir, self.cast.ainura):
            self.new(user)
        self.assertFalse(Event.objects.exists())
        self.new(self.cast.aigul, on=(timezone.localdate() + timedelta(days=1)).isoformat())
        self.assertFalse(Event.objects.exists(), "nothing is left of what was refused")
        self.new(self.cast.aigul, students=[self.cast.sanjar.pk])
        self.assertFalse(WorkEntry.objects.exists())

    # --- paper ------------------------------------------------------------------------------------------------

    def test_the_printed_protocol_holds_theme_people_and_result(self) -> None:
        self.new(self.cast.aigul, method="тегерек стол", organisers=[self.cast.nurlan.pk])
        event = Event.objects.get()
        self.by(self.cast.aigul).post(
            reverse("plan:event_held", args=[event.pk]),
            {
                "result": "Эрежелер кабыл алынды.",
                "reflection": "",
                "organisers": [self.cast.nurlan.pk],
                "students": [self.cast.nurlan.pk],
            },
        )
        answer = self.by(self.cast.farhat).get(reverse("plan:event_print", args=[event.pk]))
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        text = " ".join(text.split())
        for words in ("ПРОТОКОЛ", "Ынтымак", "тегерек стол", "Эрежелер кабыл алынды.", "Токтогулов Нурлан"):
            self.assertIn(words, text)
        self.assertNotIn("Бакыт кызы Мээрим", text)
