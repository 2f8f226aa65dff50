"""Clause 1.1: a class leader is appointed by order, hands the papers over, is stood in for; a class has one leader."""

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from jetekchi.core.models import AuditEvent
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.organisation import services
from jetekchi.organisation.models import Appointment, Handover, User
from tests import cast
from tests.emptied import Emptied


class AppointmentByOrder(TestCase):
    """Actors: the lyceum director appoints; the leader before and the leader now confirm the hand-over."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def address(self, name: str, *more: int) -> str:
        return reverse(f"organisation:{name}", args=[self.cast.class_a.pk, *more])

    def order(self, **more: object) -> dict[str, object]:
        today = timezone.localdate()
        return {
            "leader": self.cast.staff(self.cast.chynara).pk,
            "order_no": "77-Б",
            "order_on": str(today),
            "from_on": str(today),
            **more,
        }

    def appoint(self) -> Appointment:
        file = SimpleUploadedFile("буйрук.pdf", b"%PDF-1.7 order", content_type="application/pdf")
        sent = self.by(self.cast.farhat).post(
            self.address("appoint"), self.order(order_file=file, form_key="a1")
        )
        self.assertEqual(sent.status_code, 302, sent.content.decode()[-2000:])
        return Appointment.objects.get(order_no="77-Б")

    # --- actor and evidence -----------------------------------------------------------------------------------

    def test_the_director_appoints_and_the_order_stays_as_evidence(self) -> None:
        new = self.appoint()
        before = self.cast.appointment_a
        before.refresh_from_db()
        self.assertEqual(before.until_on, timezone.localdate() - timedelta(days=1))
        self.assertIsNone(new.until_on)
        page = self.by(self.cast.farhat).get(self.address("class_appointments")).content.decode()
        for words in ("77-Б", "11-Б", "Эсенгулова", "Сыдыкова"):
            self.assertIn(words, page)
        file = self.by(self.cast.farhat).get(self.address("appointment_order", new.pk))
        self.assertEqual(file.content, b"%PDF-1.7 order")
        self.assertIn("attachment", file["Content-Disposition"])
        event = AuditEvent.objects.get(action="organisation:leader:appointed", subject_pk=str(new.pk))
        self.assertEqual(event.by, self.cast.farhat)

    def test_the_new_leader_is_told_and_leads_from_the_first_day(self) -> None:
        self.assertEqual(
            self.by(self.cast.chynara).get(self.address("handover_add")).status_code,
            403,
            "only teaches so far",
        )
        self.appoint()
        self.assertEqual(self.cast.chynara.notices.filter(clause="1.1").count(), 1)
        student = reverse("organisation:student", args=[self.cast.nurlan.pk])
        self.assertContains(self.by(self.cast.chynara).get(student), "tel:+996555010203")
        self.assertEqual(self.by(self.cast.aigul).get(student).status_code, 404, "the leader before is out")

    def test_a_double_click_appoints_once(self) -> None:
        client, data = self.by(self.cast.farhat), self.order(form_key="twice")
        self.assertEqual(client.post(self.address("appoint"), data).status_code, 302)
        self.assertEqual(client.post(self.address("appoint"), data).status_code, 302)
        self.assertEqual(Appointment.objects.filter(order_no="77-Б").count(), 1)

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_who_is_not_the_director_appoints_nobody(self) -> None:
        for user, status in ((self.cast.admin, 403), (self.cast.aigul, 403), (self.cast.bakyt, 404)):
            self.assertEqual(self.by(user).post(self.address("appoint"), self.order()).status_code, status)
        self.assertFalse(Appointment.objects.filter(order_no="77-Б").exists())

    def test_the_state_refuses_and_says_why_beside_the_form(self) -> None:
        long_ago = str(self.cast.year.start_on - timedelta(days=400))
        own = self.cast.staff(self.cast.aigul).pk
        for wrong in ({"leader": own}, {"from_on": long_ago}, {"order_no": " "}, {"leader": 987654}):
            answer = self.by(self.cast.farhat).post(self.address("appoint"), self.order(**wrong))
            self.assertEqual(answer.status_code, 422, wrong)
            self.assertContains(answer, 'role="alert"', status_code=422)
        self.cast.appointment_a.refresh_from_db()
        self.assertIsNone(self.cast.appointment_a.until_on)

    def test_a_file_that_is_a_page_is_refused_and_nobody_is_appointed(self) -> None:
        nasty = SimpleUploadedFile(
            "order.pdf", b"<html><script>alert(1)</script>", content_type="application/pdf"
        )
        answer = self.by(self.cast.farhat).post(self.address("appoint"), self.order(order_file=nasty))
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(Appointment.objects.filter(order_no="77-Б").exists())

    def test_a_dismissed_person_cannot_be_chosen(self) -> None:
        gone = self.cast.staff(self.cast.librarian)
        services.dismiss(by=None, staff=gone, dismissed_on=timezone.localdate() - timedelta(days=1))
        answer = self.by(self.cast.farhat).post(self.address("appoint"), self.order(leader=gone.pk))
        self.assertEqual(answer.status_code, 422)

    # --- deputy -----------------------------------------------------------------------------------------------

    def test_a_deputy_leads_under_an_own_login_for_the_named_days_only(self) -> None:
        today = timezone.localdate()
        card = reverse("organisation:student", args=[self.cast.nurlan.pk])
        self.assertEqual(self.by(self.cast.bakyt).get(card).status_code, 404)
        data = {
            "person": self.cast.staff(self.cast.bakyt).pk,
            "from_on": str(today - timedelta(days=3)),
            "until_on": str(today),
            "basis": "Буйрук № 12",
        }
        self.assertEqual(self.by(self.cast.farhat).post(self.address("deputy_add"), data).status_code, 302)
        self.assertEqual(self.by(self.cast.bakyt).get(card).status_code, 200)
        self.cast.appointment_a.deputies.update(until_on=today - timedelta(days=1))
        self.assertEqual(self.by(self.cast.bakyt).get(card).status_code, 404)

    # --- hand-over and its paper ------------------------------------------------------------------------------

    def hand_over(self) -> Handover:
        self.appoint()
        data = {
            "on": str(timezone.localdate()),
            "papers": "Класстык журнал\nӨздүк иштер, 25",
            "remarks": "Жок",
        }
        sent = self.by(self.cast.chynara).post(self.address("handover_add"), data)
        self.assertEqual(sent.status_code, 302)
        return Handover.objects.get()

    def test_both_leaders_confirm_each_the_own_side(self) -> None:
        handover = self.hand_over()
        page = reverse("organisation:handover", args=[handover.pk])
        confirm = reverse("organisation:handover_confirm", args=[handover.pk])
        self.assertEqual(
            self.by(self.cast.aigul).get(page).status_code, 200, "named in it, though out of the class"
        )
        self.assertEqual(self.by(self.cast.bakyt).get(page).status_code, 404)
        self.assertEqual(self.by(self.cast.farhat).post(confirm).status_code, 409)
        handover.refresh_from_db()
        self.assertEqual((handover.given_at, handover.taken_at), (None, None))
        self.by(self.cast.aigul).post(confirm)
        handover.refresh_from_db()
        self.assertIsNotNone(handover.given_at)
        self.assertIsNone(handover.taken_at)
        self.by(self.cast.chynara).post(confirm)
        handover.refresh_from_db()
        self.assertIsNotNone(handover.taken_at)
        self.assertEqual(self.by(self.cast.chynara).get(self.address("handover_add")).status_code, 302)

    def test_the_protocol_is_printed_for_two_signatures(self) -> None:
        handover = self.hand_over()
        client = self.by(self.cast.chynara)
        pdf = client.get(reverse("organisation:handover_paper", args=[handover.pk, "pdf"]))
        words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
        for part in ("77-Б", "Класстык журнал", "Өздүк иштер, 25", "Эсенгулова", "Сыдыкова", "10-А"):
            self.assertIn(part, words)
        docx = client.get(reverse("organisation:handover_paper", args=[handover.pk, "docx"]))
        document = Document(io.BytesIO(docx.content))
        text = " ".join(paragraph.text for paragraph in document.paragraphs)
        text += " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        for part in ("Класстык журнал", "Эсенгулова", "Сыдыкова"):
            self.assertIn(part, text)
        missing = reverse("organisation:handover_paper", args=[handover.pk, "exe"])
        self.assertEqual(client.get(missing).status_code, 404)


class OneLeaderAClass(Emptied):
    """The database itself keeps one active leader, whoever writes past the rules and however many at once."""

    def setUp(self) -> None:
        self.cast = cast.build()

    def test_a_second_open_appointment_is_impossible_at_once_and_one_by_one(self) -> None:
        today = date.today()
        self.cast.appointment_a.delete()
        leaders = [self.cast.staff(user).pk for user in (self.cast.aigul, self.cast.chynara, self.cast.damir)]

        def insert(leader: int) -> str:
            Appointment.objects.create(
                class_group=self.cast.class_a, leader_id=leader, order_no="1", order_on=today, from_on=today
            )
            return "written"

        with shared_database():
            answers = race(*(lambda pk=pk: insert(pk) for pk in leaders))
            (left,) = race(
                lambda: Appointment.objects.filter(class_group=self.cast.class_a, until_on=None).count()
            )
        self.assertEqual(answers.count("written"), 1, answers)
        self.assertEqual(sum(isinstance(answer, IntegrityError) for answer in answers), 2, answers)
        self.assertEqual(left, 1)

    def test_two_orders_at_the_same_moment_leave_one_leader(self) -> None:
        today = timezone.localdate()

        def appoint(user: User, number: str) -> str:
            services.appoint_leader(
                by=self.cast.farhat,
                class_group=self.cast.group_3,
                leader=self.cast.staff(user),
                order_no=number,
                order_on=today,
                from_on=today,
            )
            return number

        with shared_database():
            answers = race(
                lambda: appoint(self.cast.chynara, "31"),
                lambda: appoint(self.cast.damir, "32"),
            )
            (numbers,) = race(
                lambda: list(
                    Appointment.objects.filter(class_group=self.cast.group_3, until_on=None).values_list(
                        "order_no", flat=True
                    )
                )
            )
        self.assertEqual(len(numbers), 1)
        self.assertEqual(sorted(map(str, answers)), sorted([numbers[0], "before-start"]))
