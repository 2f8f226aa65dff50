"""Lists as rows for a file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.sheets import Cell
from jetekchi.documents.models import Directive
from jetekchi.documents.selectors.readers import SheetRow

DIRECTIVE_HEADINGS = (
    _("Number"),
    _("Given on"),
    _("Executor"),
    _("What is to be done"),
    _("Due"),
    _("State"),
    _("Acknowledged"),
    _("Done"),
    _("What was done, what shows it"),
    _("Reason"),
)


DOCUMENT_HEADINGS = (_("Code"), _("Title"), _("Kind"), _("Newest edition"), _("State"))
READER_HEADINGS = (_("Full name"), _("Position"), _("Signed on"), _("Due"))


def reader_rows(sheet: Iterable[SheetRow]) -> Iterator[tuple[Cell, ...]]:
    """One row a person who must know the document."""
    for row in sheet:
        signed = timezone.localtime(row.row.signed_at) if row.row else None
        yield row.person.name, row.position, signed, row.due_on


def document_rows(documents: Iterable[Any]) -> Iterator[tuple[Cell, ...]]:
    """One row a document, with the newest edition that the reader of the list may see (`shown`)."""
    for row in documents:
        newest = row.shown[0] if row.shown else None
        yield (
            row.code,
            str(row),
            row.get_kind_display(),
            newest.number if newest else None,
            newest.get_status_display() if newest else "",
        )


def directive_rows(directives: Iterable[Directive]) -> Iterator[tuple[Cell, ...]]:
    """One row a directive."""
    for row in directives:
        yield (
            row.number,
            row.given_on,
            row.executor.name,
            row.text,
            row.due_on,
            row.get_status_display(),
            timezone.localtime(row.acknowledged_at) if row.acknowledged_at else None,
            timezone.localtime(row.done_at) if row.done_at else None,
            row.evidence,
            row.valid_reason,
        )
