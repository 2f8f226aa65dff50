"""Why somebody is absent, and the family's excuse accepted in one tap, on a phone and at a desk (task 3)."""

import pytest

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
