"""Whose word stops the clock of an accident (3.2): the university's own, or one that supervision wrote down by name."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent, Notice
from jetekchi.worklog import selectors, services
from jetekchi.worklog.models import AccidentNotice, AccidentReport
from tests import cast

WHOM = AccidentNotice.Whom


class WhoConfirms(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.report = services.report_accident(
            by=cls.cast.aigul,
            students=[cls.cast.nurlan],
            happened_at=timezone.now() - timedelta(minutes=30),
            place="Спорт залы",
            text="Бутун тайып алды",
            first_aid="Муз басылды",
        )
        cls.page = reverse("worklog:accident", args=[cls.report.pk])
        cls.told = reverse("worklog:accident_told", args=[cls.report.pk])
        cls.kept = reverse("worklog:accident_confirmation", args=[cls.report.pk])

    def is_waiting(self):
        return AccidentReport.objects.unconfirmed().filter(pk=self.report.pk).exists()

    def answer(self, **more):
        moment = timezone.localtime() - timedelta(minutes=5)
        words = {"name": "Алиев Эмил", "office": "нөөмөтчү проректор", "channel": "phone"}
        return {**words, "confirmed_at": moment.strftime("%Y-%m-%dT%H:%M"), **more}

    # --- the class leader -------------------------------------------------------------------------------------

    def test_a_leader_keeps_that_she_told_the_university_and_the_clock_runs_on(self):
        self.client.force_login(self.cast.aigul)
        moment = timezone.localtime() - timedelta(minutes=10)
        data = {
            "to_whom": "university_administration",
            "channel": "phone",
            "name": "Кабылдама",
            "sent_at": moment.strftime("%Y-%m-%dT%H:%M"),
        }
        self.assertRedirects(self.client.post(self.told, data), self.page)
        told = self.report.notices.get(to_whom=WHOM.UNIVERSITY, channel="phone")
        self.assertEqual((told.name, told.by, told.confirmed_at), ("Кабылдама", self.cast.aigul, None))
        self.assertEqual(timezone.localtime(told.sent_at).strftime("%H:%M"), moment.strftime("%H:%M"))
        self.assertTrue(self.is_waiting())
        self.assertContains(self.client.get(self.page), self.cast.aigul.name)

    def test_a_leader_who_says_that_the_university_confirmed_is_refused_and_loses_no_word(self):
        self.client.force_login(self.cast.aigul)
        data = {
            "to_whom": "university_administration",
            "channel": "phone",
            "name": "Кабылдама",
            "answered": "on",
        }
        page = self.client.post(self.told, data)
        self.assertEqual(list(page.context["notice_form"].errors), ["answered"])
        self.assertContains(page, "Кабылдама")
        self.assertTrue(self.is_waiting())
        with self.assertRaises(Refused) as refusal:
            services.notify(
                by=self.cast.aigul,
                report=self.report,
                to_whom=WHOM.UNIVERSITY,
                channel="phone",
                answered=True,
            )
        self.assertEqual(refusal.exception.code, "university-confirms-itself")

    def test_a_leader_a_teacher_a_doctor_and_a_stranger_write_down_no_confirmation(self):
        for name, status in (
            ("aigul", 403),
            ("doctor", 403),
            ("rector_office", 403),
            ("bakyt", 404),
            ("elmira", 404),
            ("ainura", 404),
        ):
            self.client.force_login(self.cast.users[name])
            self.assertEqual(self.client.post(self.kept, self.answer()).status_code, status, name)
        self.client.force_login(self.cast.aigul)
        self.assertNotContains(self.client.get(self.page), self.kept)
        self.assertTrue(self.is_waiting())

    # --- supervision ------------------------------------------------------------------------------------------

    def test_supervision_writes_down_who_confirmed_with_the_office_and_the_time(self):
        for name in ("damir", "farhat", "gulnara"):
            with self.subTest(name), transaction.atomic():
                user = self.cast.users[name]
                self.client.force_login(user)
                self.assertContains(self.client.get(self.page), self.kept)
                self.client.post(self.kept, self.answer())
                notice = self.report.notices.exclude(kept_at=None).get()
                self.assertEqual((notice.name, notice.confirmed_by), ("Алиев Эмил", user))
                self.assertFalse(self.is_waiting())
                page = self.client.get(self.page)
                for words in ("Алиев Эмил, нөөмөтчү проректор", user.name):
                    self.assertContains(page, words)
                self.assertNotContains(page, self.kept)
                transaction.set_rollback(True)

    def test_the_clock_stops_at_the_named_time_and_the_reporter_is_told(self):
        moment = timezone.now() - timedelta(minutes=20)
        services.keep_confirmation(
            by=self.cast.farhat,
            report=self.report,
            name="Алиев Эмил",
            office="проректор",
            channel="paper",
            confirmed_at=moment,
        )
        row = selectors.accident_detail(self.report).row
        self.assertEqual((row.confirmed_at, row.confirmed_by), (moment, "Алиев Эмил, проректор"))
        self.assertEqual(row.minutes_to_confirm, 0)
        self.assertTrue(
            Notice.objects.filter(to=self.cast.aigul, message__startswith="The university adm").exists()
        )
        event = AuditEvent.objects.get(action="worklog:accident:confirmation_kept")
        self.assertNotIn("Алиев", str(event.detail))

    def test_without_name_office_or_a_possible_time_nothing_is_kept_and_no_word_is_lost(self):
        self.client.force_login(self.cast.farhat)
        future = (timezone.localtime() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
        for wrong in ({"name": ""}, {"office": " "}, {"confirmed_at": ""}, {"confirmed_at": future}):
            page = self.client.post(self.kept, self.answer(**wrong))
            self.assertTrue(page.context["confirmation_form"].errors, wrong)
        self.assertContains(page, "нөөмөтчү проректор")
        self.assertTrue(self.is_waiting())
        with self.assertRaises(IntegrityError), transaction.atomic():
            AccidentNotice.objects.filter(report=self.report).update(kept_at=timezone.now())

    def test_a_confirmation_is_kept_once(self):
        self.client.force_login(self.cast.farhat)
        self.client.post(self.kept, self.answer())
        self.client.post(self.kept, self.answer())
        self.assertEqual(self.report.notices.exclude(kept_at=None).count(), 1)

    def test_the_university_may_still_confirm_its_own_line(self):
        self.client.force_login(self.cast.farhat)
        self.client.post(self.kept, self.answer())
        self.client.force_login(self.cast.rector_office)
        self.client.post(reverse("worklog:accident_confirm", args=[self.report.pk]))
        own = self.report.notices.get(to_whom=WHOM.UNIVERSITY, channel="app")
        self.assertEqual(own.confirmed_by, self.cast.rector_office)
