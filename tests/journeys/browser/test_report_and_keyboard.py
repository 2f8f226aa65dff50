"""The half-year report within its moves (task 10), and the daily tasks with a keyboard alone."""

import pytest
from playwright.sync_api import expect

from jetekchi.documents.tests import factories as papers
from jetekchi.reports import selectors, services
from jetekchi.reports.models import HalfYearReport
from jetekchi.worklog.models import WorkEntry
from jetekchi.workplace.tests.factories import lived
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}}
MOST_TABS = 80
# Is it really here: focused, in sight, and marked as focused?
MARKED = """() => { const item = document.activeElement, style = getComputedStyle(item);
    const box = item.getBoundingClientRect(), label = item.closest("label");
    const around = label ? getComputedStyle(label) : style;
    return box.width > 0 && [style, around].some(one => one.outlineStyle !== "none" || one.boxShadow !== "none"); }"""


class AtTheBrowser(Journey):
    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        self.days = lived(self.cast)
        self.place = {"class_group": self.cast.class_a, "half": self.cast.half}


class TheReport(AtTheBrowser):
    def test_task_10_the_draft_is_two_moves_away_and_every_figure_leads_to_its_records(self):
        page = self.open_window(**PHONE)
        self.sign_in("aigul", page)
        page.goto("/")
        hands = Hands(page, "10. Draft of the half-year report")
        hands.tap(page.locator(f'main a[href="/reports/{self.cast.class_a.pk}/1/"]').first)
        page.locator("article.doc section#s18").wait_for()
        hands.done(most=3, seconds=10)
        expect(page.locator("article.doc section")).to_have_count(18)
        figures = page.locator("article.doc .src")
        self.assertGreater(figures.count(), 20)
        unsewn = page.evaluate("() => document.querySelectorAll('article.doc .src:not([href])').length")
        self.assertEqual(unsewn, 0)
        for number in range(0, figures.count(), 7):
            answer = page.request.get(figures.nth(number).get_attribute("href"))
            self.assertEqual(answer.status, 200, figures.nth(number).get_attribute("href"))

    def test_task_10_a_written_report_is_signed_and_sent_in_three_moves(self):
        papers.accepted(self.cast.aigul)
        needing = [one.key for one in selectors.draft_of(**self.place).sections if one.needs_words]
        services.save_words(by=self.cast.aigul, words=dict.fromkeys(needing, "Бир сүйлөм."), **self.place)
        page = self.open_window(**PHONE)
        self.sign_in("aigul", page)
        page.goto(f"/reports/{self.cast.class_a.pk}/1/")
        hands = Hands(page, "10. Sign and send the report")
        hands.tap(page.locator("a[href$='/signature/']"))
        page.locator("input[type=password]").wait_for()
        # While the half-year still runs one more tap says that it is known.
        early = page.locator("input[name=is_early]")
        is_early = early.count() == 1
        if is_early:
            hands.tap(early)
        hands.type(cast.PASSWORD, into=page.locator("input[type=password]"))
        hands.tap(page.locator(".form-foot button.primary"))
        page.locator(".badge.wait").first.wait_for()
        hands.done(most=3 + is_early, seconds=10)
        self.assertEqual(HalfYearReport.objects.get().state, "submitted")


class ByKeyboard(AtTheBrowser):
    def tab_to(self, selector: str) -> None:
        """Press Tab until the place has the focus; the focus must be seen on the way."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                self.assertTrue(self.page.evaluate(MARKED), f"the focus on {selector} cannot be seen")
                return
        self.fail(f"{selector} cannot be reached with the keyboard")

    def test_a_card_is_opened_and_the_search_is_left_without_a_mouse(self):
        self.sign_in("aigul")
        self.page.goto("/")
        self.page.keyboard.press("Control+k")
        self.page.keyboard.press("Escape")
        self.assertFalse(self.page.locator("#palette").evaluate("dialog => dialog.open"))
        self.page.keyboard.press("Control+k")
        self.page.keyboard.type("ток")
        self.page.locator("#palette [aria-selected=true]").wait_for()
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"**/students/{self.cast.nurlan.pk}/")

    def test_a_question_mark_shows_the_keys_and_in_a_field_it_is_a_letter(self):
        self.sign_in("aigul")
        self.page.goto("/")
        self.page.keyboard.press("?")
        expect(self.page.locator("#palette .keys-list")).to_be_visible()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+k")
        expect(self.page.locator("#palette input[name=q]")).to_have_value("")
        self.page.keyboard.press("Escape")
        self.page.goto("/work/new/")
        words = self.page.locator("textarea[name=text]")
        words.focus()
        self.page.keyboard.press("?")
        expect(words).to_have_value("?")
        expect(self.page.locator("#palette")).to_be_hidden()

    def test_an_entry_is_written_without_a_mouse(self):
        self.sign_in("aigul")
        self.page.goto("/work/new/")
        self.tab_to("a.skip")
        self.page.keyboard.press("Enter")
        self.tab_to("input[name=kind]")
        self.page.keyboard.press("ArrowRight")
        chosen = self.page.evaluate("() => document.activeElement.value")
        self.tab_to("textarea[name=text]")
        self.page.keyboard.type("Окуу китебин бөлүштүк")
        self.tab_to("input[name=students]")
        self.page.keyboard.press("Space")
        self.tab_to(".form-foot button.primary")
        self.page.keyboard.press("Enter")
        self.see("Окуу китебин бөлүштүк")
        entry = WorkEntry.objects.get(text="Окуу китебин бөлүштүк")
        self.assertEqual((entry.kind.code, entry.students.count()), (chosen, 1))
