"""The week is written on a phone and with the keyboard alone; what was typed outlives a closed page."""

import pytest
from playwright.sync_api import expect

from jetekchi.documents.tests import factories
from jetekchi.organisation.models import ScheduleRow, WorkSchedule
from jetekchi.organisation.tests import schedules
from tests import cast
from tests.journey import Journey

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}}


class TheWeek(Journey):
    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        factories.accepted(self.cast.aigul)
        self.url = f"/schedules/{self.cast.staff(self.cast.aigul).pk}/"

    def test_it_is_written_with_the_keyboard_alone_and_signed(self):
        self.sign_in("aigul")
        page = self.page
        page.goto(self.url)
        page.locator("form[action$='/begin/'] button").press("Enter")
        page.locator("#id_line-0-start").wait_for()
        page.locator("#id_line-0-weekday").focus()
        page.keyboard.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.id"), "id_line-0-start")
        page.locator("#id_line-0-start").fill("14:00")
        page.locator("#id_line-0-end").fill("14:45")
        page.locator("#id_line-0-what").focus()
        page.keyboard.type("Класстык саат")
        page.keyboard.press("Tab")
        page.keyboard.type("204-кабинет")
        page.keyboard.press("Enter")
        page.locator("a[href$='/signature/']").press("Enter")
        page.locator("input[type=password]").fill(cast.PASSWORD)
        page.locator("button[name=decision][value=sign]").press("Enter")
        dialog = page.locator("dialog[open] button.primary")
        if dialog.count():
            dialog.press("Enter")
        page.locator("form[action$='/take-back/']").wait_for()
        self.assertEqual(WorkSchedule.objects.get().state, "submitted")
        self.assertEqual(str(ScheduleRow.objects.get().start), "14:00:00")

    def test_on_a_phone_what_was_typed_outlives_a_closed_page_and_nothing_runs_out_of_the_window(self):
        version = schedules.begun(self.cast.aigul)
        page = self.open_window(**PHONE)
        self.sign_in("aigul", page)
        edit = f"/schedules/versions/{version.pk}/edit/"
        page.goto(edit)
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 360)
        page.locator("#id_line-2-what").fill("Ата-энелер менен чогулуш")
        page.wait_for_timeout(600)
        page.goto("/")
        page.goto(edit)
        expect(page.locator("#id_line-2-what")).to_have_value("Ата-энелер менен чогулуш")

    def test_an_overlap_is_said_beside_its_line_and_the_line_stays(self):
        version = schedules.begun(self.cast.aigul)
        page = self.open_window(**PHONE)
        self.sign_in("aigul", page)
        page.goto(f"/schedules/versions/{version.pk}/edit/")
        page.locator("#id_line-2-weekday").select_option("1")
        page.locator("#id_line-2-start").fill("14:30")
        page.locator("#id_line-2-end").fill("15:00")
        page.locator("#id_line-2-what").fill("Кезмет")
        page.locator(".bar .btn.primary").click()
        beside = page.locator(".week-line").nth(2).locator(".err")
        beside.wait_for()
        expect(beside).to_contain_text("14:00–14:45")
        expect(page.locator("#id_line-2-what")).to_have_value("Кезмет")
