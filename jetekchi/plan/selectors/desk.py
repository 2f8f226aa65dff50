"""What waits: the leader's two clocks, the queue of the head of upbringing, the state of each class (1.2, 3.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, Term, User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.plan.models import PlanPaper
from jetekchi.plan.permissions import YEAR
from jetekchi.plan.selectors.deadlines import Clocks, clocks_of
from jetekchi.plan.selectors.fact import PlanFact, plan_facts

State = PlanPaper.State


@dataclass(frozen=True)
class PlanState:
    """The plan of one class and half-year as the matrix and the desks see it."""

    state: str = ""
    submitted_at: datetime | None = None
    approved_at: datetime | None = None
    edition: int = 0

    def is_in_time(self, clocks: Clocks) -> bool:
        """Whether the first edition was approved by its day."""
        return self.approved_at is not None and timezone.localdate(self.approved_at) <= clocks.approved_by


@dataclass(frozen=True)
class PlanRow:
    """A class in the list of plans."""

    class_group: ClassGroup
    appointment: Appointment | None
    state: PlanState
    clocks: Clocks
    fact: PlanFact
    today: date
    # A draft opens for its leader alone.
    may_open: bool = True

    @property
    def is_late(self) -> bool:
        """Past the day and not approved, or approved after it."""
        if self.state.approved_at is not None:
            return not self.state.is_in_time(self.clocks)
        return self.clocks.approved_by < self.today

    @property
    def words(self) -> str:
        """The state in words."""
        return str(dict(State.choices).get(self.state.state, _("not begun")))

    @property
    def css(self) -> str:
        """The dye of its badge."""
        return {"submitted": "wait", "approved": "ok", "returned": "back", "correcting": "soon"}.get(
            self.state.state, ""
        )


@while_unchanged("organisation", "plan")
def plan_states(classes: Iterable[ClassGroup], half: Term | None) -> dict[int, PlanState]:
    """The plans of a half-year (None: of the year) by class, one query; without one the state is empty (3.1)."""
    groups = list(classes)
    papers = PlanPaper.objects.filter(class_group__in=groups, half_year=half)
    rows = papers.values_list("class_group", "state", "first_submitted_at", "first_approved_at", "edition")
    known = {
        pk: PlanState(state, submitted, approved, edition) for pk, state, submitted, approved, edition in rows
    }
    return {group.pk: known.get(group.pk, PlanState()) for group in groups}


def plan_rows(
    user: User | AnonymousUser, classes: Iterable[ClassGroup], half: Term, today: date
) -> list[PlanRow]:
    """Classes with their plans: what waits for an answer first, oldest first, then by class."""
    groups, own = tuple(classes), standing(user).own_classes
    leaders = organisation.leaders_of(groups)
    states, clocks, facts = plan_states(groups, half), clocks_of(half), plan_facts(groups, half)
    rows = [
        PlanRow(
            group,
            leaders.get(group.pk),
            states[group.pk],
            clocks,
            facts[group.pk],
            today,
            may_open=group.pk in own or states[group.pk].edition > 0,
        )
        for group in groups
    ]
    never = timezone.now()
    return sorted(
        rows,
        key=lambda row: (
            row.state.state != State.SUBMITTED,
            row.state.submitted_at
            if row.state.state == State.SUBMITTED and row.state.submitted_at
            else never,
            row.class_group.sort_key,
        ),
    )


def plan_sheet(rows: Iterable[PlanRow]) -> tuple[list[str], list[list[str | int]]]:
    """The list as a sheet: headings and a line a class."""
    headings = [
        _("Class"), _("Class leader"), _("State"), _("Submitted"), _("Approved"), _("To be approved by"),
        _("Planned"), _("Done"), _("Moved"), _("Dropped"), _("Outside the plan"),
    ]  # fmt: skip
    return headings, [_sheet_line(row) for row in rows]


def _sheet_line(row: PlanRow) -> list[str | int]:
    days = [
        dates.short_date(timezone.localdate(at)) if at else ""
        for at in (row.state.submitted_at, row.state.approved_at)
    ]
    fact = row.fact
    return [
        row.class_group.label,
        row.appointment.leader.person.name if row.appointment else "",
        row.words,
        *days,
        dates.short_date(row.clocks.approved_by),
        *(fact.planned, fact.done, fact.moved, fact.dropped, fact.unplanned),
    ]


@while_unchanged("organisation", "plan")
def _waiting() -> list[tuple[int, str, str, int | None, datetime]]:
    """Plans that wait for a decision, the oldest first; what rests in the archive with its half-year waits no more."""
    open_halves = Term.objects.filter(kind=Term.Kind.HALF_YEAR, closed_at=None)
    own = Q(half_year__closed_at=None, half_year__isnull=False)
    of_year = Q(half_year=None) & Exists(open_halves.filter(year=OuterRef("class_group__year")))
    found = PlanPaper.objects.filter(own | of_year, state=State.SUBMITTED, frozen_at__isnull=False)
    found = found.order_by("frozen_at")
    rows = found.values_list(
        "class_group", "class_group__label", "class_group__year__name", "half_year__number", "frozen_at"
    )
    return list(rows)  # type: ignore[arg-type]


@dataclass(frozen=True)
class WaitingPlan:
    """A signed plan that waits for its decision."""

    class_pk: int
    label: str
    half: int | None
    since: datetime

    @property
    def url(self) -> str:
        """Where it is approved or returned."""
        return reverse("plan:decision", args=[self.class_pk, self.half or YEAR])


def plans_to_judge(user: User | AnonymousUser) -> list[WaitingPlan]:
    """Plans that this person may approve or return, the oldest first; nobody judges an own one (1.2, 3.1)."""
    if not may(user, Permission.PLAN_APPROVE):
        return []
    own = standing(user).own_classes
    return [
        WaitingPlan(class_pk, label, half, frozen_at)
        for class_pk, label, _year, half, frozen_at in _waiting()
        if class_pk not in own
    ]


def waiting_count(user: User | AnonymousUser) -> int:
    """How many plans wait for this person's decision."""
    return len(_waiting()) if may(user, Permission.PLAN_APPROVE) else 0


def due_rows(user: User | AnonymousUser, half: Term | None, today: date) -> list[DueRow]:
    """The plan of each own class until it is approved; for the head of upbringing each plan that waits."""
    rows = [_to_judge(*row) for row in _waiting()] if may(user, Permission.PLAN_APPROVE) else []
    own = tuple(sorted(standing(user).own_classes))
    if own and half is not None and may(user, Permission.PLAN_WRITE):
        groups = [group for group in organisation.classes_by_key(own) if group.year_id == half.year_id]
        states, clocks = plan_states(groups, half), clocks_of(half)
        rows += [
            _to_write(group, half, states[group.pk], clocks, today)
            for group in groups
            if states[group.pk].state not in (State.SUBMITTED, State.APPROVED)
        ]
    return rows


def _to_judge(class_pk: int, label: str, year: str, half: int | None, frozen_at: datetime) -> DueRow:
    day = timezone.localdate(frozen_at)
    days = int(organisation.setting("plan_review_days"))
    return DueRow(
        due_on=date.fromordinal(day.toordinal() + days),
        title=_("Class plan, %(label)s") % {"label": label},
        detail=_("waits for your decision"),
        clause="3.1",
        url=reverse("plan:decision", args=[class_pk, half or YEAR]),
        action=_("Approve or return"),
    )


def _to_write(group: ClassGroup, half: Term, state: PlanState, clocks: Clocks, today: date) -> DueRow:
    """A first edition is due by its clock; a correction has the whole half-year, a returned one is today's work."""
    details: dict[str, str] = {
        State.RETURNED: _("returned with remarks"),
        State.CORRECTING: _("being corrected; the approved edition holds"),
        State.DRAFT: _("to be submitted"),
    }
    due_on = clocks.submit_by
    if state.approved_at is not None:
        due_on = today if state.state == State.RETURNED else half.end_on
    return DueRow(
        due_on=due_on,
        title=_("Class plan, %(label)s") % {"label": group.label},
        detail=details[state.state] if state.state else _("not begun"),
        clause="3.1",
        url=reverse("plan:paper", args=[group.pk, half.number]),
        action=_("Open the plan"),
    )
