"""Files are judged by their bytes; what is none of the known kinds never gets in, and nothing is ever shown inline."""

import io
import zipfile

from django.test import SimpleTestCase, TestCase
from PIL import Image

from jetekchi.core import attachments
from jetekchi.core.http import Refused
from jetekchi.core.models import Attachment
from tests import cast


def picture(kind="JPEG", size=(40, 30), **more):
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, **more)
    return out.getvalue()


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


class KeptFiles(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()

    def keep(self, name, data):
        return attachments.keep_bytes(by=self.cast.aigul, name=name, data=data)

    def test_a_photo_loses_where_it_was_taken(self):
        exif = Image.Exif()
        exif[0x010E] = "Чүй проспектиси 1"
        exif[0x8825] = {1: "N", 2: (42.0, 52.0, 0.0)}
        kept = self.keep("сүрөт.jpg", picture(exif=exif))
        with kept.file.open("rb") as file, Image.open(file) as opened:
            self.assertFalse(dict(opened.getexif()))

    def test_the_stored_name_tells_nothing_and_the_download_keeps_the_given_one(self):
        kept = self.keep("../../маалымкат.pdf", b"%PDF-1.7 words")
        self.assertNotIn("маалымкат", kept.file.name)
        self.assertEqual(kept.name, "маалымкат.pdf")
        response = attachments.response(kept)
        self.assertTrue(response["Content-Disposition"].startswith("attachment"))
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response.content, b"%PDF-1.7 words")

    def test_pages_drawings_and_programs_are_refused_whatever_they_are_called(self):
        for name, data in (
            ("иш.pdf", b"<html><script>alert(1)</script>"),
            ("сүрөт.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("отчёт.docx", b"MZ\x90\x00\x03"),
            ("архив.zip", archive(readme="words")),
            ("бош.txt", b""),
        ):
            with self.subTest(name), self.assertRaises(Refused):
                self.keep(name, data)
        self.assertEqual(Attachment.objects.count(), 0)

    def test_macros_and_bombs_are_refused(self):
        for data in (
            archive(word__document_xml="<w/>", word__vbaProject="x"),
            archive(word__document_xml="<w/>", word__big="0" * (101 * 1024 * 1024)),
        ):
            with self.assertRaises(Refused) as caught:
                self.keep("иш.docx", data)
            self.assertEqual(caught.exception.code, "attachment-bomb")


class Pictures(SimpleTestCase):
    def test_a_flood_of_pixels_is_refused_before_it_is_unpacked(self):
        head = picture("PNG", (1, 1))
        # The size in the header grows to 30,000 × 30,000 while the file stays small.
        flood = head[:16] + (30000).to_bytes(4, "big") * 2 + head[24:]
        with self.assertRaises(Refused):
            attachments.keep_bytes(by=None, name="p.png", data=flood)
