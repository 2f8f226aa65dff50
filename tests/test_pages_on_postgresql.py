"""Every page asks PostgreSQL what it asks SQLite: opened, filtered, sorted and taken as a file, once each.

What pages show and to whom is tried on SQLite (`once`); here it only matters that the other database takes the same
questions. So no page needs its own tests twice.
"""

import re
from html import unescape
from unittest import skipUnless
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TestCase
from django.urls import reverse

from tests.addresses import addresses
from tests.permission_table import ACTORS, TABLE
from tests.permission_world import peopled


@skipUnless(
    connection.vendor == "postgresql", "on SQLite the walk of tests/test_permissions.py opens them all"
)
class Pages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast, cls.world = peopled()
        cls.clients = {actor: Client() for actor in ACTORS}
        for actor, client in cls.clients.items():
            client.force_login(getattr(cls.cast, actor))

    def get(self, actor: str, url: str) -> tuple[int, str]:
        """The answer to one request whose effects are undone."""
        cache.clear()
        with transaction.atomic():
            answer = self.clients[actor].get(url)
            transaction.set_rollback(True)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        return answer.status_code, answer.content.decode() if is_page else ""

    def test_each_opens_with_its_filters_orders_and_files(self):
        wrong, seen = [], 0
        for address in addresses():
            signs = TABLE.get(f"{address.name} GET", "").partition("|")[0].replace(" ", "")
            if "+" not in signs:
                continue
            actor = ACTORS[signs.index("+")]
            url = reverse(address.name, kwargs=self.world.pair(address)[0])
            status, page = self.get(actor, url)
            # A filter may find nothing; it may not break.
            answers = {url: status} | {asked: self.get(actor, asked)[0] for asked in variants(page, url)}
            wrong += [f"{asked} as {actor}: {status}" for asked, status in answers.items() if status >= 500]
            seen += len(answers)
        self.assertEqual(wrong, [])
        self.assertGreater(seen, 200)


def variants(page: str, url: str) -> list[str]:
    """The same address as the page's own links and filters ask for it: each set of parameters once, with one value."""
    found: dict[frozenset[str], str] = {}
    for link in re.findall(r'href="([^"#]*\?[^"#]+)', page):
        parts = urlsplit(unescape(link))
        if parts.path in ("", url):
            found.setdefault(frozenset(parse_qs(parts.query)), f"{url}?{parts.query}")
    for form in re.findall(r'<form[^>]*method="get".*?</form>', page, re.DOTALL):
        if (action := re.search(r'action="([^"?]+)', form)) is None or action[1] == url:
            for name in set(re.findall(r'name="(\w+)"', form)):
                found.setdefault(frozenset({name}), f"{url}?{name}=1")
    return list(found.values())
