"""One-time codes: asked at the door, forced on wide roles, never good twice; and a one-time password opens one page."""

import re
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, TestCase

from jetekchi.core import throttle
from jetekchi.core.http import Refused
from jetekchi.organisation import services
from jetekchi.organisation.models import User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services import entrance
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once

CODE_PAGE, SETUP_PAGE = "/accounts/code/", "/accounts/second-factor/setup/"
NEW_PASSWORD = "кырка чапан ак калпак 7"
PAGES = ("/profile/", "/imports/", "/slips/", "/accounts/second-factor/", "/accounts/sessions/")


class SecondFactor(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def setUp(self):
        cache.clear()

    def password(self, login: str, password: str = cast.PASSWORD):
        return self.client.post("/accounts/login/", {"login": login, "password": password})

    def test_a_director_enters_with_password_and_code(self):
        self.assertEqual(self.password("farhat")["Location"], CODE_PAGE)
        self.client.post(CODE_PAGE, {"code": cast.one_time_code(self.cast.farhat)})
        self.assertEqual(self.client.get("/profile/").status_code, 200)

    def test_half_way_in_opens_nothing(self):
        self.password("farhat")
        for page in (*PAGES, SETUP_PAGE, "/accounts/password/", "/accounts/confirm/"):
            response = self.client.get(page)
            self.assertEqual(response.status_code, 302, page)
            self.assertIn(response["Location"].split("?")[0], {"/accounts/login/", CODE_PAGE}, page)

    def test_a_wrong_code_says_so_and_ten_of_them_shut_the_door(self):
        self.password("farhat")
        self.assertContains(self.client.post(CODE_PAGE, {"code": "000000"}), "Код туура келген жок")
        for _ in range(9):
            self.client.post(CODE_PAGE, {"code": "000000"})
        response = self.client.post(CODE_PAGE, {"code": cast.one_time_code(self.cast.farhat)})
        self.assertContains(response, "15 мүнөт")
        self.assertEqual(self.client.get("/profile/").status_code, 302)

    def test_a_code_is_good_once(self):
        code = cast.one_time_code(self.cast.farhat)
        self.assertIsNotNone(entrance.check_code(self.cast.farhat, code, "127.0.0.1"))
        self.assertIsNone(entrance.check_code(self.cast.farhat, code, "127.0.0.1"))

    def test_an_empty_form_is_a_form_with_remarks(self):
        self.password("farhat")
        self.assertEqual(self.client.post(CODE_PAGE, {}).status_code, 200)

    def test_a_wide_role_without_codes_sees_only_their_set_up(self):
        entrance.remove_second_factor(by=None, user=self.cast.farhat)
        self.password("farhat")
        for page in PAGES:
            self.assertRedirects(self.client.get(page), SETUP_PAGE, fetch_redirect_response=False)
        self.assertEqual(self.client.post("/profile/theme/", {"theme": "dark"})["Location"], SETUP_PAGE)
        self.assertEqual(User.objects.get(username="farhat").theme, "")

    def test_a_role_that_becomes_wide_asks_for_codes_at_the_next_request(self):
        self.password("aigul")
        self.assertEqual(self.client.get("/profile/").status_code, 200)
        services.grant_role(by=None, user=self.cast.aigul, role=Role.MEDICAL)
        self.assertRedirects(self.client.get("/profile/"), SETUP_PAGE, fetch_redirect_response=False)

    def test_setting_up_shows_a_square_and_a_key_and_then_the_recovery_codes_once(self):
        entrance.remove_second_factor(by=None, user=self.cast.farhat)
        self.password("farhat")
        page = self.client.get(SETUP_PAGE).content.decode()
        self.assertIn('class="qr"', page)
        self.assertNotIn("style=", page)
        secret = entrance.pending_secret(self.client.session)
        self.assertIn(secret[:4], page)
        response = self.client.post(SETUP_PAGE, {"code": cast.code_of(secret)})
        codes_page = response["Location"]
        self.assertEqual(len(codes_in(self.client.get(codes_page))), 10)
        self.assertEqual(codes_in(self.client.get(codes_page)), [])
        self.assertEqual(self.client.get("/profile/").status_code, 200)

    def test_a_recovery_code_opens_once_in_place_of_the_phone(self):
        self.password("aigul")
        self.client.get(SETUP_PAGE)
        secret = entrance.pending_secret(self.client.session)
        self.client.post(SETUP_PAGE, {"code": cast.code_of(secret)})
        code = codes_in(self.client.get("/accounts/second-factor/codes/"))[0]
        for expected in (200, 302):
            self.client = Client()
            self.password("aigul")
            self.client.post(CODE_PAGE, {"code": code})
            self.assertEqual(self.client.get("/profile/").status_code, expected)

    def test_a_wide_role_cannot_switch_codes_off(self):
        self.password("farhat")
        self.client.post(CODE_PAGE, {"code": cast.one_time_code(self.cast.farhat)})
        self.assertEqual(self.client.post("/accounts/second-factor/off/").status_code, 409)
        self.assertTrue(entrance.has_second_factor(self.cast.farhat))

    def test_long_after_signing_in_the_protection_changes_only_after_a_proof(self):
        self.password("aigul")
        session = self.client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 60 * 60
        session.save()
        response = self.client.get(SETUP_PAGE)
        self.assertIn("/accounts/confirm/", response["Location"])
        response = self.client.post(response["Location"], {"password": cast.PASSWORD, "next": SETUP_PAGE})
        self.assertRedirects(response, SETUP_PAGE)

    def test_a_lost_phone_is_forgotten_by_the_administrator_at_the_server(self):
        self.password("farhat")
        self.client.post(CODE_PAGE, {"code": cast.one_time_code(self.cast.farhat)})
        call_command("forget_second_factor", "farhat", stdout=StringIO())
        self.assertIn("/accounts/login/", self.client.get("/profile/")["Location"])
        self.assertFalse(entrance.has_second_factor(self.cast.farhat))


class OneTimePassword(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.user, cls.password = services.open_account(by=None, person=cls.cast.meerim.person)

    def setUp(self):
        cache.clear()
        self.client.post("/accounts/login/", {"login": self.user.username, "password": self.password})

    def test_it_opens_the_change_of_password_and_nothing_else(self):
        for page in (*PAGES, SETUP_PAGE, "/accounts/confirm/"):
            self.assertRedirects(self.client.get(page), "/accounts/password/", fetch_redirect_response=False)

    def test_an_own_password_opens_the_rest_and_the_slip_is_void(self):
        response = self.client.post("/accounts/password/", {"new": NEW_PASSWORD})
        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.client.get("/profile/").status_code, 200)
        again = Client()
        again.post("/accounts/login/", {"login": self.user.username, "password": self.password})
        self.assertEqual(again.get("/profile/").status_code, 302)

    def test_the_password_of_the_slip_or_a_weak_one_is_not_an_own_one(self):
        for weak in (self.password, "кыска", "password1234", "123456789012"):
            response = self.client.post("/accounts/password/", {"new": weak})
            self.assertEqual(response.status_code, 200, weak)
        self.assertTrue(User.objects.get(pk=self.user.pk).must_change_password)


class Signing(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def setUp(self):
        cache.clear()

    def refusal(self, user: User, password: str, code: str = "") -> str:
        with self.assertRaises(Refused) as caught:
            entrance.confirm_identity(user, password, code, "127.0.0.1")
        return caught.exception.code

    def test_it_is_really_her(self):
        self.assertEqual(
            entrance.confirm_identity(self.cast.aigul, cast.PASSWORD, "", "127.0.0.1"), "password"
        )
        code = cast.one_time_code(self.cast.farhat)
        self.assertEqual(
            entrance.confirm_identity(self.cast.farhat, cast.PASSWORD, code, "127.0.0.1"), "password+code"
        )

    def test_it_is_not(self):
        self.assertEqual(self.refusal(self.cast.aigul, "туура эмес"), "wrong-password")
        self.assertEqual(self.refusal(self.cast.farhat, cast.PASSWORD, "000000"), "wrong-code")
        self.assertEqual(self.refusal(self.cast.farhat, cast.PASSWORD), "wrong-code")

    def test_a_code_typed_with_a_dash_is_no_other_code(self):
        code = cast.one_time_code(self.cast.farhat)
        entrance.confirm_identity(self.cast.farhat, cast.PASSWORD, code, "127.0.0.1")
        for again in (code, f"{code[:3]}-{code[3:]}", f"{code}."):
            self.assertEqual(self.refusal(self.cast.farhat, cast.PASSWORD, again), "wrong-code")

    def test_a_recovery_code_is_used_up_by_the_deed_not_by_the_question(self):
        entrance.renew_recovery_codes(by=self.cast.farhat)
        code = entrance.show_recovery_codes(by=self.cast.farhat)[0]
        for _request in range(2):
            shown = entrance.show_identity(self.cast.farhat, cast.PASSWORD, code, "127.0.0.1")
        self.assertEqual(entrance.recovery_codes_left(self.cast.farhat), 10)
        shown.use()
        self.assertEqual(entrance.recovery_codes_left(self.cast.farhat), 9)
        self.assertEqual(self.refusal(self.cast.farhat, cast.PASSWORD, code), "wrong-code")

    def test_ten_guesses_are_all(self):
        for _ in range(10):
            self.refusal(self.cast.aigul, "туура эмес")
        self.assertEqual(self.refusal(self.cast.aigul, cast.PASSWORD), "too-many-attempts")

    def test_a_guess_counts_although_the_refusal_undid_the_transaction(self):
        with throttle.lasting():
            throttle.spend("password", "somebody", guesses=2)
            cache.clear()  # what a rolled back transaction does to a cache in the database
        throttle.spend("password", "somebody", guesses=2)
        with self.assertRaises(throttle.Spent):
            throttle.spend("password", "somebody", guesses=2)


def codes_in(response) -> list[str]:
    return [
        found.replace(" ", "") for found in re.findall(r"<li>(\d{4} \d{4})</li>", response.content.decode())
    ]
