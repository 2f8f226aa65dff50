"""Protocols are signed inside the application and leave the lyceum under its seal (1.2, 2.2, 3.11); by hand too."""

import io
from datetime import timedelta

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.documents.models import SealedPaper, Signature
from jetekchi.documents.selectors import is_whole, signed_bytes
from jetekchi.documents.tests import factories as papers
from jetekchi.journal import services as journal
from jetekchi.journal.tests import inspection_factories as inspections
from jetekchi.organisation.models import User
from jetekchi.organisation.services import name_deputy
from jetekchi.plan import services as plans
from jetekchi.plan.models import Election, Event
from jetekchi.plan.tests import event_factories as events
from jetekchi.plan.tests import selfgov_factories as class_life
from tests import cast
from tests.pdfsig import has_pdfsig, pdfsig

SEAL = b"/ETSI.CAdES"
VALID, CHANGED, ALTERED = "Жарактуу", "Андан бери өзгөрдү", "Жараксыз"


class SignedProtocols(TestCase):
    """Actors: the class leader, the head of upbringing who inspects, a deputy, other offices, a stranger with a file."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        papers.accepted(cls.cast.aigul, cls.cast.damir, cls.cast.bakyt, cls.cast.elmira)
        plans.ensure_event_kinds(by=None)

    def setUp(self) -> None:
        cache.clear()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def address(self, kind: str, pk: int) -> str:
        return reverse("documents:protocol_signature", args=[kind, pk])

    def sign(self, user: User, kind: str, pk: int, **more: str) -> int:
        """Read the page, send what it asks for; the answer's status."""
        client, url = self.by(user), self.address(kind, pk)
        page = client.get(url)
        seen = page.context["protocol"].sha256 if page.status_code == 200 else ""
        words = {"seen": seen, "password": cast.PASSWORD, "code": cast.one_time_code(user), **more}
        return client.post(url, words).status_code

    def printed(self, user: User, name: str, pk: int, query: str = "?format=pdf") -> bytes:
        answer = self.by(user).get(reverse(name, args=[pk]) + query)
        self.assertEqual(answer.status_code, 200)
        return answer.content

    def text(self, data: bytes) -> str:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())

    def told(self, data: bytes) -> str:
        """The verdict that a stranger reads; it names nobody."""
        answer = Client().post("/verify/", {"code": "", "file": io.BytesIO(data)})
        words = answer.content.decode()
        for name in ("Сыдыкова", "Айгүл", "Бейшеев", "10-А", "Токтогулов", "Нурлан"):
            self.assertNotIn(name, words)
        return next(one for one in (ALTERED, CHANGED, VALID, "Белгисиз") if f"<strong>{one}" in words)

    # --- an event ---------------------------------------------------------------------------------------------

    def held(self) -> Event:
        event = events.class_hour(self.cast.aigul, self.cast.class_a)
        return plans.hold_event(by=self.cast.aigul, event=event, result="Эрежелер макулдашылды.")

    def test_the_protocol_of_an_event_is_signed_sealed_and_changed_when_it_is_put_right(self) -> None:
        event = self.held()
        before = self.printed(self.cast.damir, "plan:event_print", event.pk)
        self.assertNotIn(SEAL, before)
        self.assertNotIn("электрондук кол", self.text(before))
        self.assertEqual(self.sign(self.cast.aigul, "event_protocol", event.pk), 302)
        signature = Signature.objects.get(purpose="event_protocol")
        self.assertTrue(is_whole(signature))
        self.assertIn("Эрежелер макулдашылды.", signed_bytes(signature).decode())
        sealed = self.printed(self.cast.damir, "plan:event_print", event.pk)
        self.assertEqual(sealed, self.printed(self.cast.aigul, "plan:event_print", event.pk))
        self.assertIn(SEAL, sealed)
        for words in (SealedPaper.objects.get().shown_code, "электрондук кол"):
            self.assertIn(words, self.text(sealed))
        self.assertEqual(self.told(sealed), VALID)
        self.assertEqual(self.told(sealed[:-20] + b"X" + sealed[-19:]), ALTERED)
        if has_pdfsig():
            self.assertIn("Signature is Valid", pdfsig(sealed))
        plans.correct_event(
            by=self.cast.aigul, event=event, result="Башкача бүттү.", reflection="",
            students=[self.cast.nurlan], organisers=[],
        )  # fmt: skip
        self.assertEqual(self.told(sealed), CHANGED)
        self.assertNotIn(SEAL, self.printed(self.cast.damir, "plan:event_print", event.pk))
        page = self.by(self.cast.aigul).get(reverse("plan:event", args=[event.pk]))
        self.assertContains(page, "Мурунку сөздөргө кол коюлган")
        self.assertEqual(self.sign(self.cast.aigul, "event_protocol", event.pk), 302)
        again = self.printed(self.cast.damir, "plan:event_print", event.pk)
        self.assertEqual((self.told(again), self.told(sealed)), (VALID, CHANGED))
        editions = Signature.objects.filter(purpose="event_protocol").order_by("pk")
        self.assertEqual(list(editions.values_list("edition", flat=True)), ["1", "2"])

    def test_what_is_not_held_yet_is_not_signed(self) -> None:
        event = events.class_hour(self.cast.aigul, self.cast.class_a)
        self.assertEqual(self.sign(self.cast.aigul, "event_protocol", event.pk), 422)
        self.assertFalse(Signature.objects.filter(purpose="event_protocol").exists())

    def test_nobody_signs_a_protocol_for_somebody(self) -> None:
        event, today = self.held(), timezone.localdate()
        name_deputy(
            by=None, appointment=self.cast.appointment_a, person=self.cast.staff(self.cast.bakyt), from_on=today,
            until_on=today + timedelta(days=3), basis="оору",
        )  # fmt: skip
        for user in (self.cast.bakyt, self.cast.damir, self.cast.elmira):
            self.assertEqual(self.sign(user, "event_protocol", event.pk), 403, user)
        self.assertEqual(self.sign(self.cast.nurlan_user, "event_protocol", event.pk), 404)
        self.assertFalse(Signature.objects.filter(purpose="event_protocol").exists())

    def test_a_wrong_password_an_old_page_and_a_second_time_sign_nothing(self) -> None:
        event = self.held()
        for words in ({"password": "туура-эмес"}, {"seen": "0" * 64}):
            self.assertEqual(self.sign(self.cast.aigul, "event_protocol", event.pk, **words), 422)
        self.assertFalse(Signature.objects.filter(purpose="event_protocol").exists())
        self.assertEqual(self.sign(self.cast.aigul, "event_protocol", event.pk), 302)
        self.assertEqual(self.sign(self.cast.aigul, "event_protocol", event.pk), 422)
        self.assertEqual(Signature.objects.filter(purpose="event_protocol").count(), 1)

    def test_words_put_right_meanwhile_are_told_of_and_signed_from_the_page_that_came_back(self) -> None:
        event = self.held()
        client, url = self.by(self.cast.aigul), self.address("event_protocol", event.pk)
        seen = client.get(url).context["protocol"].sha256
        plans.correct_event(
            by=self.cast.aigul, event=event, result="Эрежелер кайра каралды.", reflection="",
            students=[self.cast.nurlan], organisers=[],
        )  # fmt: skip
        given = {"seen": seen, "code": cast.one_time_code(self.cast.aigul)}
        page = client.post(url, {**given, "password": "туура-эмес"})
        self.assertEqual(len(page.context["form"].non_field_errors()), 2)
        self.assertContains(page, "Эрежелер кайра каралды.", status_code=422)
        anew = page.context["form"]["seen"].value()
        self.assertNotEqual(anew, seen)
        answer = client.post(url, {**given, "seen": anew, "password": cast.PASSWORD})
        self.assertEqual(answer.status_code, 302)

    def test_who_has_not_accepted_the_agreement_is_led_there_first(self) -> None:
        event = events.class_hour(self.cast.bakyt, self.cast.class_b)
        inspection = inspections.inspection(self.cast.farhat, self.cast.class_b)
        answer = self.by(self.cast.farhat).get(self.address("inspection_protocol", inspection.pk))
        self.assertIn(reverse("documents:agreement"), answer["Location"])
        self.assertEqual(
            self.by(self.cast.farhat).get(self.address("event_protocol", event.pk)).status_code, 403
        )

    # --- the minutes of an election ---------------------------------------------------------------------------

    def elected(self) -> Election:
        others = class_life.crowd(self.cast.class_a, 6)
        election = class_life.opened(self.cast.aigul, self.cast.class_a, [self.cast.nurlan, others[0]])
        codes = plans.print_voting_slips(
            by=self.cast.aigul, election=election, students=[self.cast.nurlan, self.cast.meerim, *others]
        )
        places = [one.place for one in election.candidates.order_by("place")]
        for number, code in enumerate(codes):
            line = places[number % 3 == 0]
            plans.vote_with_slip(by=self.cast.aigul, election=election, code=code, line=line)
        return plans.close_voting(by=self.cast.aigul, election=election)

    def test_minutes_are_signed_by_the_leader_and_tell_no_more_than_the_paper(self) -> None:
        election = self.elected()
        self.assertEqual(self.sign(self.cast.aigul, "election_minutes", election.pk), 302)
        signature = Signature.objects.get(purpose="election_minutes")
        data = signed_bytes(signature).decode()
        for words in ("slip", "digest", "has_voted", "by_slip", "urn"):
            self.assertNotIn(words, data)
        sealed = self.printed(self.cast.damir, "plan:minutes", election.pk)
        self.assertEqual(self.told(sealed), VALID)
        text = self.text(sealed)
        # The leader signed here; chair and secretary have their empty lines for a signature by hand.
        self.assertEqual(text.count("электрондук кол"), 1)
        self.assertEqual([line["office"] for line in SealedPaper.objects.get().signatures], ["Class leader"])
        page = self.by(self.cast.aigul).get(reverse("plan:election", args=[election.pk]))
        self.assertContains(page, SealedPaper.objects.get().shown_code)
        # Students see the result, not the paper.
        self.assertEqual(self.sign(self.cast.nurlan_user, "election_minutes", election.pk), 404)

    def test_minutes_are_neither_shown_nor_signed_while_the_vote_is_open_or_when_it_is_void(self) -> None:
        others = class_life.crowd(self.cast.class_a, 6)
        election = class_life.opened(self.cast.aigul, self.cast.class_a, [self.cast.nurlan, others[0]])
        url = self.address("election_minutes", election.pk)
        for is_void in (False, True):
            if is_void:
                plans.void_election(by=self.cast.aigul, election=election, reason="Тизме туура эмес")
            page = self.by(self.cast.aigul).get(url)
            self.assertContains(page, "Протоколго добуштар саналгандан кийин кол коюлат")
            self.assertNotContains(page, 'type="password"')
            self.assertEqual(self.sign(self.cast.aigul, "election_minutes", election.pk), 422)
        self.assertFalse(Signature.objects.filter(purpose="election_minutes").exists())

    # --- an inspection ----------------------------------------------------------------------------------------

    def test_both_sides_sign_an_inspection_and_its_seal_names_both_offices(self) -> None:
        inspection = inspections.inspection(self.cast.damir, self.cast.class_a)
        remark = inspections.remark(self.cast.damir, inspection, self.cast.aigul.person)
        self.assertEqual(self.sign(self.cast.damir, "inspection_protocol", inspection.pk), 302)
        one = self.printed(self.cast.damir, "journal:inspection_print", inspection.pk)
        self.assertEqual((self.told(one), self.text(one).count("электрондук кол")), (VALID, 1))
        self.assertEqual(self.sign(self.cast.aigul, "inspection_protocol", inspection.pk), 302)
        both = self.printed(self.cast.aigul, "journal:inspection_print", inspection.pk)
        self.assertEqual((self.told(both), self.text(both).count("электрондук кол")), (VALID, 2))
        offices = [line["office"] for line in SealedPaper.objects.first().signatures]
        self.assertEqual(offices, ["Inspector", "Class leader"])
        statements = set(
            Signature.objects.filter(subject="journal.inspection").values_list("statement", flat=True)
        )
        self.assertEqual(statements, {"Ушул протоколду ырастайм.", "Ушул протокол менен тааныштым."})
        # A remark that is mended is the later life of the protocol; another remark is another protocol.
        journal.mend_remark(by=self.cast.aigul, remark=remark, words="Коюлду")
        self.assertEqual(self.told(both), VALID)
        inspections.remark(self.cast.damir, inspection, self.cast.aigul.person, words="Дагы бир эскертүү")
        self.assertEqual((self.told(one), self.told(both)), (CHANGED, CHANGED))

    def test_a_withdrawn_inspection_is_signed_by_nobody_and_its_print_counts_no_more(self) -> None:
        inspection = inspections.inspection(self.cast.damir, self.cast.class_a)
        self.sign(self.cast.damir, "inspection_protocol", inspection.pk)
        sealed = self.printed(self.cast.damir, "journal:inspection_print", inspection.pk)
        journal.withdraw_inspection(by=self.cast.damir, inspection=inspection, reason="Ката класс")
        self.assertEqual(self.told(sealed), CHANGED)
        self.assertEqual(self.sign(self.cast.aigul, "inspection_protocol", inspection.pk), 422)

    # --- by hand ----------------------------------------------------------------------------------------------

    def test_without_signatures_the_papers_are_printed_with_empty_lines_as_before(self) -> None:
        inspection = inspections.inspection(self.cast.damir, self.cast.class_a)
        closed = class_life.not_held(self.cast.aigul, self.cast.class_a)
        for data in (
            self.printed(self.cast.damir, "plan:event_print", self.held().pk),
            self.printed(self.cast.damir, "plan:minutes", closed.pk),
            self.printed(self.cast.damir, "journal:inspection_print", inspection.pk),
        ):
            self.assertNotIn(SEAL, data)
            self.assertNotIn("электрондук кол", self.text(data))
            self.assertIn("Сыдыкова", self.text(data))
        self.assertFalse(SealedPaper.objects.exists())
