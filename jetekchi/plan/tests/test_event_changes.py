"""What others change of an approved outing, and what is changed no more in a closed half-year (3.1, 3.11, 7.1)."""

from datetime import datetime, time, timedelta
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import Notice
from jetekchi.organisation.services import close_term
from jetekchi.plan import selectors, services
from jetekchi.plan.models import Event, EventInvitation
from jetekchi.plan.tests import event_factories as made
from jetekchi.plan.tests.test_event_safety import photo
from tests import cast as casting


class ChangesOfAnEvent(TestCase):
    cast: casting.Cast
    trip: Event

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = casting.build()
        cls.trip = made.outing(cls.cast.aigul, cls.cast.class_a, cls.cast.staff(cls.cast.chynara))
        services.invite_classes(by=cls.cast.aigul, event=cls.trip, classes=[cls.cast.class_b])

    def refused(self, code: str, deed: object, **given: object) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**given)  # type: ignore[operator]
        self.assertEqual(caught.exception.code, code)

    def answer(self, accepts: bool) -> EventInvitation:
        return services.answer_invitation(
            by=self.cast.bakyt,
            invitation=self.trip.invitations.get(),
            accepts=accepts,
            students=[self.cast.sanjar],
        )

    def risk(self) -> str:
        self.trip.refresh_from_db()
        return self.trip.risk

    def test_an_answer_that_brings_the_same_children_leaves_the_approval(self) -> None:
        self.answer(accepts=True)
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        self.answer(accepts=True)
        self.assertEqual(self.risk(), "approved")

    def test_other_children_make_the_approval_void_and_leader_and_head_are_told(self) -> None:
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        self.answer(accepts=False)
        self.assertEqual(self.risk(), "approved")
        Notice.objects.all().delete()
        self.answer(accepts=True)
        self.assertEqual(self.risk(), "")
        told = Notice.objects.filter(clause="7.1").values_list("to", flat=True)
        self.assertEqual(set(told), {self.cast.aigul.pk, self.cast.damir.pk})

    def test_once_an_outing_has_begun_nobody_takes_its_approval_away(self) -> None:
        self.answer(accepts=True)
        self.trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        self.answer(accepts=False)
        self.assertEqual(self.risk(), "approved")
        self.answer(accepts=True)
        self.assertIn(self.cast.sanjar, selectors.counted_students(self.trip))
        self.assertEqual(self.risk(), "approved")
        everybody = tuple(self.cast.class_a.students.all()[:1])
        now = {"on": self.trip.on, "starts_at": self.trip.starts_at, "place": self.trip.place}
        fewer = made.occasion(self.cast.class_a, **now, is_outside=True, students=everybody)
        services.change_event(by=self.cast.aigul, event=self.trip, occasion=fewer)
        self.assertEqual(self.risk(), "approved")

    def test_an_outing_put_to_a_later_hour_of_its_day_is_approved_anew(self) -> None:
        noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        Event.objects.update(on=noon.date(), starts_at=time(11))
        self.trip.refresh_from_db()
        everybody = tuple(self.cast.class_a.students.all())
        later = made.occasion(
            self.cast.class_a, starts_at=time(15), place=self.trip.place, is_outside=True, students=everybody
        )
        with mock.patch("django.utils.timezone.now", return_value=noon):
            services.change_event(by=self.cast.aigul, event=self.trip, occasion=later)
        self.assertEqual(self.risk(), "")

    def test_what_was_approved_inside_is_approved_anew_when_it_goes_out(self) -> None:
        inside = made.class_hour(self.cast.aigul, self.cast.class_a)
        Event.objects.filter(pk=inside.pk).update(risk="approved")
        inside.refresh_from_db()
        out = made.occasion(self.cast.class_a, starts_at=time(0, 1), is_outside=True)
        services.change_event(by=self.cast.aigul, event=inside, occasion=out)
        inside.refresh_from_db()
        self.assertEqual((inside.is_outside, inside.risk), (True, ""))

    def test_while_children_are_on_the_way_an_event_is_neither_cancelled_nor_put_to_another_time(
        self,
    ) -> None:
        self.trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        leader = {"by": self.cast.aigul, "event": self.trip}
        everybody = list(self.cast.class_a.students.all())
        services.count_heads(**leader, point="out", here=everybody)
        self.refused("children-out", services.cancel_event, **leader, reason="Жаан")
        place = {"place": self.trip.place, "is_outside": True, "students": tuple(everybody)}
        late = made.occasion(self.cast.class_a, **place, starts_at=time(23, 59))
        self.refused("children-out", services.change_event, **leader, occasion=late)
        services.count_heads(**leader, point="back", here=everybody)
        services.cancel_event(**leader, reason="Жаан")

    def test_where_nobody_set_out_the_event_is_cancelled(self) -> None:
        self.trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        leader = {"by": self.cast.aigul, "event": self.trip}
        services.count_heads(**leader, point="out", here=[])
        services.cancel_event(**leader, reason="Эч ким келген жок")

    def test_the_day_after_an_outing_no_class_joins_it_any_more(self) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        Event.objects.filter(pk=self.trip.pk).update(on=yesterday)
        for accepts in (True, False):
            self.refused("event-begun", self.answer, accepts=accepts)

    def test_what_waited_from_a_half_year_that_was_closed_is_given_back(self) -> None:
        made.submitted(self.cast.aigul, self.trip)
        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        services.return_risk(by=self.cast.damir, event=self.trip, remark="Жарым жылдык жабылды")
        self.assertEqual(self.risk(), "returned")

    def test_an_approved_outing_is_not_put_into_the_past_with_its_approval(self) -> None:
        made.approved(self.cast.aigul, self.cast.damir, self.trip)
        everybody = tuple(self.cast.class_a.students.all())
        yesterday = timezone.localdate() - timedelta(days=1)
        place = {"starts_at": self.trip.starts_at, "place": self.trip.place, "is_outside": True}
        moved = made.occasion(self.cast.class_a, **place, on=yesterday, students=everybody)
        given = {"by": self.cast.aigul, "event": self.trip}
        self.refused("outing-past", services.change_event, **given, occasion=moved)
        self.trip.refresh_from_db()
        self.assertEqual((self.trip.risk, self.trip.on > yesterday), ("approved", True))

    def test_an_event_of_a_closed_half_year_is_neither_moved_nor_answered_nor_filed(self) -> None:
        later = self.cast.half.end_on + timedelta(days=30)
        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        leader = {"by": self.cast.aigul, "event": self.trip}
        moved = made.occasion(self.cast.class_a, on=later, starts_at=self.trip.starts_at, is_outside=True)
        closed = "half-year-closed"
        self.refused(closed, services.change_event, **leader, occasion=moved)
        self.refused(closed, services.invite_classes, **leader, classes=[self.cast.class_b])
        self.refused(closed, self.answer, accepts=True)
        self.refused(closed, services.add_hazard, **leader, hazard="муз", measure="жай басуу")
        self.refused(closed, services.ask_consents, **leader)
        self.refused(closed, services.add_files, **leader, kind="protocol", uploads=[photo()])

    def test_in_a_closed_half_year_only_children_who_are_still_on_the_way_are_counted(self) -> None:
        trip = made.on_its_day(made.approved(self.cast.aigul, self.cast.damir, self.trip))
        here = {"by": self.cast.aigul, "event": trip, "here": list(self.cast.class_a.students.all())}
        services.count_heads(**here, point="out")
        close_term(by=self.cast.farhat, term=self.cast.half, reason="Сыноо")
        services.count_heads(**here, point="back")
        self.refused("half-year-closed", services.count_heads, **here, point="way")
        back = trip.counts.get(point="back")
        self.refused("half-year-closed", services.count_heads, **here, point="back", corrects=back)
