"""What every door refuses, whatever stands behind it: other methods, foreign forms, foreign eyes, planted scripts."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.organisation.models import Person
from tests.addresses import addresses
from tests.alive import REFLECTED, Alive
from tests.permission_table import PUBLIC, TABLE
from tests.permission_world import CANARY, peopled

pytestmark = pytest.mark.once

PLANTED = "\"'><script>window.__x=1</script><img src=x onerror=window.__x=1>"
# Led on by the sign-in page or by the second factor before any method counts.
LED_ON = {"account_login", "mfa_authenticate"}
NOT_PAGES = ("/static/", "/accounts/logout")
# Reading leaves its own trace on purpose: who looked at what.
TRACES = {
    "compliance.Look",
    "core.AuditChain",
    "core.AuditEvent",
    "sessions.Session",
    "usersessions.UserSession",
}


class World(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast, cls.world = peopled()
        Person.objects.filter(pk=cls.cast.sanjar.person_id).update(
            given=CANARY, search_key=CANARY, sort_key=CANARY
        )

    def client_of(self, name: str, **options) -> Client:
        client = Client(**options)
        client.force_login(getattr(self.cast, name))
        return client

    def url(self, address, side: int = 0) -> str:
        pair = self.world.pair(address)
        return reverse(address.name, kwargs=pair[min(side, len(pair) - 1)])


class Methods(World):
    def test_a_form_without_its_key_is_refused_everywhere(self):
        wrong = []
        for login in ("aigul", "farhat", "admin"):
            client = self.client_of(login, enforce_csrf_checks=True)
            for address in addresses():
                if f"{address.name} POST" not in TABLE:
                    continue
                status = client.post(self.url(address), {"csrfmiddlewaretoken": "x" * 64}).status_code
                if status != 403:
                    wrong.append(f"{login} {address.name}: {status}")
        self.assertEqual(wrong, [])

    def key_of(self, client: Client) -> str:
        """The key that stands in a form of this person."""
        page = client.get(reverse("organisation:profile")).content.decode()
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)

    def test_neither_a_strangers_key_nor_a_foreign_site_opens_any_form_and_nothing_changes(self):
        client = self.client_of("admin", enforce_csrf_checks=True)
        key = self.key_of(client)
        strangers = self.key_of(self.client_of("farhat", enforce_csrf_checks=True))
        models = [model for model in apps.get_models() if model._meta.label not in TRACES]
        before = [list(model._base_manager.order_by("pk").values()) for model in models]
        wrong = []
        for address in addresses():
            if f"{address.name} POST" not in TABLE:
                continue
            for given, headers in (
                (strangers, {}),
                (key, {"origin": "https://evil.example"}),
                (key, {"origin": "null"}),
            ):
                status = client.post(self.url(address), {"csrfmiddlewaretoken": given}, headers=headers)
                if status.status_code != 403:
                    wrong.append(f"{address.name} {headers}: {status.status_code}")
        self.assertEqual(wrong, [])
        self.assertEqual([list(model._base_manager.order_by("pk").values()) for model in models], before)

    def test_a_stranger_without_a_key_sends_nothing_through_the_open_doors_either(self):
        for address in addresses():
            if f"{address.name} POST" in TABLE and address.name in PUBLIC:
                client = Client(enforce_csrf_checks=True, raise_request_exception=False)
                self.assertEqual(client.post(self.url(address)).status_code, 403, address.name)

    def test_methods_that_no_page_has_are_refused_everywhere(self):
        client, wrong = self.client_of("farhat", raise_request_exception=False), []
        for address in addresses():
            for method in ("PUT", "DELETE"):
                status = client.generic(method, self.url(address)).status_code
                if status not in (403, 404, 405) and address.name not in LED_ON:
                    wrong.append(f"{method} {address.name}: {status}")
        self.assertEqual(wrong, [])

    def test_a_form_from_another_site_is_refused_with_a_right_key_too(self):
        client = self.client_of("aigul", enforce_csrf_checks=True)
        sent = {"csrfmiddlewaretoken": self.key_of(client), "theme": "dark"}
        foreign = client.post("/profile/theme/", sent, headers={"origin": "https://evil.example"})
        self.assertEqual(foreign.status_code, 403)
        self.assertContains(foreign, "Форма эскирип калды", status_code=403)
        self.assertEqual(client.post("/profile/theme/", sent).status_code, 302)


class Canary(World):
    """A word that stands in every record of class B is never seen by the leader of class A."""

    def test_the_leader_of_a_crawls_everything_and_never_meets_a_word_of_b(self):
        client = self.client_of("aigul", raise_request_exception=False)
        seen = dict(self.crawl(client, "/"))
        self.assertGreater(len(seen), 25)
        self.assertEqual([url for url, body in seen.items() if CANARY in body.lower()], [])
        self.assertEqual([url for url, body in seen.items() if body.startswith("!")], [])

    def test_neither_search_nor_lists_nor_exports_bring_it(self):
        for login in ("aigul", "nurlan_user", "ainura", "kubat", "librarian", "tilek_user"):
            client = self.client_of(login, raise_request_exception=False)
            for path in (
                f"/search/?q={CANARY}",
                f"/students/?q={CANARY}",
                "/students/?format=csv",
                "/students/?format=xlsx",
                f"/work/?q={CANARY}",
                "/work/?format=csv",
                "/accidents/",
                "/directives/",
                "/notices/",
            ):
                body = text_of(client.get(path))
                # The page may repeat the very word that was asked for, once in its field and once in its sentence.
                asked = path.count(CANARY)
                found = [line for line in body.lower().splitlines() if CANARY in line]
                # Requests of every class come to the librarian's desk: their words, never a name of the class.
                if (login, path) != ("librarian", "/notices/"):
                    self.assertFalse(found and not asked, f"{login} {path}")
                self.assertNotIn(f"өмүралиев {CANARY}", body.lower(), f"{login} {path}")

    def crawl(self, client: Client, start: str, most: int = 400) -> Iterator[tuple[str, str]]:
        """Every page that links lead to, each once; an error page is marked."""
        queue, known = [start], {start}
        while queue and len(known) <= most:
            url = queue.pop(0)
            response = client.get(url)
            yield url, ("!" if response.status_code >= 500 else "") + text_of(response)
            if "text/html" not in response.headers.get("Content-Type", ""):
                continue
            for link in re.findall(r'href="([^"#]+)', response.content.decode()):
                target = urljoin(url, unescape(link))
                parts = urlsplit(target)
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                if not parts.netloc and target not in known and not target.startswith(NOT_PAGES):
                    known.add(target)
                    queue.append(target)


class Planted(World):
    """What somebody puts into a path, a header or a form comes back as text, never as markup (T10)."""

    def test_neither_does_a_path_a_cookie_or_a_header(self):
        for words in REFLECTED:
            for method in ("get", "post"):
                client = self.client_of("aigul", raise_request_exception=False)
                client.cookies[settings.LANGUAGE_COOKIE_NAME] = words.replace('"', "'")
                headers = {
                    "user-agent": words,
                    "referer": words,
                    "x-forwarded-host": words,
                    "accept-language": words,
                }
                response = getattr(client, method)(f"/nothing/{quote(words)}/", headers=headers)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(b"__x", response.content)
                self.assertEqual(response.headers["Content-Language"], "ky")
        refused = self.client_of("aigul").get(f"/audit/?q={quote(PLANTED)}")
        self.assertEqual((refused.status_code, Alive(refused.content.decode()).found), (403, []))

    def test_neither_does_a_next_of_the_sign_in(self):
        cache.clear()
        response = Client().get("/accounts/login/", {"next": PLANTED})
        self.assertNotIn(b"<script>window.__x", response.content)
        response = Client().post("/accounts/login/", {"login": PLANTED, "password": PLANTED, "next": PLANTED})
        self.assertNotIn(b"<script>window.__x", response.content)

    def test_the_choice_of_language_and_colours_leads_nowhere_else(self):
        client = self.client_of("aigul")
        for path in ("/accounts/language/", "/profile/theme/"):
            for target in (
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
            ):
                location = client.post(path, {"language": "ru", "theme": "", "next": target})["Location"]
                self.assertNotIn("evil", location)
                self.assertTrue(location.startswith("/"), location)


def text_of(response) -> str:
    """What a person could read in the answer, also inside a workbook."""
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    data = response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return str(data, "utf-8", "replace")
