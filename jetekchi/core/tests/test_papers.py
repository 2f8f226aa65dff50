"""Papers: the archive PDF, the DOCX to work on, and what a careless or hostile text cannot do to them."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from django.test import SimpleTestCase
from docx.oxml.ns import qn
from pypdf import PdfReader

from jetekchi.core.figures import (
    Bar,
    Drawing,
    HeatRow,
    Series,
    bar_chart,
    dot_matrix,
    heat_map,
    line_chart,
    share_bar,
)
from jetekchi.core.figures.safe import UnsafePicture
from jetekchi.core.papers import (
    BLANK_DATE,
    Approval,
    ApprovalBlock,
    BulletList,
    Column,
    Facts,
    Figure,
    Heading,
    Keep,
    NumberedList,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    SignatureRow,
    Table,
    plain_text,
    to_docx,
    to_pdf,
)
from jetekchi.core.papers.clean import HELD, printable

ATTACK = '#image("/etc/passwd") *b* $x$ _i_ \\ @ref <label> // note `raw` #panic() = head'
SHA = "7c1f09ae44d2b8e05a36c1f72e90d45b" * 2


def picture():
    drawing = Drawing(120, 40)
    drawing.rect("h4", 0, 0, 60, 20)
    drawing.text("Өңү", 4, 34, kind="b")
    return drawing.done("Катышуу", "Жарымы катышты.")


def report(**changes):
    columns = (Column("№", "center"), Column("Иш-чара", width=1), Column("Катышкан", "right"))
    rows = tuple((str(n), f"Өткөн иш {n}, ңү", f"{n},5 %") for n in range(1, 61))
    paper = Paper(
        kind="ОТЧЁТ",
        title="Жүргүзүлгөн иш жөнүндө",
        language="ky",
        header_left=("Лицей",),
        header_right=("Бөлүм башчысына",),
        blocks=(
            ApprovalBlock(right=Approval("БЕКИТЕМ", "Директор", "А.Б. Үсөнов", BLANK_DATE["ky"])),
            Heading("1. Маалымат"),
            Paragraph(
                (Run("Жаңы ", bold=True), Run("булак", url="https://example.org/"), Run(" көрсөтүлдү."))
            ),
            Facts((("Класс", "10-А"),)),
            Table(columns, rows, caption="Иштер", blank_rows=2),
            Figure(picture(), caption="Катышуу жарымга жетти."),
            BulletList(("биринчи ө", "экинчи ү")),
            NumberedList(("үчүнчү", "төртүнчү"), start=3),
            Keep((Heading("2. Корутунду"), Paragraph("Бүттү."))),
            SignatureRow("Жетекчи", "Ө.Ү. Ңаңов", BLANK_DATE["ky"], "электрондук кол\n18.11.2026 14:05"),
        ),
        code="ОТ-1",
        version="3-редакция",
        sha256=SHA,
        author="Ө.Ү. Ңаңов",
        printed_at="23.11.2026 11:42",
        verify_url="https://example.org/v/1",
        created=datetime(2026, 11, 23, 5, 42, tzinfo=UTC),
    )
    return replace(paper, **changes)


def signed_table(count, more=""):
    """A table with a signature under it, and nothing else."""
    columns = (Column("№", "right"), Column("Иш-чара", width=1))
    rows = tuple((str(n), f"Өткөн иш {n}, {more}") for n in range(1, count + 1))
    signature = SignatureRow("Жетекчи", "Ө.Ү. Ңаңов")
    return Paper("Т", landscape=True, blocks=(Table(columns, rows), signature))


def pages(pdf):
    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def word_text(content):
    document = docx.Document(BytesIO(content))
    return "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


class AnArchivePdf(SimpleTestCase):
    pdf: bytes
    reader: Any

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pdf = to_pdf(report())
        cls.reader = PdfReader(BytesIO(cls.pdf))

    def test_it_claims_pdf_a_and_accessible_pdf(self):
        metadata = self.reader.trailer["/Root"]["/Metadata"].get_data().decode()
        self.assertRegex(metadata, r"<pdfaid:part>2</pdfaid:part>")
        self.assertRegex(metadata, r"<pdfaid:conformance>A</pdfaid:conformance>")
        self.assertRegex(metadata, r"<pdfuaid:part>1</pdfuaid:part>")

    def test_it_is_tagged_and_says_its_language_and_title(self):
        root = self.reader.trailer["/Root"]
        self.assertTrue(root["/MarkInfo"]["/Marked"])
        self.assertEqual(root["/Lang"], "ky")
        self.assertEqual(self.reader.metadata.title, "ОТЧЁТ Жүргүзүлгөн иш жөнүндө")
        self.assertEqual(self.reader.metadata.author, "Ө.Ү. Ңаңов")

    def test_kyrgyz_letters_can_be_read_out_of_it(self):
        text = " ".join(pages(self.pdf))
        self.assertIn("Ө.Ү. Ңаңов", text)
        self.assertIn("Өткөн иш 7, ңү", text)

    def test_every_page_carries_number_code_version_and_hash(self):
        texts = pages(self.pdf)
        self.assertGreater(len(texts), 1)
        for number, text in enumerate(texts, 1):
            self.assertIn(f"{number} / {len(texts)}", text)
            self.assertIn("ОТ-1 · 3-редакция", text)
            self.assertIn(SHA, squeezed(text))

    def test_the_head_of_a_table_stands_on_every_page_it_reaches(self):
        with_rows = [text for text in pages(self.pdf) if "Өткөн иш" in text]
        self.assertGreater(len(with_rows), 1)
        for text in with_rows:
            self.assertIn("Иш-чара", text)

    def test_a_picture_has_words_for_those_who_do_not_see_it(self):
        alts = [obj.get("/Alt") for obj in _objects(self.reader) if "/Alt" in obj]
        self.assertIn("Катышуу. Жарымы катышты.", alts)

    def test_the_same_paper_gives_the_same_bytes_and_another_paper_other_bytes(self):
        self.assertEqual(to_pdf(report()), self.pdf)
        self.assertNotEqual(to_pdf(report(title="Башка")), self.pdf)

    def test_the_signature_does_not_stand_alone_on_a_page(self):
        for rows in range(24, 36):
            body = tuple(Paragraph(f"Сап {n}.") for n in range(rows))
            texts = pages(to_pdf(Paper("Т", blocks=(*body, SignatureRow("Жетекчи", "А. Асанов")))))
            self.assertIn(f"Сап {rows - 1}.", texts[-1])
            self.assertIn("А. Асанов", texts[-1])

    def test_the_signature_under_a_table_takes_its_last_rows_along_with_their_head(self):
        for count in range(1, 60):
            told = pages(to_pdf(signed_table(count)))
            with self.subTest(rows=count):
                last = told[-1]
                self.assertEqual(sum("Жетекчи" in page for page in told), 1)
                self.assertIn("Иш-чара", last)
                for number in range(max(count - 1, 1), count + 1):
                    self.assertIn(f"Өткөн иш {number},", last)
                for number in range(1, count + 1):
                    self.assertEqual(" ".join(told).count(f"Өткөн иш {number},"), 1)

    def test_a_row_as_high_as_a_sheet_before_the_signature_loses_nothing(self):
        told = pages(to_pdf(signed_table(3, "сөз " * 3000)))
        self.assertEqual(" ".join(told).count("сөз"), 9000)
        self.assertIn("Жетекчи", told[-1])

    def test_what_is_kept_together_but_longer_than_a_page_loses_nothing(self):
        long = Keep(tuple(Paragraph(f"Абзац {n}.") for n in range(120)))
        text = " ".join(pages(to_pdf(Paper("Т", blocks=(long,)))))
        self.assertIn("Абзац 119.", text)

    def test_every_kind_of_chart_can_be_printed(self):
        week = tuple(f"{n}-сен." for n in range(1, 25))
        words: Any = {"title": "Сүрөт", "desc": "Табылга."}
        charts = (
            bar_chart([Bar("Химия", (5, 8, 10, 1))], ("5", "4", "3", "2"), alarm=3, **words),
            line_chart(week, Series("класс", (4.0,) * 24), band=[(3.0, 5.0)] * 24, **words),
            heat_map([HeatRow("Үмүт", (0, 1, None, 12) * 6)], week, **words),
            share_bar([("бар", 23), ("жок", 2)], **words),
            dot_matrix([("бар", 23), ("жок", 2)], **words),
        )
        paper = Paper("Т", blocks=tuple(Figure(chart) for chart in charts))
        self.assertIn("Химия", " ".join(pages(to_pdf(paper))))
        self.assertEqual(len(docx.Document(BytesIO(to_docx(paper))).inline_shapes), len(charts))

    def test_a_wide_paper_lies_on_its_side(self):
        box = PdfReader(BytesIO(to_pdf(report(landscape=True)))).pages[0].mediabox
        self.assertGreater(box.width, box.height)


def _objects(reader):
    for index in range(1, len(reader.xref[0]) + 1 if 0 in reader.xref else 1):
        obj = reader.get_object(index)
        if hasattr(obj, "get"):
            yield obj


class ADocx(SimpleTestCase):
    content: bytes
    document: Any

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.content = to_docx(report())
        cls.document = docx.Document(BytesIO(cls.content))

    def test_its_table_has_the_cells_the_pdf_shows(self):
        shown = squeezed("".join(pages(to_pdf(report()))))
        table = next(t for t in self.document.tables if t.rows[0].cells[0].text == "№")
        self.assertEqual(len(table.rows), 1 + 60 + 2)
        for row in table.rows:
            for cell in row.cells:
                self.assertIn(squeezed(cell.text), shown)

    def test_the_head_row_repeats_and_no_row_is_split(self):
        table = next(t for t in self.document.tables if t.rows[0].cells[0].text == "№")
        self.assertTrue(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader"))
        self.assertTrue(all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows))

    def test_the_last_rows_of_a_table_stay_with_the_signature_under_it(self):
        document = docx.Document(BytesIO(to_docx(signed_table(5))))
        holds = [
            all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
            for row in document.tables[0].rows
        ]
        self.assertEqual(holds, [False, False, False, False, True, True])
        between = [one for one in document.paragraphs if one.text == ""][-2:]
        self.assertTrue(all(one.paragraph_format.keep_with_next for one in between))

    def test_a_dense_table_with_turned_heads_holds_a_term_on_one_sheet(self):
        heads = [Column(f"{day:02d}.09", "center", upright=True) for day in range(1, 29)]
        columns = (Column("№", "right"), Column("Аты-жөнү"), *heads)
        rows = tuple((str(n), "Жумабек уулу Адилет", *["5"] * 28) for n in range(1, 26))
        paper = Paper("Журнал", blocks=(Table(columns, rows, dense=True),), landscape=True)
        sheets = pages(to_pdf(paper))
        self.assertEqual(len(sheets), 1)
        self.assertIn("28.09", squeezed(sheets[0]))
        table = docx.Document(BytesIO(to_docx(paper))).tables[0]
        turned = table.rows[0]._tr.xpath(".//w:textDirection")
        self.assertEqual(len(turned), 28)
        self.assertLess(sum(cell.width.mm for cell in table.rows[0].cells), paper.body_width_mm + 1)

    def test_heads_are_real_heads(self):
        heads = [p.text for p in self.document.paragraphs if p.style.name == "Heading 1"]
        self.assertEqual(heads, ["1. Маалымат", "2. Корутунду"])

    def test_the_sheet_is_a4_with_official_margins(self):
        section = self.document.sections[0]
        sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        self.assertEqual([round(side.mm) for side in sides], [20, 15, 20, 25])
        self.assertEqual((round(section.page_width.mm), round(section.page_height.mm)), (210, 297))

    def test_it_knows_its_title_author_and_language(self):
        about = self.document.core_properties
        self.assertEqual((about.title, about.author), ("ОТЧЁТ Жүргүзүлгөн иш жөнүндө", "Ө.Ү. Ңаңов"))
        self.assertIn('w:val="ky-KG"', self.document.styles.element.xml)

    def test_the_picture_has_alternative_text(self):
        found = self.document.element.body.xpath(".//wp:docPr/@descr")
        self.assertIn("Катышуу. Жарымы катышты.", found)

    def test_pages_are_counted_by_fields(self):
        fields = [
            node.text.strip() for node in self.document.sections[0].footer._element.iter(qn("w:instrText"))
        ]
        self.assertEqual(fields, ["PAGE", "NUMPAGES"])

    def test_the_same_paper_gives_the_same_bytes(self):
        self.assertEqual(to_docx(report()), self.content)
        stamps = {info.date_time for info in ZipFile(BytesIO(self.content)).infolist()}
        self.assertEqual(stamps, {(1980, 1, 1, 0, 0, 0)})

    def test_a_page_break_goes_with_the_next_block(self):
        paper = Paper("Т", blocks=(Paragraph("бир"), PageBreak(), Paragraph("эки")))
        lines = docx.Document(BytesIO(to_docx(paper))).paragraphs
        self.assertTrue(next(p for p in lines if p.text == "эки").paragraph_format.page_break_before)
        self.assertEqual(len(pages(to_pdf(paper))), 2)


class AHostileText(SimpleTestCase):
    def paper(self, text):
        column = (Column(text, width=1), Column("б"))
        return Paper(
            text,
            kind=text,
            subtitle=text,
            author=text,
            code=text,
            header_right=(text,),
            blocks=(
                Heading(text),
                Paragraph(text),
                Paragraph((Run(text, bold=True),)),
                Table(column, ((text, "1"),), caption=text),
                BulletList((text,)),
                Facts(((text, text),)),
                SignatureRow(text, text, text, text),
                ApprovalBlock(Approval(text, text, text, text, text)),
            ),
        )

    def test_markup_in_a_name_is_printed_as_it_was_typed(self):
        shown = squeezed("".join(pages(to_pdf(self.paper(ATTACK)))))
        self.assertGreaterEqual(shown.count(squeezed(ATTACK)), 5)
        self.assertNotIn("root:", shown)
        self.assertIn(ATTACK, word_text(to_docx(self.paper(ATTACK))))

    def test_signs_no_font_has_become_a_box_and_stop_nobody(self):
        text = "Ак 😀\x00\x0b 中\u202eбузук \ue000 \U0001f468\u200d\U0001f469 ✓"
        for shown in (" ".join(pages(to_pdf(self.paper(text)))), word_text(to_docx(self.paper(text)))):
            self.assertIn("Ак □ □бузук", shown)
            self.assertIn("✓", shown)

    def test_every_character_said_to_be_held_can_be_printed(self):
        held = " ".join(sorted(HELD))
        self.assertEqual(printable("әҢҢңӨөҮү"), "әҢҢңӨөҮү")
        self.assertTrue(to_pdf(Paper("Т", blocks=(Paragraph(held),))))

    def test_an_endless_word_stays_on_the_sheet(self):
        paper = Paper(
            "Т", blocks=(Paragraph("ө" * 300), Table((Column("а"), Column("б")), (("ү" * 300, "1"),)))
        )
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(to_pdf(paper))).pages)
        self.assertEqual(text.count("ө"), 300)
        self.assertLess(max(line.count("ө") for line in text.splitlines()), 100)
        self.assertLess(max(line.count("ү") for line in text.splitlines()), 100)

    def test_a_long_address_keeps_its_letters(self):
        address = "https://example.org/" + "a" * 90
        pdf = PdfReader(BytesIO(to_pdf(Paper("Т", blocks=(Paragraph((Run("булак", url=address),)),)))))
        self.assertEqual([note.get_object()["/A"]["/URI"] for note in pdf.pages[0]["/Annots"]], [address])

    def test_an_empty_paper_is_still_a_paper(self):
        empty = Paper(
            " ", blocks=(Heading(""), Paragraph(""), BulletList(()), Facts(()), Keep(()), ApprovalBlock())
        )
        self.assertEqual(len(pages(to_pdf(empty))), 1)
        self.assertTrue(docx.Document(BytesIO(to_docx(empty))))

    def test_a_picture_may_not_reach_for_files_or_addresses(self):
        for part in (
            '<image href="/etc/passwd"/>',
            '<rect fill="url(https://example.org/#a)"/>',
            '<a href="https://example.org"/>',
            "<script/>",
            '<rect onclick="x"/>',
        ):
            with self.assertRaises(UnsafePicture):
                Figure(f'<svg xmlns="http://www.w3.org/2000/svg">{part}</svg>', alt="сүрөт")

    def test_a_link_leads_only_to_the_web(self):
        for address in ("javascript:alert(1)", "file:///etc/passwd"):
            with self.assertRaises(ValueError):
                Run("баракча", url=address)


class ManyAtOnce(SimpleTestCase):
    def test_threads_that_print_together_get_each_its_own_paper(self):
        papers = [report(title=f"Иш {number}") for number in range(12)]
        alone = [to_pdf(paper) for paper in papers]
        with ThreadPoolExecutor(4) as pool:
            self.assertEqual(list(pool.map(to_pdf, papers)), alone)


class ThePlainText(SimpleTestCase):
    def test_it_holds_every_word_but_not_the_foot(self):
        text = plain_text(report())
        for part in (
            "ОТЧЁТ",
            "Өткөн иш 60, ңү\t60,5 %",
            "4. төртүнчү",
            "Класс\t10-А",
            "БЕКИТЕМ",
            "Ө.Ү. Ңаңов",
        ):
            self.assertIn(part, text)
        self.assertNotIn(SHA, text)
        self.assertEqual(text, plain_text(report(sha256="", printed_at="", version="")))

    def test_heads_never_skip_a_level(self):
        paper = Paper(
            "Т", blocks=(Heading("терең", 3), Paragraph("а"), Heading("жогору", 1), Heading("бир", 3))
        )
        document = docx.Document(BytesIO(to_docx(paper)))
        levels = [
            p.style.name for p in document.paragraphs if p.style and str(p.style.name).startswith("Heading")
        ]
        self.assertEqual(levels, ["Heading 1", "Heading 1", "Heading 2"])
        self.assertTrue(to_pdf(paper))
