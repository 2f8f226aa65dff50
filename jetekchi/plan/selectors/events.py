"""Events as pages and lists read them (3.11, 5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.plan.models import Event, EventFile, EventInvitation, EventKind, EventParticipant
from jetekchi.plan.permissions.events import EventRights, visible_events
from jetekchi.plan.selectors.event_consents import without_picture_consent

EVENT_STATES = Event.State.choices


@dataclass(frozen=True)
class EventFilters:
    """What a list of events is narrowed by; everything optional."""

    words: str = ""
    class_group: int | None = None
    kind: str = ""
    clause: str = ""
    month: date | None = None
    state: str = ""
    start: date | None = None
    end: date | None = None
    is_outside: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the list."""
        return any(getattr(self, one.name) for one in fields(self))


def events(user: User | AnonymousUser, by: EventFilters, year_pk: int | None = None) -> QuerySet[Event]:
    """Events the user may open, the latest first, with the number of participants (3.11, 5.3)."""
    found = visible_events(user)
    if year_pk is not None:
        found = found.filter(class_group__year=year_pk)
    exact = {"class_group": by.class_group, "kind__code": by.kind, "state": by.state}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if by.start:
        found = found.filter(on__gte=by.start)
    if by.end:
        found = found.filter(on__lte=by.end)
    if by.is_outside:
        found = found.filter(is_outside=True)
    if by.month:
        found = found.filter(on__year=by.month.year, on__month=by.month.month)
    if by.clause:
        found = found.filter(kind__in=_kinds_for(by.clause))
    for word in search_key(by.words).split()[:6]:
        found = found.filter(search_key__contains=word)
    return found.annotate(
        people=Count("participants"),
        organisers=Count("participants", filter=Q(participants__is_organiser=True)),
    ).order_by("-on", "-pk")


def _kinds_for(clause: str) -> list[int]:
    """Kinds that serve a clause; asked in Python: SQLite and PostgreSQL look into lists differently."""
    return [one.pk for one in EventKind.objects.all() if clause in one.clauses]


def event_kinds() -> QuerySet[EventKind]:
    """Every kind of the lyceum's list."""
    return EventKind.objects.all()


def classes_with_events(user: User | AnonymousUser, asked: int | None = None) -> QuerySet[ClassGroup]:
    """Classes of the events that the user may open, and the one asked for where it has none."""
    seen = visible_events(user).order_by().values("class_group")
    rule = Q(pk__in=seen)
    if asked and (may(user, Permission.PLAN_VIEW) or asked in standing(user).own_classes):
        rule |= Q(pk=asked)
    return ClassGroup.objects.filter(rule).order_by("sort_key")


def event_sheet(found: Iterable[Event]) -> tuple[list[str], list[list[Any]]]:
    """The list as a sheet: headings and a line an event."""
    headings = [
        _("Day"), _("Class"), _("Kind"), _("Theme"), _("Method"), _("Place"), _("Outside the lyceum"),
        _("Participants"), _("Organisers"), _("State"), _("Result"), _("Reflection"), _("Clauses"),
    ]  # fmt: skip
    lines: list[list[Any]] = [
        [
            one.on, one.class_group.label, str(one.kind), one.theme, one.method, one.place, one.is_outside,
            one.people, one.organisers, str(one.get_state_display()), one.result, one.reflection,  # type: ignore[attr-defined]
            " ".join(one.kind.clauses),
        ]
        for one in found
    ]  # fmt: skip
    return headings, lines


def participants_of(event: Event, rights: EventRights | None = None) -> list[EventParticipant]:
    """Who takes part, by name; a leader of an invited class sees the own students only."""
    rows = event.participants.select_related("student__person", "student__class_group")
    if rights is not None and not rights.sees_everybody:
        rows = rows.filter(student__class_group__in=rights.classes)
    return list(rows)


def own_participants(event: Event, class_group: ClassGroup) -> list[EventParticipant]:
    """Those of one class; for the host all who came with no invited class."""
    rows = event.participants.select_related("student__person")
    if class_group.pk == event.class_group_id:
        guests = event.invitations.filter(answer="accepted").values("class_group")
        return list(rows.exclude(student__class_group__in=guests))
    return list(rows.filter(student__class_group=class_group))


def invitations_of(event: Event) -> list[EventInvitation]:
    """Invited classes with their answers."""
    return list(event.invitations.select_related("class_group", "answered_by__person"))


def invitable_classes(event: Event) -> QuerySet[ClassGroup]:
    """Classes of the year that are not invited yet."""
    known = event.invitations.values("class_group")
    others = ClassGroup.objects.filter(year=event.class_group.year_id).exclude(pk=event.class_group_id)
    return others.exclude(pk__in=known).order_by("sort_key")


@dataclass(frozen=True)
class FileRow:
    """A file of an event; a picture of a child whose consent is gone is withheld at once."""

    file: EventFile
    is_withheld: bool
    url: str

    @property
    def note(self) -> str:
        """Kind and size."""
        size = max(self.file.attachment.size // 1024, 1)
        return f"{self.file.get_kind_display()}, {_('%(size)d kB') % {'size': size}}"


def files_of(event: Event) -> list[FileRow]:
    """Files that are there, and which of them may not be shown any more (7.1)."""
    found = event.files.filter(removed_at=None).select_related("attachment").prefetch_related("not_seen")
    rows = list(found)
    pictures = any(row.attachment.kind.startswith("image/") for row in rows)
    lacking = {one.pk for one in without_picture_consent(event)} if pictures else set()
    return [
        FileRow(row, _is_withheld(row, lacking), reverse("plan:event_file", args=[event.pk, row.pk]))
        for row in rows
    ]


def _is_withheld(row: EventFile, lacking: set[int]) -> bool:
    if not row.attachment.kind.startswith("image/"):
        return False
    return bool(lacking - {one.pk for one in row.not_seen.all()})


def is_withheld(row: EventFile) -> bool:
    """Whether a file may not be shown any more: somebody's consent for pictures is gone since it was added (7.1)."""
    return _is_withheld(row, {one.pk for one in without_picture_consent(row.event)})


def entries_of_event(event: Event, rights: EventRights) -> list[tuple[str, str]]:
    """Entries of the record of work that it wrote, for those who may open them: words and address."""
    rows = event.entries.select_related("class_group")
    return [
        (row.class_group.label, reverse("worklog:entry", args=[row.entry_id]))
        for row in rows
        if row.class_group_id in rights.classes or rights.may_judge
    ]


def events_of_item(item_pk: int) -> list[Event]:
    """Events that came from an item of the plan."""
    return list(Event.objects.filter(item=item_pk).select_related("kind"))


def counted_students(event: Event) -> QuerySet[Student]:
    """The participants as students, by name: those who are counted (7.1)."""
    found = Student.objects.filter(pk__in=event.participants.values("student"))
    return found.select_related("person", "class_group").order_by("person__sort_key", "pk")
