"""A query whose text is kept asks the database every time, with the values of now."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.test import TestCase

from jetekchi.core.prepared import Listed, Prepared, Written
from jetekchi.organisation.models import CalendarDay


class PreparedTests(TestCase):
    def test_each_time_the_rows_are_those_of_now_and_of_the_values_given(self):
        days = Prepared(
            lambda after: CalendarDay.objects.filter(day__gt=after).order_by("day").values_list("day")
        )
        self.assertEqual(days.rows(after=date(2026, 9, 1)), [])
        CalendarDay.objects.create(day=date(2026, 11, 7), kind=CalendarDay.Kind.HOLIDAY)
        self.assertEqual(len(days.rows(after=date(2026, 9, 1))), 1)
        self.assertEqual(days.rows(after=date(2026, 11, 7)), [])

    def test_the_text_is_made_once_and_each_asking_is_one_query(self):
        made = []

        def days(on):
            made.append(on)
            return CalendarDay.objects.filter(day=on).values_list("day")

        prepared = Prepared(days)
        for number in (1, 2, 3):
            with self.assertNumQueries(1):
                prepared.rows(on=date(2026, 9, number))
        self.assertEqual(len(made), 1)

    def test_a_value_that_the_query_does_not_ask_for_is_a_fault_not_an_open_door(self):
        everything = Prepared(lambda on: CalendarDay.objects.values_list("day"))
        with self.assertRaisesMessage(AssertionError, "found no place"):
            everything.rows(on=date(2026, 9, 1))

    def test_two_values_that_are_equal_keep_their_own_places(self):
        between = Prepared(
            lambda first, last: CalendarDay.objects.filter(day__gte=first, day__lte=last).values_list("day")
        )
        CalendarDay.objects.create(day=date(2026, 11, 7), kind=CalendarDay.Kind.HOLIDAY)
        for first, last, count in ((7, 7, 1), (8, 8, 0), (1, 30, 1), (30, 1, 0)):
            with self.assertNumQueries(1):
                found = between.rows(first=date(2026, 11, first), last=date(2026, 11, last))
            self.assertEqual(len(found), count, (first, last))


class ListedTests(TestCase):
    """A long list by a kept text: sixty days, of which a page shows fifty."""

    @classmethod
    def setUpTestData(cls):
        cls.days = [date(2026, 9, 1) + timedelta(days=step) for step in range(60)]
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, kind=CalendarDay.Kind.HOLIDAY) for day in cls.days
        )

    def listed(self, **by):
        found = CalendarDay.objects.filter(**by).order_by().values_list("day", "kind")
        return Listed(Written.of(found), ("-day",), {})

    def test_how_many_there_are_comes_with_the_first_page_and_each_other_page_is_one_query(self):
        with self.assertNumQueries(1):
            page = Paginator(found := self.listed(), 50).get_page(1)
        self.assertEqual((page.paginator.count, [row[0] for row in page]), (60, self.days[:9:-1]))
        with self.assertNumQueries(1):
            page = Paginator(found, 50).get_page(2)
        self.assertEqual([row[0] for row in page], self.days[9::-1])

    def test_a_page_behind_the_last_is_the_last(self):
        page = Paginator(self.listed(), 50).get_page(9)
        self.assertEqual((page.number, len(page)), (2, 10))

    def test_nothing_found_is_an_empty_page_also_where_the_query_can_find_nothing(self):
        nowhere: tuple[dict[str, Any], ...] = ({"day": date(2020, 1, 1)}, {"pk__in": []})
        for nothing in nowhere:
            page = Paginator(self.listed(**nothing), 50).get_page(1)
            self.assertEqual((page.paginator.count, list(page)), (0, []))

    def test_all_rows_come_in_order_one_after_another(self):
        self.assertEqual([row[0] for row in self.listed()], self.days[::-1])
