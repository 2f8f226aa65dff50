"""Clause 5.1: the teacher takes the roll, the class leader checks it herself, what differs is settled and counts."""

import re

from django.test import Client, TestCase
from django.urls import reverse

from jetekchi.journal import selectors
from jetekchi.journal.models import Absence, Roll
from jetekchi.journal.tests import lesson_factories
from jetekchi.journal.tests.factories import add_students
from jetekchi.worklog.models import WorkEntry
from tests import cast as people


class TheRollOfALesson(TestCase):
    """From the teacher's Today to the figures of the class."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build()
        cls.lesson = lesson_factories.lesson_today(cls.cast, cls.cast.class_a, state="held")

    def test_a_roll_a_check_and_the_difference_between_them(self) -> None:
        teacher, leader = Client(), Client()
        teacher.force_login(self.cast.chynara)
        leader.force_login(self.cast.aigul)
        nurlan, meerim = self.cast.nurlan.pk, self.cast.meerim.pk
        roll = reverse("journal:roll", args=[self.lesson.pk])
        self.assertContains(teacher.get(roll), f'name="a{nurlan}"')
        teacher.post(roll, {"seen": 0, f"a{meerim}": "on", f"w{meerim}": "ill"})
        self.assertEqual(Roll.objects.get().missed, 1)
        check = reverse("journal:roll_check", args=[self.lesson.pk])
        leader.post(check, {"seen": 0, f"a{meerim}": "on", f"a{nurlan}": "on", f"w{nurlan}": "without"})
        self.assertEqual([one.student.pk for one in selectors.differences(self.lesson)], [nurlan])
        settle = reverse("journal:roll_settle", args=[self.lesson.pk, nurlan])
        leader.post(settle, {"decided": "without", "words": "Мугалим байкаган эмес"})
        self.assertEqual(Roll.objects.get(kind="roll").missed, 2)
        self.assertEqual(set(Absence.objects.values_list("kind", flat=True)), {"ill", "unexcused"})
        self.assertEqual(WorkEntry.objects.filter(kind__code="attendance_check").count(), 1)
        figures = selectors.class_half_year(self.cast.class_a, self.cast.half).absences
        self.assertEqual((figures.places, figures.empty_places, figures.unexcused), (2, 2, 1))

    def test_two_absent_of_twenty_five_are_four_presses_from_today(self) -> None:
        students = add_students(self.cast.class_a, 23)
        teacher = Client()
        teacher.force_login(self.cast.chynara)
        roll = reverse("journal:roll", args=[self.lesson.pk])
        presses = 1
        self.assertContains(teacher.get("/journal/lessons/"), f'href="{roll}"')
        page = teacher.get(roll).content.decode()
        # What the browser would send as the page stands: nobody is ticked.
        sent = dict(re.findall(r'type="radio" name="(w\d+)" value="(\w+)" checked', page)) | {"seen": "0"}
        self.assertEqual((len(sent), re.findall(r'name="a\d+" value="on" checked', page)), (26, []))
        for student in students[:2]:
            presses += 1
            sent[f"a{student.pk}"] = "on"
        presses += 1
        teacher.post(roll, sent)
        taken = Roll.objects.get()
        self.assertEqual((taken.listed, taken.missed, presses), (25, 2, 4))
