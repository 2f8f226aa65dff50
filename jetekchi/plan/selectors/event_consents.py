"""Who consented, who did not, who was asked: the last word of each who may speak, and what follows from all of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.organisation.models import Guardianship, Student, User
from jetekchi.plan.models import Event, EventConsent
from jetekchi.plan.permissions.events import is_of_age, own_students, speaking_guardians

Said, Purpose = EventConsent.Said, EventConsent.Purpose
NO = (Said.REFUSED, Said.WITHDRAWN)


@dataclass(frozen=True)
class Word:
    """What holds about one student and one purpose: the state, and who said it when and how."""

    said: str = ""
    speaker: str = ""
    how: str = ""
    said_at: datetime | None = None

    @property
    def is_given(self) -> bool:
        """Whether there is a consent that stands."""
        return self.said == Said.GIVEN

    @property
    def words(self) -> str:
        """The state for people."""
        return str(dict(Said.choices).get(self.said, _("not asked")))

    @property
    def css(self) -> str:
        """The dye of its badge."""
        return {Said.GIVEN: "ok", Said.ASKED: "wait", Said.REFUSED: "late", Said.WITHDRAWN: "late"}.get(
            Said(self.said) if self.said else Said.ASKED, ""
        ) if self.said else ""  # fmt: skip

    @property
    def origin(self) -> str:
        """«Токтогулова А., on paper, 03.12.2026 09:20»; empty while nobody answered."""
        if self.said_at is None or self.said == Said.ASKED:
            return ""
        return ", ".join(one for one in (self.speaker, self.how, dates.date_time(self.said_at)) if one)


@dataclass(frozen=True)
class ConsentRow:
    """A participant with the consents and those who may speak."""

    student: Student
    is_of_age: bool
    is_organiser: bool
    guardians: tuple[Guardianship, ...]
    part: Word
    picture: Word

    @property
    def nobody_speaks(self) -> bool:
        """Whether the student is under age and no legal representative is on record."""
        return not self.is_of_age and not self.guardians


def consents_of(event: Event, students: Iterable[int] | None = None) -> list[ConsentRow]:
    """The participants with their consents, in the order of names; four queries whatever their number (7.1)."""
    found = event.participants.select_related("student__person", "student__class_group")
    people = list(found if students is None else found.filter(student__in=students))
    guardians: dict[int, list[Guardianship]] = defaultdict(list)
    for one in speaking_guardians([row.student for row in people]):
        guardians[one.student_id].append(one)
    said = _said(event)
    return [
        ConsentRow(
            student=row.student,
            is_of_age=is_of_age(row.student, event.on),
            is_organiser=row.is_organiser,
            guardians=tuple(guardians[row.student_id]),
            part=_word(said[row.student_id, Purpose.PART]),
            picture=_word(said[row.student_id, Purpose.PICTURE]),
        )
        for row in people
    ]


def _said(event: Event) -> dict[tuple[int, str], list[EventConsent]]:
    found: dict[tuple[int, str], list[EventConsent]] = defaultdict(list)
    for row in event.consents.select_related("guardian__person").order_by("pk"):
        found[row.student_id, row.purpose].append(row)
    return found


def _word(rows: list[EventConsent]) -> Word:
    """One representative who says no outweighs another who says yes; a barred one is no longer heard."""
    last: dict[int | None, EventConsent] = {}
    for row in rows:
        if row.said == Said.ASKED or (row.guardian is not None and row.guardian.is_barred):
            continue
        last[row.guardian_id] = row
    standing = sorted(last.values(), key=lambda row: (row.said not in NO, -row.pk))
    if not standing:
        return Word(Said.ASKED, said_at=rows[-1].said_at) if rows else Word()
    first = standing[0]
    speaker = first.guardian.person.short_name if first.guardian else ""
    return Word(first.said, speaker, str(first.get_how_display()), first.said_at)


def without_consent(event: Event) -> list[Student]:
    """Participants of whom nobody who may speak consented to taking part (7.1)."""
    return [row.student for row in consents_of(event) if not row.part.is_given]


def without_picture_consent(event: Event) -> list[Student]:
    """Participants who may not be seen in pictures (7.1)."""
    return [row.student for row in consents_of(event) if not row.picture.is_given]


@dataclass(frozen=True)
class OwnConsent:
    """An event as a family sees it: of whom it asks, and what was said."""

    event: Event
    row: ConsentRow


def own_consents(user: User | AnonymousUser) -> list[OwnConsent]:
    """Events whose consents this person gives or gave, the next one first (7.1)."""
    students = {one.pk: one for one in own_students(user).filter(left_on=None)}
    if not students:
        return []
    own = next(
        (pk for pk, one in students.items() if one.person_id == getattr(user, "person_id", None)), None
    )
    asked = EventConsent.objects.filter(student__in=students).values("event")
    events = Event.objects.filter(pk__in=asked, participants__student__in=students).exclude(state="cancelled")
    found = []
    for event in events.select_related("class_group", "kind").distinct().order_by("-on", "-pk")[:30]:
        for row in consents_of(event, students):
            if row.is_of_age == (row.student.pk == own):
                found.append(OwnConsent(event, row))
    return found
