"""What the browser is told, and what an error page does not tell."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, SimpleTestCase, TestCase
from django.views import defaults

from jetekchi.core.views import server_error
from tests import cast, prepared

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent
LEAKS = re.compile(
    r"Traceback|/jetekchi/|\.py\b|site-packages|Django|Python/|gunicorn|DEBUG\s*=|SECRET|version \d", re.I
)
LEAKY = re.compile(r"Server|X-Powered-By|Django|Python|gunicorn", re.I)


class Headers(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def test_the_policy_lets_no_inline_script_style_or_frame_through(self):
        for client, path in ((Client(), "/accounts/login/"), (self.signed_in(), "/profile/")):
            policy = client.get(path)["Content-Security-Policy"]
            self.assertNotIn("unsafe", policy)
            for rule in (
                "default-src 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            ):
                self.assertIn(rule, policy, path)

    def test_every_page_carries_the_headers(self):
        for path in ("/accounts/login/", "/profile/", "/nothing-here/"):
            response = self.signed_in().get(path)
            self.assertEqual(response["X-Content-Type-Options"], "nosniff", path)
            self.assertEqual(response["X-Frame-Options"], "DENY", path)
            self.assertEqual(response["Referrer-Policy"], "same-origin", path)
            self.assertEqual(response["Cross-Origin-Opener-Policy"], "same-origin", path)
            self.assertIn("no-store", response["Cache-Control"], path)

    def test_cookies_are_out_of_reach_of_scripts(self):
        response = Client().post("/accounts/login/", {"login": "aigul", "password": cast.PASSWORD})
        cookie = response.cookies[settings.SESSION_COOKIE_NAME]
        self.assertTrue(cookie["httponly"])
        self.assertEqual(cookie["samesite"], "Lax")
        self.assertEqual(cookie["max-age"], 14 * 24 * 60 * 60)
        self.assertTrue(Client().get("/accounts/login/").cookies[settings.CSRF_COOKIE_NAME]["httponly"])

    def test_the_token_against_forged_forms_is_sent_once_and_again_only_when_it_changes(self):
        client, name = Client(), settings.CSRF_COOKIE_NAME
        first = client.get("/accounts/login/").cookies[name].value
        self.assertNotIn(name, client.get("/accounts/login/").cookies)
        client.cookies[name] = "x" * len(first)
        client.post("/accounts/login/", {"login": "aigul", "password": cast.PASSWORD})
        self.assertNotIn(client.cookies[name].value, (first, "x" * len(first)))
        self.assertNotIn(name, client.get("/profile/").cookies)
        client.cookies[name] = "forged"
        self.assertNotEqual(client.get("/profile/").cookies[name].value, "forged")

    def signed_in(self) -> Client:
        client = Client()
        client.force_login(self.cast.aigul)
        return client


class ErrorPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def test_they_speak_the_language_of_the_person(self):
        words = {"ky": "Мындай барак жок", "ru": "Такой страницы нет", "en": "There is no such page"}
        for language, text in words.items():
            client = Client()
            client.force_login(self.cast.aigul)
            client.post("/accounts/language/", {"language": language})
            self.assertContains(client.get("/nothing/"), text, status_code=404)

    def test_they_tell_nothing_of_the_inside(self):
        request = RequestFactory().get("/secret/path/")
        request.user = self.cast.aigul
        for status, response in (
            (400, defaults.bad_request(request, ValueError("a secret"))),
            (403, defaults.permission_denied(request, PermissionError("a secret"))),
            (404, defaults.page_not_found(request, LookupError("a secret"))),
            (500, defaults.server_error(request)),
        ):
            body = response.content.decode()
            self.assertEqual(response.status_code, status)
            self.assertIsNone(LEAKS.search(body), f"{status}: {LEAKS.search(body)}")
            self.assertNotIn("a secret", body)
            self.assertNotIn("/secret/path", body)

    def test_an_error_is_told_in_words_where_even_its_page_cannot_be_made(self):
        bare = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
        storages = settings.STORAGES | bare
        with (
            tempfile.TemporaryDirectory() as folder,
            self.settings(STATIC_ROOT=folder, STORAGES=storages),
            self.assertLogs("jetekchi.core.views", "ERROR"),
        ):
            response = server_error(RequestFactory().get("/"))
        self.assertEqual((response.status_code, response["Content-Type"]), (500, "text/plain; charset=utf-8"))
        self.assertIn("Сакталган эч нерсе жоголгон жок", response.content.decode())

    def test_a_strange_host_is_refused_without_a_word_about_it(self):
        with self.settings(ALLOWED_HOSTS=["localhost"]):
            response = Client(raise_request_exception=False).get(
                "/accounts/login/", headers={"host": "evil.example"}
            )
        self.assertEqual(response.status_code, 400)
        self.assertNotIn(b"evil.example", response.content)


class Deployment(SimpleTestCase):
    """The settings of a lyceum on the net, in a process of their own."""

    def run_with(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as folder:
            prepared.begin_with(folder)
            return subprocess.run(
                [sys.executable, *words],
                cwd=ROOT,
                env={
                    "PATH": os.environ["PATH"],
                    "DJANGO_SETTINGS_MODULE": "config.settings",
                    "JETEKCHI_DATA_DIR": folder,
                    "JETEKCHI_PUBLIC_URL": "https://lyceum.example",
                    **environment,
                },
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )

    def test_the_check_for_deployment_has_nothing_to_say(self):
        done = self.run_with("manage.py", "check", "--deploy", "--fail-level", "WARNING")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_over_https_cookies_are_bound_to_the_host_and_plain_http_is_left(self):
        words = (
            "from django.conf import settings as s; import django; django.setup();"
            "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
            "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG)"
        )
        done = self.run_with("-c", words)
        expected = "__Host-jetekchi __Host-jetekchi-csrf True True True 31536000 False"
        self.assertEqual(done.stdout.strip(), expected, done.stderr)

    def test_over_https_the_browser_is_told_to_stay_there_and_cookies_belong_to_this_host_alone(self):
        words = (
            "import django; django.setup();"
            "from django.core.management import call_command; call_command('migrate', verbosity=0);"
            "from django.test import Client; c = Client(HTTP_HOST='lyceum.example');"
            "plain = c.get('/accounts/login/'); print(plain.status_code, plain['Location']);"
            "from jetekchi.organisation.services import open_account, add_person;"
            "p = add_person(by=None, surname='A', given='B', sex='f');"
            "open_account(by=None, person=p, username='ab', password='тоо булак жай 2026', must_change=False);"
            "a = c.post('/accounts/login/', {'login': 'ab', 'password': 'тоо булак жай 2026'}, secure=True);"
            "print(a['Strict-Transport-Security']); print(c.cookies.output(header=''))"
        )
        settings_of_a_host = {"JETEKCHI_ALLOWED_HOSTS": "lyceum.example"}
        done = self.run_with("-c", words, **settings_of_a_host)
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "301 https://lyceum.example/accounts/login/", done.stderr)
        self.assertIn("max-age=31536000", lines[1])
        session = next(line for line in lines if "__Host-jetekchi=" in line)
        for rule in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            self.assertIn(rule, session)
        self.assertNotIn("Domain", session)

    def test_nonsense_about_proxies_stops_the_start(self):
        done = self.run_with("manage.py", "check", JETEKCHI_TRUSTED_PROXIES="all")
        self.assertEqual(done.returncode, 2)
        self.assertIn("JETEKCHI_TRUSTED_PROXIES", done.stderr)
        self.assertNotIn("Traceback", done.stderr)
