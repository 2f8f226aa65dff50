"""The two clocks: five days before the institution's plan, never on a day without work (3.1)."""

from datetime import date, timedelta
from unittest.mock import patch

from django.test import TestCase

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent, Notice
from jetekchi.organisation.models import CalendarDay
from jetekchi.organisation.services import change_setting
from jetekchi.organisation.services.calendar import mark_day
from jetekchi.plan import services
from jetekchi.plan.models import InstitutionPlan
from jetekchi.plan.selectors import clocks_of
from jetekchi.plan.services.dates import DAYS_MOVED
from tests import cast

# A Saturday; five days before it is a Monday.
SATURDAY = date(2026, 12, 5)


def on(day):
    """As if the morning were that of this day."""
    return patch("django.utils.timezone.localdate", return_value=day)


class Clocks(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build(date(2026, 11, 23))
        CalendarDay.objects.all().delete()

    def set(self, day=SATURDAY):
        InstitutionPlan.objects.update_or_create(half_year=self.cast.half, defaults={"approval_on": day})
        return clocks_of(self.cast.half)

    def free(self, *days):
        for day in days:
            CalendarDay.objects.create(day=day, kind=CalendarDay.Kind.HOLIDAY)

    def test_five_calendar_days_before_and_three_working_days_to_look_it_through(self):
        clocks = self.set()
        self.assertEqual(clocks.approved_by, date(2026, 11, 30))
        self.assertEqual(clocks.submit_by, date(2026, 11, 25 if self.five_days() else 26))

    def five_days(self):
        from jetekchi.organisation.selectors import setting

        return int(setting("school_days")) == 5

    def test_a_weekend_gives_way_to_the_last_working_day_before_it(self):
        # Five days before Friday the 4th is Sunday the 29th.
        approved_by = self.set(date(2026, 12, 4)).approved_by
        self.assertEqual(approved_by, date(2026, 11, 27 if self.five_days() else 28))

    def test_a_holiday_moved_in_mid_year_moves_both_days(self):
        before = self.set()
        self.free(date(2026, 11, 30))
        after = clocks_of(self.cast.half)
        self.assertLess(after.approved_by, before.approved_by)
        self.assertLess(after.submit_by, before.submit_by)
        CalendarDay.objects.all().delete()
        self.assertEqual(clocks_of(self.cast.half), before)

    def test_working_days_are_counted_when_the_lyceum_says_so(self):
        calendar = self.set()
        change_setting(by=self.cast.farhat, key="plan_days_kind", value="working")
        working = clocks_of(self.cast.half)
        self.assertEqual(working.approved_by, date(2026, 11, 30))
        self.free(date(2026, 12, 2))
        self.assertLess(clocks_of(self.cast.half).approved_by, calendar.approved_by)

    def test_a_working_saturday_counts(self):
        CalendarDay.objects.create(day=date(2026, 11, 29), kind=CalendarDay.Kind.WORKING)
        self.assertEqual(self.set(date(2026, 12, 4)).approved_by, date(2026, 11, 29))

    def test_before_a_day_is_set_it_is_counted_from_the_half_years_start(self):
        clocks = clocks_of(self.cast.half)
        self.assertFalse(clocks.is_set)
        self.assertEqual(clocks.institution_on, self.cast.half.start_on + timedelta(days=14))

    def test_setting_the_day_tells_leaders_and_supervisors_and_moves_the_clocks(self):
        services.set_institution_day(by=self.cast.damir, half=self.cast.half, approval_on=SATURDAY)
        clocks = clocks_of(self.cast.half)
        self.assertEqual((clocks.is_set, clocks.approved_by), (True, date(2026, 11, 30)))
        told = set(Notice.objects.filter(clause="3.1").values_list("to__username", flat=True))
        self.assertTrue({"aigul", "bakyt", "elmira", "farhat"} <= told, told)
        self.assertNotIn("ainura", told)

    def test_a_day_outside_the_half_year_is_refused(self):
        with self.assertRaises(Refused):
            services.set_institution_day(
                by=self.cast.damir, half=self.cast.half, approval_on=self.cast.half.end_on + timedelta(days=1)
            )

    def told(self):
        return Notice.objects.filter(message=DAYS_MOVED)

    def test_holidays_moved_in_mid_year_are_told_to_everybody_once_and_put_on_record(self):
        services.set_institution_day(by=self.cast.damir, half=self.cast.half, approval_on=SATURDAY)
        self.assertEqual(services.tell_moved_days(), 0)
        before = clocks_of(self.cast.half)
        mark_day(by=self.cast.farhat, day=date(2026, 11, 30), kind=CalendarDay.Kind.HOLIDAY)
        self.assertLess(clocks_of(self.cast.half).submit_by, before.submit_by)
        with on(date(2026, 11, 23)):
            self.assertGreater(services.tell_moved_days(), 0)
            self.assertEqual(services.tell_moved_days(), 0)
        told = set(self.told().values_list("to__username", flat=True))
        self.assertTrue({"aigul", "bakyt", "damir", "elmira"} <= told, told)
        self.assertNotIn("ainura", told)
        self.assertEqual(AuditEvent.objects.filter(action="plan:days:moved").count(), 1)

    def test_days_that_are_past_or_of_a_closed_half_year_are_told_to_nobody(self):
        services.set_institution_day(by=self.cast.damir, half=self.cast.half, approval_on=SATURDAY)
        self.free(date(2026, 11, 30))
        with on(date(2026, 12, 20)):
            self.assertEqual(services.tell_moved_days(), 0)
        self.assertFalse(self.told().exists())

    def test_a_setting_that_moves_the_days_is_told_too(self):
        services.set_institution_day(by=self.cast.damir, half=self.cast.half, approval_on=SATURDAY)
        change_setting(by=self.cast.farhat, key="plan_days_before", value=9)
        with on(date(2026, 11, 23)):
            self.assertGreater(services.tell_moved_days(), 0)

    def test_the_job_of_the_morning_tells(self):
        from jetekchi.plan.jobs import tell_moved_days

        services.set_institution_day(by=self.cast.damir, half=self.cast.half, approval_on=SATURDAY)
        self.free(date(2026, 11, 30))
        with on(date(2026, 11, 23)):
            tell_moved_days.func()
        self.assertTrue(self.told().exists())
