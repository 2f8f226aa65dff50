"""The papers of a class, one small function a column; a new app adds its function and one line to COLUMNS."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from jetekchi.core import dates
from jetekchi.documents import selectors as documents
from jetekchi.journal import selectors as journal
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, Term, User
from jetekchi.organisation.permissions import Permission, may
from jetekchi.organisation.selectors.schedule_desk import STATES as SCHEDULE_STATES
from jetekchi.organisation.selectors.schedule_desk import due_on_of
from jetekchi.organisation.selectors.schedules import standings
from jetekchi.plan import selectors as plan
from jetekchi.reports import selectors as reports
from jetekchi.worklog import selectors as worklog
from jetekchi.workplace.selectors.links import address

SOON = timedelta(days=14)
FRESH = 14


@dataclass(frozen=True)
class Mark:
    """Where a paper stands: ok, wait, soon, late, back or nothing; in words; the page where it is seen."""

    state: str
    words: str
    url: str = ""
    # Whether something is due of the leader, so that a reminder makes sense.
    is_due: bool = False


@dataclass(frozen=True)
class Lyceum:
    """Who looks, at which half-year, at which classes."""

    user: User
    half: Term
    today: date
    groups: tuple[ClassGroup, ...]
    leaders: dict[int, Appointment]

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The lyceum's settings."""
        return organisation.all_settings()

    def may(self, permission: Permission) -> bool:
        """Whether a page opens for who looks."""
        return may(self.user, permission)

    def due(self, day: date, words: str, url: str = "") -> Mark:
        """What is due by a day: late after it, soon before it, else nothing yet."""
        if day < self.today:
            return Mark("late", words, url, is_due=True)
        return Mark("soon" if day <= self.today + SOON else "", words, url, is_due=True)


Read = Callable[[Lyceum], dict[int, Mark]]


@dataclass(frozen=True)
class Column:
    """A paper: its title and clause, how it is read, the words of a reminder and where the leader mends it."""

    key: str
    title: str | Promise
    clause: str
    read: Read
    reminder: str
    place: Callable[[ClassGroup, Term], str]


# --- plans -----------------------------------------------------------------------------------------------------


def _plan_marks(lyceum: Lyceum, half: Term | None) -> dict[int, Mark]:
    states = plan.plan_states(lyceum.groups, half)
    day = plan.clocks_of(half or _first_half(lyceum)).approved_by
    period = half.number if half else "year"
    return {group.pk: _plan_mark(lyceum, group, states[group.pk], day, period) for group in lyceum.groups}


def _first_half(lyceum: Lyceum) -> Term:
    return next(iter(organisation.half_years_of(lyceum.half.year)), lyceum.half)


def _plan_mark(lyceum: Lyceum, group: ClassGroup, known: Any, day: date, period: int | str) -> Mark:
    page = address("plan:paper", group.pk, period) if known.edition else ""
    if known.state == "approved":
        return Mark("ok", _("approved"), page)
    if known.state == "submitted":
        decides = lyceum.may(Permission.PLAN_APPROVE)
        return Mark(
            "wait",
            _("waits for approval"),
            address("plan:decision", group.pk, period) if decides else page,
        )
    if known.state == "returned":
        return Mark("back", _("returned"), page, is_due=True)
    if known.state == "correcting":
        return Mark("soon", _("being corrected"), page, is_due=True)
    return lyceum.due(day, _("being written") if known.state else _("not begun"))


def _year_plans(lyceum: Lyceum) -> dict[int, Mark]:
    return _plan_marks(lyceum, None)


def _half_plans(lyceum: Lyceum) -> dict[int, Mark]:
    return _plan_marks(lyceum, lyceum.half)


# --- other papers ----------------------------------------------------------------------------------------------


def _reports(lyceum: Lyceum) -> dict[int, Mark]:
    states = reports.report_states(lyceum.groups, lyceum.half)
    day = lyceum.half.end_on + timedelta(days=int(lyceum.settings["report_due_days"]))
    found = {}
    for group in lyceum.groups:
        state = states.get(group.pk, "")
        opens = state in ("submitted", "accepted")
        url = address("reports:report", group.pk, lyceum.half.number) if opens else ""
        found[group.pk] = {
            "accepted": Mark("ok", _("accepted"), url),
            "submitted": Mark("wait", _("waits for the answer"), url),
            "returned": Mark("back", _("returned"), is_due=True),
        }.get(state) or lyceum.due(day, _("being written") if state else _("not begun"))
    return found


def _documents(lyceum: Lyceum) -> dict[int, Mark]:
    people = {pk: one.leader.person for pk, one in lyceum.leaders.items()}
    states = documents.acquaintance_state(people.values())
    found = {}
    for group in lyceum.groups:
        person = people.get(group.pk)
        known = states.get(person.pk) if person else None
        if known is None or not (known.due or known.signed):
            found[group.pk] = Mark("", _("nothing to sign"))
        elif known.due:
            n = len(known.due)
            words = ngettext("%(n)s to be signed", "%(n)s to be signed", n) % {"n": n}
            found[group.pk] = lyceum.due(min(one.due_on for one in known.due), words)
        else:
            found[group.pk] = Mark("ok", _("signed"))
    return found


def _schedules(lyceum: Lyceum) -> dict[int, Mark]:
    staff = {one.leader_id for one in lyceum.leaders.values()}
    known = standings(staff, lyceum.half.year, lyceum.today)
    days = int(lyceum.settings["schedule_due_days"])
    found = {}
    for group in lyceum.groups:
        appointment = lyceum.leaders.get(group.pk)
        if appointment is None:
            found[group.pk] = Mark("", _("nobody is appointed"))
            continue
        stands = known[appointment.leader_id]
        words = str(SCHEDULE_STATES[stands.state][1])
        url = (
            address("organisation:schedule", appointment.leader_id)
            if lyceum.may(Permission.SCHEDULE_VIEW)
            else ""
        )
        if stands.in_force is not None or stands.state in ("coming", "submitted"):
            # A next version under way does not matter while one is in force.
            shown = "in_force" if stands.in_force is not None else stands.state
            state = "wait" if shown == "submitted" else "ok"
            found[group.pk] = Mark(state, str(SCHEDULE_STATES[shown][1]), url)
        elif stands.state == "returned":
            found[group.pk] = Mark("back", words, url, is_due=True)
        else:
            found[group.pk] = lyceum.due(due_on_of(lyceum.half.year, appointment, days), words, url)
    return found


def _remarks(lyceum: Lyceum) -> dict[int, Mark]:
    known = journal.class_inspections(lyceum.groups, lyceum.half.year.start_on, lyceum.half.end_on)
    return {group.pk: _remark_mark(lyceum, group, known[group.pk]) for group in lyceum.groups}


def _remark_mark(lyceum: Lyceum, group: ClassGroup, known: journal.ClassInspections) -> Mark:
    page = ""
    if lyceum.may(Permission.INSPECT):
        page = address("journal:inspections", query=f"group={group.pk}")
    late = len(known.overdue(lyceum.today))
    if late:
        return Mark("late", _("past their day: %(n)s") % {"n": late}, page, is_due=True)
    if known.waiting:
        return Mark("wait", _("to be verified: %(n)s") % {"n": known.waiting}, page)
    if known.open:
        return Mark("soon", _("to be mended: %(n)s") % {"n": known.open}, page, is_due=True)
    if known.inspections:
        return Mark("ok", _("no open remark"), page)
    return Mark("", _("not inspected"), page)


def _work(lyceum: Lyceum) -> dict[int, Mark]:
    last = worklog.last_entries(lyceum.groups)
    silent = timedelta(days=int(lyceum.settings["silent_days"]))
    found = {}
    for group in lyceum.groups:
        on = last.get(group.pk)
        url = address("worklog:class_chronology", group.pk) if lyceum.may(Permission.WORK_VIEW) else ""
        if on is None:
            found[group.pk] = lyceum.due(lyceum.half.start_on + silent, _("no entry yet"), url)
        elif on >= lyceum.today - timedelta(days=FRESH):
            found[group.pk] = Mark("ok", dates.days_ago(on, lyceum.today), url)
        else:
            state = "late" if on < lyceum.today - silent else "soon"
            found[group.pk] = Mark(state, dates.days_ago(on, lyceum.today), url, is_due=True)
    return found


def _events(lyceum: Lyceum) -> dict[int, Mark]:
    figures = plan.event_figures(lyceum.groups, lyceum.half)
    needed = int(lyceum.settings["evidence_class_hours"])
    found = {}
    for group in lyceum.groups:
        held = figures[group.pk].held
        words = _("%(held)s of %(needed)s held") % {"held": held, "needed": needed}
        url = address("plan:event_list", query=f"group={group.pk}")
        if held >= needed:
            found[group.pk] = Mark("ok", words, url)
        else:
            found[group.pk] = lyceum.due(lyceum.half.end_on, words, url)
    return found


def _own(name: str) -> Callable[[ClassGroup, Term], str]:
    """A page of the class in the half-year."""
    return lambda group, half: address(name, group.pk, half.number)


COLUMNS: tuple[Column, ...] = (
    Column(
        "plan-year", gettext_lazy("Plan of the year"), "3.1", _year_plans,
        gettext_noop("A reminder: the class plan of the year, class %(label)s"),
        lambda group, half: address("plan:paper", group.pk, "year"),
    ),
    Column(
        "plan-half", gettext_lazy("Plan of the half-year"), "3.1", _half_plans,
        gettext_noop("A reminder: the class plan of the half-year, class %(label)s"), _own("plan:paper"),
    ),
    Column(
        "report", gettext_lazy("Half-year report"), "3.8", _reports,
        gettext_noop("A reminder: the half-year report, class %(label)s"), _own("reports:report"),
    ),
    Column(
        "documents", gettext_lazy("Instruction and documents"), "1.3", _documents,
        gettext_noop("A reminder: documents to read and sign, class %(label)s"),
        lambda group, half: address("documents:documents"),
    ),
    Column(
        "schedule", gettext_lazy("Work schedule"), "3.13", _schedules,
        gettext_noop("A reminder: the work schedule, class %(label)s"),
        lambda group, half: address("organisation:schedules"),
    ),
    Column(
        "remarks", gettext_lazy("Remarks"), "3.9", _remarks,
        gettext_noop("A reminder: remarks to be mended, class %(label)s"),
        lambda group, half: address("journal:inspections", query=f"group={group.pk}&remarks=open"),
    ),
    Column(
        "work", gettext_lazy("Last entry of work"), "4.1", _work,
        gettext_noop("A reminder: the record of work, class %(label)s"),
        lambda group, half: address("worklog:record", query=f"class={group.pk}"),
    ),
    Column(
        "events", gettext_lazy("Class hours and events"), "5.3", _events,
        gettext_noop("A reminder: class hours and events, class %(label)s"),
        lambda group, half: address("plan:event_list", query=f"group={group.pk}"),
    ),
)  # fmt: skip
