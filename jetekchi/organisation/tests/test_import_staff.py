from django.test import TestCase

from jetekchi.core.http import Refused
from jetekchi.organisation.models import RoleGrant, Staff, Teaching, User
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import csv_bytes

KIND = importing.STAFF
HEADINGS = ("Табель №", "Фамилиясы", "Аты", "Кызматы", "Предмети", "Класстары", "Логин", "Ролдору")
BIOLOGIST = ("11", "Турдалиева", "Кенжегүл", "биология мугалими", "Биология", "9-А, 9-Б", "turdalieva", "")
HEAD = ("12", "Акматов", "Улан", "окуу бөлүмүнүн башчысы", "", "", "akmatov", "head of study department")


def asked(*rows, headings=HEADINGS):
    return {
        "kind": KIND,
        "name": "staff.csv",
        "data": csv_bytes(headings, rows),
        "year_name": "2026-2027",
        "create_missing": True,
    }


def take_in(*rows, **more):
    return importing.take_in(by=None, **asked(*rows, **more))


def first_problem(*rows, **more):
    return importing.rehearse(**asked(*rows, **more)).plan.refused[0].row.problems[0].column


class AListOfStaff(TestCase):
    def test_brings_people_what_they_teach_accounts_and_roles(self):
        done = take_in(BIOLOGIST, HEAD)
        assert done.run.added == 2
        assert Staff.objects.get(number="11").teachings.count() == 2
        user = User.objects.get(username="akmatov")
        assert user.grants.get().role == "head_of_study"
        assert not user.has_usable_password()

    def test_again_changes_nothing(self):
        take_in(BIOLOGIST, HEAD)
        assert take_in(BIOLOGIST, HEAD).run is None

    def test_several_lines_of_one_person_are_one_person(self):
        more = (*BIOLOGIST[:4], "Химия", "9-А", "", "")
        take_in(BIOLOGIST, more)
        assert Staff.objects.count() == 1
        assert Teaching.objects.count() == 3

    def test_without_numbers_the_name_says_who_it_is(self):
        headings = HEADINGS[1:]
        take_in(BIOLOGIST[1:], headings=headings)
        done = take_in((*BIOLOGIST[1:3], "химия мугалими", *BIOLOGIST[4:]), headings=headings)
        assert done.run.changed == 1
        assert Staff.objects.get().position == "химия мугалими"

    def test_two_of_one_name_need_their_numbers(self):
        take_in(BIOLOGIST, ("13", *BIOLOGIST[1:4], "", "", "", ""))
        assert first_problem(BIOLOGIST[1:], headings=HEADINGS[1:]) == "surname"

    def test_a_login_of_somebody_else_is_refused(self):
        take_in(BIOLOGIST)
        assert first_problem((*HEAD[:6], "turdalieva", "")) == "login"

    def test_a_role_needs_a_login_and_a_known_name(self):
        assert first_problem((*HEAD[:6], "", "head of study department")) == "login"
        assert first_problem((*HEAD[:7], "emperor")) == "roles"

    def test_it_is_undone_as_a_whole(self):
        run = take_in(BIOLOGIST, HEAD).run
        importing.undo(by=None, run=run)
        assert not Staff.objects.exists()
        assert not User.objects.exists()
        assert not RoleGrant.objects.exists()

    def test_not_when_the_account_was_used_for_something(self):
        run = take_in(BIOLOGIST).run
        user = User.objects.get()
        importing.take_in(**{**asked(HEAD), "by": user})
        with self.assertRaises(Refused):
            importing.undo(by=None, run=run)
