from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.test import TestCase

from jetekchi.journal import selectors
from jetekchi.journal.models import TermMark
from jetekchi.journal.selectors import links
from jetekchi.journal.tests.factories import absent, add_students, mark
from jetekchi.organisation import services
from jetekchi.organisation.models import Student
from tests import cast


class AClassOverAHalfYear(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.q1, cls.q2 = c.half.quarters.order_by("number")
        cls.stayed = add_students(c.class_a, 3)
        for student, value in zip([*cls.stayed, c.nurlan, c.meerim], ["5", "4", "3", "2", "na"], strict=True):
            mark(student, c.maths, cls.q1, value)
        mark(c.sanjar, c.maths, cls.q1, "5")

    def figures(self, group=None):
        return selectors.class_half_year(group or self.cast.class_a, self.cast.half)

    def test_each_subject_has_its_counts_and_figures(self):
        (row,) = self.figures().study_of(self.q1)
        assert (row.subject, row.n, row.n5, row.n4, row.n3, row.n2, row.na) == (
            "Математика",
            5,
            1,
            1,
            1,
            1,
            1,
        )
        assert (row.success, row.quality, row.mean) == (Decimal("60.0"), Decimal("40.0"), Decimal("3.50"))

    def test_the_weight_of_not_attested_comes_from_the_lyceum(self):
        before = self.figures().study[0].sou
        services.change_setting(by=None, key="sou_na_weight", value=57)
        assert self.figures().study[0].sou == before + 10

    def test_the_class_row_counts_students(self):
        row = self.figures().summary_of(self.q1)
        assert (row.n, row.excellent, row.good, row.one_three, row.failing) == (5, 1, 1, 1, 2)

    def test_a_term_without_marks_has_no_rows(self):
        assert self.figures().study_of(self.q2) == []
        assert self.figures().summary_of(self.q2) is None
        assert self.figures().latest == self.q1

    def test_who_left_before_the_end_of_the_term_is_not_counted(self):
        services.release_student(
            by=None, student=self.stayed[0], left_on=self.q1.end_on - timedelta(days=1), order_no="5"
        )
        assert self.figures().study[0].n5 == 0
        assert self.figures().summary_of(self.q1).n == 4

    def test_who_left_on_the_last_day_is(self):
        services.release_student(by=None, student=self.stayed[0], left_on=self.q1.end_on, order_no="5")
        assert self.figures().study[0].n5 == 1

    def test_who_moved_counts_in_the_class_of_the_terms_end(self):
        moved = Student.objects.get(pk=self.stayed[0].pk)
        services.move_student(
            by=None,
            student=moved,
            class_group=self.cast.class_b,
            from_on=self.q1.start_on + timedelta(days=20),
            order_no="6",
        )
        assert self.figures().study[0].n5 == 0
        assert self.figures(self.cast.class_b).study[0].n5 == 2

    def test_missed_lessons_stay_with_the_class_of_their_day(self):
        day = self.q1.start_on + timedelta(days=3)
        absent(self.stayed[1], day, (1, 2), "ill")
        absent(self.stayed[1], day, (3,), "late")
        absent(self.cast.sanjar, day, (1,))
        count = self.figures().absences
        assert (count.missed, count.ill, count.late, count.per_student) == (2, 2, 1, Decimal("0.40"))

    def test_a_whole_day_is_a_day_with_all_its_lessons_missed(self):
        day = self.q1.start_on + timedelta(days=3)
        absent(self.stayed[1], day, (1, 2, 3, 4, 5, 6), "valid")
        absent(self.stayed[2], day, (1, 2, 3, 4, 5), "valid")
        assert self.figures().absences.days == 1

    def test_absences_of_the_other_half_year_do_not_count(self):
        absent(self.stayed[1], self.cast.half.end_on + timedelta(days=1), (1,))
        assert self.figures().absences.missed == 0

    def test_the_school_says_the_same_as_each_class(self):
        school = selectors.school_half_year(self.cast.half)
        for group in (self.cast.class_a, self.cast.class_b, self.cast.group_3):
            assert school[group.pk] == self.figures(group)

    def test_queries_do_not_grow_with_students_or_classes(self):
        with self.assertNumQueries(7):
            self.figures()
        for student in add_students(self.cast.class_a, 12, first=9100):
            mark(student, self.cast.literature, self.q1, "4")
        with self.assertNumQueries(7):
            self.figures()
        with self.assertNumQueries(8):
            selectors.school_half_year(self.cast.half)

    def test_every_figure_equals_its_list(self):
        group = self.cast.class_a
        (row,) = self.figures().study_of(self.q1)
        for value, number in (
            ("5", row.n5),
            ("2", row.n2),
            ("na", row.na),
            ("counted", row.n),
            ("quality", 2),
        ):
            assert selectors.class_marks(group, self.q1, self.cast.maths, value).count() == number
        sheet = selectors.summary_sheet(group, self.q1)
        summary = self.figures().summary_of(self.q1)
        for level in ("excellent", "good", "one_three", "failing"):
            assert len(sheet.of_level(level)) == getattr(summary, level)

    def test_where_the_lyceum_has_half_years_only_the_half_year_gets_the_marks(self):
        services.change_setting(by=None, key="term_scheme", value="half_years")
        mark(self.stayed[0], self.cast.maths, self.cast.half, "5")
        figures = self.figures()
        assert [term.pk for term in figures.terms] == [self.cast.half.pk]
        assert figures.study[0].n5 == 1

    def test_the_database_holds_one_mark_a_subject_and_term(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            mark(self.stayed[0], self.cast.maths, self.q1, "3")

    def test_the_database_knows_no_mark_seven(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            mark(self.stayed[0], self.cast.literature, self.q1, "7")


class WhoNeedsAttention(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.q1, cls.q2 = c.half.quarters.order_by("number")
        for subject, first, then in ((c.maths, "5", "4"), (c.literature, "4", "3")):
            mark(c.nurlan, subject, cls.q1, first)
            mark(c.nurlan, subject, cls.q2, then)
            mark(c.meerim, subject, cls.q1, "4")
            mark(c.meerim, subject, cls.q2, "4")

    def test_one_who_falls_in_two_subjects(self):
        (found,) = selectors.falling(self.cast.class_a, self.cast.half)
        assert found.student == self.cast.nurlan
        assert {(before, now) for _subject, before, now in found.falls} == {("4", "3"), ("5", "4")}

    def test_one_who_is_not_attested(self):
        TermMark.objects.filter(student=self.cast.meerim, term=self.q2, subject=self.cast.maths).update(
            value="na"
        )
        assert {one.student for one in selectors.falling(self.cast.class_a, self.cast.half)} == {
            self.cast.nurlan,
            self.cast.meerim,
        }

    def test_one_fall_alone_is_no_alarm(self):
        TermMark.objects.filter(student=self.cast.nurlan, term=self.q2, subject=self.cast.maths).update(
            value="5"
        )
        assert selectors.falling(self.cast.class_a, self.cast.half) == []

    def test_a_class_without_marks_has_nobody(self):
        assert selectors.falling(self.cast.class_b, self.cast.half) == []

    def test_addresses_name_what_they_ask(self):
        url = links.marks(self.cast.class_a, self.q1.pk, self.cast.maths.pk, "2")
        assert url.endswith(f"/marks/?term={self.q1.pk}&subject={self.cast.maths.pk}&value=2")
