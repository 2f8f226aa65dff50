"""Entries as pages and reports read them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core.due import DueRow
from jetekchi.core.kyrgyz import search_key
from jetekchi.core.models import Attachment
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, User
from jetekchi.organisation.permissions import Permission, standing
from jetekchi.organisation.selectors import listed_on, setting
from jetekchi.worklog.models import AccidentNote, AccidentNotice, AccidentReport, WorkEntry
from jetekchi.worklog.models.accidents import AccidentQuerySet
from jetekchi.worklog.models.entries import WorkEntryQuerySet
from jetekchi.worklog.permissions import (
    by_office,
    confirms_as,
    may_read_class,
    visible_accidents,
    visible_entries,
)
from jetekchi.worklog.selectors.counts import AccidentRow, accident_row

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class EntryFilters:
    """What a list of entries is narrowed by; everything optional."""

    class_group: int | None = None
    student: int | None = None
    kind: str = ""
    clause: str = ""
    person: int | None = None
    start: date | None = None
    end: date | None = None
    words: str = ""
    restricted: bool = False
    with_struck: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the list."""
        return any(getattr(self, item.name) for item in fields(self))


@dataclass(frozen=True)
class EntryRow:
    """An entry as a report shows it; the words of a restricted one are empty unless they were asked for."""

    pk: int
    on: date
    kind: str
    kind_name: str
    text: str
    agreement: str
    students: tuple[tuple[int, str], ...]
    guardians: tuple[str, ...]
    colleagues: tuple[str, ...]
    clauses: tuple[str, ...]
    about_group: bool
    by: str
    is_restricted: bool
    source: str

    @property
    def url(self) -> str:
        """The page of the entry."""
        return reverse("worklog:entry", args=[self.pk])


@dataclass(frozen=True)
class AccidentDetail:
    """One accident with everything its page shows."""

    report: AccidentReport
    row: AccidentRow
    notices: list[AccidentNotice]
    notes: list[AccidentNote]
    files: list[Attachment]
    deadline: datetime
    minutes_left: int

    @property
    def file_links(self) -> list[dict[str, str]]:
        """The files with their addresses."""
        return [
            {"name": file.name, "url": reverse("worklog:accident_file", args=[self.report.pk, file.key])}
            for file in self.files
        ]

    @property
    def minutes_over(self) -> int:
        """How many minutes the confirmation is late."""
        return max(-self.minutes_left, 1)

    @property
    def is_waiting(self) -> bool:
        """Whether the clock still runs."""
        return self.row.confirmed_at is None


def _narrowed(entries: WorkEntryQuerySet, by: EntryFilters) -> WorkEntryQuerySet:
    exact = {
        "class_group": by.class_group,
        "kind__code": by.kind,
        "by": by.person,
        "on__gte": by.start,
        "on__lte": by.end,
    }
    entries = entries.filter(**{name: value for name, value in exact.items() if value})
    if by.student:
        named = WorkEntry.students.through.objects.filter(student_id=by.student)
        entries = entries.filter(pk__in=named.values("workentry_id"))
    if by.clause:
        entries = entries.filter(clauses__number=by.clause)
    if by.restricted:
        entries = entries.filter(is_restricted=True)
    return _with_words(entries if by.with_struck else entries.live(), by.words)


def _with_words(entries: WorkEntryQuerySet, words: str) -> WorkEntryQuerySet:
    for word in search_key(words).split()[:6]:
        named = WorkEntry.students.through.objects.filter(student__person__search_key__contains=word)
        entries = entries.filter(Q(search_key__contains=word) | Q(pk__in=named.values("workentry_id")))
    return entries


def entries(user: User | AnonymousUser, filters: EntryFilters) -> WorkEntryQuerySet:
    """Entries the user may read, narrowed, the newest day first (4.1)."""
    return _narrowed(visible_entries(user), filters).with_people()


def entries_of_class(
    user: User | AnonymousUser, class_group: ClassGroup, filters: EntryFilters | None = None
) -> WorkEntryQuerySet:
    """Entries of one class that the user may read (4.1)."""
    return entries(user, filters or EntryFilters()).filter(class_group=class_group)


def hidden_count(user: User | AnonymousUser, filters: EntryFilters) -> int:
    """How many restricted entries the filters would show that this user may not read: the figure, never the words.

    Asked for words there is no figure: by it the words could be guessed letter by letter.
    """
    if filters.words or not by_office(standing(user), Permission.WORK_VIEW):
        return 0
    everything = _narrowed(WorkEntry.objects.filter(is_restricted=True), filters)
    return everything.exclude(pk__in=visible_entries(user).values("pk")).count()


@dataclass(frozen=True)
class Named:
    """How many of the students of a class a list of entries names."""

    count: int
    of: int


def named_students(user: User | AnonymousUser, filters: EntryFilters) -> Named | None:
    """Students on the list of the class at the end of the days, and those of them that the entries name (3.8).

    Restricted entries count for whoever sees the whole class, as in the report: the figure, never the words. Asked
    for words or for one student there is no figure: it would tell of whom such an entry speaks.
    """
    group = filters.class_group
    if not group or filters.words or filters.student or not may_read_class(user, group):
        return None
    shown = _narrowed(WorkEntry.objects.all(), filters).order_by().values("pk")
    listed = listed_on(ClassGroup(pk=group), filters.end or timezone.localdate()).order_by().values("pk")
    named = WorkEntry.students.through.objects.filter(workentry__in=shown, student__in=listed)
    return Named(named.values("student").distinct().count(), listed.count())


def unguarded_entries_for(
    class_group: ClassGroup, start_on: date, end_on: date, *, with_restricted: bool = False
) -> list[EntryRow]:
    """Standing entries of a class for a report; restricted ones are counted with empty words unless asked for (3.8)."""
    found = WorkEntry.objects.live().between(start_on, end_on).filter(class_group=class_group)
    return [entry_row(entry, with_restricted) for entry in found.with_people().order_by("on", "pk")]


def entry_row(entry: WorkEntry, with_restricted: bool = False) -> EntryRow:
    """The entry as plain values; needs its people prefetched."""
    is_open = with_restricted or not entry.is_restricted
    return EntryRow(
        pk=entry.pk,
        on=entry.on,
        kind=entry.kind.code,
        kind_name=str(entry.kind),
        text=entry.text if is_open else "",
        agreement=entry.agreement if is_open else "",
        students=tuple((student.pk, student.person.brief_name) for student in entry.students.all()),
        guardians=tuple(guardian.person.brief_name for guardian in entry.guardians.all()),
        colleagues=tuple(person.person.brief_name for person in entry.colleagues.all()),
        clauses=tuple(entry.numbers),
        about_group=entry.about_group,
        by=entry.by.name if entry.by else "",
        is_restricted=entry.is_restricted,
        source=entry.source,
    )


def history_of(user: User | AnonymousUser, entry: WorkEntry) -> list[WorkEntry]:
    """The entry's corrections from the first words to those that stand, as far as the user may read them (4.1)."""
    chain = [entry]
    visible = visible_entries(user).with_people()
    while chain[0].corrects_id and (older := visible.filter(pk=chain[0].corrects_id).first()):
        chain.insert(0, older)
    while newer := visible.filter(corrects=chain[-1], withdrawn_at=None).first():
        chain.append(newer)
    return chain


def search(user: User | AnonymousUser, text: str, limit: int = 20) -> list[WorkEntry]:
    """Entries the user may read that hold the words or name the student, whatever letters were typed (4.1)."""
    if not search_key(text):
        return []
    return list(entries(user, EntryFilters(words=text))[:limit])


# --- what waits -------------------------------------------------------------------------------------------


def due_rows(user: User | AnonymousUser, today: date | None = None) -> list[DueRow]:
    """Follow-ups that are due within two weeks or late, and accidents nobody has confirmed (3.2, 4.1)."""
    today = today or timezone.localdate()
    own = tuple(sorted(standing(user).own_classes))
    waiting = _follow_ups(own, today + AHEAD) if own else []
    return sorted([*waiting, *(_accident_rows(user) if _is_any_accident_open() else [])])


@while_unchanged("organisation", "worklog")
def _follow_ups(classes: tuple[int, ...], until_on: date) -> list[DueRow]:
    soon = WorkEntry.objects.awaiting().filter(class_group__in=classes, follow_up_on__lte=until_on)
    soon = soon.select_related("kind", "class_group").prefetch_related("students__person", "clauses")
    return [_follow_up_row(entry) for entry in soon.order_by("follow_up_on", "pk")]


@while_unchanged("worklog")
def _is_any_accident_open() -> bool:
    """Mostly none is: then nobody's first page asks further."""
    return AccidentReport.objects.unconfirmed().exists()


def _follow_up_row(entry: WorkEntry) -> DueRow:
    names = ", ".join(student.person.brief_name for student in entry.students.all()[:3])
    return DueRow(
        due_on=entry.follow_up_on or entry.on,
        title=_("Come back to it: %(kind)s") % {"kind": entry.kind},
        detail=names or str(entry.class_group),
        clause=next(iter(entry.numbers), "4.1"),
        url=f"{reverse('worklog:entry', args=[entry.pk])}#follow-up",
        action=_("Finish"),
        # The kind and the class; whom it is about stays in the house.
        outside=_("Come back to it: %(kind)s, %(label)s")
        % {"kind": entry.kind, "label": entry.class_group.label},
    )


def _accident_rows(user: User | AnonymousUser) -> list[DueRow]:
    pending = pending_accidents(user)
    asked = AccidentNotice.objects.filter(
        report__in=[row.pk for row in pending], to_whom__in=confirms_as(user), confirmed_at=None
    )
    confirms = set(asked.values_list("report", flat=True)) if pending else set()
    return [_accident_due(row, row.pk in confirms) for row in pending]


def _accident_due(row: AccidentRow, confirms: bool) -> DueRow:
    return DueRow(
        due_on=timezone.localdate(row.reported_at),
        title=_("Confirm that you know of the accident")
        if confirms
        else _("The accident is not confirmed yet"),
        detail=f"{row.class_label} · {row.place}",
        clause="3.2",
        url=row.url,
        action=_("Confirm") if confirms else _("Open"),
    )


def pending_accidents(user: User | AnonymousUser) -> list[AccidentRow]:
    """Accidents that the user sees and that the university administration has not confirmed (3.2)."""
    return accident_rows(visible_accidents(user).unconfirmed())


@dataclass(frozen=True)
class OpenAccident:
    """An accident that the university has not confirmed: where and since when, no name."""

    pk: int
    class_pk: int
    label: str
    place: str
    since: datetime

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("worklog:accident", args=[self.pk])


def open_accidents(user: User | AnonymousUser) -> list[OpenAccident]:
    """Accidents that the user sees and that nobody at the university has confirmed, the oldest first (3.2)."""
    if not _is_any_accident_open():
        return []
    found = visible_accidents(user).unconfirmed().order_by("entry__created_at", "pk")
    names = ("pk", "entry__class_group", "entry__class_group__label", "place", "entry__created_at")
    return [OpenAccident(*row) for row in found.values_list(*names)]


@while_unchanged("organisation", "worklog")
def last_entries(classes: Iterable[ClassGroup]) -> dict[int, date]:
    """By class, the day of the latest entry of work that stands; one query (4.1)."""
    rows = WorkEntry.objects.live().filter(class_group__in=[group.pk for group in classes])
    return dict(rows.order_by().values_list("class_group").annotate(last=Max("on")))


def accident_rows(reports: AccidentQuerySet) -> list[AccidentRow]:
    """Accidents with their clocks (3.2)."""
    minutes = int(setting("accident_confirm_minutes"))
    return [accident_row(report, minutes) for report in reports.with_people()]


def accident_detail(report: AccidentReport) -> AccidentDetail:
    """An accident as its page shows it: what is known, who was told, the clock, later notes (3.2)."""
    minutes = int(setting("accident_confirm_minutes"))
    full = AccidentReport.objects.with_people().get(pk=report.pk)
    deadline = full.deadline(minutes)
    return AccidentDetail(
        report=full,
        row=accident_row(full, minutes),
        notices=list(full.notices.all()),
        notes=list(full.notes.select_related("by__person")),
        files=list(full.entry.files.all()),
        deadline=deadline,
        minutes_left=int((deadline - timezone.now()).total_seconds() // 60),
    )
