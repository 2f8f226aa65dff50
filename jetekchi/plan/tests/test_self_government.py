"""Offices of a class: one holder a seat, gaps that show, assignments that are reported."""

from datetime import timedelta

from django.db import DatabaseError, transaction
from django.test import TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.organisation.services import close_term
from jetekchi.plan import selectors, services
from jetekchi.plan.models import AssignmentAct, OfficeTerm
from jetekchi.plan.selectors.offices import gaps_of
from jetekchi.plan.tests import selfgov_factories as made
from tests import cast

DAY = timedelta(days=1)


class SelfGovernmentOfAClass(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        cls.today = timezone.localdate()

    def refused(self, code: str, deed, **words) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**words)
        self.assertEqual(caught.exception.code, code)

    def test_two_students_do_not_hold_one_seat_on_one_day(self) -> None:
        term = made.term(self.cast.aigul, self.cast.nurlan)
        with self.assertRaises(Refused) as caught:
            made.term(self.cast.aigul, self.cast.meerim, from_on=self.today + DAY)
        self.assertEqual(caught.exception.code, "seat-taken")
        services.end_term(by=self.cast.aigul, term=term, until_on=self.today, because="көчтү")
        made.term(self.cast.aigul, self.cast.meerim, from_on=self.today + DAY)

    def test_the_database_itself_refuses_a_second_holder_whoever_writes(self) -> None:
        term = made.term(self.cast.aigul, self.cast.nurlan)
        second = OfficeTerm(
            class_group=term.class_group, office=term.office, student=self.cast.meerim, basis="meeting",
            from_on=term.until_on, until_on=term.until_on,
        )  # fmt: skip
        with self.assertRaises(DatabaseError), transaction.atomic():
            second.save()
        later = made.term(self.cast.aigul, self.cast.meerim, "sport")
        with self.assertRaises(DatabaseError), transaction.atomic():
            OfficeTerm.objects.filter(pk=later.pk).update(office=term.office)

    def test_in_a_closed_half_year_no_seat_is_taken_or_left(self) -> None:
        start, half = self.cast.year.start_on, self.cast.half
        held = made.term(self.cast.aigul, self.cast.nurlan, from_on=start)
        close_term(by=self.cast.farhat, term=half, reason="Сыноо")
        words = {"by": self.cast.aigul, "term": held, "because": "көчтү"}
        self.refused("half-year-closed", services.end_term, **words, until_on=start + DAY)
        with self.assertRaises(Refused) as caught:
            made.term(self.cast.aigul, self.cast.meerim, "sport", from_on=start)
        self.assertEqual(caught.exception.code, "half-year-closed")
        after = half.end_on + DAY
        services.end_term(**words, until_on=after)
        made.term(self.cast.aigul, self.cast.meerim, "sport", from_on=after)

    def test_the_same_seat_of_another_class_is_another_seat(self) -> None:
        made.term(self.cast.aigul, self.cast.nurlan)
        made.term(self.cast.bakyt, self.cast.sanjar)
        self.assertEqual(OfficeTerm.objects.count(), 2)

    def test_days_between_two_holders_are_a_gap_with_its_days(self) -> None:
        year = self.cast.year
        first, last = year.start_on, year.start_on + timedelta(days=40)
        terms = [
            OfficeTerm(from_on=first, until_on=first + timedelta(days=9)),
            OfficeTerm(from_on=first + timedelta(days=15), until_on=first + timedelta(days=20)),
        ]
        gaps = gaps_of(terms, None, last)
        self.assertEqual(
            [(gap.first - first, gap.days) for gap in gaps],
            [(timedelta(days=10), 5), (timedelta(days=21), 20)],
        )
        self.assertEqual(gaps_of(terms, None, first + timedelta(days=18))[-1].days, 5)
        self.assertEqual(gaps_of([], None, last), ())

    def test_a_seat_that_every_class_has_and_nobody_holds_shows_on_the_page(self) -> None:
        seats = {
            seat.office.code: seat for seat in selectors.seats_of(self.cast.class_a, self.cast.year.end_on)
        }
        self.assertTrue(seats["monitor"].is_vacant_now)
        self.assertFalse(seats["sport"].is_vacant_now)

    def test_an_assignment_is_given_reported_sent_back_reported_again_and_accepted(self) -> None:
        term = made.term(self.cast.aigul, self.cast.nurlan)
        one = made.assignment(self.cast.aigul, term)
        holder, leader = self.cast.nurlan_user, self.cast.aigul
        services.report_assignment(by=holder, assignment=one, report="Чыкты")
        services.send_back_report(by=leader, assignment=one, remark="Сүрөт кошулсун")
        services.report_assignment(by=holder, assignment=one, report="Сүрөт менен чыкты")
        services.accept_report(by=leader, assignment=one)
        deeds = list(AssignmentAct.objects.order_by("pk").values_list("deed", flat=True))
        self.assertEqual(deeds, ["given", "reported", "sent_back", "reported", "accepted"])
        self.refused(
            "assignment-state", services.withdraw_assignment, by=leader, assignment=one, remark="жок"
        )

    def test_what_is_asked_outside_the_term_or_after_it_is_refused(self) -> None:
        term = made.term(self.cast.aigul, self.cast.nurlan, until_on=self.today)
        words = {"by": self.cast.aigul, "term": term, "title": "Иш"}
        self.refused("days-outside", services.give_assignment, due_on=self.today + DAY, **words)
        OfficeTerm.objects.filter(pk=term.pk).update(from_on=self.today - 2 * DAY, until_on=self.today - DAY)
        self.refused("term-over", services.give_assignment, due_on=self.today, **words)

    def test_the_lyceum_changes_its_list_and_held_terms_stay(self) -> None:
        term = made.term(self.cast.aigul, self.cast.nurlan)
        words = services.OfficeWords(name="Билим сектору", kind="sector", is_active=False)
        services.save_office(by=self.cast.damir, office=term.office, words=words)
        self.assertNotIn("study", [office.code for office in selectors.offered_offices()])
        shown = {seat.office.code: seat.term for seat in selectors.seats_of(self.cast.class_a, self.today)}
        self.assertEqual(shown["study"], term)
