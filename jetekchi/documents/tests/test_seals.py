"""Seals: what pdfsig and a stranger find out about a paper, and what they never learn."""

import base64
import hashlib
import subprocess
import sys
import tempfile
from io import BytesIO, StringIO
from pathlib import Path
from unittest import skipUnless

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from PIL import Image, ImageDraw

from jetekchi.core.http import Refused
from jetekchi.core.models import Attachment
from jetekchi.documents import services
from jetekchi.documents.models import DocumentVersion, PaperScan, SealCertificate, SealedPaper
from jetekchi.documents.selectors import seals
from jetekchi.documents.selectors.papers import paper_of
from jetekchi.documents.selectors.sealed_kinds import sealing_of
from jetekchi.documents.services import seal_keys
from jetekchi.documents.tests import factories, texts
from jetekchi.documents.tests.race import race, shared_database
from jetekchi.organisation.services.settings import change_setting
from tests import cast
from tests.emptied import Emptied
from tests.pdfsig import has_pdfsig, pdfsig


def seal(version, key="A", by=None) -> SealedPaper:
    return services.seal_paper(by=by, paper=paper_of(version, key), what=sealing_of(version, key))


def bytes_of(paper: SealedPaper) -> bytes:
    return bytes(paper.content.data)


def changed(data: bytes, place: int = 2000) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


class Seals(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        factories.accepted(cls.cast.rector_office, cls.cast.psychologist, cls.cast.gulnara, cls.cast.aigul)
        cls.version = factories.in_force(cls.cast)
        services.acknowledge(
            by=cls.cast.aigul, version=cls.version, confirmation=factories.confirmed(cls.cast.aigul),
            seen_sha256=cls.version.sha256,
        )  # fmt: skip
        cls.paper = seal(cls.version)
        cls.data = bytes_of(cls.paper)

    def setUp(self):
        cache.clear()

    def as_user(self, user):
        self.client.force_login(user)
        return self.client

    def check(self, code="", data=None):
        """What a stranger is told."""
        self.client.logout()
        words = {"code": code} | ({"file": SimpleUploadedFile("a.pdf", data)} if data is not None else {})
        return self.client.post("/verify/", words)

    # --- the seal itself ---

    @skipUnless(has_pdfsig(), "pdfsig (poppler-utils) is not there")
    def test_pdfsig_accepts_the_seal_finds_a_changed_byte_and_an_old_seal_after_the_key_was_replaced(self):
        self.assertIn("Signature is Valid.", pdfsig(self.data))
        self.assertIn("ETSI.CAdES.detached", pdfsig(self.data))
        self.assertIn("Total document signed", pdfsig(self.data))
        self.assertNotIn("Error", pdfsig(self.data))
        self.assertIn("Digest Mismatch", pdfsig(changed(self.data)))
        seal_keys.replace_key(by=None)
        after = seal(self.version, "D")
        self.assertNotEqual(after.certificate_id, self.paper.certificate_id)
        self.assertIn("Signature is Valid.", pdfsig(bytes_of(after)))
        self.assertIn("Signature is Valid.", pdfsig(self.data))
        self.assertContains(self.check(data=self.data), "Жарактуу")
        self.assertEqual(SealCertificate.objects.count(), 2)

    def test_the_same_print_is_sealed_once_and_one_with_a_further_signature_anew(self):
        first = seal(self.version, "C")
        self.assertEqual(seal(self.version, "C").pk, first.pk)
        person = self.cast.chynara
        factories.accepted(person)
        services.acknowledge(
            by=person, version=self.version, confirmation=factories.confirmed(person),
            seen_sha256=self.version.sha256,
        )  # fmt: skip
        second = seal(self.version, "C")
        self.assertNotEqual(second.code, first.code)
        self.assertEqual(len(second.signatures), len(first.signatures) + 1)

    def test_a_paper_that_nobody_signed_is_printed_without_a_seal(self):
        draft = factories.imported(code="КН-09")
        before = SealedPaper.objects.count()
        answer = self.as_user(self.cast.damir).get(f"/documents/editions/{draft.pk}/print/A/?format=pdf")
        self.assertNotIn(b"/ETSI.CAdES.detached", answer.content)
        self.assertEqual(SealedPaper.objects.count(), before)
        url = f"/documents/editions/{self.version.pk}/print/A/?format=pdf"
        self.assertEqual(self.client.get(url).content, self.data)
        self.assertEqual(self.client.get(url).content, self.data)
        self.assertContains(self.client.get(url.split("?")[0]), self.paper.shown_code)

    def test_the_key_is_for_the_product_alone_and_a_bad_one_is_refused(self):
        self.assertEqual(seal_keys.path().stat().st_mode & 0o777, 0o600)
        for bad in (b"", b"no key", seal_keys.current().certificate.public_bytes(serialization.Encoding.PEM)):
            with self.assertRaises(Refused):
                seal_keys.replace_key(by=None, given=bad)
        self.assertEqual(seal_keys.current().fingerprint, SealCertificate.objects.first().fingerprint)

    def test_the_command_shows_the_certificate_and_takes_a_key_from_elsewhere(self):
        def said(*words):
            out = StringIO()
            call_command("seal_key", *words, stdout=out)
            return out.getvalue()

        key = ec.generate_private_key(ec.SECP256R1())
        given = seal_keys.SealKey(key, factories.certified("Лицей", key, "Лицей", key))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "key.pem")
            path.write_bytes(given.pem)
            self.assertIn(given.fingerprint, said("--replace", "--file", str(path)))
        self.assertIn("BEGIN CERTIFICATE", said("--certificate"))
        paper = seal(self.version, "D")
        self.assertEqual(paper.certificate.fingerprint, given.fingerprint)
        if has_pdfsig():
            self.assertIn("Signature is Valid.", pdfsig(bytes_of(paper)))
        for wrong in (("--file", "x"), ("--replace", "--file", "/no/such")):
            with self.assertRaises(CommandError):
                said(*wrong)

    def test_the_library_of_seals_is_not_carried_by_who_seals_nothing(self):
        code = (
            "import django, sys; django.setup(); import config.urls; "
            "print([n for n in ('pyhanko', 'zxingcpp', 'pypdfium2', 'asn1crypto') if n in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.strip(), "[]")

    # --- what a stranger is told ---

    def test_a_stranger_learns_kind_offices_and_times_and_no_name(self):
        for answer in (self.check(self.paper.shown_code), self.check(data=self.data),
                       self.client.get(f"/verify/{self.paper.shown_code}/")):  # fmt: skip
            self.assertContains(answer, "Жарактуу")
            self.assertContains(answer, "Макулдашуу барагы")
            words = answer.content.decode()
            for user in self.cast.users:
                person = getattr(self.cast, user).person
                for name in (person.surname, person.given):
                    self.assertNotIn(name, words)
            self.assertNotIn("10-А", words)

    def test_a_changed_byte_a_foreign_file_and_a_code_of_another_paper_are_found(self):
        altered = "Жараксыз"
        self.assertContains(self.check(data=changed(self.data)), altered)
        self.assertContains(self.check(data=self.data + b"\n"), altered)
        self.assertContains(self.check(self.paper.code, b"%PDF-1.7 another"), altered)
        other = seal(self.version, "D")
        self.assertContains(self.check(other.code, self.data), altered)
        self.assertContains(self.check(data=b"%PDF-1.7 another"), "Белгисиз")
        self.assertContains(self.check(data=b""), "Белгисиз")

    def test_an_unknown_and_a_malformed_code_look_alike_and_lookalike_letters_are_understood(self):
        def shown(code):
            answer = self.client.get(f"/verify/{code}/")
            self.assertEqual(answer.status_code, 404, code)
            return answer.content.decode().replace(code, "").split("<form")[0]

        unknown = shown("2222-2222-2222")
        for forged in ("abc", "0000-0000-0000", "x" * 60, "%F0%9F%98%80", "<b>"):
            self.assertEqual(shown(forged), unknown, forged)
        latin = "ABEKMHPCTYX"
        typed = self.paper.code.lower().translate(str.maketrans(latin.lower(), "авекмнрстух"))
        self.assertEqual(seals.paper_by_code(f" {typed[:5]} {typed[5:]}"), self.paper)
        self.assertEqual(self.check("").status_code, 422)

    def test_an_older_edition_counts_no_more(self):
        other = texts.KYRGYZ_PDF.replace("лицей", "биздин лицей", 1).encode()
        second = factories.imported(other, code=self.version.document.code)
        self.assertNotEqual(second.pk, self.version.pk)
        self.assertContains(self.check(self.paper.code), "Жарактуу")
        DocumentVersion.objects.filter(pk=self.version.pk).update(status="superseded")
        self.assertContains(self.check(self.paper.code), "Андан бери өзгөрдү")
        self.assertContains(self.check(data=self.data), "Андан бери өзгөрдү")

    def test_who_guesses_codes_is_slowed_down_and_a_flood_of_bytes_is_not_read(self):
        for _guess in range(60):
            self.client.get("/verify/2222-2222-2222/")
        self.assertEqual(self.client.get(f"/verify/{self.paper.code}/").status_code, 429)
        self.assertEqual(self.client.get("/verify/").status_code, 200)
        cache.clear()
        answer = self.client.post("/verify/", b"", content_type="text/plain", CONTENT_LENGTH="99999999999")
        self.assertEqual(answer.status_code, 413)

    # --- a personal signature from outside ---

    def add(self, data):
        return services.add_outside_signature(by=self.cast.gulnara, paper=self.paper, data=data)

    def refusal(self, deed, *args, **kwargs):
        with self.assertRaises(Refused) as caught:
            deed(*args, **kwargs)
        return caught.exception.code

    def test_a_personal_signature_is_checked_against_the_exact_bytes_and_its_trust_is_said_plainly(self):
        good = factories.personal_signature(self.data)
        self.assertEqual(
            self.refusal(self.add, factories.personal_signature(self.data + b" ")), "signature-of-other-bytes"
        )
        for bad in (
            b"no",
            b"",
            factories.personal_signature(self.data, detached=False),
            good[:-40],
            b"\x30\x80" * 500,
        ):
            self.assertEqual(self.refusal(self.add, bad), "no-signature")
        page = f"/papers/sealed/{self.paper.pk}/"
        client = self.as_user(self.cast.gulnara)
        file = SimpleUploadedFile("a.p7s", base64.b64encode(good))
        self.assertRedirects(client.post(f"{page}signature/", {"file": file}), page)
        self.assertContains(client.get(page), "бул жерде ишенимдүү эмес")
        row = self.paper.outside_signatures.get()
        self.assertIn("Айдай Тест", row.signer)
        self.assertFalse(row.is_trusted)
        self.assertEqual(client.get(f"/papers/signatures/{row.pk}/").content, good)
        self.assertEqual(self.refusal(self.add, good), "signature-added-already")
        self.assertEqual(self.as_user(self.cast.chynara).post(f"{page}signature/").status_code, 403)

    def test_a_chain_that_reaches_a_trusted_root_is_trusted(self):
        key = ec.generate_private_key(ec.SECP256R1())
        root = factories.certified("Борбор", key, "Борбор", key, is_root=True)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
            with override_settings(TRUSTED_ROOTS=folder):
                self.assertTrue(
                    self.add(factories.personal_signature(self.data, issuer=("Борбор", key))).is_trusted
                )
                self.assertFalse(self.add(factories.personal_signature(self.data)).is_trusted)

    # --- the way over paper ---

    def scanned(self, data=None, kind="JPEG", **words):
        data = scan_of(data or self.data, kind)
        return services.add_scan(
            by=words.pop("by", self.cast.damir), upload=SimpleUploadedFile("scan", data), **words
        )

    def test_a_scan_finds_its_paper_by_its_square(self):
        for kind in ("JPEG", "PNG", "PDF"):
            scan = self.scanned(kind=kind)
            self.assertEqual((scan.paper, scan.is_code_read), (self.paper, True), kind)
        client = self.as_user(self.cast.damir)
        page = f"/papers/sealed/{self.paper.pk}/"
        client.get(page)
        with CaptureQueriesContext(connection) as few:
            client.get(page)
        self.scanned()
        self.add(factories.personal_signature(self.data))
        with CaptureQueriesContext(connection) as many:
            self.assertEqual(client.get(page).status_code, 200)
        self.assertEqual(len(many), len(few))

    def test_a_typed_code_is_taken_after_a_look_and_the_paper_says_that_it_was_typed(self):
        client = self.as_user(self.cast.damir)
        page = f"/papers/sealed/{self.paper.pk}/"

        def sent(**words):
            file = SimpleUploadedFile("scan.jpg", scan_of(without_square(self.data), "JPEG"))
            typed = {"file": file, "code": self.paper.shown_code.lower()}
            return client.post("/papers/scans/new/", typed | words, headers={"Accept-Language": "en"})

        with override("en"):
            asked = sent()
            self.assertEqual(asked.status_code, 422)
            self.assertIn("is_looked_at", asked.context["form"].errors)
            self.assertContains(asked, self.paper.shown_code.lower(), status_code=422)
            self.assertFalse(PaperScan.objects.exists())
            self.assertRedirects(sent(is_looked_at="on"), page)
        self.assertFalse(PaperScan.objects.get().is_code_read)
        self.assertRegex(client.get(page).content.decode(), r'class="badge soon"')
        self.assertEqual(client.get(f"/papers/scans/{PaperScan.objects.get().pk}/").status_code, 200)

    def test_what_cannot_be_a_page_is_no_scan_whatever_code_is_typed(self):
        def refused(picture, kind="PNG"):
            file = SimpleUploadedFile("a", picture_bytes(picture, kind))
            sure = {"typed": self.paper.code, "is_looked_at": True}
            return self.refusal(services.add_scan, by=self.cast.damir, upload=file, **sure)

        self.assertEqual(refused(Image.new("L", (800, 1100), 255)), "scan-blank")
        self.assertEqual(refused(Image.effect_noise((800, 1100), 2), "JPEG"), "scan-blank")
        self.assertEqual(refused(Image.new("L", (800, 1100), 255), "PDF"), "scan-blank")
        small = Image.linear_gradient("L").resize((599, 900))
        self.assertEqual(refused(small), "scan-small")
        change_setting(by=self.cast.farhat, key="scan_least_pixels", value=500)
        file = SimpleUploadedFile("a", picture_bytes(small, "PNG"))
        services.add_scan(by=self.cast.damir, upload=file, typed=self.paper.code, is_looked_at=True)
        self.assertEqual(PaperScan.objects.count(), 1)

    def test_a_bare_sheet_with_one_signed_line_is_a_scan(self):
        sheet = Image.new("L", (1240, 1754), 250)
        ImageDraw.Draw(sheet).text((200, 300), "Кол коюлду: Эркинова А.", font_size=26, fill=40)
        file = SimpleUploadedFile("a.jpg", picture_bytes(sheet, "JPEG"))
        services.add_scan(by=self.cast.damir, upload=file, typed=self.paper.code, is_looked_at=True)
        self.assertEqual(PaperScan.objects.count(), 1)

    def test_a_scan_with_a_foreign_an_unknown_or_two_codes_is_refused_and_nothing_is_stored(self):
        before = Attachment.objects.count()
        other = seal(self.version, "D")
        self.assertEqual(self.refusal(self.scanned, typed=other.code), "codes-differ")
        self.assertEqual(self.refusal(self.scanned, typed="0000"), "code-unknown")
        self.assertEqual(self.refusal(self.scanned, by=self.cast.nurlan_user), "code-unknown")
        text = SimpleUploadedFile("a.txt", b"salam")
        self.assertEqual(self.refusal(services.add_scan, by=self.cast.damir, upload=text), "scan-kind")
        broken = SimpleUploadedFile("a.pdf", b"%PDF-1.7\nbroken")
        self.assertEqual(
            self.refusal(services.add_scan, by=self.cast.damir, upload=broken, typed=self.paper.code),
            "scan-blank",
        )
        self.assertEqual(self.refusal(self.scanned, without_square(self.data)), "code-unreadable")
        self.assertEqual((Attachment.objects.count(), PaperScan.objects.count()), (before, 0))


class Races(Emptied):
    def test_two_who_ask_for_the_first_seal_at_once_get_the_same_bytes(self):
        cache.clear()
        people = cast.build()
        factories.accepted(people.rector_office, people.psychologist, people.gulnara)
        version = factories.in_force(people)
        seal_keys.path().unlink(missing_ok=True)
        with shared_database():

            def deed():
                return hashlib.sha256(bytes_of(seal(DocumentVersion.objects.get(pk=version.pk)))).hexdigest()

            answers = race(deed, deed, deed)
            counts = race(SealedPaper.objects.count, SealCertificate.objects.count)
        self.assertEqual(len(set(answers)), 1, answers)
        self.assertEqual(len(answers[0]), 64)
        self.assertEqual(counts, [1, 1])


def without_square(pdf: bytes) -> Image.Image:
    """The first page, its foot with the square torn off."""
    page = first_page(pdf)
    return page.crop((0, 0, page.width, page.height * 3 // 4))


def first_page(pdf: bytes) -> Image.Image:
    import pypdfium2

    page: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil()
    return page


def scan_of(paper: bytes | Image.Image, kind: str) -> bytes:
    """The first page as a scanner gives it back: grey, a little turned, 200 dots an inch."""
    page = paper if isinstance(paper, Image.Image) else first_page(paper)
    return picture_bytes(page.rotate(1.2, fillcolor=255), kind)


def picture_bytes(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()
