"""What is recognised in a text of an instruction, and what is refused."""

import time

from django.test import SimpleTestCase

from jetekchi.core.http import Refused
from jetekchi.documents.services.reading import read_instruction
from jetekchi.documents.tests import texts, texts_more


class KyrgyzPaperFromPdf(SimpleTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.read = read_instruction(texts.KYRGYZ_PDF)

    def test_every_clause_is_found_in_its_order_whatever_the_spacing(self) -> None:
        numbers = [clause.number for clause in self.read.clauses]
        self.assertEqual(numbers, ["1.1", "1.2", "2.1", "2.2", "2.3", "3.1", "3.2", "4.1", "4.2"])

    def test_a_clause_keeps_the_words_of_its_lines_and_reads_as_one(self) -> None:
        clause = self.read.clauses[3]
        self.assertIn("кыска-\nнуска кат", clause.text)
        self.assertIn("кыска-нуска кат жазылат.", clause.display)

    def test_bullets_go_on_over_lines_and_pages(self) -> None:
        bullets = self.read.clauses[5].bullets
        self.assertEqual(len(bullets), 3)
        self.assertEqual(bullets[1], "чогулушка чакырып, жыйынтыгын\nжазып коёт;")

    def test_a_heading_on_two_lines_is_one_heading_and_words_under_it_are_not(self) -> None:
        self.assertEqual(self.read.sections[3].title, "Башка адамдар менен болгон байланыштар.")
        self.assertEqual(self.read.sections[2].title, "Кызматташуу")
        self.assertEqual(self.read.sections[2].intro, "Куратор төмөнкүлөр менен иштейт:")

    def test_the_signer_is_not_part_of_the_last_clause(self) -> None:
        self.assertEqual(self.read.clauses[-1].text, "Иштеген ишин жарым жылда бир айтып берет")
        signer = self.read.signer
        assert signer is not None
        self.assertEqual((signer.title, signer.name), ("Даярдоо бөлүмүнүн башчысы", "Токтогазиева А.Б."))

    def test_offices_are_joined_over_lines_and_an_unnamed_seat_is_vacant(self) -> None:
        self.assertEqual(
            [(office.title, office.name) for office in self.read.offices],
            [
                ("Эл аралык байланыштар боюнча проректор", "Н.Сагынбаева"),
                ("Сапат боюнча өкүл", ""),
                ("Юрист", "К.Омурзаков"),
            ],
        )

    def test_the_columns_of_the_three_sheets(self) -> None:
        tables = {table.sheet: table.columns for table in self.read.tables}
        self.assertEqual(
            tables["B"],
            (
                "Катар",
                "Алмашылган барактын номери",
                "Негизи (иш кагазы)",
                "Колу",
                "Өзгөртүүнү киргизүү датасы",
            ),
        )
        self.assertEqual(tables["C"], ("Өзгөртүү №", "Аты-жөнү", "Кызматы", "Күнү, айы, жылы", "колу"))
        self.assertEqual(tables["D"], ("Катар №", "Класс жетекчилердин аты-жөнү", "колу"))

    def test_it_says_which_number_was_printed_badly(self) -> None:
        self.assertTrue(any("1.2" in note for note in self.read.notes))


class RussianPaperFromWord(SimpleTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.read = read_instruction(texts.RUSSIAN_WORD)

    def test_roman_sections_and_clauses_without_a_dot(self) -> None:
        self.assertEqual(
            [clause.number for clause in self.read.clauses],
            ["1.1", "1.2", "2.1", "2.2", "2.4", "3.1", "3.1.1", "3.2"],
        )
        self.assertEqual(self.read.sections[1].title, "Обязанности")
        self.assertEqual(self.read.clauses[2].section_title, "Обязанности")

    def test_a_date_and_a_measure_inside_a_clause_are_no_numbers(self) -> None:
        self.assertIn("1.5 ставки", self.read.clauses[1].text)

    def test_dashes_and_ordinals_under_a_colon_are_bullets(self) -> None:
        self.assertEqual(len(self.read.clauses[2].bullets), 3)
        self.assertEqual(self.read.clauses[3].bullets, ("с учащимися;", "с учителями."))

    def test_a_skipped_number_is_said(self) -> None:
        self.assertTrue(any("2.4" in note for note in self.read.notes))

    def test_title_signer_and_numbered_offices(self) -> None:
        self.assertEqual(self.read.title, "ДОЛЖНОСТНАЯ ИНСТРУКЦИЯ куратора учебной группы")
        signer = self.read.signer
        assert signer is not None
        self.assertEqual((signer.title, signer.name), ("Директор гимназии", "Л.П. Синицына"))
        self.assertEqual(
            [(office.title, office.name) for office in self.read.offices],
            [
                ("Заместитель директора по воспитательной работе", "М.И. Воробьёва"),
                ("Юрисконсульт", ""),
                ("Начальник отдела кадров", "Галкин Р.С."),
            ],
        )

    def test_tables_with_tabs(self) -> None:
        tables = {table.sheet: table.columns for table in self.read.tables}
        self.assertEqual(tables["B"], ("№ п/п", "Номер листа", "Основание", "Подпись", "Дата внесения"))
        self.assertEqual(len(tables["C"]), 5)


class EnglishPaperWithPlainNumbers(SimpleTestCase):
    def test_plain_numbers_under_roman_headings_are_clauses(self) -> None:
        read = read_instruction(texts.ENGLISH_FLAT)
        self.assertEqual([clause.number for clause in read.clauses], ["1", "2", "3", "4", "5", "6"])
        self.assertEqual(read.clauses[2].bullets, ("every morning;", "without gaps."))
        self.assertEqual([office.name for office in read.offices], ["J. Birdwood", ""])

    def test_the_shape_of_the_line_ends_does_not_matter(self) -> None:
        windows = read_instruction(texts.ENGLISH_FLAT.replace("\n", "\r\n"))
        self.assertEqual(windows.clauses, read_instruction(texts.ENGLISH_FLAT).clauses)


class WhatIsNoInstruction(SimpleTestCase):
    def _refusal(self, text: str) -> str:
        with self.assertRaises(Refused) as caught:
            read_instruction(text)
        return caught.exception.code

    def test_a_hostile_text_ends_in_time(self) -> None:
        head = "Инструкция\n1. А\n1.1. а\n1.2. б\n2. Б\n2.1. в\n2.2. г\n"
        start = time.monotonic()
        for tail in (" " * 150_000, "_" * 150_000, "Иванов " * 20_000, "а|" * 70_000, "1.3. а\n" * 20_000):
            try:
                read_instruction(f"{head}х{tail}у")
            except Refused as refusal:
                self.assertEqual(refusal.code, "not_an_instruction")
        self.assertLess(time.monotonic() - start, 5)

    def test_each_is_refused_with_its_reason(self) -> None:
        self.assertEqual(self._refusal(" \n \n"), "empty_text")
        self.assertEqual(self._refusal(texts.POEM), "not_an_instruction")
        self.assertEqual(self._refusal("№;Аты;Баа\n1;А;5\n2;Б;4\n3;В;3\n4;Г;2\n"), "not_an_instruction")
        self.assertEqual(self._refusal(texts.ENGLISH_FLAT + "\x00"), "unreadable_text")
        self.assertEqual(self._refusal("1. эт\n2. нан\n3. сүт\n4. чай\n5. туз\n6. май"), "not_an_instruction")


class PapersOfOutsiders(SimpleTestCase):
    def test_two_blocks_side_by_side_give_the_signer_and_the_office(self) -> None:
        read = read_instruction(texts_more.SIDE_BY_SIDE)
        assert read.signer is not None
        self.assertEqual((read.signer.title, read.signer.name), ("Директор школы-лицея", "И.П. Бобров"))
        self.assertEqual(
            [(o.title, o.name) for o in read.offices], [("Председатель профкома", "Н.В. Котова")]
        )

    def test_a_section_without_numbers_is_one_clause_and_a_date_is_none(self) -> None:
        read = read_instruction(texts_more.SIDE_BY_SIDE)
        self.assertEqual([c.number for c in read.clauses], ["1.1", "1.2", "2.1", "3", "4.1"])
        self.assertEqual([s.title for s in read.sections][1], "ФУНКЦИИ")
        self.assertEqual(read.sections[1].intro, "Основные функции:")
        self.assertEqual(read.clauses[1].bullets, ("закон;", "10 правил\nлагеря."))
        self.assertEqual(read.clauses[-1].text, "Ходит в библиотеку")

    def test_bare_headings_over_plain_numbers_are_sections(self) -> None:
        read = read_instruction(texts_more.BARE_HEADINGS)
        self.assertEqual([s.title for s in read.sections], ["ЖАЛПЫ ЖОБОЛОР", "МИЛДЕТТЕРИ", "ЖООПКЕРЧИЛИГИ"])
        self.assertEqual([c.number for c in read.clauses], ["1", "2", "3", "4", "5"])
        self.assertEqual(len(read.clauses[3].bullets), 2)
        self.assertEqual([o.name for o in read.offices], ["Б. Сыдыков", ""])

    def test_tables_with_bars_sub_clauses_and_a_number_printed_twice(self) -> None:
        read = read_instruction(texts_more.BARS)
        self.assertEqual([c.number for c in read.clauses], ["1.1", "1.2", "2.1", "2.1.1", "2.3", "2.3 (2)"])
        self.assertEqual(
            [(o.title, o.name) for o in read.offices], [("Deputy for studies", "M. Heron"), ("Lawyer", "")]
        )
        self.assertEqual(read.tables[0].columns, ("Change No.", "Full name", "Position", "Date", "Signature"))
        self.assertTrue(any("2.3" in note for note in read.notes))
