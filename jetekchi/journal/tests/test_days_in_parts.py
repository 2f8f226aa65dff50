"""A student is in a part of the class since a day and until a day: what was before a change stays as it was (4.1, 3.9)."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.journal import selectors, services
from jetekchi.journal.models import Lesson, PartMember, TimetableSlot
from jetekchi.journal.selectors.exchange import PARTS
from jetekchi.journal.selectors.gaps import GapFilters
from jetekchi.journal.selectors.grid import grid
from jetekchi.journal.selectors.listed import listed_at
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.models import SchoolYear, Term
from jetekchi.organisation.services import move_student
from tests import cast

DAY = timedelta(days=1)


class DaysInParts(TestCase):
    """Nurlan learns maths in the first part, Meerim in the second; each part had a lesson a week ago, and has one today."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.today = timezone.localdate()
        cls.day = cls.today - timedelta(days=7)
        wide = {"start_on": cls.today - timedelta(days=60), "end_on": cls.today + timedelta(days=60)}
        SchoolYear.objects.filter(pk=c.year.pk).update(**wide)
        Term.objects.filter(pk=c.half.pk).update(**wide)
        for one in (c.half, c.year, c.class_a.year):
            one.refresh_from_db()
        c.nurlan.enrolments.update(from_on=wide["start_on"])
        c.meerim.enrolments.update(from_on=wide["start_on"])
        cls.first, cls.second = (
            services.set_part(by=None, class_group=c.class_a, name=name, students=[student])
            for name, student in (("1-топ", c.nurlan), ("2-топ", c.meerim))
        )
        cls.then, cls.then_beside = (cls.lesson(part, cls.day) for part in (cls.first, cls.second))
        cls.now, cls.now_beside = (cls.lesson(part, cls.today) for part in (cls.first, cls.second))
        services.take_roll(by=c.chynara, lesson=cls.then, marks={c.nurlan.pk: services.Mark("late", 5)})
        services.take_roll(by=c.chynara, lesson=cls.then_beside, marks={})
        cls.write(c.nurlan, cls.then, "4")

    @classmethod
    def lesson(cls, part, on):
        found = grid_factories.lesson(cls.cast, on, number=1 if part == cls.first else 2)
        Lesson.objects.filter(pk=found.pk).update(part=part)
        return Lesson.objects.get(pk=found.pk)

    @classmethod
    def write(cls, student, lesson, value, version=0):
        cell = services.Cell(lesson.pk, student.pk, value, version)
        (outcome,) = services.save_marks(
            by=cls.cast.chynara, class_group=cls.cast.class_a, subject=cls.cast.maths, cells=[cell]
        )
        return outcome.code or outcome.state

    def change(self, part, *students, from_on=None):
        return services.change_part(
            by=None, part=part, name=part.name, students=students, from_on=from_on or self.today
        )

    def swap(self, from_on=None):
        """Nurlan goes over to the second part, Meerim to the first."""
        self.change(self.first, self.cast.meerim, from_on=from_on)
        self.change(self.second, self.cast.nurlan, from_on=from_on)

    def names(self, lesson):
        return [one.pk for one in listed_at(lesson)]

    def what_was(self):
        """What pages, counts and files say of the days before today."""
        c = self.cast
        page = grid(c.class_a, c.maths, c.half)
        past = [number for number, lesson in enumerate(page.lessons) if lesson.on < self.today]
        days = selectors.attendance(c.class_a, c.half)
        week = [selectors.diary_week(student, self.day) for student in (c.nurlan, c.meerim)]
        gaps = selectors.shown(selectors.gaps(c.damir, GapFilters(), self.today))
        return {
            "lists": [self.names(self.then), self.names(self.then_beside)],
            "cells": [[row.cells[number] for number in past] for row in page.rows],
            "means": [row.mean for row in page.rows],
            "attendance": repr(days.rows) + repr(days.patterns),
            "diary": [repr(day.lines) for one in week for day in one.days if day.day < self.today],
            "gaps": [one.key for one in gaps],
            "files": {key: list(part.rows(c.class_a, c.half)) for key, part in PARTS.items()},
        }

    def test_a_change_from_today_on_leaves_all_that_was_before(self):
        before = self.what_was()
        self.assertIn([self.cast.nurlan.pk], before["lists"])
        self.swap()
        self.assertEqual(self.what_was(), before)
        self.assertEqual(self.write(self.cast.nurlan, self.then, "5", 1), "saved")
        self.assertEqual(self.write(self.cast.meerim, self.then, "5"), "not-listed")

    def test_from_that_day_on_the_lists_are_the_new_ones(self):
        c = self.cast
        self.swap()
        self.assertEqual((self.names(self.now), self.names(self.now_beside)), ([c.meerim.pk], [c.nurlan.pk]))
        self.assertEqual(self.write(c.nurlan, self.now, "5"), "not-listed")
        self.assertEqual(self.write(c.nurlan, self.now_beside, "5"), "saved")

    def test_a_change_dated_back_is_told_by_the_mark_that_stands_off_the_list(self):
        self.swap(from_on=self.day)
        gaps = selectors.shown(selectors.gaps(self.cast.damir, GapFilters(check="not_listed"), self.today))
        self.assertEqual(
            [(one.student_key, one.lesson_key) for one in gaps], [(self.cast.nurlan.pk, self.then.pk)]
        )

    def test_the_same_day_taken_back_leaves_one_time_without_a_gap(self):
        before = list(PartMember.objects.order_by("pk").values_list("part", "student", "from_on", "until_on"))
        self.swap()
        self.change(self.second, self.cast.meerim)
        self.change(self.first, self.cast.nurlan)
        after = PartMember.objects.order_by("pk").values_list("part", "student", "from_on", "until_on")
        self.assertEqual(list(after), before)

    def saved(self, part, **sent):
        """The page of a part, sent by the head of study."""
        client = Client()
        client.force_login(self.cast.elmira)
        return client.post(reverse("journal:part", args=[part.class_group_id, part.pk]), sent)

    def test_a_planned_move_outlives_another_change_of_either_part(self):
        c, later = self.cast, self.today + 9 * DAY
        self.in_one_hour()
        self.move(from_on=later)
        planned = self.times(c.nurlan)
        for part, ticked in ((self.first, [c.nurlan.pk]), (self.second, [c.meerim.pk])):
            answer = self.saved(part, name=f"{part.name} жаңы", from_on=self.today, students=ticked)
            self.assertEqual(answer.status_code, 302)
            self.assertEqual(self.times(c.nurlan), planned)
        self.assertEqual(
            set(self.first.class_group.parts.values_list("name", flat=True)), {"1-топ жаңы", "2-топ жаңы"}
        )

    def test_ticks_against_a_planned_move_are_refused_beside_the_field_with_name_and_day(self):
        c, later = self.cast, self.today + 9 * DAY
        self.move(from_on=later)
        planned = self.times(c.nurlan)
        for part, ticked in ((self.first, [c.nurlan.pk]), (self.second, [c.meerim.pk])):
            answer = self.saved(part, name=part.name, from_on=later + DAY, students=ticked)
            errors = answer.context["form"].errors
            self.assertEqual(set(errors), {"students"})
            self.assertIn(c.nurlan.person.brief_name, errors["students"][0])
            self.assertEqual(self.times(c.nurlan), planned)
        # As it is planned it is no contradiction.
        self.change(self.first, from_on=later + DAY)
        self.change(self.second, c.meerim, c.nurlan, from_on=later + DAY)
        self.assertEqual(self.times(c.nurlan), planned)

    def test_the_page_tells_a_planned_move_and_the_move_back_takes_it_away(self):
        c, later = self.cast, self.today + 9 * DAY
        self.in_one_hour()
        before = self.times(c.nurlan)
        client = Client()
        client.force_login(c.elmira)
        url = reverse("journal:parts", args=[c.class_a.pk])
        self.assertNotContains(client.get(url), 'id="coming"')
        self.move(from_on=later)
        page = client.get(url)
        (told,) = page.context["coming"]
        self.assertEqual(
            (told.day, told.student, told.part, told.is_in), (later, c.nurlan, self.second, True)
        )
        self.assertContains(page, 'id="coming"')
        sent = {"deed": "move", "moves_on": later.isoformat(), "into": self.first.pk}
        answer = client.post(url, {**sent, "member": f"{self.second.pk}-{c.nurlan.pk}"}, follow=True)
        self.assertEqual(answer.context["coming"], [])
        self.assertEqual(self.times(c.nurlan), before)

    def test_a_planned_change_is_taken_back_by_one_button_also_a_leaving_without_another_part(self):
        c, later = self.cast, self.today + 9 * DAY
        client, url = Client(), reverse("journal:parts", args=[c.class_a.pk])
        client.force_login(c.elmira)
        before = self.times(c.nurlan)
        sent = {"deed": "back", "student": c.nurlan.pk, "day": later.isoformat()}
        for plan in (self.move, lambda from_on: self.change(self.first, from_on=from_on)):
            plan(from_on=later)
            self.assertContains(client.get(url), 'value="back"')
            answer = client.post(url, sent, follow=True)
            self.assertEqual((answer.context["coming"], self.times(c.nurlan)), ([], before))
            self.assertContains(answer, f"«{self.first}»")
        again = client.post(url, sent)
        self.assertIn("nothing-planned", [one.code for one in again.context["back"].non_field_errors().data])
        self.assertEqual(self.times(c.nurlan), before)

    def test_a_planned_change_before_a_later_one_is_taken_back_after_it(self):
        c, later = self.cast, self.today + 9 * DAY
        self.move(from_on=later)
        last = later + 5 * DAY
        services.move_to_part(
            by=c.elmira, student=c.nurlan, source=self.second, target=self.first, from_on=last
        )
        given = {"by": c.elmira, "class_group": c.class_a, "student": c.nurlan}
        with self.assertRaises(Refused) as refused:
            services.take_back_planned(**given, day=later)
        self.assertEqual(refused.exception.code, "planned-later")
        services.take_back_planned(**given, day=last)
        services.take_back_planned(**given, day=later)
        self.assertEqual(len(self.times(c.nurlan)), 1)

    def test_who_is_ticked_sooner_than_planned_comes_sooner(self):
        later = self.today + 9 * DAY
        self.change(self.second, self.cast.meerim, self.cast.nurlan, from_on=later)
        self.change(self.second, self.cast.meerim, self.cast.nurlan)
        self.assertEqual(self.times(self.cast.nurlan), [(self.first, None), (self.second, None)])
        self.change(self.second, self.cast.meerim)
        self.assertEqual(self.times(self.cast.nurlan), [(self.first, None)])

    def in_one_hour(self):
        """Both parts learn in the same hour."""
        hour = {"class_group": self.cast.class_a, "weekday": 1, "number": 1, "subject": self.cast.maths}
        for part in (self.first, self.second):
            teacher = self.cast.staff(self.cast.chynara)
            TimetableSlot.objects.create(**hour, part=part, teacher=teacher, from_on=self.today)

    def test_who_has_left_the_class_keeps_the_own_days(self):
        c = self.cast
        move_student(
            by=None, student=c.nurlan, class_group=c.class_b, from_on=self.today - 2 * DAY, order_no="7"
        )
        self.change(self.first, c.meerim, from_on=self.day)
        self.assertEqual(set(self.names(self.then)), {c.nurlan.pk, c.meerim.pk})

    def test_a_day_outside_the_year_or_in_a_closed_half_year_is_refused(self):
        c = self.cast
        with self.assertRaises(Refused) as outside:
            self.change(self.first, from_on=c.year.end_on + DAY)
        self.assertEqual(outside.exception.code, "outside-year")
        Term.objects.filter(pk=c.half.pk).update(closed_at=timezone.now())
        with self.assertRaises(Refused) as closed:
            self.change(self.first, from_on=self.day)
        self.assertEqual(closed.exception.code, "half-year-closed")

    def test_no_day_of_a_student_stands_twice_in_one_part_whoever_writes_it(self):
        c = self.cast
        self.change(self.first)
        given = {"part": self.first, "student": c.nurlan}
        for times in (
            {"from_on": self.day, "until_on": self.day},
            {"from_on": self.today - DAY},
            {"from_on": self.today, "until_on": self.day},
        ):
            with self.subTest(times=times), self.assertRaises(IntegrityError), transaction.atomic():
                PartMember.objects.create(**given, **times)
        PartMember.objects.create(**given, from_on=self.today)
        with self.assertRaises(IntegrityError), transaction.atomic():
            PartMember.objects.filter(**given).update(until_on=None)

    def test_who_was_in_a_part_before_there_were_days_is_in_it_since_the_first_day_on_the_list(self):
        c = self.cast
        c.nurlan.enrolments.update(from_on=self.day)
        fill = import_module("jetekchi.journal.migrations.0022_first_days_in_a_part")
        PartMember.objects.update(from_on=fill.first_day(apps))
        self.assertEqual(PartMember.objects.get(student=c.nurlan).from_on, self.day)
        c.meerim.enrolments.all().delete()
        PartMember.objects.update(from_on=fill.first_day(apps))
        self.assertEqual(PartMember.objects.get(student=c.meerim).from_on, c.year.start_on)

    def test_the_page_asks_from_which_day_and_shows_who_was_there_before(self):
        c, client = self.cast, Client()
        client.force_login(c.elmira)
        url = reverse("journal:part", args=[c.class_a.pk, self.first.pk])
        page = client.get(url)
        self.assertContains(page, f'name="from_on" value="{self.today.isoformat()}"')
        self.assertNotContains(page, "Мурда жана кийин")
        sent = {"name": "1-топ", "from_on": self.today.isoformat(), "students": [c.meerim.pk]}
        self.assertEqual(client.post(reverse("journal:part", args=[c.class_a.pk, self.second.pk]),
                                     {**sent, "name": "2-топ", "students": []}).status_code, 302)  # fmt: skip
        self.assertEqual(client.post(url, sent).status_code, 302)
        page = client.get(url)
        self.assertContains(page, "Мурда жана кийин")
        self.assertContains(page, c.nurlan.person.brief_name)
        self.assertEqual(client.post(url, {**sent, "from_on": ""}).status_code, 200)
        parts = client.get(reverse("journal:parts", args=[c.class_a.pk]))
        rows = {row.part.name: [one.pk for one in row.students] for row in parts.context["rows"]}
        self.assertEqual(rows, {"1-топ": [c.meerim.pk], "2-топ": []})

    def move(self, student=None, source=None, target=None, from_on=None):
        return services.move_to_part(
            by=self.cast.elmira,
            student=student or self.cast.nurlan,
            source=source or self.first,
            target=target or self.second,
            from_on=from_on or self.today,
        )

    def times(self, student):
        found = PartMember.objects.filter(student=student).order_by("from_on", "pk")
        return [(one.part, one.until_on) for one in found]

    def refused(self, code, **given):
        before = list(PartMember.objects.order_by("pk").values())
        with self.assertRaises(Refused) as refusal:
            self.move(**given)
        self.assertEqual(refusal.exception.code, code)
        self.assertEqual(list(PartMember.objects.order_by("pk").values()), before, "nothing is written")

    def test_a_move_is_one_deed_and_lessons_before_its_day_keep_who_was_there(self):
        self.move()
        yesterday = self.today - timedelta(days=1)
        self.assertEqual(self.times(self.cast.nurlan), [(self.first, yesterday), (self.second, None)])
        lists = {lesson: set(listed_at(lesson)) for lesson in (self.then, self.now, self.now_beside)}
        self.assertEqual(lists[self.then], {self.cast.nurlan})
        self.assertEqual(lists[self.now], set())
        self.assertEqual(lists[self.now_beside], {self.cast.nurlan, self.cast.meerim})
        (event,) = AuditEvent.objects.filter(action="journal:part:moved")
        self.assertEqual(event.by, self.cast.elmira)
        self.assertEqual(self.times(self.cast.meerim), [(self.second, None)], "nobody else moves")

    def test_back_on_the_same_day_is_as_if_nothing_had_been(self):
        before = self.times(self.cast.nurlan)
        self.move()
        self.move(source=self.second, target=self.first)
        self.assertEqual(self.times(self.cast.nurlan), before)

    def test_a_move_that_cannot_be_is_refused_as_a_whole(self):
        self.refused("same-part", target=self.first)
        self.refused("not-in-part", student=self.cast.meerim)
        foreign = services.set_part(by=None, class_group=self.cast.class_b, name="Б", students=[])
        self.refused("same-part", target=foreign)
        self.refused("outside-year", from_on=self.today + timedelta(days=90))
        third = services.set_part(
            by=None, class_group=self.cast.class_a, name="3-топ", students=[self.cast.nurlan]
        )
        self.refused("in-part", target=third)
        hour = {"class_group": self.cast.class_a, "weekday": 1, "number": 1, "subject": self.cast.maths}
        for part in (self.second, third):
            TimetableSlot.objects.create(
                **hour, part=part, teacher=self.cast.staff(self.cast.chynara), from_on=self.today
            )
        self.refused("in-two-parts")

    def test_the_head_of_study_moves_a_student_on_the_page_of_the_parts(self):
        c, client = self.cast, Client()
        client.force_login(c.elmira)
        url = reverse("journal:parts", args=[c.class_a.pk])
        self.assertContains(client.get(url), 'name="deed" value="move"')
        sent = {"deed": "move", "moves_on": self.today.isoformat(), "into": self.second.pk}
        wrong = client.post(url, {**sent, "member": f"{self.second.pk}-{c.nurlan.pk}"})
        self.assertEqual(wrong.status_code, 200)
        self.assertTrue(wrong.context["move"].errors and not wrong.context["form"].is_bound)
        answer = client.post(url, {**sent, "member": f"{self.first.pk}-{c.nurlan.pk}"}, follow=True)
        rows = {row.part: row.students for row in answer.context["rows"]}
        self.assertEqual((rows[self.first], set(rows[self.second])), ([], {c.nurlan, c.meerim}))
        self.assertContains(answer, c.nurlan.person.brief_name)
        self.assertContains(
            client.get(reverse("journal:part", args=[c.class_a.pk, self.first.pk])), 'class="when"'
        )
