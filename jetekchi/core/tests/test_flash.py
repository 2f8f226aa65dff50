"""The line that says what was done: once, to the person it was said to, readable nowhere else."""

from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory, TestCase

from jetekchi.core.flash import MOST, SealedStorage
from tests import cast

SAID = "Нурлан Өмүралиев: сакталды"


class WhatWasSaid(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def storage(self, client, cookie=""):
        request = RequestFactory().get("/")
        request.session = client.session
        request.COOKIES = {settings.FLASH_COOKIE_NAME: cookie} if cookie else {}
        return SealedStorage(request)

    def said(self, client, *words):
        """A storage into which the words were said, and the cookie that it gave."""
        storage, response = self.storage(client), HttpResponse()
        storage._store([Message(constants.SUCCESS, one) for one in words], response)
        storage.request.session.save()
        cookie = response.cookies.get(settings.FLASH_COOKIE_NAME)
        return cookie.value if cookie else ""

    def heard(self, client, cookie=""):
        return [str(one) for one in self.storage(client, cookie)]

    def in_session(self):
        client = Client()
        client.force_login(self.cast.aigul)
        return client

    def test_it_is_said_once_and_no_session_is_written_for_it(self):
        client = self.in_session()
        before = Session.objects.get().session_data
        cookie = self.said(client, SAID)
        self.assertEqual(self.heard(client, cookie), [SAID])
        self.assertEqual(Session.objects.get().session_data, before)

    def test_the_device_can_neither_read_nor_change_it(self):
        client = self.in_session()
        cookie = self.said(client, SAID)
        self.assertNotIn("Нурлан", cookie)
        for place in (10, len(cookie) // 2, len(cookie) - 5):
            changed = cookie[:place] + ("A" if cookie[place] != "A" else "B") + cookie[place + 1 :]
            self.assertEqual(self.heard(client, changed), [])

    def test_whoever_signs_in_next_on_the_same_device_does_not_hear_it(self):
        cookie = self.said(self.in_session(), SAID)
        next_one = Client()
        next_one.force_login(self.cast.bakyt)
        self.assertEqual(self.heard(next_one, cookie), [])

    def test_what_is_too_long_for_a_cookie_waits_in_the_session(self):
        client = self.in_session()
        cookie = self.said(client, "узун " * MOST)
        self.assertEqual(cookie, "")
        self.assertEqual(self.heard(client), ["узун " * MOST])
