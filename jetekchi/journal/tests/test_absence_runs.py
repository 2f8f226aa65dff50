"""Clause 4.3: who is away day after day stands on the leader's Today, and is told of once."""

from datetime import timedelta
from random import Random

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.core.models import Notice
from jetekchi.journal import selectors, services
from jetekchi.journal.models import Absence, ClassPart, Lesson, PartMember, ToldRun
from jetekchi.journal.selectors.absence_runs import runs_of
from jetekchi.journal.tests import factories, grid_factories
from jetekchi.organisation.models import Enrolment, Term
from jetekchi.organisation.services import move_student
from jetekchi.organisation.services.settings import change_setting
from tests import cast


class World(TestCase):
    """Ten days of two lessons, the last of them yesterday; every roll is taken."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.today = timezone.localdate()
        span = {"start_on": cls.today - timedelta(days=60), "end_on": cls.today + timedelta(days=60)}
        Term.objects.filter(pk=c.half.pk).update(**span)
        Enrolment.objects.update(from_on=span["start_on"])
        c.half.refresh_from_db()
        cls.days = [cls.today - timedelta(days=back) for back in range(10, 0, -1)]
        cls.lessons = [[grid_factories.lesson(c, day, number) for number in (1, 2)] for day in cls.days]

    def take(self, away):
        """Rolls of every lesson; `away` says by student on which of the days nothing of it was attended."""
        for place, lessons in enumerate(self.lessons):
            for lesson in lessons:
                marks = {pk: services.Mark("ill") for pk, days in away.items() if place in days}
                services.take_roll(by=self.cast.chynara, lesson=lesson, marks=marks)

    def rows(self, user=None):
        return selectors.run_due_rows(user or self.cast.aigul, self.cast.half, self.today)

    def runs(self):
        return [
            (run.student, run.first, run.last, run.days)
            for run in runs_of([self.cast.class_a.pk], self.cast.half, self.today)
        ]


class Days(World):
    def test_three_days_until_now_are_told_and_open_those_lessons(self):
        c = self.cast
        self.take({c.nurlan.pk: {7, 8, 9}, c.meerim.pk: {4, 5, 6, 7, 8}})
        self.assertEqual(self.runs(), [(c.nurlan.pk, self.days[7], self.days[9], 3)])
        (row,) = self.rows()
        self.assertIn(c.nurlan.person.brief_name, row.title)
        self.assertNotIn(c.nurlan.person.surname, row.outside)
        client = Client()
        client.force_login(c.aigul)
        behind = client.get(row.url).context["page"]
        self.assertEqual({one.student for one in behind.object_list}, {c.nurlan})
        self.assertEqual(behind.paginator.count, 6)
        self.assertEqual(row.together_url, reverse("journal:attendance", args=[c.class_a.pk, c.half.number]))
        self.assertContains(client.get("/"), row.url.replace("&", "&amp;"))
        for user in (c.bakyt, c.chynara, c.damir, c.ainura):
            self.assertEqual(self.rows(user), [])

    def test_the_row_goes_when_the_student_is_back_or_in_another_class(self):
        c = self.cast
        self.take({c.nurlan.pk: {7, 8, 9}})
        change_setting(by=None, key="absence_run_days", value=4)
        self.assertEqual(self.rows(), [])
        change_setting(by=None, key="absence_run_days", value=3)
        self.assertEqual(len(self.rows()), 1)
        back = grid_factories.lesson(c, self.today)
        self.assertEqual(len(self.rows()), 1, "nobody knows yet who is there today")
        services.take_roll(by=c.chynara, lesson=back, marks={})
        self.assertEqual(self.rows(), [])
        Absence.objects.filter(on=self.today).delete()
        Lesson.objects.filter(pk=back.pk).update(state="cancelled", reason="суук")
        self.assertEqual(len(self.rows()), 1)
        move_student(by=None, student=c.nurlan, class_group=c.class_b, from_on=self.today, order_no="7")
        self.assertEqual(self.rows(), [])

    def test_where_the_lyceum_sets_no_least_number_of_days_the_first_page_opens_and_one_day_is_a_run(self):
        c = self.cast
        self.take({c.nurlan.pk: {9}, c.meerim.pk: {4}})
        change_setting(by=None, key="absence_run_days", value=0)
        self.assertEqual(self.runs(), [(c.nurlan.pk, self.days[9], self.days[9], 1)])
        client = Client()
        client.force_login(c.aigul)
        self.assertEqual(client.get("/").status_code, 200)

    def test_one_lesson_attended_or_missed_by_the_other_part_breaks_or_keeps_the_run(self):
        c = self.cast
        self.take({c.nurlan.pk: {7, 8, 9}})
        part = ClassPart.objects.create(class_group=c.class_a, name="1-топ")
        PartMember.objects.create(part=part, student=c.meerim, from_on=self.days[0])
        third = grid_factories.lesson(c, self.days[9], 3)
        Lesson.objects.filter(pk=third.pk).update(part=part)
        services.take_roll(by=c.chynara, lesson=third, marks={})
        self.assertEqual(len(self.runs()), 1, "not a lesson of this student")
        whole = grid_factories.lesson(c, self.days[9], 4)
        services.take_roll(by=c.chynara, lesson=whole, marks={})
        self.assertEqual(self.runs(), [])

    def test_the_runs_are_those_of_the_page_of_attendance(self):
        c, luck = self.cast, Random(4)
        students = [c.nurlan, c.meerim, *factories.add_students(c.class_a, 6)]
        self.take({one.pk: {day for day in range(10) if luck.random() < 0.8} for one in students})
        page = selectors.attendance(c.class_a, c.half)
        shown = {one.url for one in page.patterns if one.code == "run" and one.is_now}
        found = {run.url for run in runs_of([c.class_a.pk], c.half, self.today)}
        self.assertTrue(found)
        self.assertEqual(found, shown)

    def test_without_rolls_the_days_are_those_of_the_calendar(self):
        c = self.cast
        change_setting(by=None, key="lessons_a_day", value=2)
        Lesson.objects.all().delete()
        days = [day for day in selectors.attendance(c.class_a, c.half).days if day <= self.today]
        for day in days[-4:]:
            factories.absent(c.nurlan, day, (1, 2))
        self.assertEqual(self.runs(), [(c.nurlan.pk, days[-4], days[-1], 4)])

    def test_it_is_one_query_for_any_number_of_classes(self):
        c = self.cast
        self.take({c.nurlan.pk: {7, 8, 9}})
        runs_of([c.class_a.pk], c.half, self.today)
        with self.assertNumQueries(2):  # the settings are the other one
            runs_of([c.class_a.pk, c.class_b.pk], c.half, self.today)


class Told(World):
    def test_the_leader_is_told_once_without_a_name_or_a_reason(self):
        c = self.cast
        self.take({c.nurlan.pk: {7, 8, 9}})
        self.assertEqual([services.tell_runs(today=self.today) for _time in range(3)], [1, 0, 0])
        (notice,) = Notice.objects.filter(to=c.aigul, clause="4.3")
        words = f"{notice.text}".casefold()
        for secret in (c.nurlan.person.surname, c.nurlan.person.given, "оору", "ill", "болезн"):
            self.assertNotIn(secret.casefold(), words)
        self.assertEqual(notice.url, self.rows()[0].url)
        self.assertEqual(Notice.objects.filter(clause="4.3").count(), 1)
        self.assertIsNone(audit.verify())

    def test_a_longer_run_is_the_same_and_another_one_is_told_again(self):
        c = self.cast
        self.take({c.nurlan.pk: {7, 8, 9}})
        services.tell_runs(today=self.today)
        factories.absent(c.nurlan, self.days[6], (1, 2))
        self.assertEqual(services.tell_runs(today=self.today), 0, "its beginning was corrected")
        later = self.today + timedelta(days=10)
        for day in [self.today + timedelta(days=step) for step in (1, 2, 3, 4)]:
            grid_factories.lesson(c, day)
            if day != self.today + timedelta(days=1):
                factories.absent(c.nurlan, day, (1,))
            else:
                factories.absent(c.meerim, day, (1,))
        self.assertEqual(services.tell_runs(today=later), 1)
        self.assertEqual(Notice.objects.filter(clause="4.3").count(), 2)

    def test_nothing_is_told_between_the_half_years(self):
        self.take({self.cast.nurlan.pk: {7, 8, 9}})
        self.assertEqual(services.tell_runs(today=self.today + timedelta(days=90)), 0)
        self.assertFalse(ToldRun.objects.exists())
