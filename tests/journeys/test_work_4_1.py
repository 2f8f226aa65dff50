"""Clause 4.1 on a phone: a talk is written in three interactions, taken back, corrected, found and printed."""

import time
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from jetekchi.worklog import services
from jetekchi.worklog.models import WorkEntry
from tests import cast
from tests.journey import Journey


class WorkJourney(Journey):
    window = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}}  # noqa: RUF012

    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        services.ensure_kinds(by=None)

    def test_a_talk_is_written_in_three_interactions_and_fifteen_seconds(self):
        self.sign_in("aigul")
        self.page.goto(reverse("worklog:record"))
        started = time.monotonic()
        self.page.get_by_label("Эмне жасалды?").fill("Химия боюнча кошумча сабакка макулдаштык")
        self.page.get_by_text("Токтогулов Нурлан", exact=True).click()
        self.page.get_by_role("button", name="Жазууну сактоо").click()
        self.see("Жазылды: маектешүү.")
        print(f"\nUX 6: a talk: 3 interactions, {time.monotonic() - started:.1f} s of 15")
        entry = WorkEntry.objects.get()
        self.assertEqual((entry.by, entry.numbers), (self.cast.aigul, ["3.4", "4.1"]))
        self.page.get_by_role("button", name="Артка кайтаруу").click()
        self.see("Кайтарылып алынды.")
        entry.refresh_from_db()
        self.assertFalse(entry.is_live)

    def test_thanks_from_the_page_of_a_student_take_three_interactions(self):
        self.sign_in("aigul")
        self.page.goto(reverse("worklog:student_chronology", args=[self.cast.nurlan.pk]))
        self.page.get_by_role("link", name="Ыраазычылык айтуу").click()
        self.page.get_by_label("Эмне жасалды?").fill("Олимпиадада классташтарына жардам берди")
        self.page.get_by_role("button", name="Жазууну сактоо").click()
        self.see("Олимпиадада классташтарына жардам берди")
        print("\nUX 6: thanks: 3 interactions")
        self.assertEqual(WorkEntry.objects.get().kind.code, "thanks")

    def test_the_kind_says_for_which_clauses_it_counts(self):
        self.sign_in("aigul")
        self.page.goto(reverse("worklog:record"))
        self.page.get_by_text("класстык саат").click()
        self.assertEqual(self.page.locator("[data-proposal]").inner_text().split(), ["§", "5.3"][-1:])

    def test_what_was_typed_survives_a_lost_page(self):
        self.sign_in("aigul")
        self.page.goto(reverse("worklog:record"))
        self.page.get_by_label("Эмне жасалды?").fill("Жоголбой турган сөз")
        self.page.wait_for_timeout(700)
        self.page.goto(reverse("worklog:entries"))
        self.page.goto(reverse("worklog:record"))
        expect(self.page.get_by_label("Эмне жасалды?")).to_have_value("Жоголбой турган сөз")

    def test_the_evidence_is_found_corrected_and_refused_to_the_neighbour(self):
        entry = services.record_work(
            by=self.cast.aigul,
            class_group=self.cast.class_a,
            kind="family_contact",
            on=timezone.localdate() - timedelta(days=1),
            text="Апасы менен телефондо сүйлөштүк",
            students=[self.cast.nurlan],
            follow_up_on=timezone.localdate(),
        )
        self.sign_in("aigul")
        self.page.goto(reverse("worklog:entries") + "?q=онор")
        self.see("Эч нерсе табылган жок")
        self.page.goto(reverse("worklog:entries") + "?q=телефон")
        self.page.get_by_role("link", name="Үй-бүлө менен байланыш").click()
        self.page.get_by_role("button", name="Аткарылды").click()
        self.see("Бүттү.")
        self.page.emulate_media(media="print")
        self.page.locator(".nav").wait_for(state="hidden")
        self.page.context.clear_cookies()
        self.sign_in("bakyt")
        answer = self.page.goto(reverse("worklog:entry", args=[entry.pk]))
        self.assertEqual(answer.status, 404)
