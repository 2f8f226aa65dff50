"""Closing a half-year: what is open is shown first, before its end it needs a reason, and every deed stays readable."""

from datetime import timedelta

from django.db import DatabaseError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import services
from jetekchi.organisation.models import Term, TermAct
from jetekchi.organisation.services.importing import drafts
from jetekchi.worklog import services as worklog
from tests import cast

WORDS = "Карантин жарыяланды"


class Closing(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.today = timezone.localdate()
        cls.close = reverse("organisation:term_close", args=[cls.cast.half.pk])
        cls.reopen = reverse("organisation:term_reopen", args=[cls.cast.half.pk])

    def setUp(self):
        self.ends_on(self.today + timedelta(days=10))
        self.client.force_login(self.cast.farhat)

    def ends_on(self, day):
        Term.objects.filter(pk=self.cast.half.pk).update(start_on=day - timedelta(days=120), end_on=day)

    def half(self):
        return Term.objects.get(pk=self.cast.half.pk)

    # --- the page ---------------------------------------------------------------------------------------------

    def test_looking_closes_nothing_and_shows_what_is_open(self):
        page = self.client.get(self.close)
        self.assertEqual(page.context["days_left"], 11)
        for label in ("10-А", "10-Б", "3-топ"):
            self.assertContains(page, f"{label}: ")
        self.assertIsNone(self.half().closed_at)

    def test_a_list_in_its_preview_and_an_accident_without_confirmation_are_named(self):
        drafts.keep(
            self.cast.elmira,
            kind="absences",
            name="жок болгондор.csv",
            data=b"1",
            year=self.cast.year.name,
            create_missing=False,
        )
        worklog.report_accident(
            by=self.cast.aigul,
            students=[self.cast.nurlan],
            happened_at=timezone.now(),
            place="Зал",
            text="Тайып кетти",
            first_aid="Муз",
        )
        page = self.client.get(self.close).content.decode()
        self.assertIn("жок болгондор.csv", page)
        self.assertIn(self.cast.elmira.name, page)
        self.assertIn(reverse("worklog:accidents") + "?waiting=1", page)
        self.assertNotIn("Тайып кетти", page)

    # --- before its end ---------------------------------------------------------------------------------------

    def test_before_its_end_it_closes_only_knowingly_and_with_a_reason(self):
        for data in ({}, {"is_meant": "on"}, {"is_meant": "on", "reason": "  "}):
            self.assertEqual(self.client.post(self.close, data).status_code, 422, data)
        page = self.client.post(self.close, {"reason": WORDS})
        self.assertContains(page, WORDS, status_code=422)
        self.assertIn("is_meant", page.context["form"].errors)
        self.assertIsNone(self.half().closed_at)
        self.client.post(self.close, {"is_meant": "on", "reason": WORDS})
        self.assertIsNotNone(self.half().closed_at)
        act = TermAct.objects.get()
        self.assertEqual((act.by, act.reason, act.days_left), (self.cast.farhat, WORDS, 11))

    def test_the_service_too_wants_the_reason_until_the_last_day_is_over(self):
        self.ends_on(self.today)
        with self.assertRaises(Refused):
            services.close_term(by=self.cast.farhat, term=self.cast.half)
        self.ends_on(self.today - timedelta(days=1))
        self.assertIsNotNone(services.close_term(by=self.cast.farhat, term=self.cast.half).closed_at)

    # --- after its end ----------------------------------------------------------------------------------------

    def test_after_its_end_one_press_on_the_page_is_enough(self):
        self.ends_on(self.today - timedelta(days=1))
        self.assertNotContains(self.client.get(self.close), 'name="reason"')
        self.client.post(self.close, {"form_key": "k"})
        self.client.post(self.close, {"form_key": "k"})
        self.client.post(self.close)
        self.assertIsNotNone(self.half().closed_at)
        self.assertEqual(AuditEvent.objects.filter(action="organisation:term:closed").count(), 1)

    # --- the history ------------------------------------------------------------------------------------------

    def test_a_closed_half_year_opens_again_with_a_reason_that_is_kept(self):
        self.client.post(self.close, {"is_meant": "on", "reason": WORDS})
        self.assertEqual(self.client.post(self.reopen, {"reason": " "}).status_code, 422)
        self.client.post(self.reopen, {"reason": "Ката кетти"})
        self.client.post(self.reopen, {"reason": "Экинчи жолу"})
        self.assertIsNone(self.half().closed_at)
        self.assertEqual([act.deed for act in TermAct.objects.all()], ["closed", "opened"])
        for reader in (self.cast.farhat, self.cast.aigul):
            self.client.force_login(reader)
            page = self.client.get(reverse("organisation:calendar")).content.decode()
            for words in (WORDS, "Ката кетти", self.cast.farhat.name):
                self.assertIn(words, page, reader)
        self.client.force_login(self.cast.ainura)
        self.assertNotContains(self.client.get(reverse("organisation:calendar")), WORDS)

    def test_the_audit_points_at_the_words_and_holds_none_of_them(self):
        self.client.post(self.close, {"is_meant": "on", "reason": WORDS})
        event = AuditEvent.objects.get(action="organisation:term:closed")
        act = TermAct.objects.get()
        self.assertEqual(event.detail, {"act": act.pk, "days_left": 11})
        page = self.client.get(reverse("organisation:audit")).content.decode()
        where = f"{reverse('organisation:calendar')}?year={self.cast.year.name}#act-{act.pk}"
        self.assertIn(where, page)
        self.assertNotIn(WORDS, page)

    def test_nobody_rewrites_why_it_was_closed(self):
        services.close_term(by=self.cast.farhat, term=self.cast.half, reason=WORDS)
        with self.assertRaises(DatabaseError), transaction.atomic():
            TermAct.objects.update(reason="башка")
        with self.assertRaises(DatabaseError), transaction.atomic():
            TermAct.objects.all().delete()

    # --- who and what -----------------------------------------------------------------------------------------

    def test_a_leader_neither_looks_nor_closes_and_a_quarter_is_never_closed(self):
        quarter = self.cast.half.quarters.first()
        self.assertEqual(
            self.client.get(reverse("organisation:term_close", args=[quarter.pk])).status_code, 404
        )
        self.client.force_login(self.cast.aigul)
        self.assertEqual(self.client.get(self.close).status_code, 403)
        self.assertEqual(self.client.post(self.close, {"is_meant": "on", "reason": "x"}).status_code, 403)

    def test_a_closed_half_year_is_not_opened_by_moving_its_quarters(self):
        services.close_term(by=self.cast.farhat, term=self.cast.half, reason=WORDS)
        before = self.half().end_on
        for term in (self.cast.half.quarters.get(number=2), self.half()):
            answer = self.client.post(
                reverse("organisation:term_move", args=[term.pk]),
                {"start_on": str(term.start_on), "end_on": str(term.end_on - timedelta(days=20))},
            )
            self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.half().end_on, before)

    # --- lists --------------------------------------------------------------------------------------------------

    def test_lists_change_no_day_of_a_closed_half_year(self):
        self.ends_on(self.today - timedelta(days=3))
        services.close_term(by=None, term=self.half())
        nurlan, sanjar, other = self.cast.nurlan, self.cast.sanjar, self.cast.class_b
        inside, after = self.today - timedelta(days=3), self.today - timedelta(days=2)
        deeds = (
            lambda day: services.move_student(
                by=None, student=nurlan, class_group=other, from_on=day, order_no="7"
            ),
            lambda day: services.release_student(by=None, student=sanjar, left_on=day, order_no="8"),
        )
        for deed in deeds:
            with self.assertRaises(Refused) as refusal, transaction.atomic():
                deed(inside)
            self.assertEqual(refusal.exception.code, "half-year-closed")
            deed(after)
        self.assertEqual(nurlan.enrolments.get(until_on=None).from_on, after)
