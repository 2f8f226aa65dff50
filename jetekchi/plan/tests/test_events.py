"""Class hours and events: planned, held, corrected; the record of work and the plan know of them (3.11, 5.3)."""

from datetime import datetime, time, timedelta
from unittest import mock

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.plan import selectors, services
from jetekchi.plan.models import Event, PlanEvidence
from jetekchi.plan.tests import event_factories as made
from jetekchi.plan.tests import factories
from jetekchi.worklog.models import WorkEntry
from tests import cast


class EventsHeld(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()

    def refused(self, code: str, deed: object, **given: object) -> None:
        with self.assertRaises(Refused) as caught:
            deed(**given)  # type: ignore[operator]
        self.assertEqual(caught.exception.code, code)

    def test_a_class_hour_held_writes_one_entry_that_names_who_took_part(self) -> None:
        event = made.class_hour(self.cast.aigul, self.cast.class_a, students=(self.cast.nurlan,))
        services.hold_event(by=self.cast.aigul, event=event, result="Эрежелер кабыл алынды.")
        entry = WorkEntry.objects.get()
        self.assertEqual((entry.kind.code, entry.source, entry.numbers), ("class_hour", "event", ["5.3"]))
        self.assertEqual(list(entry.students.all()), [self.cast.nurlan])
        self.assertEqual(entry.text, "Ынтымак. Эрежелер кабыл алынды.")

    def test_an_item_of_the_plan_is_done_with_the_event_as_its_evidence(self) -> None:
        item = factories.item(self.cast.aigul, self.cast.class_a, self.cast.half)
        event = made.class_hour(self.cast.aigul, self.cast.class_a, item=item)
        services.hold_event(by=self.cast.aigul, event=event, result="Өттү.")
        item.refresh_from_db()
        self.assertEqual((item.state, item.done_on, item.result), ("done", event.on, "Өттү."))
        self.assertEqual(PlanEvidence.objects.get(item=item).entry, WorkEntry.objects.get())

    def test_nothing_is_held_before_its_day_and_nothing_without_anybody(self) -> None:
        later = made.class_hour(
            self.cast.aigul, self.cast.class_a, on=timezone.localdate() + timedelta(days=1)
        )
        self.refused("day-future", services.hold_event, by=self.cast.aigul, event=later, result="")
        empty = made.class_hour(self.cast.aigul, self.cast.class_a, students=())
        self.refused("nobody-there", services.hold_event, by=self.cast.aigul, event=empty, result="")
        self.assertFalse(WorkEntry.objects.exists())

    def test_nothing_is_held_before_its_hour(self) -> None:
        event = made.class_hour(self.cast.aigul, self.cast.class_a, starts_at=time(15))
        midday = timezone.make_aware(datetime.combine(event.on, time(12)))
        held = {"by": self.cast.aigul, "event": event, "result": ""}
        with mock.patch("django.utils.timezone.now", return_value=midday):
            self.refused("hour-future", services.hold_event, **held)
        with mock.patch("django.utils.timezone.now", return_value=midday + timedelta(hours=3)):
            self.assertTrue(services.hold_event(**held).is_held)

    def test_a_student_of_another_class_takes_no_part_and_an_organiser_takes_part(self) -> None:
        given = {"by": self.cast.aigul, "class_group": self.cast.class_a}
        wrong = made.occasion(self.cast.class_a, students=(self.cast.sanjar,))
        self.refused("student-not-of-class", services.plan_event, **given, occasion=wrong)
        wrong = made.occasion(self.cast.class_a, students=(self.cast.nurlan,), organisers=(self.cast.meerim,))
        self.refused("organiser-not-there", services.plan_event, **given, occasion=wrong)

    def test_a_correction_keeps_the_old_words_and_the_item_gets_the_new_entry(self) -> None:
        item = factories.item(self.cast.aigul, self.cast.class_a, self.cast.half)
        event = made.class_hour(self.cast.aigul, self.cast.class_a, item=item)
        services.hold_event(by=self.cast.aigul, event=event, result="Ката")
        services.correct_event(
            by=self.cast.aigul,
            event=event,
            result="Туура",
            reflection="Кийинки жолу кыскараак",
            students=(self.cast.meerim,),
            organisers=(self.cast.meerim,),
        )
        old, new = WorkEntry.objects.order_by("pk")
        self.assertEqual((old.is_live, new.is_live, new.corrects), (False, True, old))
        self.assertEqual(list(new.students.all()), [self.cast.meerim])
        self.assertTrue(PlanEvidence.objects.filter(item=item, entry=new).exists())

    def test_a_cancelled_event_says_why_and_is_not_held(self) -> None:
        event = made.class_hour(self.cast.aigul, self.cast.class_a)
        self.refused("reason-missing", services.cancel_event, by=self.cast.aigul, event=event, reason=" ")
        services.cancel_event(by=self.cast.aigul, event=event, reason="Карантин")
        self.refused("event-state", services.hold_event, by=self.cast.aigul, event=event, result="")

    def test_an_accepted_class_brings_its_own_students_and_gets_its_own_entry(self) -> None:
        event = made.class_hour(self.cast.aigul, self.cast.class_a)
        services.invite_classes(by=self.cast.aigul, event=event, classes=[self.cast.class_b])
        invitation = event.invitations.get()
        self.refused(
            "nobody-there",
            services.answer_invitation,
            by=self.cast.bakyt,
            invitation=invitation,
            accepts=True,
        )
        services.answer_invitation(
            by=self.cast.bakyt, invitation=invitation, accepts=True, students=[self.cast.sanjar]
        )
        services.hold_event(by=self.cast.aigul, event=event, result="")
        entries = {entry.class_group: list(entry.students.all()) for entry in WorkEntry.objects.all()}
        self.assertEqual(entries[self.cast.class_b], [self.cast.sanjar])
        self.assertNotIn(self.cast.sanjar, entries[self.cast.class_a])
        figures = selectors.event_figures([self.cast.class_a, self.cast.class_b], self.cast.half)
        self.assertEqual(figures[self.cast.class_b.pk].took_part, {self.cast.sanjar.pk})
        self.assertEqual(figures[self.cast.class_a.pk].held, 1)

    def test_a_declined_invitation_takes_the_students_off_again(self) -> None:
        event = made.class_hour(self.cast.aigul, self.cast.class_a)
        services.invite_classes(by=self.cast.aigul, event=event, classes=[self.cast.class_b])
        answer = {"by": self.cast.bakyt, "invitation": event.invitations.get()}
        services.answer_invitation(**answer, accepts=True, students=[self.cast.sanjar])
        services.answer_invitation(**answer, accepts=False, remark="сынак")
        self.assertFalse(event.participants.filter(student=self.cast.sanjar).exists())
        self.refused(
            "nobody-invited",
            services.invite_classes,
            by=self.cast.aigul,
            event=event,
            classes=[self.cast.class_b],
        )

    def test_an_answer_that_is_neither_yes_nor_no_is_none(self) -> None:
        event = made.class_hour(self.cast.aigul, self.cast.class_a)
        services.invite_classes(by=self.cast.aigul, event=event, classes=[self.cast.class_b])
        before = event.invitations.values().get()
        self.client.force_login(self.cast.bakyt)
        page = reverse("plan:event_answer", args=[event.pk, self.cast.class_b.pk])
        for said in ({"answer": "maybe"}, {"answer": ""}, {}):
            answer = self.client.post(
                page, {"students": [self.cast.sanjar.pk], "form_key": str(said), **said}
            )
            self.assertTrue(answer.context["form"].errors)
        self.assertEqual(event.invitations.values().get(), before)

    def test_the_list_finds_by_words_kind_clause_and_month(self) -> None:
        hour = made.class_hour(self.cast.aigul, self.cast.class_a, theme="Өзгөчө талкуу")
        trip = made.outing(self.cast.aigul, self.cast.class_a)

        def found(**by: object) -> list[Event]:
            return list(selectors.events(self.cast.aigul, selectors.EventFilters(**by)))  # type: ignore[arg-type]

        self.assertEqual(found(words="озгочо"), [hour])
        self.assertEqual(found(kind="excursion"), [trip])
        self.assertEqual(found(clause="3.11"), [trip])
        self.assertEqual(set(found(month=hour.on.replace(day=1))) >= {hour}, True)
