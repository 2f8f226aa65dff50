"""`jetekchi report half-year`: the report of a class as PDF, DOCX or JSON."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from jetekchi.core import papers
from jetekchi.documents.services import sealed_pdf
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.selectors.calendar import years
from jetekchi.reports import selectors


class Command(BaseCommand):
    help = "The half-year report of a class."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--class", dest="label", required=True, help="label of the class, for example 10-А"
        )
        parser.add_argument("--year", required=True, help="school year, for example 2026-2027")
        parser.add_argument("--half", type=int, choices=[1, 2], required=True)
        parser.add_argument("--lang", choices=["ky", "ru", "en"], default="ky")
        parser.add_argument("--format", choices=["pdf", "docx", "json"], default="pdf")
        parser.add_argument("-o", "--output", required=True, help="file to write, - for standard output")

    def handle(self, **options: Any) -> None:
        # A year that is not there has no classes either: making it for a refusal would only leave a mistyped year.
        year = organisation.year_named(options["year"])
        group = organisation.class_by_label(year, options["label"]) if year else None
        if year is None:
            known = ", ".join(one.name for one in years()) or "none yet"
            raise CommandError(f"no school year {options['year']}; known school years: {known}")
        if group is None:
            raise CommandError(f"no class {options['label']} in {options['year']}: import its students first")
        half = organisation.term_for(year, "half_year", options["half"])
        if half is None:
            raise CommandError(f"no half-year {options['half']} in {year.name}")
        with translation.override(options["lang"]):
            data = self._data(selectors.draft_of(group, half), options["format"])
        if options["output"] == "-":
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        try:
            Path(options["output"]).write_bytes(data)
        except OSError as error:
            raise CommandError(f"cannot write {options['output']}: {error.strerror}") from error

    def _data(self, draft: selectors.Draft, kind: str) -> bytes:
        if kind == "json":
            return (json.dumps(selectors.to_json(draft), ensure_ascii=False, indent=1) + "\n").encode()
        paper = selectors.report_paper(draft)
        if kind == "docx":
            return papers.to_docx(paper)
        return sealed_pdf(by=None, paper=paper, what=selectors.sealing_of(draft))
