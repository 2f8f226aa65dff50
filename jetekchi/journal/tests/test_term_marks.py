"""Term, half-year and year marks: the formulas, the service, the import beside it, the gaps (3.9)."""

from datetime import timedelta
from decimal import Decimal

from django.db import DatabaseError, transaction
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.journal import selectors, services
from jetekchi.journal.models import Absence, LessonMark, LessonWork, MarkKind, TermMark, TermMarkChange
from jetekchi.journal.selectors.gaps import GapFilters
from jetekchi.journal.selectors.term_formulas import (
    Presence,
    Rules,
    advice,
    proposals,
    proposals_of_final,
    proposals_of_parts,
)
from jetekchi.journal.services.importing import TERM_MARKS
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation import services as organisation
from jetekchi.organisation.models import Enrolment, SchoolYear, Term
from jetekchi.organisation.services import importing
from jetekchi.organisation.services.settings import change_setting
from jetekchi.organisation.settings_catalogue import BY_KEY
from jetekchi.organisation.tests.tables import csv_bytes
from tests import cast

DEFAULTS = {key: one.default for key, one in BY_KEY.items()}


def rules(**more):
    return Rules.of({**DEFAULTS, **more})


class Formulas(SimpleTestCase):
    def test_a_mean_proposes_one_mark_and_close_to_one_half_leaves_it_to_the_teacher(self):
        found = {text: proposals(Decimal(text), rules()) for text in ("4.49", "4.50", "4.59", "4.60", "5.00")}
        both = ("4", "5")
        self.assertEqual(list(found.values()), [("4",), both, both, ("5",), ("5",)])
        self.assertEqual(proposals(Decimal("3.50"), rules(round_choice=0)), ("4",))
        self.assertEqual(proposals(Decimal("3.50"), rules(round_choice=0, round_half="down")), ("3",))
        self.assertEqual(proposals(Decimal("3.51"), rules(round_choice=0, round_half="down")), ("4",))
        self.assertEqual(proposals(None, rules()), ())

    def test_the_tie_of_two_quarters_goes_to_the_later_and_what_is_no_figure_is_the_teachers(self):
        def half(*values):
            return proposals_of_parts(values, rules(), later_decides=True)

        self.assertEqual((half("4", "5"), half("5", "4"), half("3", "5")), (("5",), ("4",), ("4",)))
        self.assertEqual((half("exempt", "5"), half("pass", "pass")), (("5",), ("pass",)))
        self.assertEqual((half("na", "5"), half("", "5"), half("fail", "pass"), half()), ((),) * 4)
        self.assertEqual(half("exempt", "exempt"), ("exempt",))
        year = proposals_of_parts(["4", "5", "5", "4"], rules(), later_decides=False)
        self.assertEqual(year, ("4", "5"), "of a year one half is left to the teacher")

    def test_year_and_examination_propose_the_final_mark_as_the_lyceum_has_set(self):
        def final(year, exam, **more):
            return "".join(proposals_of_final(year, exam, rules(**more)))

        self.assertEqual((final("4", "5"), final("5", "4"), final("3", "5")), ("5", "4", "4"))
        self.assertEqual((final("5", "2"), final("5", "2", final_exam_limit=False)), ("2", "3"))
        self.assertEqual((final("5", "4", final_half="up"), final("4", "5", final_half="down")), ("5", "4"))
        self.assertEqual((final("4", "exempt"), final("pass", "pass")), ("4", "pass"))
        self.assertEqual(
            [final(*one) for one in (("4", ""), ("na", "5"), ("5", "fail"), ("pass", "5"))], [""] * 4
        )

    def test_not_attested_needs_both_and_a_valid_reason_gets_time_instead(self):
        often = Presence(lessons=20, missed=10, valid=2, hours=2)
        self.assertEqual((advice(often, 4, rules()), advice(often, 5, rules())), ("na", ""))
        self.assertEqual(advice(Presence(20, 9, 0, 2), 0, rules()), "")
        self.assertEqual(advice(Presence(20, 10, 6, 2), 4, rules()), "extension")
        self.assertEqual([rules().least_marks(hours) for hours in (0, 1, 2, 3, 7)], [3, 3, 5, 7, 7])
        self.assertEqual(advice(Presence(), 0, rules()), "")


class World(TestCase):
    """Mathematics of 10-А in a half-year that runs out today: its second quarter has five lessons."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        cls.today = timezone.localdate()
        # Whatever day it is: the second quarter ends today, the second half-year is still to come.
        days = {
            "quarter": ((-100, -50), (-49, 0), (10, 50), (60, 100)),
            "half_year": ((-100, 0), (10, 100)),
        }
        for kind, spans in days.items():
            for number, (start, end) in enumerate(spans, start=1):
                dates = {"start_on": cls.today + timedelta(start), "end_on": cls.today + timedelta(end)}
                Term.objects.filter(year=c.year, kind=kind, number=number).update(**dates)
        whole = {"start_on": cls.today - timedelta(100), "end_on": cls.today + timedelta(100)}
        SchoolYear.objects.filter(pk=c.year.pk).update(**whole)
        Enrolment.objects.update(from_on=whole["start_on"])
        for one in (c.year, c.half):
            one.refresh_from_db()
        first, second = c.half.quarters.order_by("number")
        cls.lessons = grid_factories.lessons(c, 5)
        cls.first, cls.second, cls.half = (cls.period(one.pk) for one in (first, second, c.half))

    @classmethod
    def period(cls, key):
        return selectors.chosen_period(selectors.periods_of(cls.cast.year), str(key))

    def set(self, value, was="", period=None, student=None, by=None, reason=""):
        c = self.cast
        (found,) = services.set_term_marks(
            by=by or c.chynara,
            class_group=c.class_a,
            subject=c.maths,
            period=period or self.second,
            typed=[services.TypedMark((student or c.nurlan).pk, value, was)],
            reason=reason,
        )
        return found.code or found.state

    def row(self, period=None):
        c = self.cast
        sheet = selectors.term_sheet(c.class_a, c.maths, period or self.second, self.today)
        return next(row for row in sheet.rows if row.student == c.nurlan)

    def lesson_marks(self, *values):
        now = timezone.now()
        for lesson, value in zip(self.lessons, values, strict=False):
            LessonMark.objects.create(lesson=lesson, student=self.cast.nurlan, value=value, given_at=now)

    def history(self):
        return list(TermMarkChange.objects.order_by("pk").values_list("old", "new", "is_conflict", "reason"))


class Sheet(World):
    def test_the_mean_weighs_and_stands_apart_from_the_proposal_and_the_teachers_mark(self):
        self.lesson_marks("5", "4", "2")
        kind = MarkKind.objects.create(name="Текшерүү иш", weight=3, is_test=True)
        LessonWork.objects.create(lesson=self.lessons[2], kind=kind, by=self.cast.chynara)
        row = self.row()
        self.assertEqual((row.mean, row.count, row.choices, row.mark), (Decimal("3.00"), 3, ("3",), None))
        self.set("4")
        row = self.row()
        self.assertEqual((row.mean, row.value, row.is_far), (Decimal("3.00"), "4", True))

    def test_who_missed_half_of_the_lessons_is_advised_by_the_reasons(self):
        c, kinds = self.cast, ("ill", "unexcused", "unexcused")
        for lesson, kind in zip(self.lessons, kinds, strict=False):
            Absence.objects.create(
                student=c.nurlan, class_group=c.class_a, on=lesson.on, lesson=lesson.number, kind=kind
            )
        row = self.row()
        self.assertEqual((row.presence.missed, row.presence.lessons, row.advice), (3, 5, "na"))
        Absence.objects.update(kind="valid")
        self.assertEqual(self.row().advice, "extension")

    def test_half_year_and_year_are_made_of_their_quarters(self):
        self.set("4", period=self.first)
        self.set("5")
        row = self.row(self.half)
        self.assertEqual((row.mean, row.count, row.choices), (Decimal("4.50"), 2, ("5",)))
        self.assertEqual(self.set("5", period=self.half), "saved")
        self.assertEqual(self.set("5", period=self.period("year")), "term-to-come")
        Term.objects.filter(kind="quarter", number=4).update(start_on=self.today)
        self.assertEqual(self.set("5", period=self.period("year")), "saved")
        self.assertEqual(TermMark.objects.get(year=self.cast.year).value, "5")
        found = selectors.class_half_year(self.cast.class_a, self.cast.half)
        self.assertEqual(
            {row.term_number for row in found.study}, {1, 2}, "the figures are made of quarters alone"
        )

    def test_a_subject_with_an_examination_has_its_mark_and_the_final_one_beside_the_year(self):
        c = self.cast
        Term.objects.filter(kind="quarter", number=4).update(start_on=self.today)

        def keys(subject=c.maths, group=c.class_a):
            return [one.key for one in selectors.periods_for(group, subject)][-2:]

        self.assertNotIn("exam", keys())
        change_setting(by=None, key="exam_subjects", value=f"{c.class_a.grade} {c.maths.name}\n11 Литература")
        self.assertEqual((keys(), keys(c.literature)[-1]), (["exam", "final"], "year"))
        other = type(c.class_a)(year=c.year, grade=c.class_a.grade + 1)
        self.assertEqual(keys(group=other)[-1], "year", "of another grade")
        year, exam, final = selectors.periods_for(c.class_a, c.maths)[-3:]
        self.set("4", period=year)
        self.assertEqual((self.row(final).choices, self.row(exam).choices), ((), ()))
        self.assertEqual([self.set("5", period=exam) for _time in range(3)], ["saved", "same", "same"])
        row = self.row(final)
        self.assertEqual((row.choices, row.mean, row.count), (("5",), Decimal("4.50"), 2))
        self.assertEqual(self.set("5", period=final), "saved")
        marks = dict(TermMark.objects.filter(year=c.year).values_list("step", "value"))
        self.assertEqual(marks, {"": "4", "exam": "5", "final": "5"})
        history = selectors.term_mark_history(c.nurlan, c.maths, exam)
        self.assertEqual([one.new for one in history], ["5"], "each mark has a history of its own")
        change_setting(by=None, key="exam_subjects", value="")
        with self.assertRaises(Refused) as refusal:
            self.set("4", "5", period=exam)
        self.assertEqual(refusal.exception.code, "term-gone")

    def test_an_examination_belongs_to_a_year_and_has_one_mark(self):
        c = self.cast
        of_exam = {"student": c.nurlan, "class_group": c.class_a, "subject": c.maths, "step": "exam"}
        TermMark.objects.create(**of_exam, year=c.year, value="5")
        for more in ({"year": c.year}, {"term": c.half}):
            with self.assertRaises(DatabaseError), transaction.atomic():
                TermMark.objects.create(**of_exam, **more, value="4")

    def test_where_the_lyceum_has_half_years_only_lessons_make_them_and_they_make_the_year(self):
        change_setting(by=None, key="term_scheme", value="half_years")
        self.lesson_marks("5", "4")
        row = self.row(self.period(self.cast.half.pk))
        self.assertEqual((row.mean, row.choices), (Decimal("4.50"), ("4", "5")))
        year = self.period("year")
        self.assertEqual(
            [one.key for one in year.parts], [one.key for one in selectors.periods_of(year.year)[:2]]
        )

    def test_marks_of_another_class_are_told_of_and_not_counted(self):
        self.lesson_marks("5")
        other = grid_factories.lesson(self.cast, self.today, group=self.cast.class_b)
        LessonMark.objects.create(lesson=other, student=self.cast.nurlan, value="2", given_at=timezone.now())
        self.assertEqual((self.row().mean, self.row().elsewhere), (Decimal("5.00"), 1))


class Setting(World):
    def test_a_mark_sent_three_times_is_set_once_and_says_who_set_it(self):
        self.assertEqual([self.set("4") for _time in range(3)], ["saved", "same", "same"])
        mark = TermMark.objects.get()
        self.assertEqual((mark.value, mark.given_by), ("4", self.cast.chynara))
        self.assertEqual(self.history(), [("", "4", False, "")])
        self.assertIsNone(audit.verify())

    def test_a_colleagues_mark_stays_and_both_are_in_the_history(self):
        self.set("4")
        for _time in range(3):
            self.assertEqual(self.set("3", by=self.cast.aigul), "conflict")
        self.assertEqual(self.history(), [("", "4", False, ""), ("4", "3", True, "")])
        self.assertEqual(self.set("3", "4", by=self.cast.aigul), "saved")
        self.assertEqual(self.set("4", "4"), "same", "a row that was not touched is left as it stands")

    def test_a_locked_mark_asks_for_a_reason_and_keeps_it(self):
        self.set("4")
        TermMark.objects.update(given_at=timezone.now() - timedelta(hours=73))
        self.assertEqual(self.set("5", "4"), "locked")
        self.assertEqual(self.set("5", "4", reason="иш кайра текшерилди"), "saved")
        self.assertEqual(self.history()[-1], ("4", "5", False, "иш кайра текшерилди"))
        change_setting(by=None, key="mark_lock_hours", value=100)
        self.assertEqual(self.set("", "5"), "saved")
        self.assertFalse(TermMark.objects.exists())

    def test_what_cannot_be_set_says_why(self):
        self.assertEqual(self.set("7"), "mark-unknown")
        self.assertEqual(self.set("5", student=self.cast.sanjar), "not-listed")
        self.assertEqual(self.set("5", period=self.period("year")), "term-to-come")
        Term.objects.filter(pk=self.cast.half.pk).update(closed_at=timezone.now())
        self.assertEqual((self.set("5"), self.set("5", period=self.half)), ("half-closed",) * 2)
        Term.objects.filter(kind="quarter", number=4).update(start_on=self.today)
        self.assertFalse(self.period("year").is_closed, "the year is closed with its last half-year")
        self.assertFalse(TermMarkChange.objects.exists())

    def test_the_history_only_grows(self):
        self.set("4")
        for deed in (TermMarkChange.objects.all().delete, lambda: TermMarkChange.objects.update(new="5")):
            with self.assertRaises(DatabaseError), transaction.atomic():
                deed()


class BesideTheImport(World):
    def take_in(self, *rows, subject="Математика", **more):
        lines = [(student.number, subject, "2", value) for student, value in rows]
        data = csv_bytes(("Окуучу №", "Предмет", "Чейрек", "Баа"), lines)
        given = {"name": "баа.csv", "data": data, "year_name": self.cast.year.name, **more}
        return importing.take_in(by=self.cast.elmira, kind=TERM_MARKS, **given).run

    def test_typed_or_imported_the_figures_are_the_same(self):
        c = self.cast
        marks = ((c.nurlan, "5"), (c.meerim, "na"))
        self.take_in(*marks, subject="Адабият")
        for student, value in marks:
            self.set(value, student=student)
        study = selectors.class_half_year(c.class_a, c.half).study
        names = ("n", "n5", "n4", "na", "success", "quality", "sou", "mean", "unmarked")
        imported, typed = ([getattr(row, name) for name in names] for row in study)
        self.assertEqual(imported, typed)
        self.assertEqual(typed[:4], [2, 1, 0, 1])

    def test_a_file_leaves_its_lines_and_never_overwrites_a_teacher(self):
        c = self.cast
        run = self.take_in((c.nurlan, "4"), (c.meerim, "3"))
        self.assertEqual(self.history(), [("", "4", False, ""), ("", "3", False, "")])
        self.assertEqual(self.set("5", "4"), "locked", "what an import brought changes with a reason")
        self.assertEqual(self.set("5", "4", reason="кагаз журнал боюнча"), "saved")
        with self.assertRaises(Refused) as refusal:
            self.take_in((c.nurlan, "3"))
        self.assertEqual(refusal.exception.code, "rows-refused")
        self.assertIsNone(self.take_in((c.nurlan, "5")), "the same mark is no change")
        with self.assertRaises(Refused) as refusal:
            importing.undo(by=c.elmira, run=run)
        self.assertEqual(refusal.exception.code, "import-built-upon")

    def test_an_import_that_is_taken_back_leaves_its_history(self):
        run = self.take_in((self.cast.nurlan, "4"), subject="Астрономия", create_missing=True)
        importing.undo(by=self.cast.elmira, run=run)
        self.assertFalse(TermMark.objects.exists())
        self.assertEqual(self.history(), [("", "4", False, ""), ("4", "", False, "")])
        self.assertEqual(
            set(TermMarkChange.objects.values_list("run", "by")), {(run.pk, self.cast.elmira.pk)}
        )


class Gaps(World):
    def found(self, check, user=None):
        return selectors.shown(selectors.gaps(user or self.cast.damir, GapFilters(check=check), self.today))

    def test_a_mark_that_is_not_in_line_is_told_to_the_teacher_as_its_page_flags_it(self):
        c = self.cast
        self.lesson_marks("5", "5", "5", "4", "4")
        for value, was, is_far in (("5", "", False), ("4", "5", True), ("pass", "4", False)):
            self.set(value, was)
            self.assertEqual(self.row().is_far, is_far, value)
            self.assertEqual(bool(self.found("far")), is_far, value)
        kind = MarkKind.objects.create(name="Текшерүү иш", weight=5, is_test=True)
        LessonWork.objects.create(lesson=self.lessons[4], kind=kind, by=c.chynara)
        for value, was, is_far in (("4", "pass", False), ("5", "4", True)):
            self.set(value, was)
            self.assertEqual((self.row().mean, self.row().is_far), (Decimal("4.33"), is_far))
            self.assertEqual(bool(self.found("far")), is_far, value)
        (one,) = self.found("far", c.chynara)
        self.assertEqual((one.person_key, one.student_key), (c.chynara.person_id, c.nurlan.pk))
        term = self.second.key
        self.assertEqual(
            one.url_for(c.chynara),
            f"/journal/class/{c.class_a.pk}/term-marks/{c.maths.pk}/?term={term}#s{c.nurlan.pk}",
        )
        self.assertEqual(self.found("far", c.bakyt), [])
        organisation.close_term(by=c.farhat, term=Term.objects.get(pk=c.half.pk), reason="бүттү")
        self.assertEqual(self.found("far"), [])
