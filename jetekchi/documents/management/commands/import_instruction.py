"""`jetekchi import instruction FILE`: a text or Word file of a job instruction becomes a controlled document."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from jetekchi.core.http import Refused
from jetekchi.documents.services.importing import UNCHANGED, ImportOutcome, import_instruction
from jetekchi.documents.services.reading import ReadInstruction

MARKS = {"added": "[+%s+]", "removed": "[-%s-]"}
KINDS = {
    "added": gettext_noop("added"),
    "removed": gettext_noop("removed"),
    "changed": gettext_noop("changed"),
}


class Command(BaseCommand):
    help = "Import a job instruction (txt or docx): a controlled document, or a new edition of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the text (.txt) or Word (.docx) file")
        parser.add_argument("--lang", choices=[code for code, _name in settings.LANGUAGES], default="ky")
        parser.add_argument("--code", default="", help="the code of the document, for example КН-01")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(
                _("The file %(name)s cannot be read.") % {"name": path}, returncode=2
            ) from error
        try:
            outcome = import_instruction(
                by=None, data=data, name=path.name, language=options["lang"], code=options["code"].strip()
            )
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        for line in report_lines(outcome):
            self.stdout.write(line)


def report_lines(outcome: ImportOutcome) -> list[str]:
    """What was recognised, what was not, what was stored, line by line."""
    version = outcome.version
    lines = _recognised(outcome.read) if outcome.read else []
    lines += [_("made: %(what)s") % {"what": what} for what in outcome.made]
    words = {"code": version.document.code, "number": version.number}
    if outcome.fate == UNCHANGED:
        return [*lines, _("unchanged: %(code)s, edition %(number)s holds the same text") % words]
    lines.append(_("stored: %(code)s, edition %(number)s") % words)
    if outcome.difference is not None:
        for change in outcome.difference.changes:
            pieces = " ".join(MARKS.get(piece.kind, "%s") % piece.text for piece in change.pieces)
            lines.append(f"  {_(KINDS[change.kind])} {change.number}: {pieces}")
    return lines


def _recognised(read: ReadInstruction) -> list[str]:
    bullets = sum(len(clause.bullets) for clause in read.clauses)
    lines = [
        read.title,
        _("recognised: %(sections)d sections, %(clauses)d clauses, %(bullets)d bullets")
        % {"sections": len(read.sections), "clauses": len(read.clauses), "bullets": bullets},
        "  " + " ".join(clause.number for clause in read.clauses),
    ]
    vacant = sum(not office.name for office in read.offices)
    offices = ngettext("%(count)d office", "%(count)d offices", len(read.offices)) % {
        "count": len(read.offices)
    }
    lines.append(
        _("approval sheet: %(offices)s, vacant: %(vacant)d") % {"offices": offices, "vacant": vacant}
    )
    lines += [f"  {place}. {office.title}" for place, office in enumerate(read.offices, start=1)]
    if read.signer:
        lines.append(_("signed by: %(office)s") % {"office": read.signer.title})
    lines += [f"{_('sheet')} {table.sheet}: {' | '.join(table.columns)}" for table in read.tables]
    lines += [_("look at: %(note)s") % {"note": note} for note in read.notes]
    return lines
