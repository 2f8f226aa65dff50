"""The list of all schedules: the same number of questions for two leaders and for forty, and who stands where."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jetekchi.core import remember
from jetekchi.organisation import services
from jetekchi.organisation.models import Appointment, User
from jetekchi.organisation.selectors import current_year
from jetekchi.organisation.selectors.schedule_desk import desk_rows
from jetekchi.organisation.services import schedule_route as route
from jetekchi.organisation.tests import schedules
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class Desk(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def leader(self, number: int) -> User:
        """One more class with its leader."""
        person = services.add_person(by=None, surname=f"Жетекчи{number}", given="Асел", sex="f")
        staff = services.hire(by=None, person=person, position="мугалим", hired_on=self.cast.year.start_on)
        user, _password = services.open_account(by=None, person=person, username=f"leader{number}")
        group = services.ensure_class(by=None, year=self.cast.year, label=f"{7 + number % 4}-{number}")
        start = self.cast.year.start_on
        services.appoint_leader(
            by=None, class_group=group, leader=staff, order_no=str(number), order_on=start, from_on=start
        )
        return user

    def rows(self, **asked: str):
        year = current_year()
        assert year is not None
        return desk_rows(self.cast.gulnara, year, asked.get("text", ""), asked.get("state", ""))

    def queries(self) -> int:
        client = Client()
        client.force_login(self.cast.gulnara)
        client.get(reverse("organisation:schedules"))
        remember.forget()
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(client.get(reverse("organisation:schedules")).status_code, 200)
        return len(asked)

    def test_forty_leaders_cost_no_more_questions_than_two(self) -> None:
        route.submit_schedule(by=self.cast.aigul, schedule=schedules.begun(self.cast.aigul))
        few = self.queries()
        for number in range(38):
            user = self.leader(number)
            schedule = schedules.begun(user)
            if number % 2:
                route.submit_schedule(by=user, schedule=schedule)
        self.assertEqual(len(self.rows()), 40)
        self.assertLessEqual(self.queries(), few)
        self.assertLessEqual(few, 15)

    def test_who_waits_longest_stands_first_and_who_has_none_is_found(self) -> None:
        first = schedules.begun(self.cast.bakyt)
        route.submit_schedule(by=self.cast.bakyt, schedule=first)
        route.submit_schedule(by=self.cast.aigul, schedule=schedules.begun(self.cast.aigul))
        self.assertEqual(
            [row.staff.person for row in self.rows()], [self.cast.bakyt.person, self.cast.aigul.person]
        )
        route.approve_schedule(by=self.cast.gulnara, schedule=first)
        self.assertEqual([row.staff.person for row in self.rows(state="none")], [self.cast.aigul.person])
        self.assertEqual([row.state for row in self.rows(text="токтомуш")], ["in_force"])

    def test_a_later_appointment_moves_the_day_on_which_the_schedule_is_due(self) -> None:
        late = timezone.localdate() - timedelta(days=1)
        Appointment.objects.filter(pk=self.cast.appointment_a.pk).update(from_on=late)
        row = next(row for row in self.rows() if row.staff.person == self.cast.aigul.person)
        self.assertEqual((row.due_on, row.is_late), (late + timedelta(days=10), False))
