"""The journal of a class as files: what stands in them, who takes them out, what stays a text (3.9)."""

import csv
import io
from datetime import timedelta

from django.test import Client, TestCase
from django.utils import timezone

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.core.sheets import read_table
from jetekchi.journal import services
from jetekchi.journal.selectors.exchange import PARTS
from jetekchi.journal.services.marks_import import LESSON_MARKS_KIND
from jetekchi.journal.tests import grid_factories
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import csv_bytes
from tests import cast


class Made(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = c = cast.build()
        day = timezone.localdate()
        while not c.half.holds(day):
            day -= timedelta(days=1)
        cls.lesson = grid_factories.lesson(c, day)
        cls.empty = grid_factories.lesson(c, day, number=2)
        services.take_roll(by=c.chynara, lesson=cls.lesson, marks={c.meerim.pk: services.Mark("ill")})
        services.write_lesson(by=c.chynara, lesson=cls.lesson, topic="=1+1", homework="12-маселе")
        cell = services.Cell(cls.lesson.pk, c.nurlan.pk, "5")
        services.save_marks(by=c.chynara, class_group=c.class_a, subject=c.maths, cells=[cell])
        cls.address = f"/journal/class/{c.class_a.pk}/half-year/{c.half.number}/files/"

    def by(self, user):
        client = Client()
        client.force_login(user)
        return client


class Files(Made):
    def table(self, part):
        answer = self.by(self.cast.aigul).get(self.address, {"format": "csv", "part": part})
        text = answer.content.decode("utf-8-sig")
        sign = ";" if ";" in text.splitlines()[0] else ","
        return list(csv.DictReader(io.StringIO(text), delimiter=sign))

    def test_each_table_carries_the_field_names_of_the_e_journal(self):
        first, second = self.table("lessons")
        self.assertEqual((first["task"], first["lesson"], second["topic"]), ("12-маселе", "1", ""))
        self.assertEqual(first["topic"], "'=1+1", "a text that a program would take for a formula")
        roll = {one["studentId"]: one for one in self.table("roll")}
        ill = roll[self.cast.meerim.number]
        self.assertEqual(
            (ill["absent"], ill["absent_type"], ill["absent_reason"]), ("1", "absent", "illness")
        )
        self.assertEqual(
            {one["ls_uid"] for one in roll.values()}, {str(self.lesson.pk)}, "not taken is not present"
        )
        (mark,) = self.table("marks")
        self.assertEqual((mark["value"], mark["mark_type"]), ("5", "general"))

    def test_the_workbook_has_a_sheet_each_and_its_leaving_is_on_record(self):
        answer = self.by(self.cast.elmira).get(self.address, {"format": "xlsx"})
        self.assertTrue(answer.content.startswith(b"PK"))
        self.assertEqual(len(read_table("a.xlsx", answer.content).rows), 2)
        event = AuditEvent.objects.filter(action="journal:list:exported").latest("pk")
        self.assertEqual(event.subject_pk, str(self.cast.class_a.pk))

    def test_others_take_nothing_out(self):
        c = self.cast
        for user, status in ((c.chynara, 403), (c.bakyt, 404), (c.ainura, 404), (c.nurlan_user, 404)):
            self.assertEqual(self.by(user).get(self.address, {"format": "xlsx"}).status_code, status)
        aigul = self.by(c.aigul)
        self.assertEqual(aigul.get(self.address, {"format": "csv", "part": "people"}).status_code, 404)
        self.assertEqual(aigul.get(self.address, {"format": "odt"}).status_code, 404)
        page = aigul.get(self.address)
        for key in PARTS:
            self.assertContains(page, f"part={key}")


class MarksComeIn(Made):
    """The same table brought by another system: into empty cells, once, and out again."""

    def asked(self, *rows):
        heads = ("studentId", "nameKg", "lessonDay", "lesson", "value", "custom_mark")
        data = csv_bytes(heads, rows)
        return {"kind": LESSON_MARKS_KIND, "name": "m.csv", "data": data, "year_name": self.cast.year.name}

    def take(self, *rows):
        return importing.take_in(by=None, **self.asked(*rows))

    def row(self, student=None, value="4", word="", **more):
        given = {"on": self.lesson.on.strftime("%d.%m.%Y"), "lesson": 2, **more}
        number = (student or self.cast.nurlan).number
        return (number, self.cast.maths.name, given["on"], given["lesson"], value, word)

    def refused(self, *rows):
        with self.assertRaises(Refused):
            self.take(*rows)
        plan = importing.rehearse(**self.asked(*rows)).plan
        return [problem.column for row in plan.refused for problem in row.row.problems]

    def test_marks_come_once_and_go_again(self):
        rows = (self.row(), self.row(self.cast.meerim, "", "зачет"))
        run = self.take(*rows).run
        self.assertEqual(set(self.empty.marks.values_list("value", flat=True)), {"4", "pass"})
        self.assertIsNone(self.take(*rows).run, "the same again changes nothing")
        self.assertEqual(self.empty.marks.count(), 2)
        importing.undo(by=None, run=run)
        self.assertEqual(self.empty.marks.count(), 0)

    def test_what_does_not_fit_is_refused_whole_with_its_column(self):
        good = self.row()
        tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d.%m.%Y")
        cases = {
            "value": (self.row(value="7"), self.row(value=""), self.row(lesson=1, value="3")),
            "lesson": (self.row(lesson=9),),
            "on": (self.row(on=tomorrow),),
            "subject": ((good[0], "Алхимия", *good[2:]),),
            "number": (("999999", *good[1:]),),
        }
        for column, rows in cases.items():
            for row in rows:
                self.assertEqual(self.refused(self.row(self.cast.meerim), row), [column], row)
        self.assertEqual(self.refused(self.row(self.cast.meerim, lesson=1)), ["value"], "she was ill")
        self.assertEqual(self.empty.marks.count(), 0)

    def test_an_import_that_people_have_built_on_stays(self):
        c = self.cast
        run = self.take(self.row()).run
        cell = services.Cell(self.empty.pk, c.nurlan.pk, "5", 1)
        services.save_marks(by=c.chynara, class_group=c.class_a, subject=c.maths, cells=[cell])
        with self.assertRaises(Refused):
            importing.undo(by=None, run=run)
        self.assertEqual(self.empty.marks.get().value, "5")

    def test_our_own_csv_is_taken_in_as_it_is(self):
        answer = self.by(self.cast.aigul).get(self.address, {"format": "csv", "part": "marks"})
        asked = {"kind": LESSON_MARKS_KIND, "name": "m.csv", "data": answer.content}
        done = importing.rehearse(**asked, year_name=self.cast.year.name)
        self.assertEqual([row.fate for row in done.plan.rows], ["unchanged"])
