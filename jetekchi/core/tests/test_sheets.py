"""Tables that people bring and take away: encodings, shapes, bombs, formulas."""

import csv
import io
import itertools
import resource
import time
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

from django.http import Http404
from django.test import SimpleTestCase
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from jetekchi.core import sheets
from jetekchi.core.sheets import SheetProblem, export_response, read_table, write_csv, write_xlsx

HEADINGS = ["№", "Фамилиясы", "Аты"]
TEXT = "№,Фамилиясы,Аты\n1,Өмүров,Чыңгыз\n2,Асан кызы,Жибек\n"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def workbook(**replaced: bytes) -> bytes:
    """A true workbook of ours with some of its parts replaced: sheet=…, shared=…, other names as they are."""
    parts = {"sheet": "xl/worksheets/sheet1.xml", "shared": "xl/sharedStrings.xml"}
    wanted = {parts.get(name, name): content for name, content in replaced.items()}
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_xlsx("Т", HEADINGS, [["1", "Асанов", "Бакыт"]]))) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, wanted.pop(name) if name in wanted else source.read(name))
        for name, content in wanted.items():
            target.writestr(name, content)
    return result.getvalue()


WHOLE = workbook()


class EncodingTests(SimpleTestCase):
    def test_a_table_is_the_same_in_every_unicode_encoding_and_with_every_delimiter(self):
        expected = [(2, ["1", "Өмүров", "Чыңгыз"]), (3, ["2", "Асан кызы", "Жибек"])]
        for delimiter in ",;\t":
            text = TEXT.replace(",", delimiter)
            for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
                table = read_table("тизме.csv", text.encode(encoding))
                self.assertEqual(table.headings, HEADINGS)
                self.assertEqual(table.rows, expected)

    def test_windows_1251_is_read_and_the_person_is_told_that_kyrgyz_letters_are_lost(self):
        with translation.override("en"):
            table = read_table("a.csv", TEXT.encode("cp1251", "replace"))
        self.assertEqual(table.rows[0][1], ["1", "?м?ров", "Чы?гыз"])
        self.assertIn("Windows-1251", table.notes[0])
        self.assertTrue(sheets.has_lost_letters(table.rows[0][1][1]))

    def test_lost_letters_are_not_seen_where_there_are_none(self):
        for text in ("Асанов", "Ким?", "", "10-А", "Бакыт кызы"):
            self.assertFalse(sheets.has_lost_letters(text), text)
        for text in ("Ж?мабек", "?м?р", "Бакыт ?м?ров", "Чы\ufffdгыз"):
            self.assertTrue(sheets.has_lost_letters(text), text)

    def test_bytes_of_no_known_encoding_are_refused(self):
        with self.assertRaises(SheetProblem):
            read_table("a.csv", TEXT.encode("utf-16")[:41])
        for data in (bytes(range(128, 256)) * 4, b"\x89PNG\r\n\x1a\n0000", b"%PDF-1.7 ..."):
            with self.assertRaises(sheets.FileProblem):
                read_table("a.csv", data)


class ShapeTests(SimpleTestCase):
    def test_titles_above_the_headings_are_left_out_and_lines_keep_their_numbers(self):
        with translation.override("en"):
            table = read_table("a.csv", ("10-А класс\n\n" + TEXT + "\n3,Уланов,Эрмек\n").encode())
        self.assertEqual(table.headings, HEADINGS)
        self.assertEqual([line for line, _cells in table.rows], [4, 5, 7])
        self.assertEqual(table.notes, ["Lines above the headings were left out: 1."])

    def test_wrong_letters_and_spaces_are_mended(self):
        table = read_table("a.csv", "№,Фамилиясы\n1,\u00a0Ѳмүр  уулу \n".encode())
        self.assertEqual(table.rows, [(2, ["1", "Өмүр уулу"])])

    def test_quoted_lines_and_delimiters_inside_cells_stay_together(self):
        table = read_table("a.csv", '№;Эскертүү\n1;"биринчи; сап\nэкинчи"\n2;б\n'.encode())
        self.assertEqual(table.rows, [(2, ["1", "биринчи; сап\nэкинчи"]), (4, ["2", "б"])])

    def test_the_delimiter_announced_for_excel_is_not_a_heading(self):
        self.assertEqual(
            read_table("a.csv", ("sep=;\n" + TEXT.replace(",", ";")).encode()).headings, HEADINGS
        )

    def test_what_is_not_text_is_refused_with_its_place(self):
        for cell in ("Ба\x00кыт", "Ба\x07кыт"):
            with self.assertRaises(SheetProblem) as caught:
                read_table("a.csv", f"№,Аты\n1,Асан\n2,{cell}\n".encode())
            self.assertEqual(caught.exception.line, 3)
        with self.assertRaises(SheetProblem) as caught, translation.override("en"):
            read_table("a.csv", "№,Аты\n1,Асан 😀\n".encode())
        self.assertEqual((caught.exception.line, caught.exception.column), (2, 2))
        with translation.override("en"):
            self.assertEqual(
                str(caught.exception), "Line 2, column 2: There is a picture sign (emoji). Delete it."
            )

    def test_limits_of_size_are_said_plainly(self):
        for data in (
            b"",
            b"\n\n",
            b"a" * (10 * 1024 * 1024 + 1),
            ("№,Аты\n1," + "а" * 2001).encode(),
            (",".join("абв" for _ in range(101)) + "\n").encode(),
            b"a,b\n" + b"1,2\n" * 50_001,
        ):
            with self.assertRaises(sheets.FileProblem):
                read_table("a.csv", data)


class WorkbookTests(SimpleTestCase):
    def test_numbers_dates_and_texts_come_as_people_wrote_them(self):
        moment = datetime(2026, 11, 23, 5, 42, tzinfo=UTC)
        rows: list[list[sheets.Cell]] = [[12, Decimal("4.5"), date(2026, 11, 23), moment, "007", None, True]]
        with translation.override("en"):
            table = read_table("a.xlsx", write_xlsx("Т", list("абвгдеж"), rows))
        self.assertEqual(table.rows, [(2, ["12", "4.5", "2026-11-23", "2026-11-23 11:42", "007", "", "yes"])])

    def test_a_table_that_starts_further_down_keeps_its_place(self):
        cells = "".join(
            f'<row r="{row}"><c r="C{row}" t="str"><v>{text}</v></c><c r="D{row}" t="str"><v>{text}{text}</v></c></row>'
            for row, text in ((4, "А"), (6, "Б"))
        )
        table = read_table("a.xlsx", workbook(sheet=SHEET.format(cells).encode()))
        self.assertEqual(table.headings, ["", "", "А", "АА"])
        self.assertEqual(table.rows, [(6, ["", "", "Б", "ББ"])])

    def test_a_half_written_or_foreign_archive_is_refused_with_words(self):
        whole = workbook()
        for data in (whole[: len(whole) // 2], whole[:100], b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 100):
            with self.assertRaises(sheets.FileProblem):
                read_table("a.xlsx", data)

    def test_one_changed_byte_is_noticed(self):
        data = bytearray(workbook())
        place = data.find(b"xl/worksheets/sheet1.xml") + 60
        data[place] ^= 0xFF
        with self.assertRaises(sheets.FileProblem):
            read_table("a.xlsx", bytes(data))

    def test_old_and_locked_workbooks_are_named(self):
        with self.assertRaises(SheetProblem), translation.override("en"):
            read_table("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


class AnyBytesTests(SimpleTestCase):
    @given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)))
    def test_any_bytes_are_a_table_or_refused_with_words(self, data):
        try:
            self.assertTrue(read_table("a", data).headings)
        except sheets.FileProblem as problem:
            self.assertGreater(len(str(problem)), 10)

    @given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
    def test_a_workbook_with_any_byte_changed_is_read_or_refused(self, place, change):
        data = bytearray(WHOLE)
        data[place % len(data)] ^= change
        try:
            read_table("a", bytes(data))
        except sheets.FileProblem as problem:
            self.assertGreater(len(str(problem)), 10)


class BombTests(SimpleTestCase):
    """Refused with two seconds of work and 150 MB, before any reader of workbooks sees them."""

    def refused(self, data: bytes) -> None:
        memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        with self.assertRaises(sheets.FileProblem):
            read_table("a.xlsx", data)
        self.assertLess(time.process_time() - start, 2)
        self.assertLess(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory, 150 * 1024)

    def test_an_archive_that_unpacks_without_end(self):
        self.refused(workbook(**{"xl/media/zeros.bin": bytes(90 * 1024 * 1024)}))

    def test_an_archive_of_very_many_entries(self):
        self.refused(workbook(**{f"xl/{number}.txt": b"x" for number in range(3000)}))

    def test_names_that_leave_the_archive(self):
        self.refused(workbook(**{"../../tmp/evil.txt": b"x"}))

    def test_a_million_rows(self):
        self.refused(workbook(sheet=SHEET.format('<row><c t="n"><v>1</v></c></row>' * 1_000_000).encode()))

    def test_one_cell_in_the_last_corner(self):
        for far in ("XFD1048576", "A1048576", "XFD2"):
            cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{far}"><v>1</v></c></row>'
            self.refused(workbook(sheet=SHEET.format(cells).encode()))

    def test_one_row_of_very_many_nameless_cells(self):
        self.refused(workbook(sheet=SHEET.format("<row>" + "<c><v>1</v></c>" * 300_000 + "</row>").encode()))
        self.refused(workbook(sheet=SHEET.format('<row r="1048576"><c><v>1</v></c></row>').encode()))

    def test_an_empty_styled_row_at_the_end_does_no_harm(self):
        cells = '<row r="1"><c t="str"><v>А</v></c><c t="str"><v>Б</v></c></row><row r="1048576" ht="12"/>'
        self.assertEqual(
            read_table("a.xlsx", workbook(sheet=SHEET.format(cells).encode())).headings, ["А", "Б"]
        )

    def test_a_long_text_used_by_very_many_cells(self):
        shared = b"<sst><si><t>" + b"a" * 60_000 + b"</t></si></sst>"
        cells = '<row><c t="s"><v>0</v></c></row>' * 40_000
        self.refused(workbook(shared=shared, sheet=SHEET.format(cells).encode()))
        self.refused(workbook(shared=b"<sst><si><t>" + b"a" * 20_000_000 + b"</t></si></sst>"))

    def test_entities_even_behind_another_encoding(self):
        laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
        self.refused(workbook(shared=laughs.encode()))
        self.refused(workbook(shared=laughs.encode("utf-16")))
        self.refused(workbook(shared=laughs.encode("utf-16-le")))

    def test_an_honest_large_table_is_still_read(self):
        data = write_xlsx("Т", HEADINGS, ([str(n), "Асанов", "Бакыт"] for n in range(20_000)))
        self.assertEqual(len(read_table("a.xlsx", data).rows), 20_000)


DANGEROUS = [
    "=1+1",
    "+996 555",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\n=1",
    '"=1',
]


class FormulaTests(SimpleTestCase):
    def test_a_text_that_looks_like_a_formula_stands_behind_an_apostrophe_in_csv(self):
        for text in DANGEROUS:
            line = write_csv([text], [[text]]).decode("utf-8-sig")
            self.assertTrue(line.startswith("\"'"), (text, line))

    def test_numbers_stay_numbers(self):
        self.assertEqual(
            write_csv(["а"], [[-5], [Decimal("-2.50")], [None]]).decode("utf-8-sig"),
            '"а"\r\n-5\r\n-2.50\r\n""\r\n',
        )

    def test_a_workbook_holds_no_formula_and_no_link(self):
        texts = [*DANGEROUS, "https://example.org", "mailto:a@example.org", '=HYPERLINK("x")', "{=1}"]
        data = write_xlsx("=Т", texts, [[text] for text in texts])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        self.assertNotIn("<f>", sheet)
        self.assertNotIn("<hyperlink", sheet)
        self.assertIn('t="s"', sheet)

    def test_what_goes_out_comes_back_the_same(self):
        rows = [["1", "Өмүр уулу", "-2"], ["2", "=1", "+996 555 000 000"]]
        for data in (write_csv(HEADINGS, rows), write_xlsx("Т", HEADINGS, rows)):
            self.assertEqual([cells for _line, cells in read_table("a", data).rows], rows)

    def test_a_formula_on_a_later_line_of_a_cell_is_a_text_too(self):
        for text in ("тизме\n=1+1", "тизме\r=1+1", "тизме\r\n\t@SUM(1)"):
            data = write_csv(HEADINGS, [["1", text, "x"]])
            for line in data.decode("utf-8-sig").splitlines():
                self.assertNotRegex(line, r"^\s*[=+@]", text)
            self.assertEqual(read_table("a.csv", data).rows[0][1][1].count("'"), 0)

    @given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
    def test_any_text_can_be_written(self, rows):
        written = io.StringIO(write_csv(["а", "б"], rows).decode("utf-8-sig"), newline="")
        for cell in itertools.chain.from_iterable(csv.reader(written)):
            self.assertNotRegex(cell, r"^[=+@\t\r\n]")
        self.assertTrue(write_xlsx("[Т]:*?/\\'", ["а", "б"], rows).startswith(b"PK"))


class ExportTests(SimpleTestCase):
    def test_a_list_leaves_as_an_attachment_with_its_kyrgyz_name(self):
        for kind in ("csv", "xlsx"):
            response = export_response(kind, "Окуучулар", HEADINGS, [[1, "Асанов", "Бакыт"]])
            self.assertIn("attachment", response["Content-Disposition"])
            self.assertIn("%D0%9E", response["Content-Disposition"])
            self.assertEqual(response["X-Content-Type-Options"], "nosniff")
            self.assertEqual(read_table("a", response.content).rows, [(2, ["1", "Асанов", "Бакыт"])])

    def test_another_format_does_not_exist(self):
        with self.assertRaises(Http404):
            export_response("html", "x", [], [])
