"""Clause 4.3: the figures of a class against the term before, and its marks by weeks with the middle half of the class."""

from datetime import timedelta
from fractions import Fraction

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal import selectors
from jetekchi.journal.models import LessonMark, LessonWork, MarkKind
from jetekchi.journal.selectors.dynamics import dynamics
from jetekchi.journal.tests.factories import absent, add_students, mark
from jetekchi.journal.tests.grid_factories import lesson
from jetekchi.organisation.models import Student
from tests import cast as people


class StateOfTheClass(TestCase):
    """A half-year that is over, whatever today is."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build(timezone.localdate() - timedelta(days=365))
        cls.page = reverse("journal:class_half_year", args=[cls.cast.class_a.pk, 1])

    def setUp(self) -> None:
        self.client = Client()
        self.client.force_login(self.cast.aigul)

    def marked(self, day: int, values: str) -> None:
        """One lesson of maths so many days after the first, with a mark for each of the students."""
        given = lesson(self.cast, self.cast.half.start_on + timedelta(days=day))
        for student, value in zip(self.students, values, strict=True):
            LessonMark.objects.create(lesson=given, student=student, value=value, given_at=timezone.now())

    @property
    def students(self) -> list[Student]:
        known = list(self.cast.class_a.students.order_by("pk"))
        return known if len(known) >= 6 else known + add_students(self.cast.class_a, 6 - len(known))

    def test_a_figure_says_how_it_moved_since_the_quarter_before_and_nothing_where_there_was_none(
        self,
    ) -> None:
        first, second = self.cast.half.quarters.order_by("number")
        for term, values in ((first, "54"), (second, "53")):
            for student, value in zip((self.cast.nurlan, self.cast.meerim), values, strict=True):
                mark(student, self.cast.maths, term, value)
        tables = self.client.get(self.page).context["terms"]
        success, quality, sou, mean = tables[1].rows[0].figures[-4:]
        self.assertEqual({one.change for one in tables[0].rows[0].figures}, {None})
        self.assertIsNone(success.change)
        self.assertEqual((quality.change.sign, quality.change.text), ("▼", "50,0"))
        self.assertEqual((sou.change.text, mean.change.text), ("14,0", "0,50"))
        self.assertContains(
            self.client.get(self.page), '<span class="vh">мурункудан төмөн, айырмасы</span> 50,0'
        )

    def test_a_week_is_the_weighted_mean_of_its_marks_and_the_band_holds_the_middle_half(self) -> None:
        self.marked(0, "555442")
        self.marked(14, "444433")
        heavy = lesson(self.cast, self.cast.half.start_on + timedelta(days=15), number=2)
        kind = MarkKind.objects.create(name="Оор иш", weight=3)
        LessonWork.objects.create(lesson=heavy, kind=kind, by=self.cast.chynara)
        LessonMark.objects.create(lesson=heavy, student=self.students[5], value="5", given_at=timezone.now())
        found = dynamics(self.cast.class_a, self.cast.half)
        weeks = [mean for mean in found.means(found.whole) if mean is not None]
        self.assertEqual(weeks, [Fraction(25, 6), Fraction(22 + 15, 6 + 3)])
        self.assertEqual([band for band in found.band() if band][0], (4.0, 5.0))
        self.assertContains(self.client.get(self.page), "13 баа.")

    def test_the_class_beside_a_student_is_for_those_who_see_the_class(self) -> None:
        self.marked(0, "555442")
        self.marked(14, "444433")
        mark(self.cast.nurlan, self.cast.maths, self.cast.half.quarters.first(), "5")
        page = reverse("journal:student", args=[self.cast.nurlan.pk])
        self.assertContains(self.client.get(page), "Сабактардагы баалардын орточо баллы")
        mother = Client()
        mother.force_login(self.cast.ainura)
        self.assertNotContains(mother.get(page), "Сабактардагы баалардын орточо баллы")

    def test_the_second_half_year_is_set_against_the_first(self) -> None:
        second = self.cast.year.terms.get(kind="half_year", number=2)
        absent(self.cast.nurlan, self.cast.half.start_on + timedelta(days=1), (1, 2, 3, 4))
        absent(self.cast.nurlan, second.start_on + timedelta(days=1), (1,))
        absent(self.cast.nurlan, second.start_on + timedelta(days=1), (2,), "ill")
        mark(self.cast.nurlan, self.cast.maths, self.cast.half.quarters.last(), "4")
        mark(self.cast.nurlan, self.cast.maths, second.quarters.first(), "5")
        url = reverse("journal:class_half_year", args=[self.cast.class_a.pk, 2])
        shown = self.client.get(url).context
        moved = {name: shown["absences"][name].change for name in ("per_student", "unexcused_share")}
        self.assertEqual({(one.sign, one.css) for one in moved.values()}, {("▼", "up")})
        self.assertEqual([one.text for one in moved.values()], ["1,00", "50,0"])
        self.assertEqual(shown["terms"][0].rows[0].figures[-1].change.text, "1,00")
        self.assertEqual(shown["terms"][0].before, self.cast.half.quarters.last())

    def test_one_week_of_marks_makes_no_picture(self) -> None:
        self.marked(0, "555442")
        self.assertIsNone(selectors.marks_chart(self.cast.class_a, self.cast.half))
