"""A week of the diary on paper is a spread: two upright pages, however full the days are (4.1)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.journal.models import DiaryRemark, LessonMark
from jetekchi.journal.tests import grid_factories
from tests import cast
from tests.journey import Journey

pytestmark = pytest.mark.once

A4 = (595, 842)


class ThePrintedWeek(Journey):
    def setUp(self):
        super().setUp()
        self.cast = cast.build()
        today = timezone.localdate()
        self.monday = today - timedelta(days=today.weekday() + 7)
        for step in range(6):
            for number in range(1, 8):
                self.lesson(self.monday + timedelta(days=step), number)
        for _time in range(2):
            DiaryRemark.objects.create(
                student=self.cast.nurlan,
                class_group=self.cast.class_a,
                week=self.monday,
                by=self.cast.aigul,
                text="Үй тапшырмасы жок. " * 8,
            )

    def lesson(self, day, number):
        given = grid_factories.lesson(self.cast, day, number=number)
        given.topic = "Квадраттык теңдемелердин тамырларын табуу жана касиеттери"
        given.homework = "Китептин 45–47-беттери, 112–115-мисалдар, кошумча тапшырма: диаграмма түзүү"
        given.save()
        LessonMark.objects.create(lesson=given, student=self.cast.nurlan, value="5", given_at=timezone.now())

    def test_seven_lessons_on_each_of_six_days_with_remarks_are_two_upright_pages(self):
        self.sign_in("aigul")
        self.page.goto(f"/journal/student/{self.cast.nurlan.pk}/diary/?week={self.monday:%Y-%m-%d}")
        pages = PdfReader(BytesIO(self.page.pdf(prefer_css_page_size=True))).pages
        self.assertEqual(
            [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pages], [A4, A4]
        )
        left, right = (page.extract_text() for page in pages)
        self.assertIn(self.cast.nurlan.person.surname, left)
        self.assertEqual([text.count("диаграмма") for text in (left, right)], [21, 21])
        self.assertIn("Үй тапшырмасы жок.", right)
