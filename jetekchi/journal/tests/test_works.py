"""Kinds of work, and the calendar of a class's tests (5.2)."""

from datetime import timedelta

import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from jetekchi.journal import selectors, services
from jetekchi.journal.models import Lesson, MarkKind
from jetekchi.journal.tests import grid_factories as made
from jetekchi.journal.tests import lesson_factories
from jetekchi.organisation.services.settings import change_setting
from tests import cast

pytestmark = pytest.mark.once


class Works(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.test = services.save_kind(
            by=None, name="Текшерүү иш", name_ru="Контрольная", weight=3, is_test=True
        )
        day = lesson_factories.school_day(c)
        cls.monday = day - timedelta(days=day.weekday())
        cls.lessons = [made.lesson(c, cls.monday + timedelta(days=n)) for n in range(4)]
        cls.second = made.lesson(c, cls.monday, number=2)

    def plan(self, lesson, kind):
        self.client.force_login(self.cast.chynara)
        url = reverse("journal:work", args=[lesson.pk])
        return self.client.post(url, {"kind": kind}, follow=True)

    def test_who_plans_one_test_too_many_sees_it_at_once_and_on_the_calendar(self):
        for lesson in self.lessons[:3]:
            self.assertNotContains(self.plan(lesson, self.test.pk), "башка күндү тандаңыз")
        self.assertContains(self.plan(self.lessons[3], self.test.pk), "башка күндү тандаңыз")
        self.assertContains(self.plan(self.second, self.test.pk), "бул күнү 2")
        week = selectors.test_weeks(self.cast.class_a, self.monday)[0]
        self.assertEqual((week.count, week.is_over), (5, True))
        self.assertEqual([day.is_over for day in week.days], [True, False, False, False])
        calendar = reverse("journal:tests", args=[self.cast.class_a.pk])
        page = self.client.get(calendar, {"day": self.monday.isoformat()})
        self.assertContains(page, "бул жумада өтө көп")
        self.plan(self.second, "")
        self.assertFalse(Lesson.objects.filter(pk=self.second.pk, work__isnull=False).exists())

    def test_where_tests_above_the_limits_are_refused_no_lesson_brings_its_test_to_such_a_day(self):
        for lesson in self.lessons[:3]:
            self.plan(lesson, self.test.pk)
        change_setting(by=None, key="tests_over", value="refuse")
        self.client.force_login(self.cast.elmira)
        url = reverse("journal:lesson_change", args=[self.lessons[2].pk])
        words = {"deed": "move", "number": 5, "reason": "Кабинет бош эмес"}
        page = self.client.post(url, {**words, "on": self.monday.isoformat()})
        self.assertContains(page, "бул күнү 2", status_code=page.status_code)
        self.assertFalse(Lesson.objects.filter(state=Lesson.State.MOVED).exists())
        # Within the week to a day without a test it goes: the week has no test more than before.
        change_setting(by=None, key="tests_a_week", value=1)
        self.client.post(url, {**words, "on": self.lessons[3].on.isoformat()})
        moved = Lesson.objects.get(pk=self.lessons[2].pk).moved_to
        self.assertEqual((moved.on, moved.work.kind), (self.lessons[3].on, self.test))

    def test_the_head_of_study_keeps_the_list_and_nobody_else(self):
        url = reverse("journal:kinds")
        words = {"name": "Сынак", "name_en": "Quiz", "symbol": "С", "weight": 2}
        self.client.force_login(self.cast.chynara)
        self.assertEqual(self.client.post(url, words).status_code, 403)
        self.client.force_login(self.cast.elmira)
        for _time in range(3):
            self.client.post(url, {**words, "form_key": "бир"})
        kind = MarkKind.objects.get(name="Сынак")
        with translation.override("en"):
            self.assertEqual(str(kind), "Quiz")
        page = self.client.post(url, words)
        self.assertEqual(MarkKind.objects.filter(name="Сынак").count(), 1)
        self.assertEqual(page.status_code, 200)
        self.client.post(reverse("journal:kind", args=[kind.pk]), {**words, "weight": 4})
        kind.refresh_from_db()
        self.assertEqual((kind.weight, kind.is_test), (4, False))
