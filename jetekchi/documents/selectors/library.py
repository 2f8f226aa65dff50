"""The library of documents as its pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from jetekchi.documents.models import Acquaintance, ControlledDocument, DocumentVersion
from jetekchi.documents.permissions import is_inside, visible_documents, visible_versions
from jetekchi.documents.selectors.readers import acquaintance_state
from jetekchi.organisation.models import Office, Person, User
from jetekchi.organisation.selectors import office_holders


@dataclass(frozen=True)
class ReaderChoices:
    """Whom a document, or a directive, can be addressed to."""

    offices: list[Office]
    people: list[Person]


@dataclass(frozen=True)
class Known:
    """What one person has read and signed of the editions in force, and what is still due, by document."""

    person: Person
    signed: frozenset[int]
    due: frozenset[int]

    @property
    def total(self) -> int:
        """How many documents in force the person must know."""
        return len(self.signed | self.due)

    def of(self, read: str) -> frozenset[int]:
        """Those that are signed, those that are due, or both."""
        return {"signed": self.signed, "due": self.due}.get(read, self.signed | self.due)


def known_documents(user: User, reader: int | None = None) -> Known | None:
    """What the user must know, or a colleague: who works here sees the sheets of signatures anyway (1.3)."""
    person = user.person
    if reader and is_inside(user):
        person = Person.objects.filter(pk=reader, staff__isnull=False).first()
    if person is None:
        return None
    state = acquaintance_state(person)[person.pk]
    return Known(
        person,
        frozenset(row.version.document_id for row in state.signed),
        frozenset(row.version.document_id for row in state.due),
    )


def find_documents(
    user: User, *, text: str = "", kind: str = "", only: Iterable[int] | None = None
) -> QuerySet[ControlledDocument]:
    """Documents that the user may see, each with its visible editions at hand (`shown`), newest first."""
    editions = visible_versions(user).defer("source_text", "structure").order_by("-number")
    found = visible_documents(user).prefetch_related(Prefetch("versions", queryset=editions, to_attr="shown"))
    if kind:
        found = found.filter(kind=kind)
    if only is not None:
        found = found.filter(pk__in=only)
    for word in text.split()[:5]:
        # SQLite compares Cyrillic letters as they are typed, so both cases are asked for.
        forms = {word, word.lower(), word.capitalize(), word.upper()}
        rule = Q()
        for form in forms:
            rule |= Q(title__contains=form) | Q(code__contains=form) | Q(title_ru__contains=form)
        found = found.filter(rule)
    return found


def versions_of(user: User, document: ControlledDocument) -> list[DocumentVersion]:
    """The editions of a document that the user may see, newest first."""
    found = visible_versions(user).filter(document=document).defer("source_text", "structure")
    return list(found.order_by("-number"))


def acquaintance_of(user: User, version: DocumentVersion) -> Acquaintance | None:
    """The user's own signature under an edition."""
    if user.person_id is None:
        return None
    return version.acquaintances.filter(person_id=user.person_id).select_related("signature").first()


def reader_choices() -> ReaderChoices:
    """All offices, and everybody who works here today."""
    today = timezone.localdate()
    people = Person.objects.filter(staff__isnull=False).filter(
        Q(staff__dismissed_on=None) | Q(staff__dismissed_on__gte=today)
    )
    return ReaderChoices(office_holders(), list(people.select_related("user")))
