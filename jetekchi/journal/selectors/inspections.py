"""Inspections and remarks as pages, lists and first pages read them (1.2, 3.9)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.kyrgyz import search_key
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Inspection, InspectionAct, Remark
from jetekchi.journal.permissions import may_inspect, visible_inspections
from jetekchi.organisation.models import Appointment, ClassGroup, Deputy, Person, Teaching, User
from jetekchi.organisation.permissions import may_see_colleagues, standing
from jetekchi.organisation.selectors import setting

State = Remark.State
INSPECTION_KINDS = Inspection.Kind.choices
# What a list of inspections is narrowed to, by the remarks that came of them.
REMARKS_OPEN, REMARKS_LATE, REMARKS_WAITING, REMARKS_NONE = "open", "late", "waiting", "none"
# (dye of the badge, sign) of a remark's state.
BADGES = {
    State.OPEN: "soon",
    State.RETURNED: "back",
    State.MENDED: "wait",
    State.VERIFIED: "ok",
    State.WITHDRAWN: "",
}


def grades() -> list[str]:
    """The lyceum's scale of grades, the best first (a setting, one a line)."""
    return [line.strip() for line in str(setting("inspection_grades")).splitlines() if line.strip()]


def addressees_of(class_group: ClassGroup) -> list[Person]:
    """Who works with a class today: its leader, a deputy, its teachers; who leads it first."""
    today = timezone.localdate()
    now = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    leads = Appointment.objects.filter(now, class_group=class_group).values_list("leader__person", flat=True)
    stands = Deputy.objects.filter(now, appointment__class_group=class_group)
    first = {*leads, *stands.values_list("person__person", flat=True)}
    teaches = Teaching.objects.filter(now, class_group=class_group).values("teacher__person")
    found = Person.objects.filter(Q(pk__in=first) | Q(pk__in=teaches)).select_related("user")
    return sorted(found, key=lambda person: (person.pk not in first, person.sort_key))


@dataclass(frozen=True)
class InspectionFilters:
    """What a list of inspections is narrowed by; everything optional."""

    words: str = ""
    class_group: int | None = None
    kind: str = ""
    remarks: str = ""
    start: date | None = None
    end: date | None = None
    is_standing: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything narrows the list."""
        return any(getattr(self, one.name) for one in fields(self))


def inspections(user: User | AnonymousUser, by: InspectionFilters, year_pk: int) -> QuerySet[Inspection]:
    """Inspections of a year that the user may read, the latest first, with the numbers of their remarks."""
    found = visible_inspections(user)
    # Days say the year themselves: the figure of an old report leads to its own inspections.
    found = found.filter(on__gte=by.start) if by.start else found.filter(class_group__year=year_pk)
    if by.end:
        found = found.filter(on__lte=by.end)
    if by.is_standing:
        found = found.filter(state=Inspection.State.STANDING)
    exact = {"class_group": by.class_group, "kind": by.kind}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    for word in search_key(by.words).split()[:6]:
        found = found.filter(search_key__contains=word)
    is_open = Q(remarks__state__in=Remark.OPEN_STATES)
    found = found.annotate(
        all_remarks=Count("remarks", filter=~Q(remarks__state=State.WITHDRAWN)),
        open_remarks=Count("remarks", filter=is_open),
        late_remarks=Count("remarks", filter=is_open & Q(remarks__due_on__lt=dates.today())),
        waiting_remarks=Count("remarks", filter=Q(remarks__state=State.MENDED)),
    ).order_by("-on", "-pk")
    narrowed = {
        REMARKS_OPEN: {"open_remarks__gt": 0},
        REMARKS_LATE: {"late_remarks__gt": 0},
        REMARKS_WAITING: {"waiting_remarks__gt": 0},
        REMARKS_NONE: {"all_remarks": 0},
    }.get(by.remarks, {})
    return found.filter(**narrowed)


def classes_with_inspections(
    user: User | AnonymousUser, year_pk: int, asked: int | None = None
) -> QuerySet[ClassGroup]:
    """Classes of the year's inspections that the user may read, and the one asked for, of whatever year."""
    seen = visible_inspections(user).filter(Q(class_group__year=year_pk) | Q(class_group=asked))
    return ClassGroup.objects.filter(pk__in=seen.order_by().values("class_group")).order_by("sort_key")


def inspection_sheet(found: QuerySet[Inspection], limit: int) -> tuple[list[str], list[list[Any]]]:
    """The list as a sheet: a line a remark, one line for an inspection without any."""
    headings = [
        _("Day"), _("Class"), _("Kind"), _("What was looked at"), pgettext("inspection", "Grade"), _("Inspector"),
        _("Class leader"), _("Conclusion"), _("State"), _("Remark"), _("Paper"), _("Addressed to"), _("To be mended by"),
        _("State of the remark"), _("Mended"), _("Verified"),
    ]  # fmt: skip
    lines: list[list[Any]] = []
    for one in found.prefetch_related("remarks__addressee")[:limit]:
        head = [
            one.on, one.class_group.label, str(one.get_kind_display()), one.subject, one.grade,
            one.inspector.name, one.leader.name if one.leader else "", one.words,
            str(one.get_state_display()),
        ]  # fmt: skip
        lines += [[*head, *_remark_cells(remark)] for remark in one.remarks.all()] or [[*head, *[""] * 7]]
    return headings, lines


def _remark_cells(remark: Remark) -> list[Any]:
    return [
        remark.words,
        str(remark.get_paper_display()) if remark.paper else "",
        remark.addressee.name,
        remark.due_on,
        str(remark.get_state_display()),
        timezone.localdate(remark.mended_at) if remark.mended_at else "",
        timezone.localdate(remark.verified_at) if remark.verified_at else "",
    ]


@dataclass(frozen=True)
class RemarkRow:
    """A remark of an inspection as its page lists it."""

    remark: Remark
    today: date

    @property
    def is_late(self) -> bool:
        """Open, and its day has passed."""
        return self.remark.is_open and self.remark.due_on < self.today

    @property
    def dye(self) -> str:
        """The colour of its badge."""
        return BADGES[State(self.remark.state)]


def remarks_of(inspection: Inspection) -> list[RemarkRow]:
    """The remarks of an inspection, the nearest day first."""
    today = dates.today()
    return [RemarkRow(one, today) for one in inspection.remarks.select_related("addressee")]


def acts_of(about: Inspection | Remark) -> list[InspectionAct]:
    """What happened, the oldest first; of an inspection only what concerns no single remark."""
    found = about.acts.select_related("by__person", "addressee").order_by("pk")
    return list(found.filter(remark=None) if isinstance(about, Inspection) else found)


# --- figures of classes --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RemarkFact:
    """A remark as figures count it."""

    pk: int
    addressee: int
    state: str
    due_on: date
    mended_on: date | None


@dataclass(frozen=True)
class ClassInspections:
    """The inspections of a class between two days and their remarks."""

    # Day and grade of each, the oldest first.
    held: tuple[tuple[date, str], ...] = ()
    remarks: tuple[RemarkFact, ...] = ()

    @property
    def inspections(self) -> int:
        """How many there were."""
        return len(self.held)

    def since(self, day: date) -> int:
        """How many there were from this day on."""
        return sum(on >= day for on, _grade in self.held)

    @property
    def last_on(self) -> date | None:
        """The day of the latest one."""
        return self.held[-1][0] if self.held else None

    @property
    def last_grade(self) -> str:
        """The latest grade that was given."""
        return next((grade for _on, grade in reversed(self.held) if grade), "")

    def count(self, *states: str) -> int:
        """Remarks in these states."""
        return sum(one.state in states for one in self.remarks)

    @property
    def open(self) -> int:
        """Remarks to be mended."""
        return self.count(*Remark.OPEN_STATES)

    @property
    def waiting(self) -> int:
        """Remarks to be verified."""
        return self.count(State.MENDED)

    @property
    def verified(self) -> int:
        """Remarks that are closed."""
        return self.count(State.VERIFIED)

    def overdue(self, today: date, addressee: int | None = None) -> list[RemarkFact]:
        """Open remarks whose day has passed, of all or of one person, the oldest first."""
        found = [
            one
            for one in self.remarks
            if one.state in Remark.OPEN_STATES and one.due_on < today and addressee in (None, one.addressee)
        ]
        return sorted(found, key=lambda one: (one.due_on, one.pk))

    def unverified(self, today: date, days: int) -> int:
        """Remarks that were mended more than so many days ago and that nobody has verified."""
        last = today - timedelta(days=days)
        return sum(
            one.state == State.MENDED and one.mended_on is not None and one.mended_on < last
            for one in self.remarks
        )


@while_unchanged("organisation", "journal")
def class_inspections(
    classes: Iterable[ClassGroup], start_on: date, end_on: date
) -> dict[int, ClassInspections]:
    """By class, what stands of the inspections between two days; one query, however many classes."""
    held: dict[int, dict[int, tuple[date, str]]] = {group.pk: {} for group in classes}
    facts: dict[int, list[RemarkFact]] = {pk: [] for pk in held}
    rows = Inspection.objects.filter(
        class_group__in=list(held), state=Inspection.State.STANDING, on__range=(start_on, end_on)
    ).order_by("on", "pk", "remarks")
    of_remark = ("addressee", "state", "due_on", "mended_at")
    for class_pk, pk, on, grade, remark_pk, addressee, state, due_on, mended_at in rows.values_list(
        "class_group", "pk", "on", "grade", "remarks", *(f"remarks__{name}" for name in of_remark)
    ):
        held[class_pk][pk] = (on, grade)
        if remark_pk is not None and state != State.WITHDRAWN:
            mended_on = timezone.localdate(mended_at) if mended_at else None
            facts[class_pk].append(RemarkFact(remark_pk, addressee, state, due_on, mended_on))
    return {pk: ClassInspections(tuple(found.values()), tuple(facts[pk])) for pk, found in held.items()}


# --- what waits ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WaitingRemark:
    """A remark that somebody has still to do something about."""

    pk: int
    words: str
    addressee: int
    class_pk: int
    label: str
    state: str
    due_on: date
    mended_at: datetime | None


@while_unchanged("organisation", "journal")
def _unsettled() -> list[WaitingRemark]:
    found = Remark.objects.filter(state__in=[*Remark.OPEN_STATES, State.MENDED]).order_by("mended_at", "pk")
    rows = found.values_list(
        "pk", "words", "addressee", "inspection__class_group", "inspection__class_group__label", "state",
        "due_on", "mended_at",
    )  # fmt: skip
    return [WaitingRemark(*row) for row in rows]


def remarks_to_verify(user: User | AnonymousUser) -> list[WaitingRemark]:
    """Mended remarks that this person may verify, the one that waits longest first (1.2)."""
    if not may_inspect(user):
        return []
    own, person = standing(user).own_classes, getattr(user, "person_id", None)
    return [
        one
        for one in _unsettled()
        if one.state == State.MENDED and one.class_pk not in own and one.addressee != person
    ]


def remark_due_rows(user: User, today: date) -> list[DueRow]:
    """Remarks to mend, for whom they are addressed to; remarks to verify, for the supervision (1.2, 3.9)."""
    if not may_see_colleagues(user):
        # Nobody inspects a student or a family: their first page asks nothing.
        return []
    who = standing(user)
    classes = who.own_classes | who.taught_classes
    rows = [
        DueRow(
            due_on=one.due_on,
            title=_("Remark: %(words)s") % {"words": _short(one.words)},
            detail=_("class %(label)s, sent back") % {"label": one.label}
            if one.state == State.RETURNED
            else _("class %(label)s") % {"label": one.label},
            clause="3.9",
            url=reverse("journal:remark", args=[one.pk]),
            action=_("Mend"),
            # Its words may name a child.
            outside=_("A remark of the supervision"),
        )
        for one in _unsettled()
        if one.addressee == user.person_id and one.class_pk in classes and one.state != State.MENDED
    ]
    days = timedelta(days=int(setting("remark_verify_days"))) if may_inspect(user) else timedelta()
    rows += [
        DueRow(
            due_on=timezone.localdate(one.mended_at) + days if one.mended_at else today,
            title=_("Verify a remark, %(label)s") % {"label": one.label},
            detail=_short(one.words),
            clause="1.2",
            url=reverse("journal:remark", args=[one.pk]),
            action=_("Verify"),
            outside=_("Verify a remark, %(label)s") % {"label": one.label},
            together_url=reverse("journal:inspections") + f"?remarks={REMARKS_WAITING}",
        )
        for one in remarks_to_verify(user)
    ]
    return rows


def _short(words: str, most: int = 90) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
