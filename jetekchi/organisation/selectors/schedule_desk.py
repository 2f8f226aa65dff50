"""The schedules of all leaders at a glance, and what is due of them from a person (1.2, 3.13)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.kyrgyz import search_key
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation import links
from jetekchi.organisation.models import Appointment, SchoolYear, Staff, User, WorkSchedule
from jetekchi.organisation.permissions import Permission, may
from jetekchi.organisation.permissions import standing as rights_of
from jetekchi.organisation.selectors.calendar import current_year
from jetekchi.organisation.selectors.schedules import Standing, leading_staff, standings, waiting
from jetekchi.organisation.selectors.settings import setting

# (dye of the badge, words) of where a leader's schedule stands.
STATES = {
    "": ("late", gettext_lazy("no schedule")),
    "draft": ("", gettext_lazy("being written")),
    "returned": ("back", gettext_lazy("returned")),
    "submitted": ("wait", gettext_lazy("waits for a decision")),
    "coming": ("soon", gettext_lazy("approved, not begun")),
    "in_force": ("ok", gettext_lazy("in force")),
}
NOT_IN_FORCE = "none"


@dataclass(frozen=True)
class DeskRow:
    """One leader: classes, the version in force, the version under way."""

    staff: Staff
    labels: str
    standing: Standing
    due_on: date
    today: date
    open_url: str = ""

    @property
    def state(self) -> str:
        """Where it stands."""
        return self.standing.state

    @property
    def dye(self) -> str:
        """The colour of its badge."""
        return STATES[self.state][0]

    @property
    def words(self) -> str:
        """Its state in words."""
        return str(STATES[self.state][1])

    @property
    def is_late(self) -> bool:
        """Nothing is in force and the day has passed."""
        return self.standing.in_force is None and self.due_on < self.today

    @property
    def since(self) -> str:
        """How long it has waited for the director."""
        version = self.standing.open
        if version is None or version.state != WorkSchedule.State.SUBMITTED or version.submitted_at is None:
            return ""
        return dates.days_ago(timezone.localdate(version.submitted_at), self.today)


def deed_url(user: User, schedule: WorkSchedule) -> str:
    """Where this user does what is due with the version: the signature or the decision, else the page to read."""
    main = next((link.url for link in links.schedule_links(user, schedule) if link.is_main), "")
    return main or reverse("organisation:schedule_version", args=[schedule.pk])


def desk_rows(user: User, year: SchoolYear, text: str = "", state: str = "") -> list[DeskRow]:
    """Leaders of the year by name or class and by state; what waits for the director first, the oldest on top."""
    today = dates.today()
    leaders = leading_staff(year)
    known = standings([staff.pk for staff, _led in leaders], year, today)
    days = int(setting("schedule_due_days"))
    rows = []
    for staff, led in leaders:
        labels = ", ".join(one.class_group.label for one in led)
        stands = known[staff.pk]
        url = (
            deed_url(user, stands.open)
            if stands.state == WorkSchedule.State.SUBMITTED and stands.open
            else ""
        )
        rows.append(DeskRow(staff, labels, stands, _due(year, led, days), today, url))
    rows = [row for row in rows if _matches(row, text) and _is_asked(row, state)]
    waits = [row for row in rows if row.since]
    waits.sort(key=lambda row: (row.standing.open.submitted_at if row.standing.open else None, row.staff.pk))
    return [*waits, *(row for row in rows if not row.since)]


def _matches(row: DeskRow, text: str) -> bool:
    words = search_key(text).split()[:6]
    heap = f"{row.staff.person.search_key} {search_key(row.labels)}"
    return all(word in heap for word in words)


def _is_asked(row: DeskRow, state: str) -> bool:
    if state == NOT_IN_FORCE:
        return row.standing.in_force is None
    if state == "in_force":
        return row.standing.in_force is not None
    return not state or row.state == state


def _due(year: SchoolYear, led: list[Appointment], days: int) -> date:
    """By when the schedule is due: counted from the year's start, or from the later appointment."""
    begun = min((one.from_on for one in led), default=year.start_on)
    return max(begun, year.start_on) + timedelta(days=days)


def due_on_of(year: SchoolYear, appointment: Appointment, days: int) -> date:
    """By when this leader's schedule is due (a setting counts the days)."""
    return _due(year, [appointment], days)


def schedule_due_rows(user: User) -> list[DueRow]:
    """What waits for a person: the own schedule of a leader, the decisions of the director (3.13)."""
    rows: list[DueRow] = []
    if may(user, Permission.SCHEDULE_WRITE) and user.person_id:
        rows += _own_rows(user.person_id, tuple(sorted(rights_of(user).own_classes)))
    if may(user, Permission.SCHEDULE_APPROVE):
        rows += [_decision_row(user, one) for one in _waiting() if one.staff.person_id != user.person_id]
    return sorted(rows)


@while_unchanged("organisation")
def _own_rows(person_pk: int, own_classes: tuple[int, ...]) -> list[DueRow]:
    year = current_year()
    led = list(
        Appointment.objects.filter(
            class_group__in=own_classes, leader__person=person_pk, class_group__year=year
        ).select_related("leader")
    )
    if year is None or not led:
        return []
    staff = led[0].leader
    known = standings([staff.pk], year, dates.today())[staff.pk]
    words = {
        "": (_("it is not written yet"), _("Write the schedule")),
        "draft": (_("it is written, not signed yet"), _("Sign and submit")),
        "returned": (_("returned with remarks"), _("Correct")),
    }.get(known.state)
    # The next version that is being written while one is in force is nobody's debt.
    if words is None or (known.state == "draft" and known.in_force is not None):
        return []
    due_on = (
        dates.today() if known.state == "returned" else _due(year, led, int(setting("schedule_due_days")))
    )
    return [
        DueRow(
            due_on=due_on,
            title=_("Work schedule"),
            detail=words[0],
            clause="3.13",
            url=reverse("organisation:schedule", args=[staff.pk]),
            action=words[1],
            outside=_("Work schedule"),
        )
    ]


@while_unchanged("organisation")
def _waiting() -> list[WorkSchedule]:
    return list(waiting())


def _decision_row(user: User, one: WorkSchedule) -> DueRow:
    submitted_on = timezone.localdate(one.submitted_at) if one.submitted_at else dates.today()
    title = _("Work schedule: %(name)s") % {"name": one.staff.person.brief_name}
    return DueRow(
        due_on=submitted_on + timedelta(days=int(setting("schedule_review_days"))),
        title=title,
        detail=_("version %(number)s") % {"number": one.number},
        clause="3.13",
        url=deed_url(user, one),
        action=_("Look through"),
        outside=title,
    )
