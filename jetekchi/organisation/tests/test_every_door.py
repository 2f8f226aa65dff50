"""Every way in, side by side: who is shut out is shut out of all of them (T20), all tell a stranger equally little (T21)."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jetekchi.core.models import AuditEvent
from jetekchi.documents.models import Signature
from jetekchi.organisation import services
from jetekchi.organisation.models import Staff, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services import entrance
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once

LOGIN, CODE, FORGOTTEN = "/accounts/login/", "/accounts/code/", "/accounts/forgotten/"
NEW_PASSWORD = "кырка чапан ак калпак 7"
WRONG = "туура эмес сырсөз"


class Doors(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        User.objects.filter(username__in=["chynara", "farhat"]).update(email="mail@lyceum.example")

    def setUp(self):
        cache.clear()

    def enter(self, login: str, password: str = cast.PASSWORD, client: Client | None = None, **more: str):
        return (client or Client()).post(LOGIN, {"login": login, "password": password}, **more)

    def is_in(self, client: Client) -> bool:
        return client.get("/profile/").status_code == 200

    def shut_out(self, how: str, user: User) -> None:
        """Barred, or dismissed as of yesterday."""
        if how == "barred":
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            yesterday = timezone.localdate() - timedelta(days=1)
            Staff.objects.filter(person=user.person).update(dismissed_on=yesterday)


class WhoIsShutOut(Doors):
    @override_settings(SENDS_LETTERS=True)
    def test_comes_in_by_no_door_at_all(self):
        for how in ("barred", "dismissed"):
            with self.subTest(how):
                user = self.cast.chynara
                there = Client()
                self.enter("chynara", client=there)
                self.assertTrue(self.is_in(there))
                Client().post(FORGOTTEN, {"login": "chynara"})
                link = re.search(r"https?://\S+", mail.outbox[-1].body).group()
                held = Client()
                held.get(link.removeprefix(settings.PUBLIC_URL))
                self.shut_out(how, user)
                letters = len(mail.outbox)
                self.assertFalse(self.is_in(there), "an open session")
                new = Client()
                self.enter("chynara", client=new)
                self.assertFalse(self.is_in(new), "the password")
                self.assertNotContains(held.get("/accounts/forgotten/new/"), 'name="new"')
                held.post("/accounts/forgotten/new/", {"new": NEW_PASSWORD})
                self.assertTrue(User.objects.get(pk=user.pk).check_password(cast.PASSWORD), "an older letter")
                cache.clear()
                Client().post(FORGOTTEN, {"login": "chynara"})
                self.assertEqual(len(mail.outbox), letters, "a new letter")
                User.objects.filter(pk=user.pk).update(is_active=True)
                Staff.objects.filter(person=user.person).update(dismissed_on=None)
                cache.clear()

    def test_does_not_come_in_between_the_password_and_the_code(self):
        for how in ("barred", "dismissed"):
            with self.subTest(how):
                client = Client()
                self.assertEqual(self.enter("farhat", client=client)["Location"], CODE)
                self.shut_out(how, self.cast.farhat)
                client.post(CODE, {"code": cast.one_time_code(self.cast.farhat)})
                self.assertFalse(self.is_in(client))
                User.objects.filter(pk=self.cast.farhat.pk).update(is_active=True)

    def test_does_not_come_in_with_a_new_slip_either(self):
        self.shut_out("barred", self.cast.chynara)
        _user, password = services.open_account(by=None, person=self.cast.chynara.person)
        client = Client()
        self.enter("chynara", password, client)
        self.assertFalse(self.is_in(client))


class Guesses(Doors):
    def test_ten_guesses_at_any_door_of_the_password_are_ten_at_all_of_them(self):
        client = Client()
        client.force_login(self.cast.aigul)
        doors = (
            lambda: client.post("/accounts/password/", {"present": WRONG, "new": NEW_PASSWORD}),
            lambda: client.post("/accounts/confirm/", {"password": WRONG}),
            lambda: client.post("/signatures/agreement/", {"password": WRONG, "seen": "0" * 64}),
            lambda: self.enter("aigul", WRONG),
        )
        for number in range(10):
            doors[number % len(doors)]()
        for door in doors:
            self.assertContains(door(), "15 мүнөт", status_code=door().status_code)
        self.assertContains(self.enter("aigul"), "15 мүнөт")
        self.assertNotContains(self.enter("aigul", WRONG, REMOTE_ADDR="203.0.113.9"), "15 мүнөт")

    @override_settings(TRUSTED_PROXIES=1)
    def test_behind_a_proxy_signing_counts_and_keeps_the_place_of_the_person_not_of_the_proxy(self):
        here = {"x-forwarded-for": "198.51.100.7"}
        client = Client(headers=here)
        client.force_login(self.cast.aigul)
        agreement = client.get("/signatures/agreement/").context["version"]
        sent = {"password": cast.PASSWORD, "seen": agreement.sha256}
        self.assertEqual(client.post("/signatures/agreement/", sent).status_code, 302)
        self.assertEqual(Signature.objects.get(signer=self.cast.aigul).ip, "198.51.100.7")
        for _ in range(10):
            client.post("/signatures/agreement/", {"password": WRONG, "seen": "x"})
        self.assertContains(
            Client(headers=here).post(LOGIN, {"login": "aigul", "password": WRONG}), "15 мүнөт"
        )
        elsewhere = Client(headers={"x-forwarded-for": "198.51.100.8"})
        elsewhere.post(LOGIN, {"login": "aigul", "password": cast.PASSWORD})
        self.assertTrue(self.is_in(elsewhere))

    @override_settings(SENDS_LETTERS=True)
    def test_the_eleventh_request_for_a_letter_waits_whether_the_login_exists_or_not(self):
        for login in ("chynara", "nobody.here"):
            for _ in range(10):
                self.assertNotContains(Client().post(FORGOTTEN, {"login": login}), "15 мүнөт")
            self.assertContains(Client().post(FORGOTTEN, {"login": login}), "15 мүнөт")


class Sessions(Doors):
    def key(self, client: Client) -> str:
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def with_key(self, value: str) -> bool:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = value
        return self.is_in(client)

    def test_the_code_gives_a_new_session_and_the_half_open_one_is_dead(self):
        client = Client()
        self.enter("farhat", client=client)
        half = self.key(client)
        client.post(CODE, {"code": cast.one_time_code(self.cast.farhat)})
        self.assertTrue(self.is_in(client))
        self.assertNotEqual(self.key(client), half)
        self.assertFalse(self.with_key(half))

    def test_a_new_password_changes_the_own_session_too(self):
        client = Client()
        self.enter("aigul", client=client)
        before = self.key(client)
        client.post("/accounts/password/", {"present": cast.PASSWORD, "new": NEW_PASSWORD})
        self.assertTrue(self.is_in(client))
        self.assertNotEqual(self.key(client), before)
        self.assertFalse(self.with_key(before))

    def test_a_password_from_a_letter_a_lost_phone_and_a_dismissal_end_every_session(self):
        def by_letter():
            entrance.change_password(by=User.objects.get(username="chynara"), password=NEW_PASSWORD)

        def by_phone():
            entrance.remove_second_factor(by=None, user=self.cast.chynara)

        def by_dismissal():
            yesterday = timezone.localdate() - timedelta(days=1)
            services.dismiss(by=None, staff=self.cast.staff(self.cast.chynara), dismissed_on=yesterday)

        for deed, password in (
            (by_phone, cast.PASSWORD),
            (by_letter, cast.PASSWORD),
            (by_dismissal, NEW_PASSWORD),
        ):
            client = Client()
            self.enter("chynara", password, client)
            self.assertTrue(self.is_in(client), deed.__name__)
            deed()
            self.assertFalse(self.is_in(client), deed.__name__)

    def test_a_role_that_is_given_counts_at_the_next_request_in_the_session_that_is_open(self):
        client = Client()
        self.enter("librarian", client=client)
        self.assertEqual(client.get("/audit/").status_code, 403)
        services.grant_role(by=None, user=self.cast.librarian, role=Role.HEAD_OF_STUDY)
        # A wide role asks for its codes before it opens anything.
        self.assertRedirects(
            client.get("/audit/"), "/accounts/second-factor/setup/", fetch_redirect_response=False
        )


class WhatAStrangerLearns(Doors):
    """Nothing about who has an account: the same words, the same work."""

    def tried(self, login: str, password: str) -> tuple[int, int, str]:
        """How often the password was hashed, the answer's status and words."""
        cache.clear()
        encode = hashers.MD5PasswordHasher.encode
        with patch.object(hashers.MD5PasswordHasher, "encode", autospec=True, side_effect=encode) as work:
            answer = self.enter(login, password)
        return work.call_count, answer.status_code, words_of(answer).replace(login, "LOGIN")

    def test_unknown_wrong_barred_dismissed_and_unopened_accounts_are_all_one(self):
        self.shut_out("barred", self.cast.chynara)
        self.shut_out("dismissed", self.cast.librarian)
        User.objects.create_user("without.slip", None, person=self.cast.meerim.person)
        seen = {
            login: self.tried(login, password)
            for login, password in (
                ("aigul", WRONG),
                ("nobody.here", WRONG),
                ("chynara", cast.PASSWORD),
                ("librarian", cast.PASSWORD),
                ("without.slip", WRONG),
                ("farhat", WRONG),
            )
        }
        self.assertEqual(len(set(seen.values())), 1, {login: found[:2] for login, found in seen.items()})
        self.assertEqual(seen["aigul"][0], 1)

    @override_settings(SENDS_LETTERS=True)
    def test_a_forgotten_password_costs_the_same_work_and_gets_the_same_words(self):
        seen = set()
        for login in ("chynara", "aigul", "nobody.here", "nurlan"):
            cache.clear()
            # The letter itself is the worker's business; here only the request counts.
            with (
                override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}),
                CaptureQueriesContext(connection) as queries,
            ):
                answer = Client().post(FORGOTTEN, {"login": login})
            seen.add((answer.status_code, len(queries), words_of(answer)))
        self.assertEqual(len(seen), 1, [found[:2] for found in seen])

    @override_settings(SENDS_LETTERS=True)
    def test_a_used_a_guessed_and_a_foreign_link_are_answered_alike(self):
        answers = set()
        for uid in ("MQ", "OTk5OTk5", "%ff", "x" * 200):
            client = Client()
            client.get(f"/accounts/forgotten/{uid}/guess/")
            answer = client.get("/accounts/forgotten/new/")
            answers.add((answer.status_code, words_of(answer)))
        self.assertEqual(len(answers), 1)

    def test_the_record_of_a_refusal_does_not_say_whether_the_login_exists(self):
        kept = []
        for login in ("aigul", "nobody.here"):
            self.enter(login, WRONG)
            event = AuditEvent.objects.latest("pk")
            kept.append((event.action, event.by_id, event.subject_pk, sorted(event.detail)))
        self.assertEqual(kept[0], kept[1])


def words_of(answer) -> str:
    """The page without what differs in every answer."""
    return re.sub(r'nonce="[^"]+"|value="[^"]{64}"', "", answer.content.decode())
