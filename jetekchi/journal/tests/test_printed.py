"""Clauses 3.9, 4.3, 5.1: the papers of the journal hold what its pages show, for those who see the pages."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import docx
import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.core.models import AuditEvent
from jetekchi.journal.models import ClassPart, Lesson, LessonMark, PartMember, TermMark
from jetekchi.journal.tests.factories import absent, mark
from jetekchi.journal.tests.grid_factories import lesson
from jetekchi.organisation.services import move_student
from tests import cast as people

pytestmark = pytest.mark.once


class Papers(TestCase):
    """A half-year that is over: two students, marks, absences, lessons."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = people.build(timezone.localdate() - timedelta(days=365))
        cls.half = cls.cast.half
        cls.first, cls.second = cls.half.quarters.order_by("number")
        for term, values in ((cls.first, "54"), (cls.second, "52")):
            for student, value in zip((cls.cast.nurlan, cls.cast.meerim), values, strict=True):
                mark(student, cls.cast.maths, term, value)
        mark(cls.cast.meerim, cls.cast.literature, cls.second, "na")
        cls.days = [cls.half.start_on + timedelta(days=step) for step in (1, 2, 40)]
        for day in cls.days:
            given = lesson(cls.cast, day, number=2)
            given.topic, given.homework = "Туунду түшүнүгү", "§ 7"
            given.save()
            LessonMark.objects.create(
                lesson=given, student=cls.cast.meerim, value="4", given_at=timezone.now()
            )
        absent(cls.cast.nurlan, cls.days[0], (1, 2), "ill")
        absent(cls.cast.nurlan, cls.days[2], (2,))
        cls.place = [cls.cast.class_a.pk, cls.half.number]

    def setUp(self) -> None:
        self.client = Client()
        self.client.force_login(self.cast.aigul)

    def tables(self, url: str, **asked: object) -> list[list[list[str]]]:
        """The cells of every table of the paper as DOCX."""
        answer = self.client.get(url, {"format": "docx", **asked})
        document = docx.Document(BytesIO(answer.content))
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    def sheet(self, url: str, **asked: object) -> list[list[str]]:
        """The first table with students."""
        return next(table for table in self.tables(url, **asked) if table[0][0] == "№")

    def test_the_summary_sheet_holds_the_marks_and_the_very_figures_of_the_page(self) -> None:
        rows = self.sheet(reverse("journal:summary_paper", args=self.place))
        self.assertEqual(rows[0][3:], ["Адабият", "Математика"])
        name = self.cast.meerim.person.brief_name
        at = next(place for place, row in enumerate(rows) if row[1] == name)
        self.assertEqual(
            [row[2:] for row in rows[at : at + 2]],
            [[str(self.first), "", "4"], [str(self.second), "а/э", "2"]],
        )
        shown = self.client.get(reverse("journal:class_half_year", args=self.place)).context["terms"][1]
        maths = [row for row in shown.rows if row.name == "Математика"][0]
        success, quality, sou, mean = (figure.text.replace("\xa0%", "") for figure in maths.figures[-4:])
        figures = self.tables(reverse("journal:summary_paper", args=self.place))[2]
        printed = [row[3] for row in figures if row[1] == str(self.second)]
        self.assertEqual(printed, [success, quality, sou, mean])

    def test_the_sheet_of_the_last_half_year_closes_with_year_examination_and_final_mark(self) -> None:
        given = {"student": self.cast.nurlan, "class_group": self.cast.class_a, "subject": self.cast.maths}
        for step, value in (("", "4"), ("exam", "2"), ("final", "3")):
            TermMark.objects.create(**given, year=self.cast.year, step=step, value=value)
        last = reverse("journal:summary_paper", args=[self.cast.class_a.pk, 2])
        closing = [["окуу жылы", "4"], ["экзамен", "2"], ["жыйынтыктоочу баа", "3"]]

        def lines(url: str) -> list[list[str]]:
            rows = self.sheet(url)
            at = next(place for place, row in enumerate(rows) if row[1] == self.cast.nurlan.person.brief_name)
            maths = rows[0].index("Математика")
            return [[row[2], row[maths]] for row in rows[at:] if not row[0] or row == rows[at]][:5]

        self.assertEqual(lines(last), [[str(self.first), "5"], [str(self.second), "5"], *closing])
        first = lines(reverse("journal:summary_paper", args=self.place))
        self.assertFalse([line for line in first if line in closing], "the year is closed on its last sheet")
        text = "".join(
            page.extract_text() for page in PdfReader(BytesIO(self.client.get(last).content)).pages
        )
        self.assertIn("жыйынтыктоочу баа", text)

    def test_who_moved_is_printed_in_the_terms_whose_figures_count_the_student_with_the_day(self) -> None:
        moved, day = self.cast.meerim, self.second.start_on
        move_student(by=None, student=moved, class_group=self.cast.class_b, from_on=day, order_no="7")
        self.client.force_login(self.cast.damir)
        last, first = f"{day - timedelta(days=1):%d.%m.%Y}", f"{day:%d.%m.%Y}"
        for group, term, said in (
            (self.cast.class_a, self.first, f"{last} күнүнө чейин"),
            (self.cast.class_b, self.second, f"{first} күнүнөн бери"),
        ):
            place = [group.pk, self.half.number]
            tables = self.tables(reverse("journal:summary_paper", args=place))
            rows = next(table for table in tables if table[0][0] == "№")
            at = next(number for number, row in enumerate(rows) if moved.person.brief_name in row[1])
            self.assertIn(said, rows[at][1])
            self.assertEqual(rows[at][2], str(term))
            self.assertTrue(at + 1 == len(rows) or rows[at + 1][0], "no line of the other term")
            counted = next(row for table in tables for row in table if row[0] == str(term))
            marked = [row for row in rows if row[2] == str(term) and any(row[3:])]
            self.assertEqual(str(len(marked)), counted[1])

    def test_the_attendance_sheet_counts_by_months_and_in_all(self) -> None:
        rows = self.sheet(reverse("journal:attendance_paper", args=self.place))
        line = next(row for row in rows if row[1] == self.cast.nurlan.person.brief_name)
        months = line[2:-7]
        self.assertEqual([cell for cell in months if cell], ["2", "2", "1"])
        self.assertEqual(line[-7:], ["3", "2", "", "1", "", "", ""])
        self.assertEqual(rows[-1][-7:], ["3", "2", "0", "1", "0", "0", "0"])

    def test_a_spread_of_the_journal_has_the_same_days_at_both_sides(self) -> None:
        url = reverse("journal:pages_paper", args=[self.cast.class_a.pk, self.cast.maths.pk])
        marks, topics = [table for table in self.tables(url, term=self.first.pk) if len(table[0]) > 3]
        days = [f"{day:%d.%m}" for day in self.days]
        self.assertEqual(marks[0][2:], [*days, str(self.first)])
        self.assertEqual([row[0] for row in topics[1:]], days)
        self.assertEqual(topics[1][1:3], ["Туунду түшүнүгү", "§ 7"])
        lines = {row[1]: row[2:] for row in marks[1:]}
        self.assertEqual(lines[self.cast.nurlan.person.brief_name], ["б", "", "н", "5"])
        self.assertEqual(lines[self.cast.meerim.person.brief_name], ["4", "4", "4", "4"])

    def in_parts(self) -> dict[str, ClassPart]:
        """Two lessons at one time: each student in a part, the second part with a teacher of its own."""
        day = self.days[0] + timedelta(days=2)
        own = {"1-топ": self.cast.nurlan, "2-топ": self.cast.meerim}
        parts = {}
        for name, student in own.items():
            part = parts[name] = ClassPart.objects.create(class_group=self.cast.class_a, name=name)
            PartMember.objects.create(part=part, student=student, from_on=self.half.start_on)
            given = lesson(self.cast, day, number=3)
            given.part, given.topic = part, f"Тема {name}"
            if name == "2-топ":
                given.teacher = self.cast.staff(self.cast.bakyt)
            given.save()
            LessonMark.objects.create(lesson=given, student=student, value="3", given_at=timezone.now())
        return parts

    def test_each_part_of_the_class_has_pages_of_its_own_beside_those_of_the_whole_class(self) -> None:
        self.in_parts()
        url = reverse("journal:pages_paper", args=[self.cast.class_a.pk, self.cast.maths.pk])
        tables = [table for table in self.tables(url, term=self.first.pk) if len(table[0]) > 3]
        whole, topics, first, first_topics, second, second_topics = tables
        days = [f"{day:%d.%m}" for day in self.days]
        self.assertEqual(whole[0][2:], [*days, str(self.first)])
        self.assertEqual([row[0] for row in topics[1:]], days)
        self.assertEqual({row[-1] for row in whole[1:]}, {"5", "4"})
        at = f"{self.days[0] + timedelta(days=2):%d.%m}"
        for student, marks, words, part in (
            (self.cast.nurlan, first, first_topics, "1-топ"),
            (self.cast.meerim, second, second_topics, "2-топ"),
        ):
            self.assertEqual(marks[0][2:], [at, str(self.first)])
            self.assertEqual([row[1:] for row in marks[1:]], [[student.person.brief_name, "3", ""]])
            self.assertEqual([row[:2] for row in words[1:]], [[at, f"Тема {part}"]])
        grid = reverse("journal:grid", args=[self.cast.class_a.pk, self.cast.maths.pk])
        page = self.client.get(grid, {"term": self.first.pk})
        self.assertContains(page, ">3 · 2-топ<")
        self.assertContains(page, "сабактын номери жана класстын бөлүгү")

    def test_the_pages_of_a_part_name_it_and_its_teacher_and_hold_the_marks_of_the_term(self) -> None:
        parts = self.in_parts()
        Lesson.objects.filter(part=None).update(state="cancelled", reason="суук")
        url = reverse("journal:pages_paper", args=[self.cast.class_a.pk, self.cast.maths.pk])
        marks = [table for table in self.tables(url, term=self.first.pk) if table[0][0] == "№"]
        self.assertEqual(
            [row[1:] for table in marks for row in table[1:]],
            [[self.cast.nurlan.person.brief_name, "3", "5"], [self.cast.meerim.person.brief_name, "3", "4"]],
        )
        pages = PdfReader(BytesIO(self.client.get(url, {"term": self.first.pk}).content)).pages
        texts = [page.extract_text() for page in pages]
        self.assertEqual(len(texts), 4)
        teachers = self.cast.chynara.person.surname, self.cast.bakyt.person.surname
        for number, (part, teacher) in enumerate(zip(parts, teachers, strict=True)):
            other = teachers[1 - number]
            for text in texts[2 * number : 2 * number + 2]:
                self.assertIn(part, text)
                self.assertIn(teacher, text)
                self.assertNotIn(other, text)

    def test_who_changed_the_part_stands_in_both_with_the_mark_of_the_term_in_the_last(self) -> None:
        parts, moved = self.in_parts(), self.cast.nurlan
        Lesson.objects.filter(part=None).update(state="cancelled", reason="суук")
        later = self.days[2]
        PartMember.objects.filter(student=moved).update(until_on=later - timedelta(days=1))
        PartMember.objects.create(part=parts["2-топ"], student=moved, from_on=later)
        given = lesson(self.cast, later, number=3)
        Lesson.objects.filter(pk=given.pk).update(part=parts["2-топ"])
        url = reverse("journal:pages_paper", args=[self.cast.class_a.pk, self.cast.maths.pk])
        first, second = [table for table in self.tables(url, term=self.first.pk) if table[0][0] == "№"]
        lines = [[row[-1] for row in table if row[1] == moved.person.brief_name] for table in (first, second)]
        self.assertEqual(lines, [[""], ["5"]])

    def test_the_file_of_a_student_carries_no_name_in_its_own_name(self) -> None:
        student = self.cast.nurlan
        answer = self.client.get(reverse("journal:student", args=[student.pk]), {"format": "csv"})
        name = unquote(answer["Content-Disposition"])
        self.assertIn(student.number, name)
        self.assertNotIn(student.person.surname, name)

    def test_each_paper_is_a_tagged_archive_copy_and_its_export_is_on_record(self) -> None:
        urls = [reverse(f"journal:{name}", args=self.place) for name in ("summary_paper", "attendance_paper")]
        for url in urls:
            answer = self.client.get(url)
            reader = PdfReader(BytesIO(answer.content))
            self.assertIn("/StructTreeRoot", reader.trailer["/Root"])
            self.assertIn(self.cast.nurlan.person.surname, reader.pages[0].extract_text())
        events = AuditEvent.objects.filter(action="journal:list:exported", by=self.cast.aigul)
        self.assertEqual(events.count(), 2)

    def test_a_teacher_prints_the_pages_of_the_own_subject_only(self) -> None:
        teacher = Client()
        teacher.force_login(self.cast.chynara)
        group = self.cast.class_a.pk
        asked = {"term": self.first.pk}
        own = reverse("journal:pages_paper", args=[group, self.cast.maths.pk])
        other = reverse("journal:pages_paper", args=[group, self.cast.literature.pk])
        self.assertEqual(teacher.get(own, asked).status_code, 200)
        self.assertEqual(teacher.get(other, asked).status_code, 403)

    def test_the_list_of_the_class_tells_birthdays_only_to_those_who_see_orders(self) -> None:
        url = reverse("organisation:class", args=[self.cast.class_a.pk])
        born = self.cast.nurlan.person.born_on.strftime("%d.%m.%Y")
        line = next(row for row in self.sheet(url) if self.cast.nurlan.person.name in row)
        self.assertIn(born, line)
        self.client.force_login(self.cast.chynara)
        self.assertEqual(len(self.sheet(url)[0]), 3)
