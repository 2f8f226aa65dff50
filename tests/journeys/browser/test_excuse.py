"""Why somebody is absent, and the family's excuse accepted in one tap, on a phone and at a desk (task 3)."""

import pytest
from playwright.sync_api import expect

from jetekchi.journal import services
from jetekchi.journal.models import Absence, Excuse
from jetekchi.journal.services import Away, Mark
from jetekchi.journal.tests import lesson_factories
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


class AnExcuse(Journey):
    def test_task_3_the_reason_is_read_and_the_excuse_accepted_in_one_tap(self):
        people = cast.build()
        maths, _literature = lesson_factories.lessons(people)
        nurlan, ainura = people.nurlan, people.ainura
        services.take_roll(by=people.chynara, lesson=maths, marks={nurlan.pk: Mark("unknown")})
        for title, window in (("desktop", {}), ("phone", PHONE)):
            Excuse.objects.filter(state="accepted").update(state="withdrawn")
            services.send_excuse(
                by=ainura, student=nurlan, away=Away(maths.on, maths.on), kind="ill", words="ангина"
            )
            page = self.open_window(**window)
            self.sign_in("aigul", page)
            page.goto("/journal/excuses/")
            page.get_by_text("ангина").first.wait_for()
            hands = Hands(page, f"3. Accept an excuse, {title}")
            hands.tap(page.locator("button[name=one]"))
            page.locator("button[name=one]").wait_for(state="detached")
            hands.done(most=1, seconds=3)
            self.assertEqual(Absence.objects.get(student=nurlan).kind, "ill")

    def test_task_3_five_excuses_are_accepted_in_bulk_and_the_acceptance_is_undone(self):
        people = cast.build()
        maths, _literature = lesson_factories.lessons(people)
        for number in range(1, 6):
            services.send_excuse(
                by=people.ainura,
                student=people.nurlan,
                away=Away(maths.on, maths.on, number, number),
                kind="ill",
            )
        for title, window in (
            ("desktop", {}),
            ("phone without JavaScript", {**PHONE, "java_script_enabled": False}),
        ):
            page = self.open_window(**window)
            self.sign_in("aigul", page)
            page.goto("/journal/excuses/")
            hands = Hands(page, f"3. Accept five excuses, {title}")
            hands.tap(page.locator("button[name=ask]"))
            # The question names each of them.
            expect(page.locator("main .rows .t", has_text=people.nurlan.person.brief_name)).to_have_count(5)
            hands.tap(page.locator("main form button.primary"))
            summary = page.locator("form[action$='/revoke/'] summary")
            expect(summary).to_be_visible()
            hands.done(most=3, seconds=5)
            self.assertEqual(Excuse.objects.filter(state="accepted").count(), 5)
            summary.click()
            page.locator("form[action$='/revoke/'] button").click()
            expect(page.locator("button[name=ask]")).to_be_visible()
            self.assertEqual(Excuse.objects.filter(state="sent").count(), 5)
