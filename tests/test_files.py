"""Files at the doors: what is brought (T12, T13) and what is taken away (T18), on the live pages."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from jetekchi.core import attachments
from jetekchi.core.http import new_form_key
from jetekchi.core.models import Attachment
from jetekchi.documents.models import DocumentVersion
from jetekchi.journal.models import Absence, TermMark
from jetekchi.organisation import services
from jetekchi.organisation.models import ImportRun, Person, Student
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast
from tests.addresses import addresses
from tests.permission_world import build

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
NO_FILES = {
    "сүрөт.png": SVG,
    "drawing.svg": SVG,
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "report.pdf": b"<html><body onload=alert(1)>",
    "shell.php.jpg": b"<?php system($_GET[0]); ?>",
    "data.xml": b"<?xml version='1.0'?><x/>",
    "cut.png": b"\x89PNG\r\n\x1a\nhalf",
    "program.exe": b"MZ\x90\x00\x03\x00",
    "zip.docx": b"PK\x03\x04 broken",
    "empty.txt": b"",
}
NAMES = (
    "../../../etc/passwd.txt",
    "..\\..\\boot.txt",
    "кат\u202etxt.exe",
    "ө" * 127 + ".txt",
    'a"; x="b.txt',
    "<b>.txt",
)
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://x")')


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts, as small as it gets."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


def bombs() -> dict[str, bytes]:
    """What unpacks to too much, leaves its folder or laughs."""
    book, sheet = {"xl/workbook.xml": b"<workbook/>"}, "xl/worksheets/sheet1.xml"
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    return {
        "endless.xlsx": archive({**book, sheet: bytes(200_000_000)}),
        "many.xlsx": archive({**book, **{f"xl/{number}.xml": b"x" for number in range(5000)}}),
        "outside.xlsx": archive({**book, sheet: b"<x/>", "../../evil.txt": b"x"}),
        "laughs.xlsx": archive({**book, sheet: b"<worksheet/>", "xl/sharedStrings.xml": laughs}),
        "endless.docx": archive({"word/document.xml": bytes(200_000_000)}),
        "half.xlsx": archive({**book, sheet: b"<x/>"})[:60],
    }


def stored() -> set[Path]:
    """Every attachment on the disk."""
    return {path for path in (Path(settings.DATA_DIR) / "attachments").rglob("*") if path.is_file()}


class Brought(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        cls.bombs = bombs()

    def write(self, *files: SimpleUploadedFile):
        self.client.force_login(self.cast.aigul)
        form = {
            "class": self.cast.class_a.pk,
            "kind": "talk",
            "text": "Сүйлөштүк",
            "on": timezone.localdate().isoformat(),
            "students": [self.cast.nurlan.pk],
            "form_key": new_form_key(),
            "uploads": list(files),
        }
        return self.client.post(reverse("worklog:record"), form)

    def test_what_is_no_known_kind_is_refused_with_words_and_nothing_is_kept(self):
        before = stored()
        for name, data in {**NO_FILES, **{n: d for n, d in self.bombs.items() if n != "laughs.xlsx"}}.items():
            with self.subTest(name):
                good = SimpleUploadedFile("кат.txt", "жакшы кат".encode())
                answer = self.write(good, SimpleUploadedFile(name, data))
                self.assertEqual(answer.status_code, 200)
                self.assertTrue(answer.context["form"].errors, name)
        self.assertEqual(WorkEntry.objects.count(), 0)
        self.assertEqual(Attachment.objects.count(), 0)
        self.assertEqual(stored() - before, set())

    def test_a_file_is_downloaded_under_its_name_and_kept_under_a_random_one(self):
        for name in NAMES:
            with self.subTest(name):
                self.assertEqual(self.write(SimpleUploadedFile(name, "жакшы кат".encode())).status_code, 302)
                entry = WorkEntry.objects.latest("pk")
                kept = entry.files.get()
                answer = self.client.get(reverse("worklog:file", args=[entry.pk, kept.key]))
                self.assertEqual(answer.content.decode(), "жакшы кат")
                self.assertTrue(answer["Content-Disposition"].startswith("attachment;"))
                self.assertNotIn("\n", answer["Content-Disposition"])
                self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
                self.assertIn("sandbox", answer["Content-Security-Policy"])
                self.assertNotIn("/", kept.name)
                self.assertNotIn("\u202e", kept.name)
                self.assertRegex(kept.file.name, r"^[0-9a-f]{2}/[0-9a-f]{32}$")
                self.assertFalse(Path(kept.file.path).is_relative_to(settings.STATIC_ROOT))

    def test_a_file_that_no_record_knows_is_swept_up_and_a_known_one_stays(self):
        self.write(SimpleUploadedFile("кат.txt", "жакшы кат".encode()))
        known = Path(WorkEntry.objects.get().files.get().file.path)
        orphan = known.with_name("0" * 32)
        orphan.write_text("кесилген")
        self.assertEqual(attachments.drop_orphans(), 0)
        self.assertGreaterEqual(attachments.drop_orphans(older_than=timedelta(seconds=-5)), 1)
        self.assertEqual((known.exists(), orphan.exists()), (True, False))

    def test_the_file_of_an_entry_stays_closed_to_others(self):
        self.write(SimpleUploadedFile("кат.txt", "жакшы кат".encode()))
        entry = WorkEntry.objects.get()
        url = reverse("worklog:file", args=[entry.pk, entry.files.get().key])
        self.client.force_login(self.cast.bakyt)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.client.logout()
        self.assertEqual(self.client.get(url).status_code, 302)

    def test_bombs_at_every_import_are_refused_with_words_and_write_nothing(self):
        counted = (Student, Person, TermMark, Absence, ImportRun, DocumentVersion, Attachment)
        before, on_disk = [model._base_manager.count() for model in counted], stored()
        self.client.force_login(self.cast.admin)
        pages = [reverse("organisation:import_new", args=[kind]) for kind in ("students", "staff")]
        pages += [reverse("organisation:import_new", args=[kind]) for kind in ("term-marks", "absences")]
        pages.append(reverse("documents:import"))
        for page in pages:
            for name, data in self.bombs.items():
                with self.subTest(f"{page} {name}"):
                    more = {"kind": "job_instruction", "language": "ky", "year": self.cast.year.name}
                    answer = self.client.post(page, {"file": SimpleUploadedFile(name, data), **more})
                    self.assertIn(answer.status_code, (200, 422))
                    self.assertTrue(answer.context["form"].errors.get("file"), f"{page} {name}")
        self.assertEqual([model._base_manager.count() for model in counted], before)
        self.assertEqual(stored(), on_disk)
        self.assertFalse(Path("/tmp/evil.txt").exists())


class TakenAway(TestCase):
    """Every list as csv and xlsx, with names and words that look like formulas."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        cls.world = build(cls.cast)
        for person, formula in zip(Person.objects.order_by("pk"), FORMULAS * 20, strict=False):
            Person.objects.filter(pk=person.pk).update(given=formula, surname=formula)
        for number, entry in enumerate(WorkEntry.objects.all()):
            WorkEntry.objects.filter(pk=entry.pk).update(text=FORMULAS[number % len(FORMULAS)])
        services.ensure_class(by=None, year=cls.cast.year, label="9-А")

    def exports(self) -> dict[str, bytes]:
        """Every answer that is a table, by address and format."""
        found = {}
        for actor in ("aigul", "farhat", "admin"):
            self.client.force_login(getattr(self.cast, actor))
            for address in addresses():
                url = reverse(address.name, kwargs=self.world.pair(address)[0])
                for kind in ("csv", "xlsx"):
                    cache.clear()
                    name = f"{address.name.replace(':', '-')}.{kind}"
                    if name in found:
                        continue
                    answer = self.client.get(url, {"format": kind})
                    about = answer.get("Content-Type", "")
                    if answer.status_code == 200 and ("text/csv" in about or "spreadsheetml" in about):
                        self.assertTrue(answer["Content-Disposition"].startswith("attachment"), name)
                        found[name] = answer.content
        return found

    def test_no_export_holds_a_formula(self):
        found = self.exports()
        print(f"\n{len(found)} exports: {', '.join(sorted(found))}")
        self.assertGreater(len([name for name in found if name.endswith("xlsx")]), 5)
        seen = 0
        for name, data in found.items():
            with self.subTest(name):
                if name.endswith("csv"):
                    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), quoting=csv.QUOTE_NONNUMERIC)
                    cells = [cell for row in rows for cell in row if isinstance(cell, str)]
                    self.assertEqual([cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠]", cell)], [])
                    seen += any("=1+1" in cell for cell in cells)
                else:
                    with zipfile.ZipFile(io.BytesIO(data)) as book:
                        sheets = [book.read(part).decode() for part in book.namelist() if "/sheet" in part]
                    self.assertFalse(
                        any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets)
                    )
        self.assertGreater(seen, 0, "the planted formulas never came out: the test would prove nothing")
