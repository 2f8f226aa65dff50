"""Term marks at a real browser: a phone of 360 px, the proposals of 25 students put in, one chosen anew, saved (3.9)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jetekchi.journal.models import LessonMark, TermMark
from jetekchi.journal.tests import factories
from jetekchi.journal.tests import grid_factories as made
from jetekchi.organisation.models import Enrolment, Term
from tests import cast
from tests.journey import Journey
from tests.journeys.browser.interactions import Hands

pytestmark = pytest.mark.once

PHONE = {"locale": "ky-KG", "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
STUDENTS = 25


class TheTermSheet(Journey):
    def test_twenty_five_proposals_are_four_taps_on_a_phone_and_the_page_is_as_wide_as_it(self):
        c = cast.build()
        factories.add_students(c.class_a, STUDENTS - Enrolment.objects.filter(class_group=c.class_a).count())
        today, now = timezone.localdate(), timezone.now()
        term = c.half.quarters.order_by("number").last()
        Term.objects.filter(pk=term.pk).update(start_on=today - timedelta(days=80), end_on=today)
        Enrolment.objects.update(from_on=today - timedelta(days=80))
        listed = Enrolment.objects.filter(class_group=c.class_a).values_list("student", flat=True)
        LessonMark.objects.bulk_create(
            LessonMark(lesson=lesson, student_id=student, value="4", given_at=now)
            for lesson in made.lessons(c, 3)
            for student in listed
        )
        page = self.open_window(**PHONE)
        self.sign_in("chynara", page)
        page.goto(f"/journal/class/{c.class_a.pk}/term-marks/{c.maths.pk}/?term={term.pk}")
        hands = Hands(page, "3. Term marks of 25, phone")
        hands.tap(page.locator("button[name=propose]"))
        page.get_by_text("Азырынча эч нерсе сакталган жок").wait_for()
        hands.choose(page.locator(f"#id_mark_{c.nurlan.pk}"), label="5")
        hands.tap(page.locator(".form-foot button.primary"))
        page.wait_for_url(f"**/term-marks/{c.maths.pk}/?term={term.pk}")
        page.get_by_text("25 баа сакталды").wait_for()
        hands.done(most=4, seconds=15)
        marks = dict(TermMark.objects.values_list("student", "value"))
        self.assertEqual((len(marks), marks.pop(c.nurlan.pk), set(marks.values())), (STUDENTS, "5", {"4"}))
        self.assertLessEqual(page.evaluate("() => document.documentElement.scrollWidth"), 360)
