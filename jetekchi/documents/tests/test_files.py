"""Files of every usual kind become text; what cannot be read is refused with the reason."""

import io
import zipfile

from django.test import SimpleTestCase
from docx import Document

from jetekchi.core.http import Refused
from jetekchi.documents.services.files import text_of
from jetekchi.documents.services.reading import read_instruction
from jetekchi.documents.tests import texts


def word_file() -> bytes:
    document = Document()
    document.add_paragraph("Должностная инструкция вожатого")
    document.add_paragraph("1. Общие положения")
    for number in range(1, 5):
        document.add_paragraph(f"1.{number}. Вожатый делает дело номер {number}.")
    document.add_paragraph("2. Права")
    document.add_paragraph("2.1. Вожатый спрашивает:")
    document.add_paragraph("учителей;", style="List Bullet")
    document.add_paragraph("семьи.", style="List Bullet")
    document.add_paragraph("Лист согласования")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Завуч", "Е.Ж. Лисицына"
    table.cell(1, 0).text = "Юрист"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class Files(SimpleTestCase):
    def test_a_word_file_gives_clauses_bullets_and_offices_in_a_table(self) -> None:
        read = read_instruction(text_of("a.docx", word_file()))
        self.assertEqual(len(read.clauses), 5)
        self.assertEqual(read.clauses[-1].bullets, ("учителей;", "семьи."))
        self.assertEqual(
            [(o.title, o.name) for o in read.offices], [("Завуч", "Е.Ж. Лисицына"), ("Юрист", "")]
        )

    def test_old_windows_letters_and_utf16_are_recognised(self) -> None:
        for encoding in ("cp1251", "utf-16", "utf-8-sig"):
            read = read_instruction(text_of("a.txt", texts.RUSSIAN_WORD.encode(encoding)))
            self.assertEqual(len(read.clauses), 8, encoding)

    def test_what_cannot_be_read_is_refused_with_its_reason(self) -> None:
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"0" * (70 * 1024 * 1024))
        for data, code in [
            (b"", "empty_text"),
            (b"%PDF-1.7 ...", "file_kind"),
            (word_file()[:2000], "damaged_file"),
            (bomb.getvalue(), "file_too_large"),
            (bytes(range(256)) * 20, "unreadable_text"),
            ("Мен?н ж?кт?г?н нускама".encode("cp1251"), "lost_letters"),
        ]:
            with self.assertRaises(Refused) as caught:
                text_of("a", data)
            self.assertEqual(caught.exception.code, code)
