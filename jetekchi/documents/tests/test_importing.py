"""Import of an instruction: preview, first version, new version with its difference, nothing for the same text."""

from django.test import TestCase

from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.documents import selectors, services
from jetekchi.documents.models import Clause, ControlledDocument, DocumentVersion
from jetekchi.documents.tests import factories, texts
from jetekchi.organisation.models import Office, Unit


class ImportIntoAnEmptyDatabase(TestCase):
    def test_units_and_offices_are_made_and_named(self) -> None:
        outcome = services.import_instruction(by=None, data=factories.DATA, name="a.txt")
        self.assertTrue(Unit.objects.filter(kind="lyceum").exists())
        self.assertEqual(Office.objects.count(), 3)
        self.assertIn("Сапат боюнча өкүл", outcome.made)
        self.assertEqual(outcome.fate, "added")

    def test_clauses_are_stored_verbatim_in_their_order(self) -> None:
        version = factories.imported()
        clauses = selectors.clauses_of(version)
        self.assertEqual([c.number for c in clauses][:3], ["1.1", "1.2", "2.1"])
        self.assertEqual(len(clauses[5].bullets), 3)
        self.assertIn("кыска-\nнуска", clauses[3].text)
        self.assertEqual(version.source_text, texts.KYRGYZ_PDF)

    def test_a_preview_writes_nothing(self) -> None:
        preview = services.preview_instruction(data=factories.DATA, name="a.txt")
        self.assertEqual((preview.fate, preview.number), ("added", 1))
        self.assertEqual(ControlledDocument.objects.count() + Unit.objects.count(), 0)

    def test_what_is_no_instruction_writes_nothing(self) -> None:
        with self.assertRaises(Refused):
            services.import_instruction(by=None, data=texts.POEM.encode(), name="a.txt")
        self.assertEqual(DocumentVersion.objects.count() + Unit.objects.count(), 0)

    def test_one_audit_event_tells_of_the_import(self) -> None:
        factories.imported()
        event = AuditEvent.objects.get(action="documents:version:imported")
        self.assertEqual((event.by, event.actor), (None, "command line"))


class ImportAgain(TestCase):
    changed = (
        texts.KYRGYZ_PDF.replace("Эртең менен", "Күн сайын").replace("4.2. Иштеген", "4.3. Иштеген").encode()
    )

    def test_the_same_text_changes_nothing_and_says_so(self) -> None:
        factories.imported()
        again = services.import_instruction(
            by=None, data=factories.DATA.replace(b"\n", b"\r\n"), name="b.txt"
        )
        self.assertEqual(again.fate, "unchanged")
        self.assertEqual(DocumentVersion.objects.count(), 1)

    def test_another_text_is_the_next_version_with_its_difference(self) -> None:
        first = factories.imported()
        outcome = services.import_instruction(by=None, data=self.changed, name="b.txt")
        self.assertEqual((outcome.fate, outcome.version.number), ("new_version", 2))
        difference = outcome.difference
        assert difference is not None
        self.assertEqual(
            [(c.number, c.kind) for c in difference.changes],
            [("2.1", "changed"), ("4.2", "removed"), ("4.3", "added")],
        )
        words = {(piece.kind, piece.text) for piece in difference.changes[0].pieces}
        self.assertIn(("removed", "Эртең менен"), words)
        self.assertIn(("added", "Күн сайын"), words)
        first.refresh_from_db()
        self.assertEqual(first.status, "withdrawn")
        self.assertEqual(Clause.objects.filter(version=first).count(), 9)

    def test_the_newest_imported_text_is_the_instruction_until_one_is_in_force(self) -> None:
        factories.imported()
        services.import_instruction(by=None, data=self.changed, name="b.txt")
        version = selectors.instruction_in_force()
        assert version is not None
        self.assertEqual((version.number, version.status), (2, "draft"))

    def test_another_code_is_another_document(self) -> None:
        factories.imported()
        services.import_instruction(by=None, data=self.changed, name="b.txt", code="КН-02")
        self.assertEqual(ControlledDocument.objects.count(), 2)
        self.assertEqual(DocumentVersion.objects.filter(status="draft").count(), 2)
