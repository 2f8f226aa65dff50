"""Who sees whose duties, and what looking leaves behind."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import TestCase

from jetekchi.compliance.models import Look
from jetekchi.compliance.tests import factories as papers
from jetekchi.documents.tests.factories import accepted
from jetekchi.worklog.services import ensure_kinds
from tests import cast

# What pages show is the same on both databases; tests/test_pages_on_postgresql.py opens each on the other one.
pytestmark = pytest.mark.once


class MatrixPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        cls.version = papers.imported()

    def open(self, user, address):
        self.client.force_login(user)
        return self.client.get(address)

    def leader_page(self, group):
        return f"/duties/class/{group.pk}/"

    def test_a_leader_comes_to_the_own_clauses_at_once(self):
        response = self.open(self.cast.aigul, "/duties/")
        self.assertRedirects(response, self.leader_page(self.cast.class_a))

    def test_the_words_of_the_imported_text_stand_beside_our_own_title(self):
        response = self.open(self.cast.aigul, self.leader_page(self.cast.class_a))
        clause = self.version.clauses.order_by("order").first()
        self.assertContains(response, clause.text.splitlines()[0])
        self.assertContains(response, "Буйрук менен дайындоо")

    def test_the_next_class_is_as_if_it_were_not_there(self):
        foreign = self.open(self.cast.aigul, self.leader_page(self.cast.class_b))
        missing = self.open(self.cast.aigul, "/duties/class/999999/")
        self.assertEqual((foreign.status_code, missing.status_code), (404, 404))
        self.assertEqual(foreign.content, missing.content)

    def test_students_families_and_subject_teachers_have_no_matrix(self):
        for user in (self.cast.nurlan_user, self.cast.ainura, self.cast.chynara, self.cast.doctor):
            self.assertEqual(self.open(user, "/duties/").status_code, 404)

    def test_the_head_of_upbringing_sees_every_class_and_leaves_a_trace(self):
        response = self.open(self.cast.damir, "/duties/")
        self.assertContains(response, "10-А")
        self.assertContains(response, "10-Б")
        self.open(self.cast.damir, self.leader_page(self.cast.class_a))
        self.open(self.cast.damir, self.leader_page(self.cast.class_a))
        looks = Look.objects.filter(class_group=self.cast.class_a, side="supervision")
        self.assertEqual(looks.count(), self.version.clauses.count())

    def test_opening_a_clause_is_looking_at_it(self):
        response = self.open(self.cast.aigul, self.leader_page(self.cast.class_a) + "3.2/")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(Look.objects.get().clause, "3.2")

    def test_a_clause_that_is_not_in_the_text_is_not_found(self):
        self.assertEqual(
            self.open(self.cast.aigul, self.leader_page(self.cast.class_a) + "9.9/").status_code, 404
        )

    def test_the_paper_is_a_tagged_pdf_with_every_clause(self):
        import io

        from pypdf import PdfReader

        response = self.open(self.cast.aigul, self.leader_page(self.cast.class_a) + "paper/")
        reader = PdfReader(io.BytesIO(response.content))
        text = "\n".join(page.extract_text() for page in reader.pages)
        for clause in self.version.clauses.all():
            self.assertIn(clause.number, text)
        self.assertIn("/MarkInfo", reader.root_object)

    def test_only_the_offices_above_get_the_whole_matrix_on_paper_and_as_a_sheet(self):
        for address in ("/duties/paper/", "/duties/export/"):
            self.assertEqual(self.open(self.cast.aigul, address).status_code, 404)
            self.assertEqual(self.open(self.cast.damir, address).status_code, 200)


class TheMatrixAtTheTerminal(TestCase):
    def test_without_an_instruction_it_says_what_to_do(self):
        with self.assertRaisesMessage(CommandError, "import instruction"):
            call_command("matrix")


class TheSignedMatrix(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = cast.build()
        ensure_kinds(by=None)
        papers.imported()
        accepted(cls.cast.damir, cls.cast.aigul)

    def post(self, user, address="/duties/signature/"):
        self.client.force_login(user)
        code = cast.one_time_code(user)
        return self.client.post(address, {"password": cast.PASSWORD, **({"code": code} if code else {})})

    def test_the_inspector_gets_the_very_bytes_that_were_signed(self):
        import hashlib

        response = self.post(self.cast.damir)
        page = self.client.get(response["Location"])
        data = self.client.get(f"{response['Location']}content/").content
        self.assertTrue(data.startswith(b"%PDF-"))
        self.assertContains(page, hashlib.sha256(data).hexdigest()[:16])

    def test_one_leader_can_be_signed_alone(self):
        response = self.post(self.cast.damir, f"/duties/signature/?class={self.cast.class_a.pk}")
        self.assertEqual(response.status_code, 302)

    def test_a_leader_does_not_sign_the_own_matrix(self):
        self.assertEqual(self.post(self.cast.aigul).status_code, 404)
