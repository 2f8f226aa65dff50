"""Who may open what: every address × method × role × own and foreign object, against the signed table.

An address without a row fails and prints the row as it behaves now: read it as an attacker would, then add it to
`tests/permission_table.py`. An address with objects needs them in `tests/permission_world.py` too.

The walk that asks is made once (tests/walk.py); what else is looked for in its answers stands in tests/walk_eyes.py.
"""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.addresses import Address, addresses
from tests.permission_table import ACTORS, BLOCKS, PUBLIC, TABLE
from tests.walk import STRANGER, Answer, Walked, urls
from tests.walk_eyes import Exports, Headers, Leaks, Planted, Reading

pytestmark = pytest.mark.once

METHODS = ("GET", "POST")


class Permissions(Leaks, Reading, Planted, Headers, Exports, Walked):
    """One class for all eyes, so that the walk is made once; one method an app, so that a failure names it."""

    __test__ = True

    def row(self, address: Address, method: str) -> str:
        """How the address answers everybody: own object of class A, object of class B; nothing where it answers nobody."""
        if f"{address.name} {method}" not in TABLE and self.refuses(address, method):
            return ""
        return " | ".join(
            in_blocks("".join(mark(self.answer(actor, method, address, side)) for actor in ACTORS))
            for side, _url in enumerate(urls(self.world, address))
        )

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

    def test_without_signing_in_nothing_opens_but_the_public_pages(self):
        open_doors = []
        for address in addresses():
            for method in METHODS:
                answer = self.answer(STRANGER, method, address, 0)
                if not answer.leads_to_sign_in and answer.status != 405 and address.name not in PUBLIC:
                    open_doors.append(f"{method} {address.name}: {answer.status}")
        self.assertEqual(open_doors, [])

    def test_every_row_of_the_table_has_an_address(self):
        known = {address.name for address in addresses()}
        self.assertEqual({key.split()[0] for key in TABLE} - known, set())
        self.assertEqual(PUBLIC - known, set())

    def test_a_missing_and_a_foreign_record_get_the_same_answer(self):
        seen = set()
        for address in addresses():
            if not address.kwargs or f"{address.name} GET" not in TABLE:
                continue
            if self.answer("bakyt", "GET", address, 0).status != 404:
                continue
            foreign = self.respond("bakyt", "GET", urls(self.world, address)[0])
            missing = reverse(address.name, kwargs=self.world.missing(address))
            answer = self.respond("bakyt", "GET", missing)
            self.assertEqual(answer.status_code, 404, address.name)
            self.assertEqual(nameless(answer), nameless(foreign), address.name)
            seen.add(address.name)
        self.assertGreater(len(seen), 0)


def mark(answer: Answer) -> str:
    """One sign of the table."""
    if answer.leads_to_sign_in and "?" in answer.headers["Location"]:
        return "L"
    if answer.status < 400 or answer.status in (400, 409, 422):
        return "+"
    return {403: "-", 404: "0", 405: "."}.get(answer.status, "!")


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


def nameless(response: HttpResponse) -> tuple[str, list[str]]:
    """The answer without what differs in every answer."""
    body = re.sub(r'nonce="[^"]+"|value="[^"]{64}"', "", response.content.decode())
    return body, sorted(name for name in response.headers if name != "Content-Security-Policy")


_add_checks()
