"""Who may open what: every address × method × role × own and foreign object, against the signed table.

An address without a row fails and prints the row as it behaves now: read it as an attacker would, then add it to
`tests/permission_table.py`. An address with objects needs them in `tests/permission_world.py` too.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse

from tests import cast
from tests.addresses import Address, addresses
from tests.permission_table import ACTORS, BLOCKS, PUBLIC, TABLE
from tests.permission_world import build

pytestmark = pytest.mark.once

METHODS = ("GET", "POST")


class Permissions(TestCase):
    """One method an app, so that the run can be spread."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.world = build(cls.cast)
        cls.cookies = {}
        for actor in ACTORS:
            client = Client()
            client.force_login(getattr(cls.cast, actor))
            cls.cookies[actor] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, actor: str, method: str, url: str) -> Any:
        """One request whose effects are undone."""
        client = Client(raise_request_exception=False)
        if actor:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[actor]
        with transaction.atomic():
            response = client.generic(method, url)
            transaction.set_rollback(True)
        return response

    def row(self, address: Address, method: str) -> str:
        """How the address answers everybody: own object of class A, object of class B."""
        return " | ".join(
            in_blocks("".join(self.mark(actor, method, url) for actor in ACTORS))
            for url in self.urls(address)
        )

    def mark(self, actor: str, method: str, url: str) -> str:
        response = self.ask(actor, method, url)
        status = response.status_code
        if status == 302 and response["Location"].startswith(reverse("account_login") + "?"):
            return "L"
        if status < 400 or status in (400, 409, 422):
            return "+"
        return {403: "-", 404: "0", 405: "."}.get(status, "!")

    def urls(self, address: Address) -> list[str]:
        return [reverse(address.name, kwargs=kwargs) for kwargs in self.world.pair(address)]

    def check(self, namespace: str) -> None:
        wrong = []
        for address in addresses():
            if address.name.rpartition(":")[0] != namespace:
                continue
            for method in METHODS:
                key = f"{address.name} {method}"
                seen = self.row(address, method)
                if set(seen) <= set(". |"):
                    seen = ""
                if seen != TABLE.get(key, ""):
                    wrong.append(f'    "{key}": "{seen}",  # the table says: {TABLE.get(key) or "nothing"}')
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong) + f"\n    columns: {in_blocks(ACTORS)}")


def in_blocks(marks) -> str:
    """Marks in the groups of the table's head."""
    if isinstance(marks, tuple):
        marks = [name[:3] + " " for name in marks]
    parts, start = [], 0
    for width in BLOCKS:
        parts.append("".join(marks[start : start + width]))
        start += width
    return " ".join(parts)


def _add_checks() -> None:
    """A test method an app: test_organisation, test_documents …; the doors have no namespace."""
    for namespace in sorted({address.name.rpartition(":")[0] for address in addresses()}):

        def check(self: Permissions, namespace: str = namespace) -> None:
            self.check(namespace)

        setattr(Permissions, f"test_{namespace or 'doors'}_answers_as_the_table_says", check)


class Strangers(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.world = build(cls.cast)

    def test_without_signing_in_nothing_opens_but_the_public_pages(self):
        open_doors = []
        for address in addresses():
            url = reverse(address.name, kwargs=self.world.pair(address)[0])
            for method in METHODS:
                cache.clear()
                response = Client(raise_request_exception=False).generic(method, url)
                leads_in = response.status_code == 302 and response["Location"].startswith(
                    reverse("account_login")
                )
                if not leads_in and response.status_code != 405 and address.name not in PUBLIC:
                    open_doors.append(f"{method} {address.name}: {response.status_code}")
        self.assertEqual(open_doors, [])

    def test_every_row_of_the_table_has_an_address(self):
        known = {address.name for address in addresses()}
        self.assertEqual({key.split()[0] for key in TABLE} - known, set())
        self.assertEqual(PUBLIC - known, set())

    def test_a_missing_and_a_foreign_record_get_the_same_answer(self):
        client = Client(raise_request_exception=False)
        client.force_login(self.cast.bakyt)
        seen = set()
        for address in addresses():
            if not address.kwargs or f"{address.name} GET" not in TABLE:
                continue
            foreign = client.get(reverse(address.name, kwargs=self.world.pair(address)[0]))
            if foreign.status_code != 404:
                continue
            missing = self.world.missing(address)
            answer = client.get(reverse(address.name, kwargs=missing))
            self.assertEqual(answer.status_code, 404, address.name)
            self.assertEqual(nameless(answer), nameless(foreign), address.name)
            seen.add(address.name)
        self.assertGreater(len(seen), 0)


def nameless(response: HttpResponse) -> tuple[str, list[str]]:
    """The answer without what differs in every answer."""
    body = re.sub(r'nonce="[^"]+"|value="[^"]{64}"', "", response.content.decode())
    return body, sorted(name for name in response.headers if name != "Content-Security-Policy")


_add_checks()
