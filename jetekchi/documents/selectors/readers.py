"""Who must know which document, and who has signed: for one person or for all at once, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from jetekchi.core.remember import while_unchanged
from jetekchi.documents.models import Acquaintance, ControlledDocument, DocumentVersion, RequiredReader
from jetekchi.organisation.models import Appointment, Holding, Person, Staff
from jetekchi.organisation.selectors import setting

A = RequiredReader.Audience


@dataclass(frozen=True)
class DueReading:
    """An edition that a person must still read and sign."""

    version: DocumentVersion
    due_on: date


@dataclass
class AcquaintanceState:
    """What one person has signed of the editions in force, and what is still due."""

    signed: list[Acquaintance] = field(default_factory=list)
    due: list[DueReading] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is due."""
        return not self.due

    @property
    def total(self) -> int:
        """How many editions in force the person must know."""
        return len(self.due) + len(self.signed)


@dataclass(frozen=True)
class SheetRow:
    """One person on the sheet of an edition, with or without a signature."""

    person: Person
    position: str
    row: Acquaintance | None
    due_on: date | None


class _Audiences:
    """The people behind each audience as of today, with the day since when; only who is meant is asked for."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.now = Q(from_on__lte=self.today) & (Q(until_on=None) | Q(until_on__gte=self.today))

    @cached_property
    def leaders(self) -> dict[int, date]:
        """Class leaders by their appointment."""
        rows = Appointment.objects.filter(self.now)
        return dict(rows.values_list("leader__person_id", "from_on"))

    @cached_property
    def staff(self) -> list[tuple[int, date, bool]]:
        """Everybody employed, and who of them teaches."""
        employed = Staff.objects.filter(Q(dismissed_on=None) | Q(dismissed_on__gte=self.today))
        return list(employed.values_list("person_id", "hired_on", "is_teacher"))

    @cached_property
    def offices(self) -> dict[int, tuple[int, date]]:
        """Who holds which office."""
        rows = Holding.objects.filter(self.now).values_list("office_id", "person_id", "from_on")
        return {office: (person, from_on) for office, person, from_on in rows}

    def since(self, audience: str) -> dict[int, date]:
        """Person → since when, for a whole audience."""
        if audience == A.CLASS_LEADERS:
            return self.leaders
        return {
            person: hired_on for person, hired_on, teaches in self.staff if teaches or audience == A.ALL_STAFF
        }

    def of(self, readers: Iterable[RequiredReader]) -> dict[int, date]:
        """Person → since when the person must know the document."""
        found: dict[int, date] = {}
        for reader in readers:
            if reader.audience == A.OFFICE:
                seat = self.offices.get(reader.office_id or 0)
                rows = {seat[0]: seat[1]} if seat else {}
            elif reader.audience == A.PERSON:
                rows = {reader.person_id: date.min} if reader.person_id else {}
            else:
                rows = self.since(reader.audience)
            for person, since in rows.items():
                found[person] = min(since, found.get(person, since))
        return found


@while_unchanged("organisation", "documents")
def _to_be_known() -> list[DocumentVersion]:
    """Editions in force with those who must know them."""
    return list(
        DocumentVersion.objects.filter(status=DocumentVersion.Status.IN_FORCE)
        .exclude(document__kind=ControlledDocument.Kind.SIGNATURE_AGREEMENT)
        .select_related("document")
        .prefetch_related("document__readers")
        .defer("source_text")
    )


@while_unchanged("organisation", "documents")
def _audiences() -> _Audiences:
    return _Audiences()


def required_people(document: ControlledDocument) -> list[Person]:
    """Everybody who must know the document today, in Kyrgyz order."""
    wanted = _audiences().of(document.readers.all())
    return list(Person.objects.filter(pk__in=wanted).select_related("staff", "user"))


def acquaintance_state(people: Iterable[Person] | Person) -> dict[int, AcquaintanceState]:
    """By person: signed and due editions in force; the number of queries does not grow with people or documents."""
    wanted = {people.pk} if isinstance(people, Person) else {person.pk for person in people}
    return _states(tuple(sorted(wanted)))


@while_unchanged("organisation", "documents")
def _states(wanted: tuple[int, ...]) -> dict[int, AcquaintanceState]:
    states = {pk: AcquaintanceState() for pk in wanted}
    versions = _to_be_known()
    signed = {
        (row.version_id, row.person_id): row
        for row in Acquaintance.objects.filter(version__in=versions, person__in=wanted).select_related(
            "signature", "version"
        )
    }
    audiences = _audiences()
    days = timedelta(days=int(setting("acquaintance_days")))
    for version in versions:
        for person, since in audiences.of(version.document.readers.all()).items():
            if person not in states:
                continue
            if row := signed.get((version.pk, person)):
                states[person].signed.append(row)
            else:
                states[person].due.append(
                    DueReading(version, max(since, version.in_force_from or since) + days)
                )
    return states


def acquaintance_sheet(version: DocumentVersion) -> list[SheetRow]:
    """Who has and who has not: everybody who must know it, and those who signed though no longer on the list."""
    since = _audiences().of(version.document.readers.all())
    rows = {row.person_id: row for row in version.acquaintances.select_related("signature")}
    people = Person.objects.filter(pk__in=set(since) | set(rows)).select_related("staff")
    is_current = version.status == DocumentVersion.Status.IN_FORCE
    days = timedelta(days=int(setting("acquaintance_days")))
    sheet = []
    for person in people:
        row = rows.get(person.pk)
        if row is None and not is_current:
            continue
        staff = getattr(person, "staff", None)
        position = row.position if row else (staff.title if staff else "")
        day = max(since[person.pk], version.in_force_from or date.min) + days if person.pk in since else None
        sheet.append(SheetRow(person, position, row, None if row else day))
    return sheet
