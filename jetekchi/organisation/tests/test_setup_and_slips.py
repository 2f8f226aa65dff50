"""The first hour of a lyceum, the slips on paper, and the letter for a forgotten password."""

import re

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client, TestCase, override_settings

from jetekchi.core.models import AuditEvent
from jetekchi.organisation.models import Student, Unit, User
from jetekchi.organisation.selectors.accounts import slip_rows
from jetekchi.organisation.services import entrance, setup
from tests import cast

PASSWORD = "кырка чапан ак калпак 7"
ANSWERS = {
    "lyceum": "Ала-Тоо лицейи",
    "lyceum_ru": "Лицей «Ала-Тоо»",
    "lyceum_en": "Ala-Too lyceum",
    "place": "Нарын шаары",
    "year": "2026-2027",
    "surname": "Бейшеналиева",
    "given": "Асель",
    "username": "A.Beishenalieva",
    "password": PASSWORD,
    "language": "ky",
}


class FirstHour(TestCase):
    def setUp(self):
        cache.clear()

    def answer(self, **changes: str):
        code = setup.setup_code()
        return self.client.post("/setup/", {**ANSWERS, "code": code, **changes})

    def test_signing_in_on_a_fresh_installation_leads_to_its_set_up(self):
        self.assertRedirects(self.client.get("/accounts/login/"), "/setup/")

    def test_the_first_administrator_signs_in_and_is_led_to_one_time_codes(self):
        self.assertRedirects(self.answer(), "/accounts/login/")
        self.client.post("/accounts/login/", {"login": "a.beishenalieva", "password": PASSWORD})
        self.assertRedirects(self.client.get("/profile/"), "/accounts/second-factor/setup/")
        unit = Unit.objects.get(kind=Unit.Kind.LYCEUM)
        self.assertEqual((unit.name, unit.place), ("Ала-Тоо лицейи", "Нарын шаары"))

    def test_afterwards_the_page_and_the_code_are_gone(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.answer()
        self.assertEqual(self.client.get("/setup/").status_code, 404)
        self.assertEqual(self.client.post("/setup/", ANSWERS).status_code, 404)
        self.assertFalse(setup.code_file().exists())

    def test_a_stranger_on_the_network_cannot_take_a_fresh_server(self):
        for _ in range(10):
            self.assertContains(self.answer(code="guess"), "орнотуу коду эмес")
        self.assertContains(self.answer(), "15 мүнөт")
        self.assertFalse(User.objects.exists())

    def test_the_code_is_kept_where_only_the_server_reads(self):
        setup.setup_code()
        self.assertEqual(setup.code_file().stat().st_mode & 0o777, 0o600)
        self.assertNotContains(self.client.get("/setup/"), setup.setup_code())

    def test_a_wrong_year_or_weak_password_is_said_and_nothing_is_written(self):
        for wrong in (
            {"year": "2026-2030"},
            {"password": "кыска"},
            {"username": "кириллица"},
            {"lyceum": "\x00"},
        ):
            self.assertEqual(self.answer(**wrong).status_code, 200, wrong)
        self.assertFalse(User.objects.exists())
        self.assertFalse(Unit.objects.exists())


class Slips(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def setUp(self):
        cache.clear()
        self.own = f"/slips/students-{self.cast.class_a.pk}/"
        self.other = f"/slips/students-{self.cast.class_b.pk}/"

    def test_a_slip_opens_the_account_once_and_is_never_shown_again(self):
        self.client.force_login(self.cast.admin)
        page = self.client.post(self.own, {"people": [self.cast.meerim.person_id]}).content.decode()
        login, password = re.search(r"<dd>(bakyt\S+)</dd>.*?<dd>(\S{19})</dd>", page, re.S).groups()
        pupil = Client()
        pupil.post("/accounts/login/", {"login": login, "password": password})
        self.assertRedirects(pupil.get("/profile/"), "/accounts/password/")
        self.assertNotContains(self.client.get(self.own), password)
        self.assertFalse(AuditEvent.objects.filter(detail__icontains=password).exists())

    def test_an_account_that_a_list_brought_still_waits_for_its_slip(self):
        self.client.force_login(self.cast.admin)
        User.objects.create_user("new.pupil", None, person=self.cast.meerim.person, must_change_password=True)
        self.assertContains(self.client.get(self.own), "баракчасы азырынча басыла элек")
        row = next(
            row for row in slip_rows(self.cast.admin, f"students-{self.cast.class_a.pk}") if row.is_new
        )
        self.assertEqual(row.login, "new.pupil")
        self.client.post(self.own, {"people": [self.cast.meerim.person_id]})
        self.assertContains(self.client.get(self.own), "баракча басылган, колдонула элек")

    def test_the_list_of_accounts_is_narrowed_and_goes_out_without_a_password(self):
        self.client.force_login(self.cast.admin)
        page = self.client.post(self.own, {"people": [self.cast.meerim.person_id]}).content.decode()
        password = re.search(r"<dd>(\S{19})</dd>", page).group(1)
        narrowed = self.client.get(self.own, {"show": "printed"})
        self.assertContains(narrowed, "Мээрим")
        self.assertNotContains(narrowed, "Нурлан")
        self.assertContains(self.client.get(self.own, {"q": "мээрим", "show": "used"}), "Баарын көрсөтүү")
        text = self.client.get(self.own, {"show": "printed", "format": "csv"}).content.decode("utf-8-sig")
        self.assertEqual((text.count("\n"), "Мээрим" in text, password in text), (2, True, False))
        self.assertTrue(AuditEvent.objects.filter(action="organisation:list:exported").exists())

    def test_a_class_leader_prints_for_own_students_only(self):
        self.client.force_login(self.cast.aigul)
        self.assertContains(self.client.get(self.own), "Мээрим")
        self.assertEqual(self.client.get(self.other).status_code, 404)
        self.client.post(self.own, {"people": [self.cast.sanjar.person_id]})
        self.assertFalse(User.objects.filter(person=self.cast.sanjar.person).exists())
        for key in ("staff", f"guardians-{self.cast.class_a.pk}", "nothing"):
            self.assertEqual(self.client.get(f"/slips/{key}/").status_code, 404, key)

    def test_a_barred_father_gets_no_slip(self):
        self.client.force_login(self.cast.admin)
        page = self.client.get(f"/slips/guardians-{self.cast.class_a.pk}/")
        self.assertContains(page, "Айнура")
        self.assertNotContains(page, "Кубат,")
        self.assertNotContains(page, f'value="{self.cast.kubat.person_id}"')

    def test_a_leader_gives_no_new_password_to_a_colleague_or_parent_who_is_on_the_list_too(self):
        c = self.cast
        Student.objects.filter(pk=c.meerim.pk).update(person=c.librarian.person)
        Student.objects.filter(pk=c.nurlan.pk).update(person=c.ainura.person)
        self.client.force_login(c.aigul)
        self.client.post(self.own, {"people": [c.librarian.person_id, c.ainura.person_id]})
        for user in (c.librarian, c.ainura):
            self.assertTrue(User.objects.get(pk=user.pk).check_password(cast.PASSWORD), user.username)

    def test_others_print_nothing(self):
        for name in ("chynara", "nurlan_user", "ainura", "librarian"):
            self.client.force_login(getattr(self.cast, name))
            self.assertEqual(self.client.get("/slips/").status_code, 403, name)

    def test_a_new_slip_ends_the_old_password_and_its_sessions(self):
        pupil = Client()
        pupil.post("/accounts/login/", {"login": "nurlan", "password": cast.PASSWORD})
        self.assertEqual(pupil.get("/profile/").status_code, 200)
        self.client.force_login(self.cast.aigul)
        self.client.post(self.own, {"people": [self.cast.nurlan.person_id]})
        self.assertEqual(pupil.get("/profile/").status_code, 302)


class Forgotten(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        User.objects.filter(username__in=["aigul", "farhat"]).update(email="mail@lyceum.example")

    def setUp(self):
        cache.clear()

    def ask(self, login: str):
        return Client().post("/accounts/forgotten/", {"login": login})

    def link(self) -> str:
        return re.search(r"https?://\S+", mail.outbox[-1].body).group().removeprefix(settings.PUBLIC_URL)

    def test_without_letters_the_page_says_whom_to_ask(self):
        page = Client().get("/accounts/forgotten/")
        self.assertContains(page, "администраторуна")
        self.assertNotContains(page, 'name="login"')
        self.ask("aigul")
        self.assertEqual(mail.outbox, [])

    @override_settings(SENDS_LETTERS=True)
    def test_every_login_gets_the_same_answer(self):
        answers = {
            re.sub(r'value="[^"]{64}"', "", self.ask(login).content.decode())
            for login in ("aigul", "bakyt", "nobody.here")
        }
        self.assertEqual(len(answers), 1)
        self.assertEqual(len(mail.outbox), 1)

    @override_settings(SENDS_LETTERS=True)
    def test_the_link_works_once_and_is_not_left_in_the_address(self):
        self.ask("aigul")
        response = self.client.get(self.link(), follow=True)
        self.assertEqual(response.request["PATH_INFO"], "/accounts/forgotten/new/")
        self.client.post("/accounts/forgotten/new/", {"new": PASSWORD})
        self.assertTrue(User.objects.get(username="aigul").check_password(PASSWORD))
        again = Client().get(self.link(), follow=True)
        self.assertNotContains(again, 'name="new"')

    @override_settings(SENDS_LETTERS=True)
    def test_the_letter_does_not_go_around_the_second_factor(self):
        self.ask("farhat")
        self.client.get(self.link())
        self.client.post("/accounts/forgotten/new/", {"new": PASSWORD})
        response = self.client.post("/accounts/login/", {"login": "farhat", "password": PASSWORD})
        self.assertEqual(response["Location"], "/accounts/code/")
        self.assertTrue(entrance.has_second_factor(self.cast.farhat))

    @override_settings(SENDS_LETTERS=True)
    def test_a_dismissed_or_barred_person_gets_no_letter(self):
        User.objects.filter(username="aigul").update(is_active=False)
        self.ask("aigul")
        self.assertEqual(mail.outbox, [])

    @override_settings(SENDS_LETTERS=True)
    def test_guessed_links_are_counted_too(self):
        client = Client()
        statuses = []
        for number in range(12):
            client.get(f"/accounts/forgotten/MQ/guess-{number}/")
            statuses.append(client.get("/accounts/forgotten/new/").status_code)
        self.assertEqual(statuses[-1], 429)


class OwnPage(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def test_it_says_which_roles_and_what_they_follow_from(self):
        self.client.force_login(self.cast.aigul)
        page = self.client.get("/profile/")
        self.assertContains(page, "10-А")
        self.assertContains(page, "11-Б")  # the number of the order

    def test_language_and_colours_stay_with_the_person(self):
        self.client.force_login(self.cast.aigul)
        self.client.post("/accounts/language/", {"language": "ru"})
        self.client.post("/profile/theme/", {"theme": "dark"})
        user = User.objects.get(username="aigul")
        self.assertEqual((user.language, user.theme), ("ru", "dark"))
        self.client.post("/profile/theme/", {"theme": "<script>"})
        self.assertEqual(User.objects.get(username="aigul").theme, "")
