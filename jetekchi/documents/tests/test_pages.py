"""Pages through the client: who gets in, what a form does, what is refused and recorded."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.core.models import AuditEvent
from jetekchi.core.papers import Paragraph
from jetekchi.documents import services
from jetekchi.documents.models import Acquaintance, ApprovalAct, Directive, DocumentVersion, Signature
from jetekchi.documents.selectors.papers import paper_of
from jetekchi.documents.tests import factories, texts
from jetekchi.organisation.models import User
from jetekchi.organisation.services import seat
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class Pages(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        factories.accepted(
            cls.cast.rector_office, cls.cast.psychologist, cls.cast.gulnara, cls.cast.aigul, cls.cast.damir
        )
        cls.version = factories.in_force(cls.cast)
        cls.draft = factories.imported(texts.RUSSIAN_WORD.encode(), code="ДИ-7")

    def setUp(self) -> None:
        cache.clear()

    def status(self, user: User, name: str, *args: object) -> int:
        return client_of(user).get(reverse(f"documents:{name}", args=args)).status_code

    def test_students_and_families_see_no_internal_papers(self) -> None:
        for user in (self.cast.nurlan_user, self.cast.ainura, self.cast.tilek_user):
            for name in ("version", "route", "acquaintance", "sheet", "difference", "source"):
                self.assertEqual(self.status(user, name, self.version.pk), 404, name)
            self.assertEqual(self.status(user, "document", self.version.document_id), 404)
            self.assertEqual(self.status(user, "paper", self.version.pk, "A"), 404)

    def test_every_page_opens_for_those_who_keep_documents(self) -> None:
        for user in (self.cast.damir, self.cast.gulnara, self.cast.farhat):
            for version in (self.version, self.draft):
                for name in ("version", "route", "acquaintance", "sheet", "difference", "source", "text"):
                    self.assertEqual(self.status(user, name, version.pk), 200, name)
                for key in "ABCD":
                    self.assertEqual(self.status(user, "paper", version.pk, key), 200)
            self.assertEqual(self.status(user, "documents"), 200)
            self.assertEqual(self.status(user, "document", self.version.document_id), 200)
            self.assertEqual(self.status(user, "readers", self.version.document_id), 200)
            self.assertEqual(self.status(user, "import"), 200)

    def test_a_sheet_of_an_edition_of_which_nobody_was_asked_says_so_and_what_is_to_be_done(self) -> None:
        self.draft.route.lines.all().delete()
        url = reverse("documents:paper", args=[self.draft.pk, "A"])
        page = client_of(self.cast.damir).get(url)
        self.assertContains(page, "бир да кызмат ордунан сурала элек")
        self.assertContains(page, reverse("documents:route_setting", args=[self.draft.pk]))
        self.assertNotContains(page, "<td>&nbsp;</td>")
        words = [block for block in paper_of(self.draft, "A").blocks if isinstance(block, Paragraph)]
        self.assertIn("бир да кызмат ордунан сурала элек", words[0].text)

    def test_a_leader_reads_what_is_in_force_but_keeps_nothing(self) -> None:
        self.assertEqual(self.status(self.cast.aigul, "version", self.version.pk), 200)
        self.assertEqual(self.status(self.cast.aigul, "version", self.draft.pk), 404)
        self.assertEqual(self.status(self.cast.aigul, "import"), 403)
        self.assertEqual(self.status(self.cast.aigul, "readers", self.version.document_id), 403)
        self.assertEqual(self.status(self.cast.aigul, "entry_into_force", self.version.pk), 403)

    def test_a_page_shows_the_clauses_verbatim_with_their_bullets(self) -> None:
        page = client_of(self.cast.aigul).get(reverse("documents:version", args=[self.version.pk]))
        self.assertContains(page, "2.1.")
        self.assertContains(page, "Эртең менен топтун катышуусун белгилейт.")
        self.assertContains(page, "айына бир жолу сүйлөшөт;")

    def post_acquaintance(self, user: User, **data: str) -> Any:
        url = reverse("documents:acquaintance", args=[self.version.pk])
        values = {"seen": self.version.sha256, "password": cast.PASSWORD, **data}
        return client_of(user).post(url, values)

    def test_a_wrong_password_signs_nothing_and_is_on_record(self) -> None:
        page = self.post_acquaintance(self.cast.aigul, password="башка")
        self.assertEqual(page.status_code, 422)
        self.assertFalse(Acquaintance.objects.exists())
        self.assertTrue(
            AuditEvent.objects.filter(
                action="documents:acquaintance:refused", reason="wrong-password"
            ).exists()
        )

    def test_a_forged_fingerprint_signs_nothing_and_is_on_record(self) -> None:
        self.post_acquaintance(self.cast.aigul, seen="0" * 64)
        self.assertFalse(Acquaintance.objects.exists())
        self.assertTrue(AuditEvent.objects.filter(reason="changed_meanwhile").exists())

    def test_whoever_has_not_accepted_the_agreement_is_led_to_it_and_back(self) -> None:
        page = self.post_acquaintance(self.cast.bakyt)
        target = reverse("documents:acquaintance", args=[self.version.pk])
        self.assertIn(reverse("documents:agreement"), page["Location"])
        client = client_of(self.cast.bakyt)
        opened = client.get(page["Location"])
        self.assertContains(opened, target)
        seen = opened.context["version"].sha256
        done = client.post(
            reverse("documents:agreement"), {"seen": seen, "password": cast.PASSWORD, "next": target}
        )
        self.assertRedirects(done, target)

    def test_the_way_back_never_leads_outside(self) -> None:
        client = client_of(self.cast.bakyt)
        url = reverse("documents:agreement")
        seen = client.get(url).context["version"].sha256
        done = client.post(url, {"seen": seen, "password": cast.PASSWORD, "next": "//evil.example/"})
        self.assertEqual(done["Location"], url)

    def test_a_double_click_makes_one_record(self) -> None:
        client = client_of(self.cast.aigul)
        url = reverse("documents:acquaintance", args=[self.version.pk])
        data = {"seen": self.version.sha256, "password": cast.PASSWORD, "form_key": "k1"}
        first, second = client.post(url, data), client.post(url, data)
        self.assertEqual((first.status_code, second.status_code), (302, 302))
        self.assertEqual(Acquaintance.objects.count(), 1)

    def test_an_answer_for_another_office_is_forbidden(self) -> None:
        line = factories.line_of(self.draft, 1)
        url = reverse("documents:decision", args=[self.draft.pk, line.pk])
        for user, status in ((self.cast.damir, 403), (self.cast.aigul, 404), (self.cast.gulnara, 403)):
            answer = client_of(user).post(url, {"seen": self.draft.sha256, "password": cast.PASSWORD})
            self.assertEqual(answer.status_code, status)
        self.assertFalse(ApprovalAct.objects.filter(line=line).exists())

    def test_whoever_signs_an_approval_for_the_first_time_comes_back_to_the_sheet(self) -> None:
        version = factories.imported(texts.KYRGYZ_PDF.encode(), code="КН-09")
        line = factories.line_of(version, 2)
        holder = self.cast.librarian
        assert holder.person is not None
        seat(by=None, office=line.office, person=holder.person, from_on=date(2020, 9, 1))
        services.submit_for_approval(by=self.cast.damir, version=version)
        client = client_of(holder)
        answer = client.post(
            reverse("documents:decision", args=[version.pk, line.pk]),
            {"seen": version.sha256, "password": cast.PASSWORD, "decision": "sign"},
        )
        agreement = client.get(answer["Location"])
        done = client.post(
            reverse("documents:agreement"),
            {
                "seen": agreement.context["version"].sha256,
                "password": cast.PASSWORD,
                "next": agreement.context["next"],
            },
        )
        self.assertRedirects(done, reverse("documents:route", args=[version.pk]))

    def test_a_directive_goes_to_nobody_until_somebody_is_chosen(self) -> None:
        client = client_of(self.cast.gulnara)
        url = reverse("documents:new_directive")
        self.assertEqual(client.get(url).context["form"].fields["executor"].choices[0][0], "")
        day = timezone.localdate().isoformat()
        data = {"number": "9-т", "given_on": day, "due_on": day, "text": "Иш", "executor": ""}
        self.assertEqual(client.post(url, data).status_code, 422)
        self.assertFalse(Directive.objects.exists())

    def test_a_line_of_one_route_is_not_reached_through_another(self) -> None:
        line = factories.line_of(self.draft, 1)
        url = reverse("documents:decision", args=[self.version.pk, line.pk])
        self.assertEqual(client_of(self.cast.damir).post(url, {}).status_code, 404)

    def test_a_signature_is_seen_by_its_signer_and_the_keepers_only(self) -> None:
        mine = Signature.objects.filter(signer=self.cast.gulnara).first()
        assert mine is not None
        for user, status in ((self.cast.gulnara, 200), (self.cast.damir, 200), (self.cast.aigul, 404)):
            self.assertEqual(self.status(user, "signature", mine.pk), status)
            self.assertEqual(self.status(user, "signed_content", mine.pk), status)

    def test_a_changed_file_is_called_invalid(self) -> None:
        mine = Signature.objects.filter(signer=self.cast.gulnara, purpose="bring_into_force").get()
        client = client_of(self.cast.gulnara)
        data = client.get(reverse("documents:signed_content", args=[mine.pk])).content
        url = reverse("documents:signature", args=[mine.pk])
        for content, verdict in ((data, True), (data + b" ", False)):
            page = client.post(url, {"file": SimpleUploadedFile("a.txt", content)})
            self.assertIs(page.context["verdict"], verdict)

    def test_an_import_shows_what_it_found_and_stores_only_on_confirmation(self) -> None:
        client = client_of(self.cast.damir)
        changed = texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө").encode()
        upload = {
            "file": SimpleUploadedFile("н.txt", changed),
            "kind": "job_instruction",
            "language": "ky",
            "code": "КН-01",
        }
        before = DocumentVersion.objects.count()
        page = client.post(reverse("documents:import"), upload)
        self.assertContains(page, "Сапат боюнча өкүл")
        self.assertContains(page, "<ins>Түштө</ins>")
        self.assertEqual(DocumentVersion.objects.count(), before)
        form = page.context["form"]
        stored = client.post(reverse("documents:import_confirmation"), form.initial)
        version = DocumentVersion.objects.get(document__code="КН-01", number=2)
        self.assertRedirects(stored, reverse("documents:version", args=[version.pk]))

    def test_a_confirmation_with_other_bytes_is_refused(self) -> None:
        data = {"name": "a", "code": "", "language": "ky", "seen": "0" * 64, "content": "aGVsbG8="}
        answer = client_of(self.cast.damir).post(reverse("documents:import_confirmation"), data)
        self.assertEqual(answer.status_code, 409)

    def test_bad_files_get_a_clear_message_and_write_nothing(self) -> None:
        client = client_of(self.cast.damir)
        before = DocumentVersion.objects.count()
        for content in (b"", b"\x00\x01\x02" * 50, "ырлар 😀".encode(), b"PK\x03\x04broken"):
            upload = {
                "file": SimpleUploadedFile("н.txt", content),
                "kind": "job_instruction",
                "language": "ky",
            }
            page = client.post(reverse("documents:import"), upload)
            self.assertEqual(page.status_code, 422)
            self.assertTrue(page.context["form"].errors["file"])
        self.assertEqual(DocumentVersion.objects.count(), before)

    def test_the_number_of_questions_does_not_grow_with_the_clauses_or_readers(self) -> None:
        client = client_of(self.cast.damir)
        url = reverse("documents:sheet", args=[self.version.pk])
        client.get(url)
        with self.assertNumQueries(FewerThan(25)):
            client.get(url)

    def test_who_has_signed_comes_as_a_file_too(self) -> None:
        client = client_of(self.cast.damir)
        url = reverse("documents:sheet", args=[self.version.pk])
        self.assertIn("Токтомушев", client.get(url + "?format=csv").content.decode())
        self.assertTrue(client.get(url + "?format=xlsx").content.startswith(b"PK"))

    def test_the_one_time_code_is_asked_of_those_who_have_one(self) -> None:
        url = reverse("documents:acquaintance", args=[self.version.pk])
        data = {"seen": self.version.sha256, "password": cast.PASSWORD}
        page = client_of(self.cast.damir).post(url, data)
        self.assertEqual(page.status_code, 422)
        self.assertIn("code", page.context["form"].errors)
        self.assertFalse(Acquaintance.objects.exists())

    def test_prints_come_as_pdf_and_docx_with_the_words_of_the_sheet(self) -> None:
        client = client_of(self.cast.damir)
        for key in ("A", "B", "C", "D", "text"):
            url = reverse("documents:paper", args=[self.version.pk, key])
            pdf = client.get(url + "?format=pdf")
            self.assertTrue(pdf.content.startswith(b"%PDF-"), key)
            docx = client.get(url + "?format=docx")
            self.assertTrue(docx.content.startswith(b"PK"), key)
            self.assertIn("attachment", docx["Content-Disposition"])
        sheet = reverse("documents:paper", args=[self.version.pk, "A"]) + "?format=pdf"
        words = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(client.get(sheet).content)).pages
        )
        for word in ("Макулдашуу барагы", "Юрист", "КН-01", self.version.sha256[:4]):
            self.assertIn(word, words.replace("-\n", "").replace("\n", " "))


class FewerThan(int):
    """Equal to any smaller number."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and other < int(self)

    __hash__ = int.__hash__
