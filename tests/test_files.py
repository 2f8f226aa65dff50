"""Files at the doors: what is brought and how it is handed out (T12), bombs on the live pages (T13).

Bombs in their full size are in tests/test_bombs.py, formulas in exports in tests/walk_eyes.py.
"""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone

from jetekchi.core import attachments
from jetekchi.core.http import new_form_key
from jetekchi.core.models import Attachment
from jetekchi.documents.models import DocumentVersion
from jetekchi.journal.models import Absence, TermMark
from jetekchi.organisation.models import ImportRun, Person, Student
from jetekchi.worklog.models import WorkEntry
from jetekchi.worklog.services import ensure_kinds
from tests import cast

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
    # A picture for one reader, a program for another.
    "both.gif": b"GIF89a/*<svg onload=alert(1)>*/=1;<?php system($_GET[0]);",
    "both.jpg": b"GIF89a<script>alert(1)</script>",
    "script.txt": b"#!/bin/sh\nrm -rf /\n",
    "page.txt": b"\xef\xbb\xbf  <!doctype html><script>alert(1)</script>",
    "print.txt": b"%!PS-Adobe-3.0\n(/etc/passwd) run\n",
}
# Known kinds with something in them: kept, and handed out so that nothing of it ever runs in our address.
ODD_FILES = {
    "eicar.txt": rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
    "locked.pdf": b"%PDF-1.7\n1 0 obj<</Encrypt 2 0 R>>endobj\n",
    "script.pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n",
    "markup.txt": "Бул кат: <script>alert(1)</script>".encode(),
}
NAMES = (
    "../../../etc/passwd.txt",
    "..\\..\\boot.txt",
    "кат\u202etxt.exe",
    "ө" * 127 + ".txt",
    'a"; x="b.txt',
    "<b>.txt",
    "/etc/passwd.txt",
    "C:\\Windows\\win.txt",
    "shell.php.txt",
    "кат\x00.html.txt",
    "ң" * 255 + ".txt",
)


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

    def form(self, *files: SimpleUploadedFile):
        return {
            "class": self.cast.class_a.pk,
            "kind": "talk",
            "text": "Сүйлөштүк",
            "on": timezone.localdate().isoformat(),
            "students": [self.cast.nurlan.pk],
            "form_key": new_form_key(),
            "uploads": list(files),
        }

    def write(self, *files: SimpleUploadedFile):
        self.client.force_login(self.cast.aigul)
        return self.client.post(reverse("worklog:record"), self.form(*files))

    def write_as(self, name: str):
        """The file's name as it stands on the wire: Django's own test files would clean it before it is sent."""
        self.client.force_login(self.cast.aigul)
        body = encode_multipart(BOUNDARY, self.form(SimpleUploadedFile("N.txt", "жакшы кат".encode())))
        body = body.replace(b'filename="N.txt"', f'filename="{name.replace(chr(34), "%22")}"'.encode())
        return self.client.generic("POST", reverse("worklog:record"), body, MULTIPART_CONTENT)

    def test_what_is_no_known_kind_is_refused_with_words_and_nothing_is_kept(self):
        before = stored()
        for name, data in {**NO_FILES, **self.bombs}.items():
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
                self.assertEqual(self.write_as(name).status_code, 302)
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

    def test_what_hides_in_a_known_kind_is_only_ever_downloaded(self):
        macro = archive({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})
        self.assertTrue(self.write(SimpleUploadedFile("macro.xlsm", macro)).context["form"].errors)
        for name, data in ODD_FILES.items():
            with self.subTest(name):
                self.assertEqual(self.write(SimpleUploadedFile(name, data)).status_code, 302)
                entry = WorkEntry.objects.latest("pk")
                answer = self.client.get(reverse("worklog:file", args=[entry.pk, entry.files.get().key]))
                self.assertEqual(answer.content, data)
                self.assertTrue(answer["Content-Disposition"].startswith("attachment;"))
                self.assertNotIn("html", answer["Content-Type"])
                self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
                self.assertIn("sandbox", answer["Content-Security-Policy"])

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
