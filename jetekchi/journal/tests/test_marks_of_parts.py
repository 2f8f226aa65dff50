"""Where a class learns in parts, each teacher writes the marks of the own part alone (3.9, 4.1)."""

from datetime import timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.journal import services
from jetekchi.journal.models import (
    ClassPart,
    Lesson,
    LessonMark,
    PartMember,
    TermMark,
    TimetableSlot,
)
from jetekchi.journal.tests import factories, grid_factories
from jetekchi.organisation.models import Teaching
from tests import cast


class MarksOfParts(TestCase):
    """Chynara teaches maths in the first part, with Nurlan; Bakyt in the second, with Meerim; today each gave a lesson."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        quarter = grid_factories.quarter_till_today(c)
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


class TermMarksOfParts(TestCase):
    """By the timetable Chynara teaches maths to Nurlan's part, Bakyt to Meerim's; a third student is in neither."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        quarter = grid_factories.quarter_till_today(c)
        since = timezone.localdate() - timedelta(days=30)
        given = {"class_group": c.class_a, "subject": c.maths, "from_on": since}
        cls.beside = Teaching.objects.create(teacher=c.staff(c.bakyt), **given)
        for number, student, teacher in ((1, c.nurlan, c.chynara), (2, c.meerim, c.bakyt)):
            part = ClassPart.objects.create(class_group=c.class_a, name=f"{number}-топ")
            PartMember.objects.create(part=part, student=student, from_on=since)
            TimetableSlot.objects.create(
                **given, part=part, teacher=c.staff(teacher), weekday=1, number=number
            )
        (cls.third,) = factories.add_students(c.class_a, 1)
        cls.page = reverse("journal:term_marks", args=[c.class_a.pk, c.maths.pk]) + f"?term={quarter.pk}"

    def setUp(self):
        self.client.force_login(self.cast.chynara)

    def open_to(self, person):
        """Whose marks this teacher may choose on the page."""
        self.client.force_login(person)
        lines = self.client.get(self.page).context["lines"]
        return {row.student.pk for row, _mark, _was, _outcome, may_set in lines if may_set}

    def sent(self):
        """The page after a five for each of the three."""
        marks = {f"mark_{one.pk}": "5" for one in (self.cast.nurlan, self.cast.meerim, self.third)}
        return self.client.post(self.page, marks)

    def marked(self):
        return set(TermMark.objects.values_list("student", flat=True))

    def test_each_teacher_is_offered_the_own_part_and_who_is_in_none(self):
        c = self.cast
        self.assertEqual(self.open_to(c.chynara), {c.nurlan.pk, self.third.pk})
        self.assertEqual(self.open_to(c.bakyt), {c.meerim.pk, self.third.pk})

    def test_the_mark_of_anothers_student_is_refused_in_its_row_and_the_rest_is_saved(self):
        page = self.sent()
        self.assertEqual(set(page.context["left"]), {self.cast.meerim.pk})
        self.assertEqual(page.context["left"][self.cast.meerim.pk].code, "part-foreign")
        self.assertEqual(self.marked(), {self.cast.nurlan.pk, self.third.pk})

    def test_no_proposal_is_put_into_the_row_of_another(self):
        now = timezone.now()
        lesson = grid_factories.lesson(self.cast, timezone.localdate())
        for one in (self.cast.nurlan, self.cast.meerim):
            LessonMark.objects.create(lesson=lesson, student=one, value="4", given_at=now)
        page = self.client.post(self.page, {"propose": "1"})
        self.assertEqual(page.context["filled"], 1)

    def test_the_part_of_a_colleague_who_teaches_here_no_more_is_set_by_who_does(self):
        self.beside.delete()
        self.sent()
        self.assertEqual(self.marked(), {self.cast.nurlan.pk, self.cast.meerim.pk, self.third.pk})

    def test_where_one_lesson_of_the_student_is_given_by_each_both_may_set_the_mark(self):
        c = self.cast
        part = ClassPart.objects.get(name="2-топ")
        TimetableSlot.objects.create(
            class_group=c.class_a,
            subject=c.maths,
            part=part,
            teacher=c.staff(c.chynara),
            weekday=2,
            number=1,
            from_on=timezone.localdate() - timedelta(days=30),
        )
        self.assertIn(c.meerim.pk, self.open_to(c.chynara))
        self.assertIn(c.meerim.pk, self.open_to(c.bakyt))
