"""Run as a program by tests/test_bombs.py: brings every bomb to every door, prints what came of it and what it cost.

A process of its own, because memory that a process once took does not come back to be measured.
"""

import io
import json
import os
import struct
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

DOCUMENT, WORKBOOK, SHEET = "word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"
TEXT_OF = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET_OF = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Parts = list[tuple[str, str | bytes]]


def packed(parts: Parts, level: int = 1) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return made.getvalue()


def document(body: str | bytes, *more: tuple[str, str | bytes], name: str = DOCUMENT) -> bytes:
    """A docx that a reader opens: its text may lie under any name."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return packed([*_package(name, kind), (name, body), *more])


def workbook(rows: str, *more: tuple[str, str | bytes]) -> bytes:
    """An xlsx that a reader opens."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    sheets = '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>'
    book = f'<workbook {SHEET_OF} xmlns:r="{OFFICE}">{sheets}</workbook>'
    links = _link("worksheet", "worksheets/sheet1.xml")
    sheet = f"<worksheet {SHEET_OF}><sheetData>{rows}</sheetData></worksheet>"
    parts: Parts = [*_package(WORKBOOK, kind), (WORKBOOK, book)]
    return packed([*parts, ("xl/_rels/workbook.xml.rels", links), (SHEET, sheet), *more])


def _package(main: str, kind: str) -> Parts:
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>'
    )
    return [("[Content_Types].xml", types), ("_rels/.rels", _link("officeDocument", main))]


def _link(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'


def picture(width: int, height: int, channels: int) -> bytes:
    """A png of one colour that is all there, to its last line; `channels` 0 is one bit a pixel."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    line = bytes(1 + (width * channels if channels else (width + 7) // 8))
    press = zlib.compressobj(1)
    data = b"".join(press.compress(line) for _ in range(height)) + press.flush()
    depth, colour = (8, 2) if channels else (1, 0)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", data) + part(b"IEND", b"")


def photo(width: int, height: int) -> bytes:
    """A jpeg of one colour."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "JPEG", quality=30)
    return out.getvalue()


def laughs() -> str:
    """Ten entities, each of ten of the one before: a billion words."""
    names = "abcdefghij"
    steps = (f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip(names, names[1:], strict=False))
    return f'<!DOCTYPE l [<!ENTITY a "ha">{"".join(steps)}]>'


def matryoshka() -> bytes:
    """42.zip in small: archives in archives, 12 GB at the bottom of 20 kB."""
    data = packed([("0", bytes(50_000_000))])
    for _ in range(2):
        data = packed([(f"{number}.zip", data) for number in range(16)])
    return data


def crowd(first: str) -> bytes:
    """A hundred thousand empty parts beside the one that is looked for."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(first, "<x/>")
        for number in range(100_000):
            archive.writestr(f"a/{number}", b"")
    return made.getvalue()


def paragraphs(count: int) -> str:
    """Empty paragraphs: a few letters in the file, a node each in memory."""
    return f"<w:document {TEXT_OF}><w:body>{'<w:p/>' * count}</w:body></w:document>"


def rows(count: int) -> str:
    """Lines of a table."""
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))


def bombs(victim: str) -> dict[str, Callable[[], bytes]]:
    """What is brought; `victim` is a file that an unpacking with a foreign name would hit."""
    text = f"<w:document {TEXT_OF}><w:body><w:p><w:r><w:t>&{{}};</w:t></w:r></w:p></w:body></w:document>"
    outside = [(victim, "x"), ("../victim.txt", "x"), ("..\\victim.txt", "x")]
    return {
        "outside.xlsx": lambda: workbook("", *outside),
        "outside.docx": lambda: document(paragraphs(1), *outside),
        "nested.zip": matryoshka,
        "nested.xlsx": lambda: workbook("", ("xl/media/42.zip", matryoshka())),
        "crowd.xlsx": lambda: crowd(WORKBOOK),
        "crowd.docx": lambda: crowd(DOCUMENT),
        "laughs.xlsx": lambda: workbook("", ("xl/sharedStrings.xml", f"{laughs()}<sst>&j;</sst>")),
        "laughs.docx": lambda: document(laughs() + text.format("j")),
        "entity.docx": lambda: document(
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{victim}">]>' + text.format("x")
        ),
        "endless.docx": lambda: document(bytes(200_000_000)),
        "pixels.png": lambda: picture(30_000, 30_000, 0),
        "colours.png": lambda: picture(6_300, 6_300, 3),
    }


def opened_only() -> dict[str, Callable[[], bytes]]:
    """What does no harm while nobody here unrolls it: the doors that read it refuse it."""
    return {
        "rows.xlsx": lambda: workbook(rows(1_000_000)),
        "paragraphs.docx": lambda: document(paragraphs(9_500_000)),
        "hidden.docx": lambda: document(
            paragraphs(9_500_000), (DOCUMENT, paragraphs(1)), name="custom/body.xml"
        ),
    }


def welcome() -> dict[str, Callable[[], bytes]]:
    """The largest pictures that are taken."""
    return {"large.png": lambda: picture(5_000, 5_000, 3), "photo.jpg": lambda: photo(8_000, 6_000)}


def memory(name: str) -> float:
    """A line of the process's own account, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1000
    raise SystemExit(f"no {name} on this system")


def tried(door: Callable[[bytes], object], data: bytes) -> tuple[str, float, float]:
    """The answer, the memory it took at its height, its seconds of work."""
    from jetekchi.core.http import Refused

    Path("/proc/self/clear_refs").write_text("5")  # the height begins anew
    before, began = memory("VmRSS"), time.process_time()
    try:
        door(data)
        answer = "taken"
    except Refused:
        answer = "refused"
    return answer, memory("VmHWM") - before, time.process_time() - began


def main() -> None:
    """Each bomb at each of its doors; one line of JSON."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    django.setup()
    from jetekchi.core import attachments, sheets
    from jetekchi.documents.services import text_of

    def keeping(data: bytes) -> object:
        return attachments.kind_of(data)

    reading: tuple[tuple[str, Callable[[bytes], object]], ...] = (
        ("table", lambda data: sheets.read_table("тизме", data)),
        ("text", lambda data: text_of("текст", data)),
    )
    found = []
    for group, doors in (
        (bombs(sys.argv[1]), (("attachment", keeping), *reading)),
        (opened_only(), reading),
        (welcome(), (("attachment", keeping),)),
    ):
        for name, make in group.items():
            data = make()
            for door, deed in doors:
                found.append([name, door, len(data), *tried(deed, data)])
    print(json.dumps(found))


if __name__ == "__main__":
    main()
