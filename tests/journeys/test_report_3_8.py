"""Clause 3.8: the half-year report, from records to the leader's words, one signature, one decision, one paper."""

import io
import json

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from jetekchi.core.models import AuditEvent
from jetekchi.documents.models import Signature
from jetekchi.organisation.models import User
from jetekchi.reports.models import HalfYearReport
from jetekchi.worklog.services import ensure_kinds, record_work
from tests import cast


class HalfYearReportOnWorkDone(TestCase):
    """Actors: the class leader writes and signs, the head of study returns and accepts."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        record_work(
            by=cls.cast.aigul,
            class_group=cls.cast.class_a,
            kind="class_hour",
            on=max(min(timezone.localdate(), cls.cast.half.end_on), cls.cast.half.start_on),
            text="Суунун тазалыгы жөнүндө класстык саат",
            students=[cls.cast.nurlan],
        )

    def setUp(self) -> None:
        cache.clear()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def url(self, name: str) -> str:
        return reverse(f"reports:{name}", args=[self.cast.class_a.pk, self.cast.half.number])

    def identity(self, user: User) -> dict[str, str]:
        return {"password": cast.PASSWORD, "code": cast.one_time_code(user)}

    def state(self) -> str:
        return HalfYearReport.objects.get(class_group=self.cast.class_a).state

    def agree(self, user: User, back: str) -> None:
        """The agreement stands between the first signature and the person, and leads back to where it was asked."""
        client = self.by(user)
        page = client.get(back)
        if page.status_code == 200:
            page = client.post(back, {**self.identity(user), "decision": "sign", "is_early": "on"})
        self.assertRedirects(page, f"{reverse('documents:agreement')}?next={back.replace('/', '%2F')}")
        form = client.get(page["Location"])
        seen = form.context["version"].sha256
        done = client.post(
            reverse("documents:agreement"), {**self.identity(user), "seen": seen, "next": back}
        )
        self.assertEqual(done["Location"], back)
        self.assertEqual(client.get(back).status_code, 200)

    def write(self, words: str = "Бул бөлүм боюнча өз сөзүм.") -> None:
        client = self.by(self.cast.aigul)
        sections = client.get(self.url("report")).context["draft"].sections
        client.post(self.url("report"), {one.key: words for one in sections})

    def sign(self) -> None:
        client = self.by(self.cast.aigul)
        seen = client.get(self.url("signature")).context["sha256"]
        client.post(self.url("signature"), {**self.identity(self.cast.aigul), "seen": seen, "is_early": "on"})

    def decide(self, decision: str, remark: str = "") -> int:
        client = self.by(self.cast.elmira)
        page = client.get(self.url("decision"))
        report = HalfYearReport.objects.get()
        self.assertEqual(page.status_code, 200)
        data = {
            **self.identity(self.cast.elmira),
            "decision": decision,
            "remark": remark,
            "seen": report.sha256,
        }
        return client.post(self.url("decision"), data).status_code

    def submitted(self) -> None:
        self.agree(self.cast.aigul, self.url("signature"))
        self.write()
        self.sign()
        self.assertEqual(self.state(), "submitted")

    # --- actor ------------------------------------------------------------------------------------------------

    def test_written_signed_returned_signed_again_and_accepted(self) -> None:
        self.submitted()
        self.assertEqual(self.decide("return", "7-бөлүмдү толуктаңыз"), 302)
        self.assertContains(self.by(self.cast.aigul).get(self.url("report")), "7-бөлүмдү толуктаңыз")
        self.write("Толукталды.")
        self.sign()
        self.agree(self.cast.elmira, self.url("decision"))
        self.assertEqual(self.decide("sign"), 302)
        self.assertEqual(self.state(), "accepted")
        signed = Signature.objects.exclude(purpose="accept_agreement")
        self.assertEqual(
            [one.signer for one in signed.order_by("pk")], [self.cast.aigul] * 2 + [self.cast.elmira]
        )

    # --- evidence ---------------------------------------------------------------------------------------------

    def test_each_sentence_leads_to_the_records_it_was_made_of(self) -> None:
        client = self.by(self.cast.aigul)
        found = json.loads(client.get(self.url("paper") + "?format=json").content)
        self.assertEqual([len(found["sections"]), found["work"]["entries"]], [18, 1])
        upbringing = next(one for one in found["sections"] if one["key"] == "upbringing")
        self.assertTrue(upbringing["sources"])
        for source in upbringing["sources"]:
            self.assertEqual(client.get(source["url"]).status_code, 200, source["url"])
        self.assertContains(client.get(upbringing["sources"][0]["url"]), "Суунун тазалыгы")

    def test_the_accepted_report_is_evidence_of_the_clause_and_every_step_is_on_record(self) -> None:
        self.submitted()
        self.agree(self.cast.elmira, self.url("decision"))
        self.decide("sign")
        steps = AuditEvent.objects.filter(action__startswith="reports:report:").values_list(
            "action", flat=True
        )
        self.assertTrue({"reports:report:submitted", "reports:report:accepted"} <= set(steps), list(steps))

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_nobody_else_writes_signs_or_decides(self) -> None:
        for user in (self.cast.bakyt, self.cast.chynara, self.cast.ainura, self.cast.nurlan_user):
            for name in ("report", "signature", "decision", "paper"):
                self.assertEqual(self.by(user).get(self.url(name)).status_code, 404, name)
        self.submitted()
        self.assertEqual(self.by(self.cast.aigul).get(self.url("decision")).status_code, 403)
        self.assertEqual(self.by(self.cast.elmira).get(self.url("signature")).status_code, 403)

    def test_it_is_returned_with_a_remark_only(self) -> None:
        self.submitted()
        self.decide("return", "  ")
        self.assertEqual(self.state(), "submitted")

    def test_without_the_own_words_nothing_is_signed(self) -> None:
        self.agree(self.cast.aigul, self.url("signature"))
        self.sign()
        self.assertFalse(HalfYearReport.objects.filter(state="submitted").exists())

    # --- printed paper ----------------------------------------------------------------------------------------

    def test_the_paper_says_the_same_in_three_languages_as_pdf_and_docx(self) -> None:
        self.submitted()
        client = self.by(self.cast.aigul)
        for language, heading, subtitle in (
            ("ky", "ОТЧЁТ", f"{self.cast.year.name.replace('-', '–')}-окуу жылы, I жарым жылдык"),
            ("ru", "ОТЧЁТ", "I полугодие"),
            ("en", "REPORT", "half-year I"),
        ):
            client.cookies["django_language"] = language
            pdf = client.get(self.url("paper") + "?format=pdf").content
            reader = PdfReader(io.BytesIO(pdf))
            words = " ".join(page.extract_text() for page in reader.pages)
            word = Document(io.BytesIO(client.get(self.url("paper") + "?format=docx").content))
            text = " ".join(paragraph.text for paragraph in word.paragraphs)
            for part in (heading, subtitle, "Бул бөлүм боюнча өз сөзүм."):
                self.assertIn(part, words, language)
                self.assertIn(part, text, language)
            self.assertIn("/MarkInfo", reader.root_object)
