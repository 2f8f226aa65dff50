"""The audit as a person reads it: deeds in words, the technical name small beside them and in the file."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jetekchi.core import audit, deeds, remember
from jetekchi.core.models import AuditEvent
from tests import cast
from tests.permission_world import build

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class AuditPage(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.page = reverse("organisation:audit")

    def setUp(self):
        self.client.force_login(self.cast.farhat)

    def read(self, language, **asked):
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return self.client.get(self.page, asked)

    def test_a_deed_reads_as_words_in_each_language_with_its_technical_name_beside_it(self):
        for language, words in (
            ("ky", "Класс жетекчи дайындалды"),
            ("ru", "Назначен классный руководитель"),
            ("en", "A class leader was appointed"),
        ):
            page = self.read(language, action="organisation:leader:appointed")
            self.assertContains(page, words)
            self.assertContains(page, "organisation:leader:appointed</span>")

    def test_the_filter_offers_words_and_finds_the_deed(self):
        page = self.read("ky", action="organisation:leader:appointed")
        self.assertContains(
            page, '<option value="organisation:leader:appointed" selected>Класс жетекчи дайындалды</option>'
        )
        self.assertEqual(
            {row.event.action for row in page.context["rows"]}, {"organisation:leader:appointed"}
        )

    def test_the_file_has_the_words_and_the_technical_name(self):
        text = self.read("ky", action="organisation:leader:appointed", format="csv").content.decode(
            "utf-8-sig"
        )
        self.assertIn("Класс жетекчи дайындалды", text)
        self.assertIn("organisation:leader:appointed", text)

    def test_everything_that_happens_in_a_full_lyceum_has_words(self):
        build(self.cast)
        happened = set(AuditEvent.objects.values_list("action", flat=True))
        self.assertGreater(len(happened), 20)
        self.assertEqual(happened - deeds.known(), set())

    def test_many_events_ask_no_more_questions_than_few(self):
        self.read("ky")
        first = self.count()
        for _number in range(30):
            audit.record(self.cast.farhat, "organisation:unit:changed", self.cast.lyceum)
        self.assertEqual(self.count(), first)

    def count(self):
        remember.forget()
        with CaptureQueriesContext(connection) as asked:
            self.read("ky")
        return len(asked)
