"""Pages of class hours and events: who opens what, and what each of them shows (3.11, 5.3, 7.1)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from jetekchi.core.models import AuditEvent
from jetekchi.core.remember import forget
from jetekchi.documents.models import Signature
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import User
from jetekchi.organisation.services import name_deputy
from jetekchi.plan import selectors, services
from jetekchi.plan.models import Event
from jetekchi.plan.tests import event_factories as made
from jetekchi.plan.tests import factories
from jetekchi.plan.tests.test_event_safety import photo
from tests import cast as casting

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class EventPages(TestCase):
    cast: casting.Cast
    trip: Event

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = casting.build()
        cls.trip = made.outing(cls.cast.aigul, cls.cast.class_a, cls.cast.staff(cls.cast.chynara))

    def setUp(self) -> None:
        cache.clear()
        forget()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def get(self, user: User, name: str, *args: int, query: str = "") -> HttpResponse:
        return self.by(user).get(reverse(f"plan:{name}", args=args) + query)  # type: ignore[return-value]

    def post(self, user: User, page: str, /, *args: int, query: str = "", **words: object) -> HttpResponse:
        return self.by(user).post(reverse(f"plan:{page}", args=args) + query, words)  # type: ignore[return-value]

    def test_from_an_item_of_the_plan_a_class_hour_is_held_with_two_taps(self) -> None:
        item = factories.item(self.cast.aigul, self.cast.class_a, self.cast.half, title="Эрежелер")
        address = f"{reverse('plan:event_new', args=[self.cast.class_a.pk])}?item={item.pk}"
        self.assertContains(self.get(self.cast.aigul, "item", item.pk), address)
        page = self.by(self.cast.aigul).get(address)
        form = page.context["form"]
        self.assertEqual((form["theme"].value(), form["kind"].value()), ("Эрежелер", "class_hour"))
        self.assertEqual(set(form["students"].value()), {self.cast.nurlan.pk, self.cast.meerim.pk})
        words = {name: form[name].value() for name in ("theme", "kind", "on", "students")}
        self.by(self.cast.aigul).post(address, {**words, "deed": "held"})
        item.refresh_from_db()
        event = Event.objects.get(item=item)
        self.assertEqual((item.state, event.state), ("done", "held"))
        self.assertContains(
            self.get(self.cast.aigul, "item", item.pk), reverse("plan:event", args=[event.pk])
        )

    def test_an_item_of_another_class_is_not_found(self) -> None:
        item = factories.item(self.cast.bakyt, self.cast.class_b, self.cast.half)
        page = self.get(self.cast.aigul, "event_new", self.cast.class_a.pk, query=f"?item={item.pk}")
        self.assertEqual(page.status_code, 404)

    def test_a_mother_gives_and_withdraws_by_her_own_login_and_a_barred_father_finds_nothing(self) -> None:
        services.ask_consents(by=self.cast.aigul, event=self.trip)
        place = (self.trip.pk, self.cast.nurlan.pk)
        self.assertContains(self.get(self.cast.ainura, "consent_list"), "Музейге")
        self.assertContains(self.by(self.cast.ainura).get("/"), reverse("plan:consent", args=place))
        self.post(self.cast.ainura, "consent", *place, part="yes", picture="no")
        row = next(iter(selectors.consents_of(self.trip, [self.cast.nurlan.pk])))
        self.assertEqual((row.part.said, row.picture.said), ("given", "refused"))
        self.assertNotContains(self.by(self.cast.ainura).get("/"), reverse("plan:consent", args=place))
        self.post(self.cast.ainura, "consent", *place, part="no")
        row = next(iter(selectors.consents_of(self.trip, [self.cast.nurlan.pk])))
        self.assertEqual(row.part.said, "withdrawn")
        self.assertEqual(self.get(self.cast.kubat, "consent", *place).status_code, 404)
        self.assertEqual(self.get(self.cast.kubat, "consent_list").status_code, 403)
        self.assertEqual(self.get(self.cast.nurlan_user, "consent", *place).status_code, 404)

    def test_the_page_of_consents_names_who_has_none(self) -> None:
        made.consented(self.cast.aigul, self.trip, self.cast.nurlan)
        page = self.get(self.cast.aigul, "event_consents", self.trip.pk)
        self.assertEqual(page.context["lacking"], [self.cast.meerim])  # type: ignore[attr-defined]

    def test_a_responsible_adult_reads_and_counts_but_writes_nothing(self) -> None:
        trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        for name in ("event", "event_count", "event_safety", "event_consents"):
            self.assertEqual(self.get(self.cast.chynara, name, trip.pk).status_code, 200, name)
        for name in (
            "event_edit",
            "event_held",
            "event_cancel",
            "event_files",
            "event_invite",
            "event_decision",
        ):
            self.assertEqual(self.get(self.cast.chynara, name, trip.pk).status_code, 403, name)
        here = [self.cast.nurlan.pk, self.cast.meerim.pk]
        self.post(self.cast.chynara, "event_count", trip.pk, point="out", here=here)
        self.assertEqual(trip.counts.get().by, self.cast.chynara)

    def decide(self, user: User, **words: object) -> int:
        seen = selectors.submitted_of(self.trip)
        given = {"decision": "sign", "seen": seen.sha256 if seen else "", "password": casting.PASSWORD}
        given["code"] = casting.one_time_code(user)
        answer = self.by(user).post(reverse("plan:event_decision", args=[self.trip.pk]), {**given, **words})
        return answer.status_code

    def test_the_assessment_is_read_with_its_fingerprint_and_signed_with_the_password(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        seen = selectors.submitted_of(self.trip)
        assert seen is not None
        page = self.get(self.cast.damir, "event_decision", self.trip.pk)
        for words in (seen.sha256, "тарбиялык иштер боюнча бөлүм башчысы", 'name="password"', "Тарых музейи"):
            self.assertContains(page, words)
        # Who has not accepted the agreement on signatures is led there first.
        self.assertEqual(
            (self.decide(self.cast.damir), Event.objects.get(pk=self.trip.pk).risk), (302, "submitted")
        )
        papers.accepted(self.cast.damir)
        self.decide(self.cast.damir)
        self.assertEqual(Event.objects.get(pk=self.trip.pk).risk, "approved")
        page = self.get(self.cast.aigul, "event_safety", self.trip.pk)
        for words in (seen.sha256, self.cast.damir.name, "тарбиялык иштер боюнча бөлүм башчысы"):
            self.assertContains(page, words)

    def test_a_wrong_password_another_office_a_deputy_or_an_old_page_sign_nothing(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        papers.accepted(self.cast.damir, self.cast.elmira, self.cast.bakyt)
        today = timezone.localdate()
        name_deputy(
            by=None, appointment=self.cast.appointment_a, person=self.cast.staff(self.cast.bakyt), from_on=today,
            until_on=today + timedelta(days=3), basis="оору",
        )  # fmt: skip
        for words in ({"password": "туура-эмес"}, {"seen": "0" * 64}, {"password": ""}):
            self.assertEqual(self.decide(self.cast.damir, **words), 200, words)
        for user in (self.cast.elmira, self.cast.farhat, self.cast.bakyt, self.cast.aigul):
            self.assertEqual(self.decide(user), 403, user)
        self.assertEqual(Event.objects.get(pk=self.trip.pk).risk, "submitted")
        self.assertFalse(Signature.objects.filter(purpose="approve_risk").exists())

    def test_a_wrong_password_on_an_old_page_says_also_that_the_assessment_changed(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        papers.accepted(self.cast.damir)
        submitted = selectors.submitted_of(self.trip)
        assert submitted is not None
        wrong = {"password": "туура-эмес", "code": casting.one_time_code(self.cast.damir)}
        for seen, lines in ((submitted.sha256, 1), ("0" * 64, 2)):
            given = {**wrong, "seen": seen, "decision": "sign"}
            page = self.post(self.cast.damir, "event_decision", self.trip.pk, **given)
            self.assertEqual(len(page.context["form"].non_field_errors()), lines)  # type: ignore[attr-defined]

    def test_the_password_is_asked_for_by_name_to_approve_and_not_at_all_to_return(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        papers.accepted(self.cast.damir)
        page = self.get(self.cast.damir, "event_decision", self.trip.pk)
        self.assertEqual(page.content.decode().count("(милдеттүү эмес)"), 2)  # remarks, the reason of a gap
        self.assertContains(page, "formnovalidate")
        self.decide(self.cast.damir, password="")
        answer = self.post(self.cast.damir, "event_decision", self.trip.pk, decision="sign", password="")
        self.assertIn("password", answer.context["form"].errors)  # type: ignore[attr-defined]
        seen = page.context["submitted"].sha256  # type: ignore[attr-defined]
        sent = {"decision": "return", "remark": "Маршрут жок", "seen": seen}
        self.post(self.cast.damir, "event_decision", self.trip.pk, **sent)
        self.assertEqual(Event.objects.get(pk=self.trip.pk).risk, "returned")

    def test_an_unequal_count_says_in_red_who_is_missing(self) -> None:
        trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        here = [self.cast.nurlan.pk, self.cast.meerim.pk]
        self.post(self.cast.aigul, "event_count", trip.pk, point="out", here=here)
        self.post(self.cast.aigul, "event_count", trip.pk, point="back", here=here[:1])
        page = self.get(self.cast.aigul, "event_count", trip.pk)
        self.assertContains(page, '<div class="note bad space-below" role="alert">')
        self.assertEqual(page.context["counts"].missing, (self.cast.meerim,))  # type: ignore[attr-defined]
        back = trip.counts.get(point="back")
        words = {"here": here, "note": "автобуста экен"}
        self.post(self.cast.aigul, "event_count", trip.pk, query=f"?corrects={back.pk}", **words)
        page = self.get(self.cast.aigul, "event_count", trip.pk)
        self.assertNotContains(page, 'role="alert"')

    def test_a_count_sent_twice_over_a_poor_link_is_kept_once(self) -> None:
        trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        words = {"point": "out", "here": [self.cast.nurlan.pk], "form_key": "a" * 32}
        client = self.by(self.cast.aigul)
        for _time in range(2):
            client.post(reverse("plan:event_count", args=[trip.pk]), words)
        self.assertEqual(trip.counts.count(), 1)

    def test_an_invited_leader_sees_the_event_and_only_own_students(self) -> None:
        self.assertEqual(self.get(self.cast.bakyt, "event", self.trip.pk).status_code, 404)
        services.invite_classes(by=self.cast.aigul, event=self.trip, classes=[self.cast.class_b])
        answer = (self.trip.pk, self.cast.class_b.pk)
        self.post(self.cast.bakyt, "event_answer", *answer, answer="accept", students=[self.cast.sanjar.pk])
        made.consented(self.cast.aigul, self.trip, self.cast.nurlan)
        for name in ("event", "event_consents"):
            page = self.get(self.cast.bakyt, name, self.trip.pk)
            self.assertContains(page, "Санжар")
            self.assertNotContains(page, "Нурлан")
        self.assertContains(self.get(self.cast.aigul, "event", self.trip.pk), "Санжар")
        self.assertEqual(self.get(self.cast.bakyt, "event_print", self.trip.pk).status_code, 403)

    def test_a_picture_goes_only_with_the_rule_and_no_longer_after_a_withdrawal(self) -> None:
        made.consented(self.cast.aigul, self.trip, self.cast.nurlan)
        page = self.get(self.cast.aigul, "event_files", self.trip.pk)
        self.assertContains(page, "Мээрим")
        self.assertNotContains(page, "Нурлан")
        client = self.by(self.cast.aigul)
        address = reverse("plan:event_files", args=[self.trip.pk])
        self.assertEqual(client.post(address, {"kind": "photo", "uploads": photo()}).status_code, 200)
        client.post(address, {"kind": "photo", "uploads": photo(), "knows_rule": "on"})
        file = self.trip.files.get()
        place = (self.trip.pk, file.pk)
        self.assertEqual(self.get(self.cast.aigul, "event_file", *place).status_code, 200)
        self.post(self.cast.ainura, "consent", self.trip.pk, self.cast.nurlan.pk, picture="no")
        self.assertEqual(self.get(self.cast.aigul, "event_file", *place).status_code, 404)
        self.assertEqual(self.get(self.cast.aigul, "event", self.trip.pk).status_code, 200)

    def test_the_list_goes_out_as_a_file_and_that_is_on_record(self) -> None:
        made.class_hour(self.cast.bakyt, self.cast.class_b, theme="Бөлөк класс")
        answer = self.get(self.cast.aigul, "event_list", query="?kind=excursion&format=csv")
        text = answer.content.decode("utf-8-sig")
        self.assertIn("Музейге", text)
        self.assertNotIn("Бөлөк класс", text)
        self.assertTrue(AuditEvent.objects.filter(action="plan:events:exported").exists())

    def test_the_papers_name_the_participants_with_their_consents_and_the_missing_child(self) -> None:
        made.consented(self.cast.aigul, self.trip, self.cast.nurlan, how="phone")
        trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        both = (self.cast.nurlan, self.cast.meerim)
        services.count_heads(by=self.cast.aigul, event=trip, point="out", here=both)
        services.count_heads(by=self.cast.aigul, event=trip, point="back", here=both[:1])
        pdf = self.get(self.cast.aigul, "event_print", trip.pk, query="?paper=participants").content
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
        for words in ("КАТЫШУУЧУЛАРДЫН ТИЗМЕСИ", "Токтогулов Нурлан", "берилди", "телефон аркылуу"):
            self.assertIn(words, text)
        word = self.get(self.cast.damir, "event_print", trip.pk, query="?paper=protocol&format=docx").content
        tables = Document(BytesIO(word)).tables
        cells = " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
        self.assertIn(self.cast.meerim.person.short_name, cells)
        self.assertEqual(self.get(self.cast.aigul, "event_print", trip.pk, query="?paper=x").status_code, 404)

    def test_the_queue_of_the_approver_shows_what_waits_and_what_is_ahead(self) -> None:
        self.assertEqual(self.get(self.cast.damir, "event_queue").context["waiting"], [])  # type: ignore[attr-defined]
        made.submitted(self.cast.aigul, self.trip)
        self.assertEqual(self.get(self.cast.damir, "event_queue").context["waiting"], [self.trip])  # type: ignore[attr-defined]
        first = self.by(self.cast.damir).get("/")
        self.assertContains(first, reverse("plan:event_decision", args=[self.trip.pk]))

    def test_a_kind_of_the_lyceums_own_is_offered_and_a_retired_one_is_not(self) -> None:
        words = {"name": "Маршрут", "clauses": ["3.11"], "is_outside": "on"}
        self.post(self.cast.farhat, "event_kind_new", **words)
        page = self.get(self.cast.aigul, "event_new", self.cast.class_a.pk)
        self.assertContains(page, "Маршрут")
        kind = next(one for one in selectors.event_kinds() if one.name == "Маршрут")
        self.post(self.cast.farhat, "event_kind", kind.pk, **words)
        self.assertNotContains(self.get(self.cast.aigul, "event_new", self.cast.class_a.pk), "Маршрут")

    def test_an_administrator_of_the_kinds_is_shown_no_way_to_a_list_that_is_closed(self) -> None:
        listed = f'href="{reverse("plan:event_list")}"'
        self.assertEqual(self.get(self.cast.admin, "event_list").status_code, 403)
        self.assertNotContains(self.get(self.cast.admin, "event_kinds"), listed)
        self.assertContains(self.get(self.cast.farhat, "event_kinds"), listed)

    def test_an_outing_without_its_hour_is_asked_for_it(self) -> None:
        words = {"kind": "excursion", "theme": "Тоого", "on": timezone.localdate(), "is_outside": "on"}
        page = self.post(
            self.cast.aigul, "event_new", self.cast.class_a.pk, **words, students=[self.cast.nurlan.pk]
        )
        self.assertEqual(page.status_code, 200)
        self.assertFalse(Event.objects.filter(theme="Тоого").exists())
