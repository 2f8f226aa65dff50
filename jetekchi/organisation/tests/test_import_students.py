from datetime import date, datetime, timedelta

from django.db import IntegrityError
from django.test import TestCase
from django.utils import timezone, translation

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import services
from jetekchi.organisation.models import (
    ClassGroup,
    Enrolment,
    Guardianship,
    ImportRun,
    Person,
    SchoolYear,
    Student,
)
from jetekchi.organisation.services import importing
from jetekchi.organisation.services.importing import Fate
from jetekchi.organisation.tests.tables import STUDENT_HEADINGS, STUDENTS, csv_bytes, students, xlsx_bytes

KIND = importing.STUDENTS


def take_in(data, **more):
    return importing.take_in(
        by=None, kind=KIND, name="list.csv", data=data, year_name="2026-2027", create_missing=True, **more
    )


def plan(data, **more):
    asked = {"create_missing": True, **more}
    return importing.rehearse(kind=KIND, name="list.csv", data=data, year_name="2026-2027", **asked).plan


def reasons(data, **more):
    """(column, reason) of every problem of the first refused row."""
    refused = plan(data, **more).refused
    return [(problem.column, str(problem.reason)) for problem in refused[0].row.problems] if refused else []


class AnEmptyLyceumTakesInItsStudents(TestCase):
    def test_year_classes_people_and_lists_are_there_afterwards(self):
        done = take_in(students())
        assert done.run.added == 3
        assert SchoolYear.objects.get().terms.count() == 6
        assert [group.label for group in ClassGroup.objects.all()] == ["9-А", "9-Б"]
        first = Student.objects.get(number="7001")
        assert (first.person.surname, first.person.given) == ("Арстанбек уулу", "Эламан")
        assert (first.person.sex, first.person.born_on) == ("m", date(2011, 3, 12))
        assert first.enrolments.get().from_on == SchoolYear.objects.get().start_on
        assert first.person.search_key

    def test_after_a_closed_half_year_newcomers_stand_on_the_lists_from_the_day_after_it(self):
        half = services.ensure_year(by=None, name="2026-2027").terms.get(kind="half_year", number=1)
        services.close_term(by=None, term=half, reason="карантин")
        take_in(students())
        first = Student.objects.get(number="7001").enrolments.get()
        assert first.from_on == half.end_on + timedelta(days=1)
        words = "7009,Токтосунов,Бакыт,,9-А,м,12.03.2011,15.09.2026"
        headings = "№,Фамилиясы,Аты,Атасынын аты,Класс,Жынысы,Туулган күнү,from"
        (problem,) = reasons(f"{headings}\n{words}".encode())
        assert problem[0] == "from_on" and "жабылган" in problem[1]

    def test_equal_names_are_two_students(self):
        take_in(students())
        assert Person.objects.filter(surname="Жапарова").count() == 2

    def test_the_same_file_again_writes_nothing(self):
        take_in(students())
        events = AuditEvent.objects.count()
        again = take_in(students())
        assert again.run is None
        assert again.plan.count(Fate.UNCHANGED) == 3
        assert AuditEvent.objects.count() == events
        assert ImportRun.objects.count() == 1

    def test_one_file_is_one_event_of_the_audit_without_names(self):
        services.ensure_lyceum(by=None)
        services.ensure_year(by=None, name="2026-2027")
        before = AuditEvent.objects.count()
        take_in(students())
        assert AuditEvent.objects.count() == before + 1
        event = AuditEvent.objects.order_by("pk").last()
        assert event.actor == "command line"
        assert "Жапарова" not in str(event.detail)
        assert audit.verify() is None

    def test_a_rehearsal_leaves_no_trace_at_all(self):
        assert plan(students()).count(Fate.ADDED) == 3
        assert not SchoolYear.objects.exists()
        assert not Person.objects.exists()

    def test_a_workbook_says_the_same_as_the_csv(self):
        take_in(students())
        rows = [(int(row[0]), *row[1:6], datetime(2011, 3, 12)) for row in STUDENTS[:1]]
        assert plan(xlsx_bytes(STUDENT_HEADINGS, rows)).counts["unchanged"] == 1

    def test_russian_and_english_headings_and_semicolons_are_understood(self):
        russian = ("НОМЕР", "Фамилия", "ИМЯ", "Отчество", "Класс", "Пол", "Дата рождения")
        english = ("Student no", "Surname", "First name", "Patronymic", "Class", "Sex", "Date of birth")
        take_in(students())
        for headings in (russian, english):
            assert plan(csv_bytes(headings, STUDENTS, sign=";")).counts["unchanged"] == 3


class ARowIsRefusedWithItsColumnAndReason(TestCase):
    def bad(self, **changes):
        row = dict(zip(STUDENT_HEADINGS, STUDENTS[0], strict=True)) | changes
        return students(STUDENTS[1], tuple(row.values()))

    def test_a_day_that_does_not_exist(self):
        assert reasons(self.bad(**{"Туулган күнү": "31.02.2010"}))[0][0] == "born_on"

    def test_a_name_that_lost_its_letters(self):
        assert reasons(self.bad(Аты="?м?т"))[0][0] == "given"
        assert reasons(self.bad(Фамилиясы="Ж?парова"))[0][0] == "surname"

    def test_a_name_with_figures_or_markup(self):
        assert reasons(self.bad(Аты="Эламан2"))[0][0] == "given"
        assert reasons(self.bad(Аты="<b>Эламан"))[0][0] == "given"

    def test_an_unknown_class_unless_it_may_be_made(self):
        assert reasons(self.bad(Класс="9-Я"), create_missing=False)[0][0] == "class"
        assert reasons(self.bad(Класс="9-Я")) == []

    def test_an_unknown_sex(self):
        assert reasons(self.bad(Жынысы="х"))[0][0] == "sex"

    def test_an_empty_number(self):
        assert reasons(self.bad(**{"№": ""}))[0][0] == "number"

    def test_a_number_that_stands_twice(self):
        refused = plan(students(STUDENTS[0], STUDENTS[0])).refused
        assert [row.row.line for row in refused] == [3]

    def test_nothing_is_written_when_one_row_is_bad(self):
        with self.assertRaises(Refused) as refusal:
            take_in(self.bad(Аты="?"))
        assert refusal.exception.code == "rows-refused"
        assert not Person.objects.exists()
        assert not SchoolYear.objects.exists()

    def test_good_rows_alone_are_written_when_asked_for(self):
        done = take_in(self.bad(Аты="?"), skip_bad_rows=True)
        assert (done.run.added, done.run.refused) == (1, 1)
        assert Student.objects.get().number == "7002"

    def test_a_number_that_belongs_to_somebody_else_entirely(self):
        take_in(students())
        assert reasons(students(("7001", "Маматов", "Илияз", "", "9-А", "м", "01.01.2011")))[0][0] == "number"

    def test_a_running_number_of_a_list_is_not_taken_for_the_number_of_the_student(self):
        with self.assertRaises(Refused) as refusal:
            plan(csv_bytes(("№ п/п", *STUDENT_HEADINGS[1:]), STUDENTS))
        assert refusal.exception.code == "columns-missing"

    def test_a_surer_heading_wins_over_the_bare_number_sign(self):
        headings = ["№", "ПИН", "Фамилиясы", "Аты", "Класс"]
        assert importing.map_headings(KIND.columns, headings)["number"] == 1

    def test_a_file_without_a_needed_column_says_which(self):
        with self.assertRaises(Refused) as refusal:
            plan(csv_bytes(("№", "Фамилиясы"), [("1", "Асанов")]))
        assert refusal.exception.code == "columns-missing"
        assert "«" in str(refusal.exception)

    def test_headings_alone_are_refused(self):
        with self.assertRaises(Refused):
            plan(csv_bytes(STUDENT_HEADINGS, []))

    def test_an_empty_file_a_nul_and_an_emoji_are_refused(self):
        for data in (b"", students(("1\x00", *STUDENTS[0][1:])), self.bad(Аты="Эламан😀")):
            with self.assertRaises(Refused):
                plan(data)

    def test_half_a_workbook_is_refused(self):
        whole = xlsx_bytes(STUDENT_HEADINGS, STUDENTS)
        with self.assertRaises(Refused):
            plan(whole[: len(whole) // 2])

    def test_cp1251_is_read_and_remarked_upon(self):
        row = ("7009", "Петрова", "Асель", "", "9-А", "жен", "01.02.2011")
        # A program that saves in this encoding writes «?» for every ү.
        data = csv_bytes(STUDENT_HEADINGS, [row]).decode("utf-8-sig").encode("cp1251", errors="replace")
        found = plan(data)
        assert found.counts["added"] == 1
        assert found.rows[0].row.get("born_on") == date(2011, 2, 1)
        assert any("1251" in str(note) for note in found.notes)


class WhatPeopleWriteIsUnderstood(TestCase):
    @classmethod
    def setUpTestData(cls):
        take_in(students())

    def test_a_class_in_latin_letters_or_without_its_dash_is_the_same_class(self):
        for label in ("9-A", "9 а", "9А", "9-«А»", "9–А"):
            row = (*STUDENTS[0][:4], label, *STUDENTS[0][5:])
            assert plan(students(row), create_missing=False).counts["unchanged"] == 1, label

    def test_wrong_letters_are_mended(self):
        take_in(students(("7010", "Ѳмүрова", "Таӊсулуу", *STUDENTS[1][3:])))
        assert Student.objects.get(number="7010").person.surname == "Өмүрова"
        assert Student.objects.get(number="7010").person.given == "Таңсулуу"

    def test_a_full_name_in_one_cell_is_divided_and_shown(self):
        headings = ("№", "ФИО", "Класс")
        rows = [("7030", "Бакыт кызы Жазгүл", "9-А"), ("7031", "Ким Анна Сергеевна", "9-А")]
        found = plan(csv_bytes(headings, rows))
        assert "Бакыт кызы · Жазгүл" in found.rows[0].changes
        take_in(csv_bytes(headings, rows))
        person = Student.objects.get(number="7031").person
        assert (person.surname, person.given, person.patronymic) == ("Ким", "Анна", "Сергеевна")
        assert plan(csv_bytes(headings, rows)).counts["unchanged"] == 2
        assert reasons(csv_bytes(headings, [("7032", "Чолпон", "9-А")]))[0][0] == "full_name"

    def test_an_empty_cell_changes_nothing(self):
        row = (*STUDENTS[1][:3], "", STUDENTS[1][4], "", "")
        assert plan(students(row)).counts["unchanged"] == 1

    def test_a_corrected_card_is_one_change(self):
        done = take_in(students((*STUDENTS[1][:2], "Үмүтай", *STUDENTS[1][3:])))
        assert done.run.changed == 1
        person = Student.objects.get(number="7002").person
        assert person.given == "Үмүтай"
        assert "умутай" in person.search_key

    def test_nobody_leaves_because_the_file_is_silent(self):
        take_in(students(("7011", "Осмонов", "Эрлан", "", "9-А", "м", "")))
        assert Student.objects.filter(left_on=None).count() == 4

    def test_a_group_holds_listeners(self):
        take_in(students(("7012", "Осмонов", "Эрлан", "", "2-топ", "м", "")))
        listener = Student.objects.get(number="7012")
        assert listener.is_listener
        assert listener.class_group.kind == ClassGroup.Kind.GROUP


class AStudentMovesByTheList(TestCase):
    HEADINGS = (*STUDENT_HEADINGS, "Буйрук №", "Күнү")

    @classmethod
    def setUpTestData(cls):
        take_in(students())

    def move(self, label, order="", day=""):
        return csv_bytes(self.HEADINGS, [(*STUDENTS[0][:4], label, *STUDENTS[0][5:], order, day)])

    def test_the_way_through_both_classes_stays_on_record(self):
        take_in(self.move("9-Б", "41-о", "02.11.2026"))
        ways = list(Enrolment.objects.filter(student__number="7001"))
        assert [way.class_group.label for way in ways] == ["9-А", "9-Б"]
        assert (ways[0].until_on, ways[0].ended, ways[0].ended_order_no) == (
            date(2026, 11, 1),
            "moved",
            "41-о",
        )
        assert (ways[1].from_on, ways[1].order_no, ways[1].until_on) == (date(2026, 11, 2), "41-о", None)
        assert Student.objects.get(number="7001").class_group.label == "9-Б"

    def test_without_a_day_it_is_today(self):
        take_in(self.move("9-Б"))
        begun = Enrolment.objects.get(student__number="7001", until_on=None).from_on
        assert begun == max(timezone.localdate(), SchoolYear.objects.get().start_on)

    def test_a_list_that_was_wrong_from_its_first_day_is_corrected_in_place(self):
        take_in(self.move("9-Б", "", "01.09.2026"))
        assert Enrolment.objects.get(student__number="7001").class_group.label == "9-Б"

    def test_a_day_before_the_arrival_is_refused(self):
        assert reasons(self.move("9-Б", "", "01.08.2026"))[0][0] == "from_on"

    def test_next_year_ends_the_old_class_and_begins_the_new_one(self):
        data = students((*STUDENTS[0][:4], "10-А", *STUDENTS[0][5:]))
        importing.take_in(
            by=None, kind=KIND, name="n.csv", data=data, year_name="2027-2028", create_missing=True
        )
        old, new = Enrolment.objects.filter(student__number="7001")
        assert (old.ended, old.until_on, new.from_on) == ("finished", date(2027, 8, 31), date(2027, 9, 1))

    def test_who_left_comes_back_only_by_a_later_day(self):
        student = Student.objects.get(number="7001")
        account, _password = services.open_account(by=None, person=student.person)
        services.release_student(by=None, student=student, left_on=date(2026, 10, 5), order_no="9")
        assert reasons(students())[0][0] == "number"
        account.refresh_from_db()
        assert not account.is_active
        take_in(self.move("9-А", "50", "16.11.2026"))
        student.refresh_from_db()
        account.refresh_from_db()
        assert student.left_on is None
        assert account.is_active, "who comes back comes in again"


class AParentMayComeAlong(TestCase):
    HEADINGS = (*STUDENT_HEADINGS, "Ата-энеси", "Ата-эненин телефону", "Ким болот")

    def file(self, *parents):
        return csv_bytes(self.HEADINGS, [(*row, *p) for row, p in zip(STUDENTS, parents, strict=False)])

    def test_names_phone_and_relation_are_kept_and_again_it_is_unchanged(self):
        data = self.file(("Сулайман кызы Бурул", "+996 700 11 22 33", "энеси"))
        take_in(data)
        link = Guardianship.objects.get()
        assert (link.person.surname, link.person.given, link.kind) == ("Сулайман кызы", "Бурул", "mother")
        assert plan(data).counts["unchanged"] == 1

    def test_brothers_and_sisters_share_a_parent_with_the_same_phone(self):
        parent = ("Жапаров Сагынбек", "0700112233", "отец")
        take_in(self.file(("", "", ""), parent, parent))
        assert Guardianship.objects.count() == 2
        assert Person.objects.filter(given="Сагынбек").count() == 1

    def test_a_phone_of_nobody_is_refused(self):
        assert reasons(self.file(("", "0700112233", "")))[0][0] == "guardian"

    def test_a_listener_has_no_guardian(self):
        row = (*STUDENTS[0][:4], "2-топ", *STUDENTS[0][5:], "Асанов Болот", "", "")
        assert reasons(csv_bytes(self.HEADINGS, [row]))[0][0] == "guardian"


class ARunIsUndoneAsAWhole(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.run_ = take_in(students()).run

    def test_everything_it_brought_goes_again(self):
        importing.undo(by=None, run=self.run_)
        assert not Student.objects.exists()
        assert not Person.objects.exists()
        assert not ClassGroup.objects.exists()
        assert audit.verify() is None

    def test_what_it_changed_becomes_as_it_was(self):
        headings = AStudentMovesByTheList.HEADINGS
        moved = (*STUDENTS[0][:2], "Элдар", "", "9-Б", *STUDENTS[0][5:], "7", "02.11.2026")
        second = take_in(csv_bytes(headings, [moved])).run
        importing.undo(by=None, run=second)
        student = Student.objects.get(number="7001")
        assert (student.person.given, student.class_group.label) == ("Эламан", "9-А")
        assert "эламан" in student.person.search_key
        enrolment = Enrolment.objects.get(student=student)
        assert (enrolment.until_on, enrolment.ended, enrolment.ended_order_no) == (None, "", "")

    def test_not_while_a_later_import_builds_on_it(self):
        take_in(students((*STUDENTS[1][:2], "Үмүтай", *STUDENTS[1][3:])))
        with self.assertRaises(Refused) as refusal:
            importing.undo(by=None, run=self.run_)
        assert refusal.exception.code == "import-built-upon"
        assert Student.objects.count() == 3

    def test_what_builds_on_it_is_said_in_the_words_of_the_lyceum(self):
        services.open_account(by=None, person=Student.objects.all()[0].person)
        with translation.override("ky"):
            self.assertEqual(importing.what_builds_on(self.run_), ["Аккаунттар: 1"])

    def test_not_while_an_account_builds_on_it(self):
        services.open_account(by=None, person=Student.objects.get(number="7002").person)
        with self.assertRaises(Refused):
            importing.undo(by=None, run=self.run_)

    def test_not_after_somebody_corrected_a_card(self):
        person = Student.objects.get(number="7002").person
        services.change_person(by=None, person=person, phone="+996 555 000 111")
        with self.assertRaises(Refused):
            importing.undo(by=None, run=self.run_)

    def test_not_twice(self):
        importing.undo(by=None, run=self.run_)
        with self.assertRaises(Refused) as refusal:
            importing.undo(by=None, run=self.run_)
        assert refusal.exception.code == "import-undone"


class ThePlanThatWasAgreedTo(TestCase):
    def test_is_shown_again_when_the_lists_have_changed_since(self):
        seen = plan(students())
        take_in(students(STUDENTS[0]))
        with self.assertRaises(Refused) as refusal:
            take_in(students(), agreed=seen.signature)
        assert refusal.exception.code == "plan-changed"
        assert Student.objects.count() == 1

    def test_the_database_itself_holds_one_number_a_student(self):
        take_in(students())
        with self.assertRaises(IntegrityError):
            Student.objects.filter(number="7002").update(number="7001")
