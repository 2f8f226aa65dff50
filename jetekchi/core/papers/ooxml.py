"""What python-docx has no words for: fields, borders, repeated heads, languages, lists that start anew."""

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Times New Roman"
LOCALES = {"ky": "ky-KG", "ru": "ru-RU", "en": "en-GB"}


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """One element of the word namespace."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_language_and_font(document: Document, language: str) -> None:
    """The language of the whole text (spelling, readers) and one face for every script."""
    styles = document.styles.element
    for properties in styles.iter(qn("w:rPr")):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        for fonts in properties.findall(qn("w:rFonts")):
            properties.remove(fonts)
    defaults = next(styles.iter(qn("w:rPrDefault"))).find(qn("w:rPr"))
    defaults.insert(0, element("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT))
    locale = LOCALES[language]
    defaults.append(element("lang", val=locale, eastAsia=locale, bidi="ar-SA"))


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field the reader's program fills in: PAGE, NUMPAGES."""
    for kind, content in (("begin", ""), ("", instruction), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = content
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            code = element("instrText")
            code.text = f" {content} "
            run._r.append(code)


def repeat_head(row: _Row) -> None:
    """The row stands again at the top of every page the table reaches."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def never_split(row: _Row) -> None:
    """The row stays on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit", val="true"))


def border(cell: _Cell, side: str, size: str = "4") -> None:
    """One line at one side of a cell."""
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = element("tcBorders")
        properties.insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
    borders.append(element(side, val="single", sz=size, space="0", color="000000"))


def turn(cell: _Cell) -> None:
    """The text of the cell goes upwards."""
    properties = cell._tc.get_or_add_tcPr()
    turned = element("textDirection", val="btLr")
    properties.insert_element_before(turned, "w:tcFitText", "w:vAlign", "w:hideMark")


def padding(table: Table, *, top: int, side: int) -> None:
    """Room inside every cell, in twentieths of a point."""
    margins = element("tblCellMar")
    for name, width in (("top", top), ("left", side), ("bottom", top), ("right", side)):
        margins.append(element(name, w=str(width), type="dxa"))
    properties = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook")
    # Otherwise the frame would hang out of the margin by as much as the text stands in.
    indent = element("tblInd", w=str(side), type="dxa")
    properties.insert_element_before(indent, "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def link(paragraph: Paragraph, run: Run, url: str) -> None:
    """Make a run of the paragraph a link."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    made = element("hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(url, kind, is_external=True))
    run._r.addprevious(made)
    made.append(run._r)


def new_numbering(document: Document, start: int) -> str:
    """A list of its own, so that its numbers begin where they should."""
    numbering = document.part.numbering_part.element
    abstract_id = str(len(numbering.findall(qn("w:abstractNum"))) + 100)
    abstract = element("abstractNum", abstractNumId=abstract_id)
    abstract.append(element("multiLevelType", val="singleLevel"))
    level = element("lvl", ilvl="0")
    for tag, value in (("start", str(start)), ("numFmt", "decimal"), ("lvlText", "%1."), ("lvlJc", "left")):
        level.append(element(tag, val=value))
    shape = element("pPr")
    shape.append(element("ind", left="425", hanging="425"))
    level.append(shape)
    abstract.append(level)
    # The format wants every abstract list before the first concrete one.
    first = numbering.find(qn("w:num"))
    if first is None:
        numbering.append(abstract)
    else:
        first.addprevious(abstract)
    number_id = str(len(numbering.findall(qn("w:num"))) + 100)
    concrete = element("num", numId=number_id)
    concrete.append(element("abstractNumId", val=abstract_id))
    numbering.append(concrete)
    return number_id


def use_numbering(paragraph: Paragraph, number_id: str) -> None:
    """Count this paragraph in that list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(number_id)


def describe(run: Run, words: str) -> None:
    """Alternative text of the picture in the run."""
    for properties in run._r.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    ):
        properties.set("descr", words)
        properties.set("title", words[:80])
