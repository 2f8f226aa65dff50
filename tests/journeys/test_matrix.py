"""The duty matrix: each clause of the imported instruction, fed by work, read by leader, supervisor and inspector."""

import hashlib
import io
import json
from contextlib import redirect_stdout

from django.core.cache import cache
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from jetekchi.compliance.tests import factories as instruction
from jetekchi.documents.tests import factories as papers
from jetekchi.organisation.models import User
from jetekchi.worklog.services import ensure_kinds
from tests import cast


class DutyMatrix(TestCase):
    """Actors: a class leader works, the head of upbringing oversees, an inspector gets a signed paper."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.cast = cast.build()
        ensure_kinds(by=None)
        cls.version = instruction.imported()

    def setUp(self) -> None:
        cache.clear()

    def by(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def told(self, **options: str) -> dict[str, dict[str, object]]:
        """The clauses as `jetekchi matrix --format json` prints them, by number."""
        out = io.StringIO()
        with redirect_stdout(out):
            call_command("matrix", format="json", stdout=out, **options)
        return {clause["number"]: clause for clause in json.loads(out.getvalue())["clauses"]}

    def work(self, kind: str, student: int) -> int:
        data = {
            "class": self.cast.class_a.pk,
            "kind": kind,
            "students": [student],
            "text": "Бул боюнча сүйлөштүк",
            "on": timezone.localdate().isoformat(),
        }
        return self.by(self.cast.aigul).post(reverse("worklog:record"), data).status_code

    # --- actor and evidence -----------------------------------------------------------------------------------

    def test_every_clause_of_the_imported_text_stands_in_its_order(self) -> None:
        numbers = list(self.version.clauses.order_by("order").values_list("number", flat=True))
        told = self.told()
        self.assertEqual((list(told), len(told)), (numbers, 35))
        page = self.by(self.cast.damir).get(reverse("compliance:matrix")).content.decode()
        for number in numbers:
            self.assertIn(f"/duties/class/{self.cast.class_a.pk}/{number}/", page)

    def test_a_talk_with_each_student_fulfils_the_clause_for_one_class_only(self) -> None:
        before = self.told()["4.1"]
        self.assertEqual((before["evidence"], before["fulfilled"]), (0, 0))
        self.assertTrue(before["missing"], "what is missing is said")
        self.assertEqual(self.work("talk", self.cast.nurlan.pk), 302)
        half_way = self.told(leader="aigul")["3.4"]
        self.assertEqual((half_way["evidence"], half_way["fulfilled"]), (1, 0))
        self.assertEqual(self.work("talk", self.cast.meerim.pk), 302)
        done = self.told()["3.4"]
        self.assertEqual((done["evidence"], done["fulfilled"]), (1, 1))
        self.assertEqual(self.told(leader="bakyt")["3.4"]["evidence"], 0)

    def test_a_clause_page_shows_the_words_what_is_missing_and_the_link_that_opens_it(self) -> None:
        self.work("talk", self.cast.nurlan.pk)
        client = self.by(self.cast.aigul)
        page = client.get(reverse("compliance:clause", args=[self.cast.class_a.pk, "3.4"]))
        clause = self.version.clauses.get(number="3.4")
        self.assertContains(page, clause.text.splitlines()[0])
        self.assertContains(page, reverse("worklog:record"))
        self.assertEqual(self.told()["3.4"]["looked_at"], 1)

    def test_rights_and_liabilities_have_views_of_their_own(self) -> None:
        client = self.by(self.cast.damir)
        for section, inside, outside in (("5", "5.1", "7.2"), ("7", "7.2", "5.1")):
            page = client.get(reverse("compliance:matrix") + f"?section={section}").content.decode()
            self.assertTrue(f"/duties/class/{self.cast.class_a.pk}/{inside}/" in page, section)
            self.assertFalse(f"/duties/class/{self.cast.class_a.pk}/{outside}/" in page, section)

    # --- refusal ----------------------------------------------------------------------------------------------

    def test_a_leader_reads_the_own_class_and_nobody_below_reads_any(self) -> None:
        own, other = (
            reverse("compliance:leader", args=[group.pk]) for group in (self.cast.class_a, self.cast.class_b)
        )
        self.assertEqual(self.by(self.cast.aigul).get(own).status_code, 200)
        self.assertEqual(self.by(self.cast.aigul).get(other).status_code, 404)
        for user in (self.cast.chynara, self.cast.ainura, self.cast.nurlan_user, self.cast.tilek_user):
            for address in (own, reverse("compliance:matrix"), reverse("compliance:matrix_paper")):
                self.assertEqual(self.by(user).get(address).status_code, 404, address)

    def test_a_wrong_password_signs_no_paper(self) -> None:
        papers.accepted(self.cast.damir)
        answer = self.by(self.cast.damir).post(
            reverse("compliance:signature"),
            {"password": "башка сырсөз", "code": cast.one_time_code(self.cast.damir)},
        )
        self.assertNotEqual(answer.status_code, 302)

    # --- printed paper ----------------------------------------------------------------------------------------

    def test_the_inspector_gets_a_signed_pdf_with_every_clause(self) -> None:
        papers.accepted(self.cast.damir)
        client = self.by(self.cast.damir)
        answer = client.post(
            reverse("compliance:signature"),
            {"password": cast.PASSWORD, "code": cast.one_time_code(self.cast.damir)},
        )
        self.assertEqual(answer.status_code, 302)
        data = client.get(f"{answer['Location']}content/").content
        self.assertContains(client.get(answer["Location"]), hashlib.sha256(data).hexdigest()[:16])
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        for clause in self.version.clauses.all():
            self.assertIn(clause.number, text)
        self.assertIn("Сыдыкова", text)
