"""Whoever sits down after somebody else sees nothing of them: not by Back, not from what the browser kept (T19)."""

import pytest

from tests import cast
from tests.journey import Journey

pytestmark = pytest.mark.once


class SigningOut(Journey):
    def test_back_after_signing_out_shows_nothing_of_the_person(self) -> None:
        people = cast.build()
        page = self.page
        page.goto("/accounts/login/")
        page.fill("input[name=login]", "aigul")
        page.fill("input[name=password]", cast.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.live_server_url}/")
        page.goto(f"/students/{people.meerim.pk}/")
        self.assertIn("Мээрим", page.content())
        page.evaluate("document.querySelector('form[action*=logout]').submit()")
        page.wait_for_url("**/accounts/login/")
        for _step in range(2):
            page.go_back()
            page.wait_for_load_state()
            self.assertIn("/accounts/login/", page.url)
            self.assertNotIn("Мээрим", page.content())
