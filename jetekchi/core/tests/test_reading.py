"""Texts that people bring: encodings, order of paragraphs and tables, numbers drawn by the word processor."""

import io
import zipfile

from django.test import SimpleTestCase
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from jetekchi.core.office_files import FileProblem
from jetekchi.core.reading import read_text

TEXT = "Жалпы жоболор\nКласс жетекчи сабакты көзөмөлдөйт."


def saved(document) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


class PlainTextTests(SimpleTestCase):
    def test_every_unicode_encoding_gives_the_same_text(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
            self.assertEqual(read_text("a.txt", TEXT.encode(encoding)), TEXT)

    def test_a_russian_text_in_windows_1251_is_read(self):
        self.assertEqual(
            read_text("a.txt", "Общие положения\r\nобязан".encode("cp1251")), "Общие положения\nобязан"
        )

    def test_letters_are_mended_and_tabs_stay(self):
        self.assertEqual(read_text("a.txt", "Ѳмүр\u00a0 уулу\tА\n".encode()), "Өмүр уулу\tА")

    def test_what_is_no_text_is_refused_with_words(self):
        for data in (
            b"",
            b"  \n",
            b"%PDF-1.4",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\x00\x01\x02\x03" * 9,
            bytes(range(128, 256)),
        ):
            with self.assertRaises(FileProblem) as caught:
                read_text("a.txt", data)
            self.assertGreater(len(str(caught.exception)), 10)


class DocumentTests(SimpleTestCase):
    def test_paragraphs_and_tables_come_in_their_order(self):
        document = Document()
        document.add_paragraph("Биринчи")
        table = document.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "Кызмат"
        table.cell(0, 2).text = "Күнү"
        table.cell(1, 0).text = "Проректор"
        document.add_paragraph("Ѳзгөртүү")
        self.assertEqual(
            read_text("a.docx", saved(document)), "Биринчи\nКызмат\tКүнү\nПроректор\t\t\nӨзгөртүү"
        )

    def test_numbers_drawn_by_the_word_processor_are_written_out(self):
        document = Document()
        numbering = document.part.numbering_part.element
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "90")
        for level, pattern in enumerate(("%1.", "%1.%2.")):
            node = OxmlElement("w:lvl")
            node.set(qn("w:ilvl"), str(level))
            for name, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", pattern)):
                child = OxmlElement(f"w:{name}")
                child.set(qn("w:val"), value)
                node.append(child)
            abstract.append(node)
        numbering.insert(0, abstract)
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), "91")
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), "90")
        num.append(link)
        numbering.append(num)
        for text, level in (("Бөлүм", 0), ("Берене", 1), ("Берене", 1), ("Бөлүм", 0), ("Берене", 1)):
            properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = 91
        document.add_paragraph("Тизме", style="List Bullet")
        self.assertEqual(
            read_text("a.docx", saved(document)),
            "1. Бөлүм\n1.1. Берене\n1.2. Берене\n2. Бөлүм\n2.1. Берене\n– Тизме",
        )

    def test_a_half_written_document_and_a_workbook_are_refused(self):
        whole = saved(Document())
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        for data in (whole[: len(whole) // 2], whole, other.getvalue()):
            with self.assertRaises(FileProblem):
                read_text("a.docx", data)

    def test_a_document_that_reads_other_files_is_refused(self):
        source = saved(Document())
        result = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(result, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == "word/document.xml":
                    content = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + content
                new.writestr(name, content)
        with self.assertRaises(FileProblem):
            read_text("a.docx", result.getvalue())
