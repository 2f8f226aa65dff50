"""Whatever stands in a cell, an import says what is wrong with it and never breaks."""

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jetekchi.core.http import Refused
from jetekchi.journal.services.importing import ABSENCES_KIND, TERM_MARKS
from jetekchi.journal.services.lessons_import import LESSONS_KIND
from jetekchi.journal.services.rolls_import import ROLLS_KIND
from jetekchi.journal.tests import golden
from jetekchi.organisation.models import Person, SchoolYear
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import csv_bytes

CELLS = st.one_of(
    st.text(max_size=40),
    st.text("абөүңҢуулу кызы-9A.№/", max_size=130),
    st.sampled_from(
        [
            "",
            "801",
            "31.02.2010",
            "0000-00-00",
            "9999-99-99",
            "1e999",
            "NaN",
            "-1",
            "²",
            "٣",
            "ѳ ӊ",
            "\u202eабв",
            "I",
        ]
        + ["=1+1", "5", "н/а", "1-чейрек", "12.03.2011", "10-A", "Өмүр", "a" * 3000]
        + ["Асанов", "Бакыт уулу", "10-А", "2-топ", "2", "12.10.2026", "Кадыров", "f", "ооба", "акматов"]
        + [
            "+996 555 010 203",
            "Физика; Химия",
            "8-А, 8-Б",
            "медициналык кызматкер",
            "medical staff",
            "Физика",
        ]
    ),
)


class AnyCells(TestCase):
    @classmethod
    def setUpTestData(cls):
        importing.take_in(
            by=None,
            kind=importing.STUDENTS,
            name="s.csv",
            data=golden.STUDENTS,
            year_name="2026-2027",
            create_missing=True,
        )

    def look(self, kind, row):
        row = [
            cell or "801" if column.required else cell
            for column, cell in zip(kind.columns, row, strict=False)
        ]
        headings = [str(column.key) for column in kind.columns]
        data = csv_bytes(headings, [row[: len(headings)]]).decode("utf-8-sig").encode("utf-8", "replace")
        try:
            with transaction.atomic():
                asked = {"kind": kind, "name": "x.csv", "data": data, "create_missing": True}
                plan = importing.take_in(by=None, skip_bad_rows=True, **asked).plan
                transaction.set_rollback(True)
        except Refused as refusal:
            assert str(refusal)
        else:
            assert all(row.row.problems and str(row.row.problems[0].reason) for row in plan.refused)
        assert Person.objects.count() == 7 and SchoolYear.objects.count() == 1

    @settings(max_examples=40, deadline=None)
    @given(st.lists(CELLS, min_size=17, max_size=17))
    def test_of_a_student(self, row):
        self.look(importing.STUDENTS, row)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(CELLS, min_size=13, max_size=13))
    def test_of_a_member_of_staff(self, row):
        self.look(importing.STAFF, row)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(CELLS, min_size=4, max_size=4))
    def test_of_a_mark_or_an_absence(self, row):
        self.look(TERM_MARKS, row)
        self.look(ABSENCES_KIND, row)

    @settings(max_examples=20, deadline=None)
    @given(st.lists(CELLS, min_size=10, max_size=10))
    def test_of_a_lesson_or_a_roll(self, row):
        self.look(LESSONS_KIND, row)
        self.look(ROLLS_KIND, row)

    @settings(max_examples=40, deadline=None)
    @given(st.binary(max_size=300))
    def test_of_no_table_at_all(self, data):
        try:
            importing.rehearse(kind=TERM_MARKS, name="x", data=data)
        except Refused as refusal:
            assert str(refusal)
