"""The class plan on a phone: nothing lost on a cut link, an item in few moves, an item done in one tap (3.1)."""

import pytest
from playwright.sync_api import expect

from jetekchi.plan.models import PlanItem, PlanPaper
from jetekchi.plan.services import save_words
from jetekchi.plan.tests import factories
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}}
WORDS = "Ар бир окуучу өзүн керектүү сезген класс."


class TheClassPlan(Journey):
    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        ensure_kinds(by=None)
        self.address = f"/plans/{self.cast.class_a.pk}/1/"

    def phone(self):
        page = self.open_window(**PHONE)
        self.sign_in("aigul", page)
        return page

    def test_words_that_could_not_be_sent_are_there_again_and_then_saved(self):
        page = self.phone()
        page.goto(self.address)
        page.locator("textarea[name=aim]").fill(WORDS)
        page.wait_for_function(
            "words => Object.values(localStorage).some(kept => kept.includes(words))", arg=WORDS
        )
        page.context.set_offline(True)
        page.evaluate("() => document.querySelector('form[id^=plan-] .form-foot button').click()")
        page.wait_for_timeout(500)
        self.assertFalse(PlanPaper.objects.filter(aim=WORDS).exists())
        page.context.set_offline(False)
        page.goto(self.address)
        expect(page.locator("textarea[name=aim]")).to_have_value(WORDS)
        page.locator("form[id^=plan-] .form-foot button").first.click()
        page.locator(".toast, .note").first.wait_for()
        self.assertEqual(PlanPaper.objects.get().aim, WORDS)

    def test_a_quick_line_that_could_not_be_sent_is_there_again_and_the_next_one_is_empty(self):
        page = self.phone()
        page.goto(self.address)
        title = page.locator("form[id^=quick-plan-] input[name=title]")
        title.fill("Музейге баруу")
        page.wait_for_function(
            "words => Object.values(localStorage).some(kept => kept.includes(words))", arg="Музейге баруу"
        )
        page.context.set_offline(True)
        page.evaluate("() => document.querySelector('form[id^=quick-plan-] .form-foot button').click()")
        page.wait_for_timeout(500)
        page.context.set_offline(False)
        page.goto(self.address)
        expect(title).to_have_value("Музейге баруу")
        page.locator("form[id^=quick-plan-] .form-foot button").first.click()
        page.locator(".pl .ev", has_text="Музейге баруу").wait_for()
        expect(title).to_have_value("")

    def test_a_draft_over_older_words_is_not_put_over_the_new_ones_unseen(self):
        page = self.phone()
        page.goto(self.address)
        page.locator("textarea[name=aim]").fill(WORDS)
        page.wait_for_function(
            "words => Object.values(localStorage).some(kept => kept.includes(words))", arg=WORDS
        )
        half = self.cast.half
        save_words(by=self.cast.aigul, class_group=self.cast.class_a, half=half, aim="Башка", tasks="Милдет")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.address)
        expect(page.locator("textarea[name=aim]")).to_have_value(WORDS)
        page.locator("form[id^=plan-] .form-foot button").first.click()
        page.locator(".note.bad").wait_for()
        self.assertEqual(PlanPaper.objects.get().aim, "Башка")
        expect(page.locator("textarea[name=aim]")).to_have_value(WORDS)
        page.locator("form[id^=plan-] .form-foot button").first.click()
        page.locator(".toast").first.wait_for()
        self.assertEqual(PlanPaper.objects.get().aim, WORDS)

    def test_what_was_sent_and_answered_is_not_offered_again_on_the_next_form(self):
        page = self.phone()
        page.goto(self.address + "new/")
        page.locator("input[name=title]").fill("Музейге баруу")
        page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('draft:'))")
        page.locator("form#plan-item button.primary").click()
        page.locator(".pl .ev", has_text="Музейге баруу").wait_for()
        page.goto(self.address + "new/")
        expect(page.locator("input[name=title]")).to_have_value("")

    def test_an_item_stands_in_the_plan_after_two_moves(self):
        page = self.phone()
        page.goto(self.address)
        hands = Hands(page, "Item of the plan")
        hands.type("Музейге баруу", into=page.locator("#quick_title"))
        hands.tap(page.locator("form[action$='/new/'] .form-foot button"))
        page.locator(".pl .ev", has_text="Музейге баруу").wait_for()
        hands.done(most=2, seconds=10)
        self.assertEqual(PlanItem.objects.get().title, "Музейге баруу")

    def test_what_was_done_is_marked_in_one_tap_and_stands_in_the_record_of_work(self):
        item = factories.item(self.cast.aigul, self.cast.class_a, self.cast.half, title="Музейге баруу")
        page = self.phone()
        page.goto(f"/plans/items/{item.pk}/")
        hands = Hands(page, "Item done")
        hands.tap(page.locator("form:has(input[value=done]) button.primary"))
        page.locator(".badge.ok").first.wait_for()
        hands.done(most=1, seconds=10)
        item.refresh_from_db()
        self.assertEqual((item.state, WorkEntry.objects.get().source), ("done", "plan"))
