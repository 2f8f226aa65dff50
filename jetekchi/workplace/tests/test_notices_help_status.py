"""Notices, handbooks, colours, the state of the installation."""

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from jetekchi.core import audit, backup, health, notices
from jetekchi.core.models import Notice
from jetekchi.organisation.roles import Role
from jetekchi.workplace.selectors import installation
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class SmallPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def setUp(self):
        Notice.objects.all().delete()
        self.client.force_login(self.cast.aigul)
        self.client.cookies["django_language"] = "en"

    def tell(self, *users, url="/help/"):
        notices.queue(to=users, message="Nothing was found", url=url)

    def test_notices_are_searched_in_the_words_that_are_read_and_go_out_as_they_are_seen(self):
        self.tell(self.cast.aigul)
        notices.queue(to=[self.cast.aigul], message="Nothing was planned")
        notices.queue(to=[self.cast.bakyt], message="Nothing was found")
        Notice.objects.filter(message="Nothing was planned").update(read_at=timezone.now())

        def listed(**asked):
            return [
                one.message for one in self.client.get(reverse("workplace:notices"), asked).context["page"]
            ]

        self.assertEqual(len(listed()), 2)
        self.assertEqual(listed(q="found"), ["Nothing was found"])
        self.assertEqual(listed(show="unread"), ["Nothing was found"])
        self.assertEqual(listed(end="2020-01-01"), [])
        text = self.client.get(reverse("workplace:notices"), {"q": "found", "format": "csv"}).content.decode()
        self.assertEqual((text.count("Nothing was found"), "planned" in text), (1, False))

    def test_a_notice_is_counted_in_the_menu_until_it_is_read(self):
        self.tell(self.cast.aigul, self.cast.bakyt)
        response = self.client.get(reverse("workplace:notices"))
        self.assertContains(response, "Nothing was found")
        self.assertEqual(response.context["shell"]["unread"], 1)
        self.client.post(reverse("workplace:notices_read"), {"upto": response.context["last"]})
        self.assertEqual(self.client.get(reverse("workplace:notices")).context["shell"]["unread"], 0)
        self.assertEqual(notices.unread_count(self.cast.bakyt), 1)

    def test_a_notice_that_came_meanwhile_stays_unread(self):
        self.tell(self.cast.aigul)
        last = self.client.get(reverse("workplace:notices")).context["last"]
        self.tell(self.cast.aigul)
        self.client.post(reverse("workplace:notices_read"), {"upto": last})
        self.assertEqual(notices.unread_count(self.cast.aigul), 1)

    def test_nonsense_marks_nothing_as_read(self):
        self.tell(self.cast.aigul)
        for upto in ("", "x", "-1", "9" * 40):
            self.assertLess(
                self.client.post(reverse("workplace:notices_read"), {"upto": upto}).status_code, 500
            )
        self.assertEqual(self.client.get(reverse("workplace:notices_read")).status_code, 405)

    def test_without_notices_the_page_says_what_will_be_here(self):
        self.assertContains(self.client.get(reverse("workplace:notices")), "There are no notices")

    def test_help_opens_the_own_handbook_and_every_handbook_exists_in_three_languages(self):
        self.assertContains(
            self.client.get(reverse("workplace:help")), "Each clause of the job instruction becomes"
        )
        for language in ("ky", "ru", "en"):
            self.client.cookies["django_language"] = language
            for key in [*Role.values, "office"]:
                response = self.client.get(reverse("workplace:handbook", args=[key]))
                self.assertEqual(response.status_code, 200, f"{key} {language}")
        self.assertEqual(self.client.get(reverse("workplace:handbook", args=["nobody"])).status_code, 404)

    def test_help_leads_to_the_part_that_belongs_to_the_page(self):
        response = self.client.get(reverse("worklog:entries"))
        self.assertEqual(response.context["shell"]["help_url"], "/help/#record")
        self.assertContains(self.client.get("/help/"), 'id="record"')

    def test_the_choice_of_colours_is_kept_with_the_person(self):
        theme_url = self.client.get("/help/").context["shell"]["theme_url"]
        self.client.post(theme_url, {"theme": "dark"})
        self.assertContains(self.client.get("/help/"), 'data-theme="dark"')
        self.client.post(theme_url, {"theme": "neon"})
        self.assertNotContains(self.client.get("/help/"), "data-theme=")

    def test_the_state_of_the_system_is_for_the_administrator(self):
        self.assertEqual(self.client.get(reverse("workplace:status")).status_code, 403)
        self.client.force_login(self.cast.admin)
        response = self.client.get(reverse("workplace:status"))
        self.assertContains(response, "whole, events")
        self.assertContains(response, "there is none yet")

    def test_the_page_and_the_command_say_the_same_of_the_backup(self):
        for made in (False, True):
            if made:
                audit.record_key(None, backup.MADE, "backup", "x.zip")
            told = next(one for one in health.look() if one.part == "backup").needs_a_person
            shown = next(part for part in installation.quick_look() if part.name == gettext("Backup"))
            self.assertEqual((told, shown.needs_a_person), (not made, not made))
