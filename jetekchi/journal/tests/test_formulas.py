from collections import Counter
from decimal import Decimal
from fractions import Fraction

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from jetekchi.journal.selectors.formulas import absence_count, class_term, levels, subject_term

VALUES = st.sampled_from(["5", "4", "3", "2", "na", "exempt", "pass", "fail"])


def subject(values, listed=None, na_weight=7):
    return subject_term(values, listed=len(values) if listed is None else listed, na_weight=na_weight)


def of(n5=0, n4=0, n3=0, n2=0, na=0, exempt=0):
    return ["5"] * n5 + ["4"] * n4 + ["3"] * n3 + ["2"] * n2 + ["na"] * na + ["exempt"] * exempt


class SubjectFigures(SimpleTestCase):
    def test_a_class_worked_out_by_hand(self):
        # 20 in N: success 17/20, quality 9/20, (3·100+6·64+8·36+2·16+1·7)/20 = 50.55, (15+24+24+4)/19
        row = subject(of(3, 6, 8, 2, 1))
        assert (row.n, row.success, row.quality) == (20, Decimal("85.0"), Decimal("45.0"))
        assert (row.sou, row.mean) == (Decimal("50.6"), Decimal("3.53"))

    def test_halves_are_rounded_up_and_not_to_even(self):
        # 1/16 = 6.25 %, 5/16 = 31.25 %: to even would say 6.2 and 31.2
        assert subject(of(n5=1, n2=15)).success == Decimal("6.3")
        assert subject(of(n5=5, n2=11)).quality == Decimal("31.3")
        # seven 5 and one 4 are 4.875
        assert subject(of(n5=7, n4=1)).mean == Decimal("4.88")

    def test_the_exempt_leave_n_and_the_not_attested_stay(self):
        assert subject(of(n4=2, exempt=3)).n == 2
        assert subject(of(n4=2, na=2)).success == Decimal("50.0")

    def test_who_has_no_mark_is_not_in_n(self):
        row = subject(of(n4=2), listed=5)
        assert (row.n, row.unmarked, row.success) == (2, 3, Decimal("100.0"))

    def test_without_anybody_there_is_no_figure(self):
        row = subject(of(exempt=2))
        assert (row.n, row.success, row.quality, row.sou, row.mean) == (0, None, None, None, None)

    def test_where_all_are_not_attested_there_is_no_mean(self):
        row = subject(of(na=4))
        assert (row.mean, row.sou, row.success) == (None, Decimal("7.0"), Decimal("0.0"))

    def test_the_weight_of_not_attested_is_a_setting(self):
        assert subject(of(na=4), na_weight=0).sou == Decimal("0.0")

    def test_pass_and_fail_are_counted_apart(self):
        row = subject(["5", "pass", "fail"])
        assert (row.n, row.passed, row.not_passed) == (1, 1, 1)

    @given(st.lists(VALUES, max_size=60), st.integers(0, 16))
    def test_figures_stay_in_their_bounds_and_counts_add_up(self, values, weight):
        row = subject(values, na_weight=weight)
        assert row.n == row.n5 + row.n4 + row.n3 + row.n2 + row.na
        assert row.n + row.exempt + row.passed + row.not_passed == len(values)
        if row.n:
            assert 0 <= row.quality <= row.success <= 100
            assert 0 <= row.sou <= 100
            assert abs(Fraction(row.success) - Fraction(100 * (row.n5 + row.n4 + row.n3), row.n)) <= Fraction(
                1, 20
            )
        if row.mean is not None:
            assert 2 <= row.mean <= 5

    @given(st.lists(VALUES, max_size=30))
    def test_the_order_of_marks_does_not_matter(self, values):
        assert subject(values) == subject(values[::-1])


class ClassFigures(SimpleTestCase):
    def test_each_student_has_the_level_that_people_would_say(self):
        for values, level in (
            (["5", "5"], "excellent"),
            (["5", "exempt"], "excellent"),
            (["5", "4"], "good"),
            (["5", "4"], "one_four"),
            (["4", "4"], "good"),
            (["5", "3"], "one_three"),
            (["3", "4", "pass"], "one_three"),
            (["5", "2"], "failing"),
            (["5", "na"], "failing"),
            (["5", "fail"], "failing"),
        ):
            assert level in levels(values), (values, level)

    def test_and_none_that_they_would_not(self):
        assert "one_three" not in levels(["3", "3"])
        assert "one_three" not in levels(["3", "2"])
        assert "excellent" not in levels(["pass"])
        assert "good" not in levels(["4", "3"])
        assert levels([]) == levels(["exempt"]) == frozenset()

    def test_a_class_is_counted_by_student(self):
        row = class_term([["5", "5"], ["5", "4"], ["4", "3"], ["2", "5"], ["exempt"]], listed=6)
        assert (row.n, row.excellent, row.good, row.one_three, row.failing) == (4, 1, 1, 1, 1)
        assert (row.success, row.quality) == (Decimal("75.0"), Decimal("50.0"))

    def test_a_class_without_marks_has_no_percentages(self):
        row = class_term([], listed=25)
        assert (row.n, row.success, row.quality) == (0, None, None)

    @given(st.lists(st.lists(VALUES, max_size=8), max_size=40))
    def test_everybody_who_counts_either_fails_or_not(self, students):
        row = class_term(students, listed=len(students))
        assert row.excellent + row.good + row.failing <= row.n <= len(students)
        if row.n:
            assert row.success == (Decimal(row.n - row.failing) * 100 / row.n).quantize(
                Decimal("0.1"), rounding="ROUND_HALF_UP"
            )


class AbsenceFigures(SimpleTestCase):
    def test_coming_late_is_no_missed_lesson(self):
        count = absence_count(Counter(ill=3, valid=2, unexcused=5, late=9), days=1, students=4)
        assert (count.missed, count.late) == (10, 9)
        assert (count.per_student, count.unexcused_share) == (Decimal("2.50"), Decimal("50.0"))

    def test_without_students_and_lessons_there_is_a_dash(self):
        count = absence_count(Counter(), days=0, students=0)
        assert (count.missed, count.per_student, count.unexcused_share) == (0, None, None)
