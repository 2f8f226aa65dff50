import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse

from jetekchi.core.sheets import read_table
from jetekchi.organisation.models import ImportRun, Student
from jetekchi.organisation.services import importing
from jetekchi.organisation.tests.tables import STUDENTS, csv_bytes, students
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class ImportPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def sign_in(self, name="elmira"):
        self.client.force_login(getattr(self.cast, name))

    def upload(self, data=None, kind="students", name="list.csv"):
        address = reverse("organisation:import_new", args=[kind])
        return self.client.post(
            address,
            {
                "file": SimpleUploadedFile(name, students() if data is None else data),
                "year": self.cast.year.name,
                "create_missing": "on",
            },
        )

    def confirm(self, address, **more):
        page = self.client.get(address)
        return self.client.post(
            address, {"deed": "confirm", "agreed": page.context["plan"].signature, **more}
        )

    def test_a_list_goes_in_after_a_look_at_its_rows(self):
        self.sign_in()
        address = self.upload().url
        page = self.client.get(address)
        self.assertContains(page, "Арстанбек уулу")
        assert Student.objects.filter(number="7001").count() == 0
        done = self.confirm(address)
        assert done.url == reverse("organisation:import_run", args=[ImportRun.objects.get().pk])
        assert Student.objects.filter(number="7001").count() == 1
        self.assertContains(self.client.get(done.url), "list.csv")
        assert self.client.get(address).status_code == 404

    def test_refused_rows_stand_first_and_can_be_taken_away_as_a_table(self):
        self.sign_in()
        bad = (STUDENTS[0][0], "Ж?", *STUDENTS[0][2:])
        address = self.upload(students(STUDENTS[1], bad)).url
        assert [row["line"] for row in self.client.get(address).context["rows"]] == [3, 2]
        assert self.confirm(address).status_code == 200
        assert not Student.objects.filter(number="7002").exists()
        table = self.client.get(f"{address}refused/?format=csv").content.decode("utf-8-sig")
        assert "Ж?" in table and "7002" not in table
        assert self.client.get(f"{address}refused/?format=xlsx").status_code == 200
        self.confirm(address, skip_bad_rows="on")
        assert Student.objects.filter(number="7002").exists()

    def test_columns_with_strange_headings_are_said_by_the_person(self):
        self.sign_in()
        data = csv_bytes(("код", "тек", "ысым", "бөлүк"), [("7020", "Осмонов", "Эрлан", "10-А")])
        address = self.upload(data).url
        self.assertContains(self.client.get(address), 'role="alert"')
        chosen = {"column_number": "0", "column_surname": "1", "column_given": "2", "column_class": "3"}
        self.client.post(address, {"deed": "map", **chosen})
        self.confirm(address)
        assert Student.objects.get(number="7020").class_group == self.cast.class_a

    def test_an_empty_table_has_headings_that_are_understood(self):
        self.sign_in()
        for kind in ("students", "term-marks", "absences"):
            address = reverse("organisation:import_new", args=[kind])
            table = self.client.get(f"{address}?format=xlsx").content
            columns = importing.kind_of(kind).columns
            headings = read_table("empty.xlsx", table).headings
            assert list(importing.map_headings(columns, headings)) == [column.key for column in columns]

    def test_a_bomb_is_refused_at_once(self):
        self.sign_in()
        page = io.BytesIO()
        with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
        start = time.process_time()
        assert self.upload(page.getvalue(), name="list.xlsx").context["form"].errors["file"]
        assert time.process_time() - start < 2

    def test_fields_that_the_form_does_not_have_change_nothing(self):
        self.sign_in()
        address = self.upload().url
        more = {"kind": "staff", "by": self.cast.admin.pk, "user": self.cast.admin.pk, "name": "other.csv"}
        self.confirm(address, **more)
        run = ImportRun.objects.get()
        assert (run.kind, run.by, run.file_name) == ("students", self.cast.elmira, "list.csv")

    def test_one_column_cannot_be_two_things(self):
        self.sign_in()
        address = self.upload().url
        twice = {"column_number": "0", "column_surname": "1", "column_given": "1", "column_class": "4"}
        page = self.client.post(address, {"deed": "map", **twice})
        assert page.status_code == 200
        assert page.context["form"].errors

    def test_a_file_that_is_no_table_is_refused_in_words(self):
        self.sign_in()
        for data in (b"%PDF-1.7 x", b"\x89PNG....", b"PK\x03\x04broken"):
            page = self.upload(data)
            assert page.status_code == 200
            assert page.context["form"].errors["file"]

    def test_the_preview_belongs_to_the_person_who_brought_the_file(self):
        self.sign_in()
        address = self.upload().url
        self.sign_in("admin")
        assert self.client.get(address).status_code == 404

    def test_a_double_click_takes_it_in_once(self):
        self.sign_in()
        address = self.upload().url
        page = self.client.get(address)
        sent = {"deed": "confirm", "agreed": page.context["plan"].signature, "form_key": "k" * 32}
        first, second = (self.client.post(address, sent) for _ in range(2))
        assert first.url == second.url or second.status_code == 404
        assert ImportRun.objects.count() == 1

    def test_staff_is_for_the_administrator_alone(self):
        self.sign_in()
        assert self.client.get(reverse("organisation:import_new", args=["staff"])).status_code == 404
        self.sign_in("admin")
        assert self.client.get(reverse("organisation:import_new", args=["staff"])).status_code == 200

    def test_a_class_leader_imports_nothing(self):
        self.sign_in("aigul")
        assert self.client.get(reverse("organisation:imports")).status_code == 403
        assert self.upload().status_code == 404
        assert not Student.objects.filter(number="7001").exists()

    def test_a_run_is_undone_from_its_page(self):
        self.sign_in()
        address = self.confirm(self.upload().url).url
        self.client.post(address)
        assert not Student.objects.filter(number="7001").exists()
        assert ImportRun.objects.get().undone_by == self.cast.elmira

    def test_a_run_that_something_builds_on_says_so_and_stays(self):
        self.sign_in()
        address = self.confirm(self.upload().url).url
        changed = students((*STUDENTS[0][:2], "Элдар", *STUDENTS[0][3:]))
        self.confirm(self.upload(changed).url)
        assert not self.client.get(address).context["may_undo"]
        assert self.client.post(address).status_code == 409

    def test_a_kind_that_does_not_exist_is_not_found(self):
        self.sign_in()
        assert self.client.get(reverse("organisation:import_new", args=["nobody"])).status_code == 404
