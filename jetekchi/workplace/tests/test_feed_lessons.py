"""The calendar feed holds the owner's lessons as they stand today, class hours and events, and no word about a child."""

from datetime import date, time, timedelta
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Component

from jetekchi.core import remember
from jetekchi.journal import services as journal
from jetekchi.journal.models import Lesson
from jetekchi.journal.selectors.school_days import is_school_day
from jetekchi.journal.tests import lesson_factories
from jetekchi.organisation.models import CalendarDay, User
from jetekchi.plan import services as plan
from jetekchi.plan.tests import event_factories, factories
from tests import cast


class FeedOfLessons(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        plan.ensure_directions(by=None)
        plan.ensure_event_kinds(by=None)
        cls.maths, cls.literature = lesson_factories.lessons(cls.cast)

    def setUp(self) -> None:
        cache.clear()

    def address(self, user: User) -> str:
        client = Client()
        client.force_login(user)
        url: str = client.post(reverse("workplace:feed_make")).context["url"]
        return url[url.index("/feeds/") :]

    def events(self, user: User) -> dict[str, Component]:
        """What a calendar library finds, by the page each line leads to."""
        body = Client().get(self.address(user)).content
        lines = [one for one in Calendar.from_ical(body).walk("VEVENT") if "url" in one]
        return {urlsplit(str(one["url"])).path[1:]: one for one in lines}

    def line(self, user: User, name: str, pk: int) -> Component:
        return self.events(user)[reverse(name, args=[pk])[1:]]

    def lesson(self, user: User, lesson: Lesson) -> Component:
        return self.line(user, "journal:lesson", lesson.pk)

    def free_day(self) -> date:
        """The school day after the lesson."""
        day: date = self.maths.on + timedelta(days=1)
        while not is_school_day(self.cast.year, day):
            day += timedelta(days=1)
        return day

    def test_a_teacher_finds_the_own_lessons_at_their_hours(self) -> None:
        found = self.lesson(self.cast.chynara, self.maths)
        self.assertEqual(str(found["summary"]), "Математика, 10-А")
        start, end = found.decoded("dtstart"), found.decoded("dtend")
        self.assertEqual((start.date(), start.time(), end.time()), (self.maths.on, time(9), time(9, 45)))
        self.assertEqual(str(found["status"]), "CONFIRMED")

    def test_nobody_finds_a_lesson_of_somebody_else(self) -> None:
        theirs = reverse("journal:lesson", args=[self.literature.pk])[1:]
        self.assertIn(theirs, self.events(self.cast.bakyt))
        self.assertNotIn(theirs, self.events(self.cast.chynara))
        # She leads the class, and the head of study moves its lessons; neither gives them.
        for user in (self.cast.aigul, self.cast.elmira):
            self.assertFalse([url for url in self.events(user) if "lessons" in url], user)

    def test_a_lesson_given_to_a_substitute_changes_the_calendar_of_both(self) -> None:
        journal.substitute_lesson(
            by=self.cast.elmira, lesson=self.maths, substitute=self.cast.staff(self.cast.aigul), reason="Оруу"
        )
        self.assertEqual(str(self.lesson(self.cast.chynara, self.maths)["status"]), "CANCELLED")
        taken = self.lesson(self.cast.aigul, self.maths)
        self.assertEqual((str(taken["status"]), str(taken["summary"])), ("CONFIRMED", "Математика, 10-А"))

    def test_a_cancelled_lesson_is_struck_out_and_a_moved_one_stands_at_its_new_hour(self) -> None:
        mark = str(self.lesson(self.cast.bakyt, self.literature)["uid"])
        journal.cancel_lesson(by=self.cast.elmira, lesson=self.literature, reason="Мугалим Нурландыкында")
        off = self.lesson(self.cast.bakyt, self.literature)
        self.assertEqual((str(off["status"]), str(off["uid"])), ("CANCELLED", mark))
        self.assertNotIn("Нурлан", str(off.to_ical().decode()))
        moved = journal.move_lesson(
            by=self.cast.elmira, lesson=self.maths, on=self.free_day(), number=5, reason="Сынак"
        )
        found = self.events(self.cast.chynara)
        old, new = (found[reverse("journal:lesson", args=[one.pk])[1:]] for one in (self.maths, moved))
        self.assertEqual((str(old["status"]), str(new["status"])), ("CANCELLED", "CONFIRMED"))
        self.assertEqual(new.decoded("dtstart").time(), time(12))

    def test_without_bells_the_day_and_the_number_are_told(self) -> None:
        Lesson.objects.filter(pk=self.maths.pk).update(number=9)
        found = self.lesson(self.cast.chynara, self.maths)
        self.assertEqual(found.decoded("dtstart"), self.maths.on)
        self.assertEqual(str(found["summary"]), "Математика, 10-А, 9-сабак")

    def test_a_day_that_became_free_has_no_lessons(self) -> None:
        CalendarDay.objects.create(day=self.maths.on, kind=CalendarDay.Kind.HOLIDAY)
        self.assertNotIn(reverse("journal:lesson", args=[self.maths.pk])[1:], self.events(self.cast.chynara))

    def test_class_hours_and_events_are_there_by_kind_and_not_by_theme(self) -> None:
        hour = event_factories.class_hour(
            self.cast.aigul, self.cast.class_a, theme="Нурландын туулган күнү", place="Нурландын үйү"
        )
        trip = event_factories.outing(self.cast.aigul, self.cast.class_a, self.cast.staff(self.cast.chynara))
        day, outing = (self.line(self.cast.aigul, "plan:event", one.pk) for one in (hour, trip))
        self.assertEqual((str(day["summary"]), day.decoded("dtstart")), ("Класстык саат, 10-А", hour.on))
        self.assertEqual(outing.decoded("dtstart").time(), time(10))
        self.assertNotIn("Нурлан", day.to_ical().decode())
        # The adult who answers for the children goes along; the leader of the other class and the offices do not.
        self.line(self.cast.chynara, "plan:event", trip.pk)
        for user in (self.cast.bakyt, self.cast.damir):
            self.assertFalse([url for url in self.events(user) if "events" in url], user)

    def test_a_called_off_event_is_struck_out(self) -> None:
        hour = event_factories.class_hour(self.cast.aigul, self.cast.class_a)
        plan.cancel_event(by=self.cast.aigul, event=hour, reason="Карантин")
        self.assertEqual(str(self.line(self.cast.aigul, "plan:event", hour.pk)["status"]), "CANCELLED")

    def test_an_invited_class_has_the_event_when_its_leader_accepts(self) -> None:
        hour = event_factories.class_hour(self.cast.aigul, self.cast.class_a)
        plan.invite_classes(by=self.cast.aigul, event=hour, classes=[self.cast.class_b])
        invitation = hour.invitations.get()
        page = reverse("plan:event", args=[hour.pk])[1:]
        self.assertNotIn(page, self.events(self.cast.bakyt))
        plan.answer_invitation(
            by=self.cast.bakyt, invitation=invitation, accepts=True, students=[self.cast.sanjar]
        )
        self.assertIn(page, self.events(self.cast.bakyt))

    def test_an_item_of_the_own_plan_with_a_day_is_there_by_its_direction(self) -> None:
        on = timezone.localdate() + timedelta(days=1)
        item = factories.item(
            self.cast.aigul, self.cast.class_a, self.cast.half, "Нурлан менен", month=on.replace(day=1), on=on
        )
        found = self.line(self.cast.aigul, "plan:item", item.pk)
        self.assertEqual(found.decoded("dtstart"), on)
        self.assertEqual(str(found["summary"]), f"{str(item.direction).capitalize()}, 10-А")
        self.assertNotIn(reverse("plan:item", args=[item.pk])[1:], self.events(self.cast.bakyt))

    def test_many_lessons_and_events_ask_no_more_queries_than_one(self) -> None:
        event_factories.class_hour(self.cast.aigul, self.cast.class_a)
        Lesson.objects.filter(pk=self.maths.pk).update(teacher=self.cast.staff(self.cast.aigul))
        few = self.asked()
        for _hour in range(5):
            event_factories.class_hour(self.cast.aigul, self.cast.class_a)
        Lesson.objects.update(teacher=self.cast.staff(self.cast.aigul))
        self.assertEqual(few, self.asked())

    def asked(self) -> int:
        """How many queries one reading of Aigul's calendar asks."""
        path = self.address(self.cast.aigul)
        remember.forget()
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(Client().get(path).status_code, 200)
        return len(queries)
