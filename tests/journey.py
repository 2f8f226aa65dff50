"""A person at a real browser in front of the running product."""

import os
import threading
import unittest
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser import Shared, executable, slow_down
from tests.emptied import Emptied


class Answering:
    """How many requests the live server has in hand: none may meet the records of the next test."""

    _changed: ClassVar[threading.Condition] = threading.Condition()
    _here: ClassVar[threading.local] = threading.local()
    _number: ClassVar[int] = 0

    @classmethod
    def begun(cls, **_signal: Any) -> None:
        """A thread of the server takes a request; the test's own client is not counted."""
        if threading.current_thread() is not threading.main_thread():
            with cls._changed:
                cls._here.busy = True
                cls._number += 1

    @classmethod
    def ended(cls, **_signal: Any) -> None:
        """It has answered."""
        if getattr(cls._here, "busy", False):
            with cls._changed:
                cls._here.busy = False
                cls._number -= 1
                cls._changed.notify_all()

    @classmethod
    def wait(cls) -> None:
        """Until nothing is in hand."""
        with cls._changed:
            assert cls._changed.wait_for(lambda: cls._number == 0, 30), "a request hangs"


# A click does not wait for the page that it opens; what is expected there may take as long as any other wait.
expect.set_options(timeout=10_000)

request_started.connect(Answering.begun, dispatch_uid="answering")
request_finished.connect(Answering.ended, dispatch_uid="answering")


@unittest.skipUnless(executable(), "no browser on this machine: apt-get install chromium")
class Journey(Emptied, StaticLiveServerTestCase):
    """One test, one fresh browser window in Kyrgyz; `self.page` is it. A script error on a page fails the test."""

    window: dict[str, Any] = {"locale": "ky-KG", "viewport": {"width": 1280, "height": 900}}  # noqa: RUF012
    context: BrowserContext
    page: Page

    def setUp(self) -> None:
        super().setUp()
        # Last of the cleanups, when the windows are closed.
        self.addCleanup(Answering.wait)
        self.requests: list[Request] = []
        self.page_errors: list[str] = []
        self.page = self.open_window()

    def open_window(self, **window: Any) -> Page:
        """A fresh window without cookies; it is closed after the test."""
        self.context = Shared.browser().new_context(
            base_url=self.live_server_url, **{**self.window, **window}
        )
        self.addCleanup(self.context.close)
        page = self.context.new_page()
        page.set_default_timeout(10_000)
        if os.environ.get("JETEKCHI_SLOW"):
            slow_down(page)
        page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request))
        return page

    def tearDown(self) -> None:
        super().tearDown()
        self.assertEqual(self.page_errors, [], "scripts failed on a page")

    def sign_in(self, login: str, page: Page | None = None) -> None:
        """Sign a person in past the form (the form has its own tests): the window gets a session's cookie."""
        client = Client()
        client.force_login(get_user_model().objects.get(username=login))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        (page or self.page).context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.live_server_url}]
        )

    def see(self, text: str) -> None:
        """The page shows this text."""
        self.page.get_by_text(text).first.wait_for()
