"""The register of a lesson at a real browser: from Today's card to the saved roll in four moves (task 1)."""

import pytest
from playwright.sync_api import expect

from jetekchi.journal.models import Lesson, Roll
from jetekchi.journal.tests import factories, lesson_factories
from jetekchi.organisation.models import Enrolment
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


class TheRoll(Journey):
    def test_task_1_a_register_of_25_with_two_absent_and_the_marks_are_a_tap_away(self):
        people = cast.build()
        known = Enrolment.objects.filter(class_group=people.class_a).count()
        factories.add_students(people.class_a, 25 - known)
        for number, (title, window) in enumerate((("desktop", {}), ("phone", PHONE)), start=1):
            # Held: on a day without lessons only such a one is shown.
            lesson = lesson_factories.lesson_today(people, people.class_a, number, state="held")
            page = self.open_window(**window)
            self.sign_in("chynara", page)
            page.goto("/")
            hands = Hands(page, f"1. Register of 25, two absent, {title}")
            hands.tap(page.locator(f'a[href="/journal/lessons/{lesson.pk}/roll/"]').first)
            names = page.locator(".roll .roll-l")
            expect(names).to_have_count(25)
            hands.tap(names.nth(2))
            hands.tap(names.nth(7))
            hands.tap(page.locator(".bar button.primary"))
            page.wait_for_url(f"**/journal/lessons/{lesson.pk}/")
            hands.done(most=4, seconds=10)
            roll = Roll.objects.get(lesson=lesson)
            self.assertEqual((roll.listed, roll.missed), (25, 2))
            page.locator(f'a[href="/journal/lesson-marks/{lesson.pk}/"]').click()
            page.wait_for_url(f"**/journal/lesson-marks/{lesson.pk}/")
        # The second lesson's marks lead back to the first by one tap.
        first = Lesson.objects.order_by("number").first()
        page.locator(f'nav a[href="/journal/lesson-marks/{first.pk}/"]').click()
        page.wait_for_url(f"**/journal/lesson-marks/{first.pk}/")
        page.locator(f'nav a[href="/journal/lessons/{lesson.pk}/"]').wait_for()
