"""A class leader at a real browser: what to do now, a card in two moves, thanks in three (tasks 4, 6, 8, 9)."""

import pytest
from playwright.sync_api import expect

from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.selectors import current_half_year
from jetekchi.plan.services import save_words
from jetekchi.plan.tests import factories as plans
from jetekchi.worklog.models import AccidentReport, WorkEntry
from jetekchi.workplace.tests.factories import lived
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


class FirstScreens(Journey):
    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        self.days = lived(self.cast)

    def start(self, page=None):
        page = page or self.page
        self.sign_in("aigul", page)
        page.goto("/")
        return page

    def phone(self):
        return self.start(self.open_window(**PHONE))

    def submit_the_plan(self):
        """A plan that waits for the head of upbringing asks nothing of its leader."""
        half = current_half_year()
        papers.accepted(self.cast.aigul)
        plans.item(self.cast.aigul, self.cast.class_a, half)
        save_words(by=self.cast.aigul, class_group=self.cast.class_a, half=half, aim="Максат", tasks="Милдет")
        plans.submitted(self.cast.aigul, self.cast.class_a, half)

    def test_task_9_what_to_do_today_is_the_first_line_and_opens_its_exact_form(self):
        self.submit_the_plan()
        for page in (self.start(), self.phone()):
            hands = Hands(page, "9. What must I do today")
            first = page.locator(".card.now")
            expect(first).to_contain_text("Мээрим")
            expect(first).to_be_visible()
            hands.done(most=0, seconds=1)
            first.locator("a.btn").click()
            page.wait_for_url(f"**/work/{self.days.entry.pk}/**")

    def test_task_4_a_card_by_three_letters_and_enter_and_a_tap_calls_the_family(self):
        page = self.start()
        hands = Hands(page, "4. Open a student's card")
        hands.press("Control+k")
        hands.type("ток", then="Enter")
        page.wait_for_url(f"**/students/{self.cast.nurlan.pk}/")
        hands.done(most=2, seconds=3)
        expect(page.locator('a[href^="tel:+996555010203"]').first).to_be_visible()

    def test_task_4_on_a_phone(self):
        page = self.phone()
        hands = Hands(page, "4. Open a student's card, phone")
        hands.tap(page.locator("header.top a.icon-btn").first)
        hands.type("ток", then="Enter")
        page.wait_for_url(f"**/students/{self.cast.nurlan.pk}/")
        hands.done(most=2, seconds=3)

    def test_task_6_thanks_in_three_moves(self):
        page = self.phone()
        hands = Hands(page, "6. Praise")
        self.write_at_once(hands, "Класска жардам берди", "thanks")
        hands.done(most=3, seconds=8)
        entry = WorkEntry.objects.get(kind__code="thanks")
        self.assertEqual([student.pk for student in entry.students.all()], [self.cast.meerim.pk])

    def test_task_8_a_contact_with_the_family_in_three_moves(self):
        page = self.start()
        hands = Hands(page, "8. Contact with a family")
        self.write_at_once(hands, "Апасы менен сүйлөштүк", "family_contact")
        hands.done(most=3, seconds=30)
        self.assertTrue(WorkEntry.objects.filter(kind__code="family_contact", by=self.cast.aigul).exists())

    def write_at_once(self, hands: Hands, words: str, kind: str) -> None:
        form = hands.page.locator(f"#quick-{self.cast.class_a.pk}")
        hands.choose(form.locator("select"), "Бакыт кызы Мээрим")
        hands.type(words, into=form.locator("textarea"))
        hands.tap(form.locator(f'button[value="{kind}"]'))
        hands.page.wait_for_url("**/")
        hands.page.get_by_text("Жазылды").first.wait_for()

    def test_task_6_an_accident_is_out_within_a_minute(self):
        page = self.phone()
        before = AccidentReport.objects.count()
        hands = Hands(page, "6. Accident, the legal minimum")
        hands.tap(page.locator("header.top a.sos"))
        hands.tap(page.get_by_text("Бакыт кызы Мээрим").first)
        for name, words in (
            ("text", "Тепкичтен жыгылды"),
            ("place", "Экинчи кабат"),
            ("first_aid", "Муз басылды"),
        ):
            hands.type(words, into=page.locator(f'[name="{name}"]'))
        hands.tap(page.locator("main form button.primary").first)
        page.wait_for_url("**/accidents/*/")
        hands.done(most=6, seconds=60)
        self.assertEqual(AccidentReport.objects.count(), before + 1)

    def test_an_old_answer_of_the_palette_is_never_opened(self):
        page = self.start()
        page.keyboard.press("Control+k")
        page.locator(".palette-r a").first.wait_for()
        page.keyboard.type("бак")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/students/{self.cast.meerim.pk}/")

    def test_on_a_phone_the_list_comes_first_and_the_filters_unfold_and_are_named_while_in_use(self):
        page = self.phone()
        page.goto("/work/")
        button, kind = page.locator(".filters .fold"), page.locator('.filters [name="kind"]')
        expect(page.locator('.filters [name="q"]')).to_be_visible()
        expect(kind).to_be_hidden()
        expect(button).to_have_text("Чыпкалар")
        button.press("Enter")
        self.assertEqual(button.get_attribute("aria-expanded"), "true")
        kind.select_option("talk")
        page.locator(".filters > .btn:not(.quiet)").click()
        page.wait_for_url("**/work/?*kind=talk*")
        expect(page.locator(".filters .fold")).to_have_text("Чыпкалар: Түрү")
        expect(page.locator('.filters [name="kind"]')).to_be_hidden()

    def test_without_scripts_every_filter_stands_on_the_phone(self):
        page = self.open_window(**PHONE, java_script_enabled=False)
        self.sign_in("aigul", page)
        page.goto("/work/")
        expect(page.locator('.filters [name="kind"]')).to_be_visible()
        expect(page.locator(".filters .fold")).to_be_hidden()
