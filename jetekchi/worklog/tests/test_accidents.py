"""Accidents (3.2): reported in a minute, everybody told at once, confirmed or visibly late."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import Notice
from jetekchi.organisation.models import RoleGrant
from jetekchi.worklog import selectors, services
from jetekchi.worklog.models import AccidentNote, AccidentNotice, AccidentReport, WorkEntry
from tests import cast

WHOM = AccidentNotice.Whom


class AccidentTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.new = reverse("worklog:accident_new")

    def report(self, **changes):
        words = {
            "by": self.cast.chynara,
            "students": [self.cast.nurlan],
            "happened_at": timezone.now() - timedelta(minutes=5),
            "place": "Спорт залы",
            "text": "Бутун тайып алды",
            "first_aid": "Муз басылды",
        } | changes
        return services.report_accident(**words)

    def body(self, **changes):
        return {
            "students": [self.cast.nurlan.pk],
            "text": "Бутун тайып алды",
            "place": "Спорт залы",
            "first_aid": "Муз басылды",
            "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        } | changes

    def test_everybody_who_must_know_is_told_at_once_without_a_name(self):
        self.report()
        told = {notice.to.username for notice in Notice.objects.filter(clause="3.2")}
        self.assertEqual(told, {"rector", "farhat", "damir", "doctor", "aigul"})
        self.assertNotIn("Токтогулов", Notice.objects.filter(clause="3.2").first().text)
        rows = AccidentNotice.objects.values_list("to_whom", flat=True)
        self.assertEqual(
            set(rows), {WHOM.UNIVERSITY, WHOM.DIRECTOR, WHOM.UPBRINGING, WHOM.MEDICAL, WHOM.LEADER}
        )

    def test_a_vacant_administration_is_said_aloud(self):
        RoleGrant.objects.filter(role="university_administration").delete()
        self.assertEqual(self.report().notices.get(to_whom=WHOM.UNIVERSITY).people, 0)

    def test_the_clock_runs_until_the_administration_confirms_with_one_tap(self):
        report = self.report()
        self.client.force_login(self.cast.rector_office)
        page = self.client.get(reverse("worklog:accident", args=[report.pk]))
        confirm = reverse("worklog:accident_confirm", args=[report.pk])
        self.assertContains(page, confirm)
        self.assertFalse(selectors.pending_accidents(self.cast.rector_office)[0].is_late)
        WorkEntry.objects.filter(pk=report.entry_id).update(created_at=timezone.now() - timedelta(minutes=75))
        self.assertTrue(selectors.pending_accidents(self.cast.rector_office)[0].is_late)
        self.assertEqual([row.clause for row in selectors.due_rows(self.cast.rector_office)], ["3.2"])
        self.client.post(confirm, {"form_key": "c" * 32})
        self.client.post(confirm, {"form_key": "c" * 32})
        notice = report.notices.get(to_whom=WHOM.UNIVERSITY)
        self.assertEqual(notice.confirmed_by, self.cast.rector_office)
        self.assertEqual(selectors.pending_accidents(self.cast.rector_office), [])
        row = selectors.accidents_between(
            [self.cast.class_a], timezone.localdate() - timedelta(days=1), timezone.localdate()
        )[0]
        self.assertTrue(row.is_late)
        self.assertGreaterEqual(row.minutes_to_confirm, 74)
        self.assertTrue(Notice.objects.filter(to=self.cast.chynara, clause="3.2").exists())

    def test_the_director_confirms_for_the_own_office_only(self):
        report = self.report()
        self.client.force_login(self.cast.farhat)
        self.client.post(reverse("worklog:accident_confirm", args=[report.pk]))
        self.assertEqual(
            list(report.notices.exclude(confirmed_at=None).values_list("to_whom", flat=True)), [WHOM.DIRECTOR]
        )
        self.client.force_login(self.cast.aigul)
        self.assertEqual(
            self.client.post(reverse("worklog:accident_confirm", args=[report.pk])).status_code, 403
        )
        self.client.force_login(self.cast.bakyt)
        self.assertEqual(
            self.client.post(reverse("worklog:accident_confirm", args=[report.pk])).status_code, 404
        )

    def test_who_what_where_and_first_aid_are_enough(self):
        self.client.force_login(self.cast.chynara)
        answer = self.client.post(self.new, self.body(form_key="d" * 32))
        again = self.client.post(self.new, self.body(form_key="d" * 32))
        self.assertEqual(answer.url, again.url)
        self.assertEqual(AccidentReport.objects.count(), 1)
        self.assertEqual(AccidentReport.objects.get().entry.numbers, ["3.2"])

    def test_a_student_the_reporter_does_not_see_is_refused_and_nothing_written(self):
        self.client.force_login(self.cast.bakyt)
        answer = self.client.post(self.new, self.body())
        self.assertContains(answer, "Бутун тайып алды", status_code=400)
        self.assertEqual(AccidentReport.objects.count(), 0)
        for name in ("nurlan_user", "ainura", "rector_office", "librarian"):
            self.client.force_login(self.cast.users[name])
            self.assertEqual(self.client.get(self.new).status_code, 403, name)

    def test_several_students_of_two_classes_reach_both_leaders(self):
        report = self.report(students=[self.cast.nurlan, self.cast.sanjar])
        self.client.force_login(self.cast.bakyt)
        self.assertEqual(self.client.get(reverse("worklog:accident", args=[report.pk])).status_code, 200)
        self.assertIn("bakyt", {notice.to.username for notice in Notice.objects.filter(clause="3.2")})

    def test_nothing_of_an_accident_is_rewritten_or_deleted(self):
        report = self.report(by=self.cast.aigul)
        for deed in (services.withdraw_entry, services.correct_entry):
            with self.assertRaises(Refused):
                deed(by=self.cast.aigul, entry=report.entry)
        with self.assertRaises(ProtectedError):
            report.entry.delete()
        note = services.add_accident_note(by=self.cast.aigul, report=report, text="Рентген: сынык жок")
        with self.assertRaises(DatabaseError), transaction.atomic():
            AccidentNote.objects.filter(pk=note.pk).update(text="башка")

    def test_times_that_cannot_be_are_refused(self):
        with self.assertRaises(Refused):
            self.report(happened_at=timezone.now() + timedelta(hours=1))
        report = self.report()
        with self.assertRaises(Refused):
            services.notify(
                by=self.cast.aigul,
                report=report,
                to_whom=WHOM.GUARDIAN,
                channel="phone",
                sent_at=timezone.now() - timedelta(days=1),
            )
        with self.assertRaises(ValidationError):
            services.notify(by=self.cast.aigul, report=report, to_whom="nobody", channel="phone")

    def test_whom_else_the_leader_told_is_kept(self):
        report = self.report()
        self.client.force_login(self.cast.aigul)
        url = reverse("worklog:accident_told", args=[report.pk])
        self.client.post(url, {"to_whom": "guardian", "channel": "phone", "name": "Айнура", "answered": "on"})
        notice = report.notices.get(to_whom=WHOM.GUARDIAN)
        self.assertEqual((notice.name, notice.confirmed_by), ("Айнура", self.cast.aigul))
        self.client.post(reverse("worklog:accident_noted", args=[report.pk]), {"text": "Үйүнө кетти"})
        self.assertContains(self.client.get(reverse("worklog:accident", args=[report.pk])), "Үйүнө кетти")

    def test_the_filter_of_accidents_stays_on_the_tabs_and_in_the_file(self):
        self.report()
        self.report(students=[self.cast.sanjar], text="Колун кесип алды")
        self.client.force_login(self.cast.damir)
        url = reverse("worklog:accidents")
        page = self.client.get(url, {"group": self.cast.class_b.pk, "waiting": "1"})
        self.assertEqual([row.text for row in page.context["rows"]], ["Колун кесип алды"])
        self.assertContains(page, f'<option value="{self.cast.class_b.pk}" selected>')
        self.assertContains(page, f'href="?group={self.cast.class_b.pk}"')
        text = self.client.get(url, {"q": "токтогулов", "format": "csv"}).content.decode("utf-8-sig")
        self.assertIn("Бутун тайып алды", text)
        self.assertNotIn("Колун кесип алды", text)

    def test_a_leader_narrows_accidents_to_own_classes_only(self):
        self.report(students=[self.cast.sanjar])
        self.client.force_login(self.cast.aigul)
        page = self.client.get(reverse("worklog:accidents"), {"group": self.cast.class_b.pk})
        self.assertEqual(page.context["rows"], [])
        self.assertNotContains(page, str(self.cast.class_b))

    def test_the_administration_sees_accidents_and_no_other_work(self):
        self.report()
        self.client.force_login(self.cast.rector_office)
        self.assertEqual(self.client.get(reverse("worklog:accidents")).status_code, 200)
        self.assertEqual(self.client.get(reverse("worklog:entries")).status_code, 403)
