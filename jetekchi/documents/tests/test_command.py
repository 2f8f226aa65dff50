"""The command line: what it prints, what it refuses."""

import io
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import translation

from jetekchi.documents.models import DocumentVersion
from jetekchi.documents.tests import texts


class ImportInstruction(TestCase):
    def run_it(self, text: str, **options: str) -> str:
        with tempfile.TemporaryDirectory() as folder, translation.override("en"):
            path = Path(folder) / "нускама.txt"
            path.write_text(text)
            out = io.StringIO()
            call_command("import_instruction", str(path), stdout=out, **options)
        return out.getvalue()

    def test_it_says_what_was_recognised_made_and_stored(self) -> None:
        out = self.run_it(texts.KYRGYZ_PDF)
        self.assertIn("recognised: 4 sections, 9 clauses, 3 bullets", out)
        self.assertIn("3 offices, vacant: 1", out)
        self.assertIn("made: Lyceum", out)
        self.assertIn("stored: КН-01, edition 1", out)

    def test_again_it_changes_nothing_and_a_changed_text_shows_its_difference(self) -> None:
        self.run_it(texts.KYRGYZ_PDF)
        self.assertIn("unchanged", self.run_it(texts.KYRGYZ_PDF))
        out = self.run_it(texts.KYRGYZ_PDF.replace("Эртең менен", "Түштө"))
        self.assertIn("changed 2.1: [-Эртең менен-] [+Түштө+]", out)
        self.assertEqual(DocumentVersion.objects.count(), 2)

    def test_code_and_language_are_kept(self) -> None:
        self.run_it(texts.RUSSIAN_WORD, lang="ru", code="ДИ-7")
        version = DocumentVersion.objects.get()
        self.assertEqual((version.document.code, version.language), ("ДИ-7", "ru"))

    def test_what_is_no_instruction_is_refused_in_one_line(self) -> None:
        with self.assertRaisesMessage(CommandError, "not recognised as an instruction"):
            self.run_it(texts.POEM)
        self.assertEqual(DocumentVersion.objects.count(), 0)
