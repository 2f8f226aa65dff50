"""An old page or an old form rewrites nothing that was already: last days, holders, leaders."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.organisation import services
from jetekchi.organisation.models import User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import leader_of
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class OldPages(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        cls.today = timezone.localdate()

    def test_a_former_leader_is_not_brought_back_beside_the_present_one(self) -> None:
        c = self.cast
        services.appoint_leader(
            by=None,
            class_group=c.class_a,
            leader=c.staff(c.chynara),
            order_no="77",
            order_on=self.today,
            from_on=self.today,
        )
        c.appointment_a.refresh_from_db()
        last = c.appointment_a.until_on
        self.client.force_login(c.farhat)
        answer = self.client.post(
            f"/classes/{c.class_a.pk}/leaders/{c.appointment_a.pk}/end/",
            {"until_on": str(self.today + timedelta(days=60))},
        )
        self.assertEqual(answer.status_code, 422)
        c.appointment_a.refresh_from_db()
        self.assertEqual(c.appointment_a.until_on, last)
        self.assertEqual(leader_of(c.class_a).leader, c.staff(c.chynara))

    def test_a_role_that_ended_long_ago_keeps_its_last_day(self) -> None:
        c, ended = self.cast, self.today - timedelta(days=40)
        grant = services.grant_role(
            by=None,
            user=c.librarian,
            role=Role.PSYCHOLOGIST,
            from_on=ended - timedelta(days=100),
            until_on=ended,
        )
        self.client.force_login(c.admin)
        self.client.post(f"/staff/{c.staff(c.librarian).pk}/roles/{grant.pk}/end/")
        grant.refresh_from_db()
        self.assertEqual(grant.until_on, ended)

    def test_who_sat_in_a_seat_is_not_wiped_out_by_an_earlier_day_of_the_next_one(self) -> None:
        c, office = self.cast, self.cast.quality_office
        services.seat(by=None, office=office, person=c.damir.person, from_on=self.today - timedelta(days=30))
        with self.assertRaises(Refused) as caught:
            services.seat(
                by=None, office=office, person=c.doctor.person, from_on=self.today - timedelta(days=60)
            )
        self.assertEqual(caught.exception.code, "seat-held")
        self.assertEqual(office.holdings.get().person, c.damir.person)

    def test_a_seat_taken_by_mistake_today_is_given_to_another_on_the_same_day(self) -> None:
        c, office = self.cast, self.cast.quality_office
        services.seat(by=None, office=office, person=c.damir.person, from_on=self.today)
        services.seat(by=None, office=office, person=c.doctor.person, from_on=self.today)
        self.assertEqual(office.holding_on(self.today).person, c.doctor.person)

    def test_who_was_dismissed_or_left_and_comes_back_comes_in_again(self) -> None:
        c, before = self.cast, self.today - timedelta(days=1)
        services.dismiss(by=None, staff=c.staff(c.librarian), dismissed_on=before)
        services.hire(by=None, person=c.librarian.person, position="китепканачы", hired_on=self.today)
        services.release_student(by=None, student=c.nurlan, left_on=before, order_no="9")
        services.enrol(by=None, student=c.nurlan, class_group=c.class_a, from_on=self.today, order_no="10")
        for user in (c.librarian, c.nurlan_user):
            self.client.force_login(user)
            self.assertEqual(self.client.get("/").status_code, 200, user)


class TheLast(TestCase):
    """What would leave the lyceum without an administrator, or a class without its leader, is refused."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def refusal(self, deed, **given) -> str:
        with self.assertRaises(Refused) as caught:
            deed(by=self.cast.admin, **given)
        return caught.exception.code

    def test_the_last_administrator_keeps_the_role_and_the_work_until_there_is_another(self) -> None:
        admin, grant = self.cast.admin, self.cast.admin.grants.get()
        away = {"staff": self.cast.staff(admin), "dismissed_on": timezone.localdate()}
        self.assertEqual(self.refusal(services.end_role, grant=grant), "last-administrator")
        self.assertEqual(self.refusal(services.dismiss, **away), "last-administrator")
        services.grant_role(by=admin, user=self.cast.elmira, role=Role.ADMINISTRATOR)
        services.end_role(by=admin, grant=grant)
        theirs = self.cast.elmira.grants.get(role=Role.ADMINISTRATOR)
        self.assertEqual(self.refusal(services.end_role, grant=theirs), "last-administrator")

    def test_an_administrator_who_may_no_longer_come_in_is_no_other_administrator(self) -> None:
        services.grant_role(by=None, user=self.cast.elmira, role=Role.ADMINISTRATOR)
        User.objects.filter(pk=self.cast.elmira.pk).update(is_active=False)
        grant = self.cast.admin.grants.get()
        self.assertEqual(self.refusal(services.end_role, grant=grant), "last-administrator")

    def test_who_leads_a_class_until_a_later_day_is_not_dismissed_before_it(self) -> None:
        today = timezone.localdate()
        services.end_appointment(
            by=None, appointment=self.cast.appointment_a, until_on=today + timedelta(days=9)
        )
        away = {"staff": self.cast.staff(self.cast.aigul), "dismissed_on": today}
        self.assertEqual(self.refusal(services.dismiss, **away), "still-leads-a-class")
