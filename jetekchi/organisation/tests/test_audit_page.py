"""The audit as a person reads it: deeds in words, the technical name small beside them and in the file."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import override

from jetekchi.core import audit, deeds, remember
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import links
from jetekchi.organisation.models import ClassGroup
from jetekchi.worklog.services import ensure_kinds, record_work
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

    def test_what_an_event_is_about_is_named_and_leads_to_its_page(self):
        who = self.cast.nurlan
        audit.record(self.cast.aigul, "organisation:student:read", who, reason="own_class", chain="reading")
        page = self.read("ky", action="organisation:student:read")
        card = reverse("organisation:student", args=[who.pk])
        self.assertContains(page, f'Окуучу<br><a href="{card}">{who.person.brief_name}</a>')
        self.assertContains(page, "Класстын жетекчиси катары")
        self.assertNotContains(page, "organisation.Student")

    def test_details_are_called_as_their_fields_are_with_values_in_words(self):
        group = self.cast.class_a
        audit.record(
            self.cast.aigul, "plan:term:begun", group, student=self.cast.nurlan.pk, basis="meeting", changed=True,
            fields=["label"], day="2026-09-01", sha256="a" * 64,
        )  # fmt: skip
        page = self.read("ky", action="plan:term:begun")
        name = self.cast.nurlan.person.brief_name
        with override("ky"):
            label = capfirst(str(ClassGroup._meta.get_field("label").verbose_name))
        for words in (f">{name}</a>", "класстын чогулушу", "ооба", label, "01.09.2026", "aaaaaaaaaaaa…"):
            self.assertContains(page, words)
        for key in ("student", "basis", "sha256", "changed"):
            self.assertNotContains(page, f"{key}: ")
        text = self.read("ky", action="plan:term:begun", format="csv").content.decode("utf-8-sig")
        for raw in (f"organisation.ClassGroup {group.pk}", "basis=meeting", f"sha256={'a' * 64}"):
            self.assertIn(raw, text)

    def test_the_audit_tells_no_name_that_the_readers_own_pages_would_not(self):
        ensure_kinds(by=None)
        entry = record_work(
            by=self.cast.aigul, class_group=self.cast.class_a, kind="conflict", on=timezone.localdate(),
            text="Жашыруун сөз", students=[self.cast.nurlan], is_restricted=True,
        )  # fmt: skip
        page = self.read("ky", action="worklog:entry:recorded")
        self.assertContains(page, f'href="{reverse("worklog:entry", args=[entry.pk])}"')
        self.assertNotContains(page, "Жашыруун сөз")
        self.client.force_login(self.cast.admin)
        page = self.read("ky", action="worklog:entry:recorded")
        self.assertContains(page, f"№ {entry.pk}")
        self.assertNotContains(page, reverse("worklog:entry", args=[entry.pk]))

    def test_many_events_ask_no_more_questions_than_few(self):
        about = (self.cast.lyceum, self.cast.nurlan, self.cast.class_a, self.cast.aigul)
        for one in about:
            audit.record(self.cast.farhat, "organisation:unit:changed", one, student=self.cast.nurlan.pk)
        self.read("ky", action="organisation:unit:changed")
        first = self.count(action="organisation:unit:changed")
        for one in about * 8:
            audit.record(self.cast.farhat, "organisation:unit:changed", one, student=self.cast.meerim.pk)
        self.assertEqual(self.count(action="organisation:unit:changed"), first)

    def test_every_kind_of_record_that_a_full_lyceum_speaks_of_has_words(self):
        build(self.cast)
        subjects = set(AuditEvent.objects.exclude(subject="").values_list("subject", flat=True))
        self.assertGreater(len(subjects), 15)
        self.assertEqual(subjects - set(links.records().kinds), set())

    def count(self, **asked_for):
        remember.forget()
        with CaptureQueriesContext(connection) as asked:
            self.read("ky", **asked_for)
        return len(asked)
