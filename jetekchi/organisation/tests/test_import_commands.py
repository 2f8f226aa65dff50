import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import translation

from jetekchi.organisation.models import Person, SchoolYear, Student
from jetekchi.organisation.tests.tables import STUDENTS, students


class TheCommand(TestCase):
    def run_on(self, data, *words):
        out = StringIO()
        with tempfile.TemporaryDirectory() as folder, translation.override("en"):
            path = Path(folder) / "list.csv"
            path.write_bytes(data)
            try:
                call_command("import_students", str(path), *words, stdout=out)
            except CommandError as error:
                return error.returncode, out.getvalue(), str(error)
        return 0, out.getvalue(), ""

    def test_works_on_an_empty_database_and_says_what_it_made(self):
        code, said, _error = self.run_on(students(), "--year", "2026-2027", "--create-missing")
        assert code == 0
        assert "school year 2026-2027 was made" in said
        assert Student.objects.count() == 3

    def test_a_dry_run_writes_nothing(self):
        code, said, _error = self.run_on(students(), "--dry-run", "--create-missing")
        assert code == 0
        assert "added: 3" in said
        assert not Person.objects.exists()

    def test_refused_rows_are_named_and_nothing_is_written(self):
        bad = (*STUDENTS[0][:6], "31.02.2010")
        code, said, error = self.run_on(students(STUDENTS[1], bad), "--create-missing")
        assert code == 1
        assert "Line 3 (7001)" in said and "Date of birth" in said
        assert "--skip-bad-rows" in error
        assert not SchoolYear.objects.exists()

    def test_rows_that_lack_only_their_class_name_the_option_that_makes_it(self):
        bad = (*STUDENTS[0][:6], "31.02.2010")
        code, _said, error = self.run_on(students(STUDENTS[1], STUDENTS[2], bad))
        assert code == 1
        assert "Refused rows: 3" in error
        assert "--create-missing" in error and "refused then: 1" in error
        assert not Student.objects.exists()

    def test_bad_rows_are_left_out_when_asked(self):
        bad = (*STUDENTS[0][:6], "31.02.2010")
        code, _said, _error = self.run_on(students(STUDENTS[1], bad), "--create-missing", "--skip-bad-rows")
        assert code == 0
        assert Student.objects.count() == 1

    def test_a_year_that_is_no_year_is_refused(self):
        code, _said, error = self.run_on(students(), "--year", "2026", "--create-missing")
        assert code == 1
        assert "2026-2027" in error
