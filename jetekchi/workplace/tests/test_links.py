"""No dead ends: whatever a first page or the menu offers opens for the person it is offered to."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import TestCase
from django.urls import resolve
from django.utils.translation import override

from jetekchi.workplace.selectors.menu import PLACES, SECTION_TITLES
from jetekchi.workplace.tests.factories import lived
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class Links(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.days = lived(cls.cast)

    def test_every_link_of_every_first_page_opens(self):
        dead = []
        for name, user in self.cast.users.items():
            self.client.force_login(user)
            page = self.client.get("/").content.decode()
            links = {unescape(url).split("#")[0] for url in re.findall(r'href="(/[^"]*)"', page)}
            pages = sorted(link for link in links if not link.startswith("/static/"))
            # Of thirty students one card is opened: what differs between two links is where they lead and what they ask.
            for url in {kind_of(link): link for link in pages}.values():
                # Who has one class only is led straight to it.
                status = self.client.get(url, follow=True).status_code
                if status != 200:
                    dead.append(f"{name}: {url} {status}")
        self.assertEqual(dead, [])

    def test_every_place_of_the_menu_but_the_demos_is_offered_to_somebody(self):
        seen = set()
        for user in self.cast.users.values():
            self.client.force_login(user)
            response = self.client.get("/notices/")
            nav = response.context["shell"]["nav"]
            seen |= {(str(section["title"]), item["title"]) for section in nav for item in section["items"]}
        with override("ky"):
            known = {
                (str(SECTION_TITLES[place.section]), str(place.title))
                for place in PLACES
                if place.key != "demo"
            }
        self.assertEqual(known - seen, set())

    def test_a_phone_bar_holds_four_places_at_most(self):
        for user in self.cast.users.values():
            self.client.force_login(user)
            nav = self.client.get("/notices/").context["shell"]["nav"]
            core = [item for section in nav for item in section["items"] if item["is_core"]]
            self.assertTrue(1 <= len(core) <= 4, user.username)
            self.assertEqual(core[0]["url"], "/")

    def test_the_accident_button_is_for_those_who_report(self):
        for name, expected in (
            ("aigul", True),
            ("chynara", True),
            ("nurlan_user", False),
            ("gulnara", False),
        ):
            self.client.force_login(getattr(self.cast, name))
            self.assertEqual(
                bool(self.client.get("/notices/").context["shell"]["accident_url"]), expected, name
            )

    def test_the_menu_says_whose_class_somebody_leads_in_good_kyrgyz(self):
        self.client.force_login(self.cast.aigul)
        self.client.cookies["django_language"] = "ky"
        self.assertContains(self.client.get("/notices/"), "10-А класстын жетекчиси")


def kind_of(link: str) -> tuple[str, frozenset[str]]:
    """Which page a link leads to, and the names that it asks with."""
    parts = urlsplit(link)
    return resolve(parts.path).view_name, frozenset(parse_qs(parts.query))
