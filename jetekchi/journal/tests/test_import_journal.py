from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.journal import selectors
from jetekchi.journal.models import Absence, TermMark
from jetekchi.journal.services.importing import ABSENCES_KIND, TERM_MARKS
from jetekchi.journal.tests import golden
from jetekchi.organisation import services
from jetekchi.organisation.models import ClassGroup, ImportRun, Student, Subject, Term
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import csv_bytes
from tests import cast

YEAR = "2026-2027"


def asked(kind, data, **more):
    return {"kind": kind, "name": "t.csv", "data": data, "year_name": YEAR, "create_missing": True, **more}


def take_in(kind, data, **more):
    return importing.take_in(by=None, **asked(kind, data, **more))


def plan(kind, data, **more):
    return importing.rehearse(**asked(kind, data, **more)).plan


def marks(*rows):
    return csv_bytes(("Окуучу №", "Предмет", "Чейрек", "Баа"), rows)


def absences(*rows):
    return csv_bytes(("Окуучу №", "Күнү", "Сабак", "Белги"), rows)


def columns(kind, data, **more):
    return [problem.column for row in plan(kind, data, **more).refused for problem in row.row.problems]


class Lyceum(TestCase):
    @classmethod
    def setUpTestData(cls):
        take_in(importing.STUDENTS, golden.STUDENTS)
        cls.runs = [take_in(TERM_MARKS, golden.MARKS).run, take_in(ABSENCES_KIND, golden.ABSENCES).run]
        cls.half = Term.objects.get(kind=Term.Kind.HALF_YEAR, number=1)


class AFreshLyceumFromItsFiles(Lyceum):
    def test_has_the_figures_that_were_worked_out_by_hand(self):
        study, summary, missed = {}, {}, {}
        for figures in selectors.school_half_year(self.half).values():
            label = figures.class_group.label
            for row in figures.study:
                shares = (row.success, row.quality, row.sou, row.mean)
                counts = (row.n, row.n5, row.n4, row.n3, row.n2, row.na)
                study[label, row.term_number, row.subject] = (*counts, *map(str, shares))
            for term in figures.summary:
                people = (term.n, term.excellent, term.good, term.one_three, term.failing)
                summary[label, term.term_number] = (*people, str(term.success), str(term.quality))
            one = figures.absences
            missed[label] = (one.missed, one.ill, one.valid, one.unexcused, one.late, str(one.per_student))
        assert study == golden.STUDY
        assert summary == golden.SUMMARY
        assert missed == golden.MISSED

    def test_the_same_files_again_change_nothing(self):
        assert take_in(TERM_MARKS, golden.MARKS).run is None
        assert take_in(ABSENCES_KIND, golden.ABSENCES).run is None
        assert audit.verify() is None

    def test_a_corrected_mark_is_one_change_and_can_be_taken_back(self):
        done = take_in(TERM_MARKS, marks(("803", "Физика", "1", "4")))
        assert (done.run.changed, done.run.added) == (1, 0)
        assert TermMark.objects.get(student__number="803", subject__name="Физика").value == "4"
        importing.undo(by=None, run=done.run)
        assert TermMark.objects.get(student__number="803", subject__name="Физика").value == "3"

    def test_marks_go_as_a_whole_with_the_subjects_they_brought(self):
        importing.undo(by=None, run=self.runs[0])
        assert not TermMark.objects.exists()
        assert not Subject.objects.exists()
        assert Absence.objects.count() == 6

    def test_students_stay_while_their_marks_build_on_them(self):
        run = ImportRun.objects.get(kind="students")
        with self.assertRaises(Refused) as refusal:
            importing.undo(by=None, run=run)
        assert refusal.exception.code == "import-built-upon"
        for later in self.runs:
            importing.undo(by=None, run=later)
        importing.undo(by=None, run=run)
        assert not Student.objects.exists()


class ABadMarkIsRefused(Lyceum):
    def test_seven_one_and_nonsense(self):
        for value in ("7", "1", "4,5", "55", "-", "отл?"):
            assert columns(TERM_MARKS, marks(("801", "Физика", "2", value))) == ["value"], value

    def test_words_that_stand_for_marks_are_known(self):
        for text, value in (
            ("Н/А", "na"),
            ("n/a", "na"),
            ("осв", "exempt"),
            ("Зач.", "pass"),
            ("незач.", "fail"),
            ("Зачёт", "pass"),
            ("н/з", "fail"),
            ("зач. жок", "fail"),
            ("отлично", "5"),
        ):
            found = plan(TERM_MARKS, marks(("801", "Физика", "2", text)))
            assert found.rows[0].row.get("value") == value, text

    def test_the_preview_names_a_mark_as_people_read_it(self):
        (row,) = plan(TERM_MARKS, marks(("803", "Физика", "1", "н/а"))).deeds
        assert "аттестацияланган эмес" in row.changes[0], row.changes

    def test_an_unknown_student(self):
        assert columns(TERM_MARKS, marks(("999", "Физика", "1", "5"))) == ["number"]

    def test_an_unknown_subject_unless_it_may_be_made(self):
        data = marks(("801", "Астрономия", "1", "5"))
        assert columns(TERM_MARKS, data, create_missing=False) == ["subject"]
        assert plan(TERM_MARKS, data).makes == {"subjects": ["Астрономия"]}

    def test_a_subject_is_found_by_its_russian_name_too(self):
        Subject.objects.filter(name="Тарых").update(name_ru="История")
        data = marks(("801", "история", "1", "5"))
        assert plan(TERM_MARKS, data, create_missing=False).counts["unchanged"] == 1

    def test_a_term_that_does_not_exist(self):
        for term in ("6", "0", "IX", "жаз"):
            assert columns(TERM_MARKS, marks(("801", "Физика", term, "5"))) == ["term"], term

    def test_terms_may_be_written_out(self):
        for term in ("1", "I", "1-чейрек", "I четверть"):
            assert plan(TERM_MARKS, marks(("801", "Физика", term, "5"))).counts["unchanged"] == 1, term

    def test_the_same_mark_twice_in_a_file(self):
        found = plan(TERM_MARKS, marks(("801", "Физика", "2", "5"), ("801", "Физика", "2", "4")))
        assert [row.row.line for row in found.refused] == [3]

    def test_a_mark_of_a_closed_half_year(self):
        services.close_term(by=None, term=self.half, reason="Сыноо")
        assert columns(TERM_MARKS, marks(("801", "Физика", "2", "5"))) == ["term"]

    def test_nothing_is_written_when_one_is_bad(self):
        before = TermMark.objects.count()
        with self.assertRaises(Refused):
            take_in(TERM_MARKS, marks(("801", "Физика", "2", "5"), ("802", "Физика", "2", "7")))
        assert TermMark.objects.count() == before

    def test_a_mark_goes_to_the_class_of_the_terms_end(self):
        student = Student.objects.get(number="801")
        q1, q2 = self.half.quarters.order_by("number")
        other = ClassGroup.objects.get(label="8-Б")
        services.move_student(
            by=None, student=student, class_group=other, from_on=q2.start_on + timedelta(days=3), order_no="3"
        )
        take_in(TERM_MARKS, marks(("801", "Физика", "2", "5")))
        labels = TermMark.objects.filter(student=student, subject__name="Физика").order_by("term__number")
        assert [mark.class_group.label for mark in labels] == ["8-А", "8-Б"]


class ABadAbsenceIsRefused(Lyceum):
    def test_a_day_outside_the_year_or_outside_the_calendar(self):
        assert columns(ABSENCES_KIND, absences(("801", "15.08.2026", "1", "н"))) == ["on"]
        assert columns(ABSENCES_KIND, absences(("801", "31.02.2027", "1", "н"))) == ["on"]

    def test_a_lesson_or_a_sign_that_does_not_exist(self):
        assert columns(ABSENCES_KIND, absences(("801", "07.10.2026", "0", "н"))) == ["lesson"]
        assert columns(ABSENCES_KIND, absences(("801", "07.10.2026", "13", "н"))) == ["lesson"]
        assert columns(ABSENCES_KIND, absences(("801", "07.10.2026", "1", "щ"))) == ["kind"]

    def test_signs_in_latin_letters_mean_the_same(self):
        for text, kind in (
            ("H", "unexcused"),
            ("y", "valid"),
            ("O", "late"),
            ("Б", "ill"),
            ("жок", "unexcused"),
        ):
            found = plan(ABSENCES_KIND, absences(("801", "07.10.2026", "1", text)))
            assert found.rows[0].row.get("kind") == kind, text

    def test_a_day_on_which_the_student_was_on_no_list(self):
        student = Student.objects.get(number="801")
        services.release_student(
            by=None, student=student, left_on=self.half.start_on + timedelta(days=9), order_no="1"
        )
        assert columns(ABSENCES_KIND, absences(("801", "07.10.2026", "1", "н"))) == ["on"]

    def test_a_day_of_a_closed_half_year(self):
        services.close_term(by=None, term=self.half, reason="Сыноо")
        assert columns(ABSENCES_KIND, absences(("801", "07.10.2026", "1", "н"))) == ["on"]

    def test_an_excuse_that_came_later_is_a_change(self):
        done = take_in(ABSENCES_KIND, absences(("804", "20.11.2026", "3", "б")))
        assert done.run.changed == 1
        assert Absence.objects.get(student__number="804").kind == "ill"


class ThePreview(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def rows(self, *numbers):
        self.client.force_login(self.cast.elmira)
        sent = marks(*((number, "Математика", "1", "5") for number in numbers))
        file = SimpleUploadedFile("t.csv", sent)
        url = reverse("organisation:import_new", args=[TERM_MARKS.key])
        address = self.client.post(url, {"file": file, "year": self.cast.year.name}).url
        return self.client.get(address)

    def test_names_each_student_of_the_lyceum_and_leaves_another_number_as_the_file_says_it(self):
        student = self.cast.nurlan
        page = self.rows(student.number, "998877")
        named = {row["who"]: row["name"] for row in page.context["rows"]}
        self.assertEqual(named, {student.number: student.person.brief_name, "998877": ""})
        self.assertContains(page, student.person.brief_name)
        self.assertContains(page, "<td>998877</td>", html=True)

    def test_asks_for_the_names_once_whatever_the_number_of_rows(self):
        def names(page):
            return [row["name"] for row in page.context["rows"]]

        def asked(*numbers):
            with CaptureQueriesContext(connection) as asked:
                self.assertTrue(all(names(self.rows(*numbers))))
            return len(asked)

        asked(self.cast.nurlan.number)
        self.assertEqual(
            asked(self.cast.nurlan.number), asked(self.cast.nurlan.number, self.cast.meerim.number)
        )
