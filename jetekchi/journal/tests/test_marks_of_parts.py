"""Where a class learns in parts, each teacher writes the marks of the own part alone (3.9, 4.1)."""

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal import services
from jetekchi.journal.models import Lesson, LessonMark
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.models import Teaching, Term
from tests import cast


class MarksOfParts(TestCase):
    """Chynara teaches maths in the first part, with Nurlan; Bakyt in the second, with Meerim; today each gave a lesson."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        today = timezone.localdate()
        quarter = c.half.quarters.order_by("number").last()
        Term.objects.filter(pk=quarter.pk).update(end_on=today)
        known = {"class_group": c.class_a, "subject": c.maths}
        cls.beside = Teaching.objects.create(teacher=c.staff(c.bakyt), from_on=c.year.start_on, **known)
        cls.own, cls.others = (
            cls.lesson(name, student, teacher, number)
            for name, student, teacher, number in (
                ("1-топ", c.nurlan, c.chynara, 1),
                ("2-топ", c.meerim, c.bakyt, 2),
            )
        )
        cls.grid = reverse("journal:grid", args=[c.class_a.pk, c.maths.pk]) + f"?term={quarter.pk}"

    @classmethod
    def lesson(cls, name, student, teacher, number):
        c = cls.cast
        part = services.set_part(by=None, class_group=c.class_a, name=name, students=[student])
        found = grid_factories.lesson(c, timezone.localdate(), number=number)
        Lesson.objects.filter(pk=found.pk).update(part=part, teacher=c.staff(teacher))
        return found

    def setUp(self):
        self.client.force_login(self.cast.chynara)

    def typed(self, lesson, student):
        """What became of a five in this cell."""
        url = reverse("journal:cells", args=[self.cast.class_a.pk, self.cast.maths.pk])
        sent = self.client.post(url, {"cell": f"{lesson.pk}.{student.pk}.0.5"})
        (cell,) = sent.json()["cells"]
        return cell.get("code") or cell["state"]

    def test_a_teacher_writes_the_marks_of_the_own_part_and_not_of_the_other(self):
        self.assertEqual(self.typed(self.own, self.cast.nurlan), "saved")
        self.assertEqual(self.typed(self.others, self.cast.meerim), "part-foreign")
        self.assertEqual(set(LessonMark.objects.values_list("lesson", flat=True)), {self.own.pk})

    def test_the_marks_of_the_others_lesson_are_read_and_not_sent(self):
        column = reverse("journal:column", args=[self.others.pk])
        page = self.client.get(column)
        self.assertFalse(page.context["may_write"])
        self.assertEqual(self.client.post(column, {"reason": ""}).status_code, 403)
        self.assertTrue(self.client.get(reverse("journal:column", args=[self.own.pk])).context["may_write"])

    def test_the_grid_says_which_columns_are_the_colleagues(self):
        stops = {one.lesson.pk: one.stop for one in self.client.get(self.grid).context["columns"]}
        self.assertEqual(stops, {self.own.pk: "", self.others.pk: "part-foreign"})

    def test_what_a_colleague_left_behind_who_teaches_here_no_more_is_written_by_who_does(self):
        self.beside.delete()
        self.assertEqual(self.typed(self.others, self.cast.meerim), "saved")

    def test_a_substitute_writes_into_the_lesson_that_was_given_to_her(self):
        Lesson.objects.filter(pk=self.others.pk).update(substitute=self.cast.staff(self.cast.chynara))
        self.assertEqual(self.typed(self.others, self.cast.meerim), "saved")
