"""Nonsense in addresses, queries and forms is answered with a page, never with an error of the server.

Runs on both engines: `python -m tests.postgres python -m pytest tests/test_bad_input.py` is the same on PostgreSQL,
which takes no NUL in a text, and whose numbers end where Python's go on. A run takes a fifth of the addresses,
another one each day; JETEKCHI_BAD_INPUT=all takes all of them.
"""

import os
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, TestCase
from django.urls import reverse

from tests import cast
from tests.addresses import Address, addresses
from tests.permission_table import ACTORS, TABLE
from tests.permission_world import peopled

NUL = "\x00"
# Names that pages look for in their address besides those of their own forms and links.
PARAMETERS = ("q", "format", "half", "class", "student", "page", "next", "year")
NONSENSE = (
    *(NUL, "abc", "-1", "0", "9" * 30, "9" * 5000, "²", "٣", "1e400", "NaN", "2026-02-31", "9999-12-31"),
    *("0001-01-01", "%", "\\", "' OR 1=1 --", "😀\u202e", "х" * 3000),
)
RAW = ("%ff%fe", "%00", "&&&=&;=", "page[]=1&page=2&q=a&q=b")
DAYS = (NUL, "0001-01-01", "9999-12-31", "31.02.2026", "0000-01-01", "20026-09-01", "9999-12-31T23:59")
WORDS = (NUL, "а\x00б", "😀\u202e", "х" * 20_000, "\x1b[31m", " ")
OTHERS = (NUL, "9" * 30, "²", "-1", "9" * 5000, "сөз")


class Forms(HTMLParser):
    """The POST forms of a page: where they lead and what they would send as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, Any]]] = []
        self._form: dict[str, Any] | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, kind = found.get("name") or "", found.get("type") or "text"
        if tag == "form":
            self._form = {} if (found.get("method") or "").lower() == "post" else None
            if self._form is not None:
                self.forms.append((found.get("action") or "", self._form))
        elif self._form is None:
            return
        elif tag == "select":
            self._select = name
            self._form.setdefault(name, "")
        elif tag == "option" and self._select and (found.get("value") and not self._form[self._select]):
            self._form[self._select] = found["value"]
        elif tag == "textarea" and name:
            self._form[name] = "сөз"
        elif tag in {"input", "button"} and name:
            self._keep(name, kind, found.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None

    def _keep(self, name: str, kind: str, value: str) -> None:
        assert self._form is not None
        plain = {
            "date": "2026-11-02",
            "datetime-local": "2026-11-02T09:00",
            "number": "3",
            "password": cast.PASSWORD,
        }
        if kind == "file":
            self._form[name] = SimpleUploadedFile("тизме.csv", "Фамилия;Аты\nАсанов;Бек\n".encode())
        else:
            self._form.setdefault(name, value or plain.get(kind, "сөз"))


class Addresses(TestCase):
    """Nonsense in the address."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast, cls.world = peopled()
        cls.cookies = {}
        for actor in ACTORS:
            client = Client()
            client.force_login(getattr(cls.cast, actor))
            cls.cookies[actor] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client_of(self, actor: str) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[actor]
        return client

    def ask(self, actor: str, method: str, url: str, data: Any = None) -> Any:
        """One request whose effects are undone."""
        cache.clear()
        for value in (data or {}).values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        with transaction.atomic():
            response = getattr(self.client_of(actor), method)(url, data)
            transaction.set_rollback(True)
        return response

    def opened(self, address: Address) -> tuple[str, str, str] | None:
        """Somebody who may open the address, the address, its page."""
        url = reverse(address.name, kwargs=self.world.pair(address)[0])
        signs = TABLE[f"{address.name} GET"].partition("|")[0].replace(" ", "")
        for actor in [actor for actor, sign in zip(ACTORS, signs, strict=True) if sign == "+"]:
            answer = self.ask(actor, "get", url)
            if answer.status_code == 200:
                is_page = answer.get("Content-Type", "").startswith("text/html")
                return actor, url, answer.content.decode() if is_page else ""
        return None

    def test_no_path_breaks_the_server(self) -> None:
        wrong = []
        for address in todays():
            for part in ("0", "99999999999999999999", "9" * 5000, "%00", "²", "😀"):
                url = re.sub(r"<[^>]+>", part, f"/{address.route}")
                for method in ("get", "post") if address.kwargs else ():
                    status = self.ask("farhat", method, url).status_code
                    if status >= 500:
                        wrong.append(f"{method} {address.name} {part[:30]}: {status}")
        self.assertEqual(wrong, [])

    def test_a_record_with_a_number_beyond_every_table_is_not_found(self) -> None:
        for path in ("/students/{}/", "/work/{}/", "/work/leaders/{}/", "/accidents/{}/", "/reports/{}/1/"):
            answer = self.ask("farhat", "get", path.format("9" * 20))
            self.assertEqual(answer.status_code, 404, path)

    def test_forged_cookies_and_a_nul_at_the_door_break_nothing(self) -> None:
        for value in ('"\\000abcdefgh"', "\x00abcdefghij", "x" * 5000):
            names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME)
            client = Client(raise_request_exception=False)
            header = "; ".join(f"{name}={value}" for name in names)
            self.assertEqual(client.get("/accounts/login/", headers={"cookie": header}).status_code, 200)
            self.assertEqual(client.get("/", headers={"cookie": header}).status_code, 302)
        sent = {"login": "a\x00", "password": "b\x00"}
        self.assertEqual(Client().post("/accounts/login/", sent).status_code, 200)

    def test_no_query_breaks_the_server(self) -> None:
        wrong, turn = [], 0
        for address in todays():
            if f"{address.name} GET" not in TABLE or not (found := self.opened(address)):
                continue
            actor, url, body = found
            names = asked_for(body)
            queries = [{name: NONSENSE[(turn + place) % len(NONSENSE)]} for place, name in enumerate(names)]
            queries += [dict.fromkeys(names, value) for value in (NUL, NONSENSE[turn % len(NONSENSE)])]
            turn += len(names) + 1
            for query in queries:
                status = self.ask(actor, "get", url, query).status_code
                if status >= 500:
                    wrong.append(f"{address.name} {str(query)[:80]}: {status}")
            for raw in RAW:
                if self.ask(actor, "get", f"{url}?{raw}").status_code >= 500:
                    wrong.append(f"{address.name} ?{raw}")
        self.assertEqual(wrong, [])

    def test_no_form_breaks_the_server(self) -> None:
        wrong: list[str] = []
        for actor, url, data in self.forms():
            answer = self.ask(actor, "post", url, data)
            if answer.status_code >= 500:
                wrong.append(f"{actor} {url}: {answer.status_code}")
            for spoilt in spoilt_forms(data):
                status = self.ask(actor, "post", url, {**data, **spoilt}).status_code
                if status >= 500:
                    wrong.append(f"{actor} {url} {str(spoilt)[:80]}: {status}")
        self.assertEqual(wrong, [])

    def test_a_day_of_another_age_is_refused_in_words(self) -> None:
        url = f"/classes/{self.cast.class_a.pk}/leaders/appoint/"
        sent = {"leader": self.cast.staff(self.cast.chynara).pk, "order_no": "1", "order_on": "0026-09-01"}
        answer = self.ask("farhat", "post", url, {**sent, "from_on": "0001-01-01"})
        self.assertContains(answer, "1900–2100-жылдардын ичинен", count=4, status_code=422)

    def forms(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Every kind of form once: who may send it, where to, and what it would send."""
        found: dict[tuple[str, ...], tuple[str, str, dict[str, Any]]] = {}
        for address in todays():
            opened = self.opened(address) if f"{address.name} GET" in TABLE else None
            for action, data in Forms(opened[2]).forms if opened else ():
                target = action or opened[1]
                if "logout" not in target:
                    found.setdefault((re.sub(r"\d+", "N", target), *sorted(data)), (opened[0], target, data))
        return list(found.values())


def todays() -> tuple[Address, ...]:
    """The addresses of this run: one of twenty a day on SQLite, others on PostgreSQL, all of them in twenty days."""
    everything = addresses()
    if os.environ.get("JETEKCHI_BAD_INPUT") == "all":
        return everything
    first = date.today().toordinal() + 10 * (connection.vendor == "postgresql")
    return everything[first % 20 :: 20]


def asked_for(body: str) -> list[str]:
    """Names that the page itself would put into its address, in its filters and links."""
    filters = "".join(re.findall(r'<form[^>]*method="get".*?</form>', body, re.DOTALL))
    names = re.findall(r'name="([^"]+)"', filters) + re.findall(r"[?;]([a-z_]+)=", body)
    return sorted({*names, *PARAMETERS} - {"csrfmiddlewaretoken"})


def spoilt_forms(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Nonsense for days, for words, for numbers and choices; also for each of these fields alone."""
    days = [name for name, value in data.items() if re.match(r"20\d\d-\d\d-\d\d", str(value))]
    words = [name for name, value in data.items() if value == "сөз"]
    rest = [
        name
        for name, value in data.items()
        if name not in {*days, *words, "csrfmiddlewaretoken", "password"} and isinstance(value, str)
    ]
    spoilt = []
    for names, values in ((days, DAYS), (words, WORDS), (rest, OTHERS)):
        spoilt += [dict.fromkeys(names, value) for value in values if names]
        spoilt += [{name: values[place % len(values)]} for place, name in enumerate(names)]
    return spoilt
