"""A page of refusal takes nothing away: what was being written is in its form again, by Back and by opening it anew."""

import pytest
from playwright.sync_api import expect

from jetekchi.worklog.models import WorkEntry
from jetekchi.workplace.tests.factories import lived
from tests import cast
from tests.journey import Journey

pytestmark = pytest.mark.once

WORDS = "Узун жазылган маек"
FORM = "document.querySelector('textarea[name=text]').form"


class Refused(Journey):
    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        lived(self.cast)
        self.sign_in("aigul")

    def send_to_nowhere(self):
        """The form is sent and a page of refusal answers."""
        self.page.goto("/work/new/")
        self.page.fill("textarea[name=text]", WORDS)
        self.page.evaluate(f"{FORM}.noValidate = true; {FORM}.action = '/nowhere/'; {FORM}.requestSubmit()")
        self.page.locator(".plain-code").wait_for()

    def test_the_words_come_back_into_their_form(self):
        self.send_to_nowhere()
        self.page.locator("[data-behaviour=back]").click()
        self.page.wait_for_url("**/work/new/")
        self.assertEqual(self.page.input_value("textarea[name=text]"), WORDS)
        self.send_to_nowhere()
        self.page.goto("/work/new/")
        self.assertEqual(self.page.input_value("textarea[name=text]"), WORDS)
        self.assertFalse(WorkEntry.objects.filter(text=WORDS).exists())

    def send_without_a_network(self):
        self.page.goto("/work/new/")
        self.page.fill("textarea[name=text]", WORDS)
        self.context.set_offline(True)
        self.page.evaluate(f"{FORM}.noValidate = true; {FORM}.requestSubmit()")

    def test_without_a_network_nothing_is_sent_and_the_words_stay_with_the_reason_beside_the_button(self):
        self.send_without_a_network()
        told = self.page.locator("[data-offline]")
        expect(told).to_be_visible()
        self.assertEqual(self.page.input_value("textarea[name=text]"), WORDS)
        self.assertEqual(told.evaluate("e => e.nextElementSibling.tagName"), "BUTTON")
        self.context.set_offline(False)
        self.page.goto("/work/new/")
        self.assertEqual(self.page.input_value("textarea[name=text]"), WORDS)

    def test_when_the_network_is_back_the_same_press_sends(self):
        self.send_without_a_network()
        expect(self.page.locator("[data-offline]")).to_be_visible()
        self.context.set_offline(False)
        with self.page.expect_request(lambda sent: sent.method == "POST"):
            self.page.evaluate(f"{FORM}.requestSubmit()")
