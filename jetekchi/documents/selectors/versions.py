"""The instruction and other documents as the storeys above read them."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from jetekchi.core.remember import while_unchanged
from jetekchi.documents.models import ControlledDocument, DocumentVersion
from jetekchi.documents.selectors.difference import Difference, difference_of


@dataclass(frozen=True)
class ClauseText:
    """A clause of the lyceum's own text: `text` and `bullets` verbatim, `display` for reading on one line."""

    number: str
    section: str
    section_title: str
    text: str
    display: str
    bullets: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Text and bullets together, verbatim."""
        return "\n".join([self.text, *self.bullets])


@while_unchanged("organisation", "documents")
def instruction_in_force(language: str | None = None) -> DocumentVersion | None:
    """The job instruction in force, else the newest imported one: look at `.status` to tell them apart."""
    rank = Case(
        When(status=DocumentVersion.Status.IN_FORCE, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = (
        DocumentVersion.objects.filter(document__kind=ControlledDocument.Kind.JOB_INSTRUCTION)
        .exclude(status__in=[DocumentVersion.Status.WITHDRAWN, DocumentVersion.Status.SUPERSEDED])
        .select_related("document")
        .defer("source_text")
        .order_by(rank, "-created_at", "-pk")
    )
    return (found.filter(language=language).first() if language else None) or found.first()


def version_in_force(document: ControlledDocument) -> DocumentVersion | None:
    """The edition that counts today."""
    return document.versions.filter(status=DocumentVersion.Status.IN_FORCE).first()


@while_unchanged("organisation", "documents")
def clauses_of(version: DocumentVersion) -> list[ClauseText]:
    """Every clause in the order of the text, one query."""
    return [
        ClauseText(c.number, c.section_number, c.section_title, c.text, c.display_text, tuple(c.bullets))
        for c in version.clauses.order_by("order")
    ]


def version_before(version: DocumentVersion) -> DocumentVersion | None:
    """The edition to compare with: the nearest earlier one that was not taken back unread."""
    earlier = version.document.versions.filter(number__lt=version.number).order_by("-number")
    counted = earlier.filter(status__in=[DocumentVersion.Status.IN_FORCE, DocumentVersion.Status.SUPERSEDED])
    return counted.first() or earlier.first()


def difference_between(old: DocumentVersion, new: DocumentVersion) -> Difference:
    """The difference by clause, with the words that came and went."""
    texts = [
        {clause.number: " ".join([clause.display, *clause.bullets]) for clause in clauses_of(version)}
        for version in (old, new)
    ]
    return difference_of(*texts)
