"""The menu: one table of what may be opened from anywhere, and who has the right. What does not exist is not shown."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jetekchi.documents.permissions import is_inside
from jetekchi.journal.permissions import may_list_checks, may_list_inspections, may_list_lessons
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Term
from jetekchi.organisation.permissions import Permission as P
from jetekchi.organisation.permissions import Standing, may_see_colleagues
from jetekchi.organisation.roles import Role
from jetekchi.plan.permissions.offices import may_list as may_list_classes
from jetekchi.worklog.permissions import may_open_accidents
from jetekchi.workplace.selectors.demo import is_demo
from jetekchi.workplace.selectors.links import address

DAILY, CLASS, PAPERS, LYCEUM = "daily", "class", "papers", "lyceum"
SECTION_TITLES: dict[str, str | Promise] = {
    DAILY: _("Every day"),
    CLASS: pgettext_lazy("section of the menu", "Class"),
    PAPERS: _("Working papers"),
    LYCEUM: _("Lyceum"),
}
Right = Callable[[Standing], bool]
NEAR = frozenset({Role.CLASS_LEADER, Role.SUBJECT_TEACHER, Role.STUDENT, Role.GUARDIAN})


@dataclass(frozen=True)
class Place:
    """A page of the menu: its words, drawing, address, who may open it; `of_class` asks for the one own class."""

    key: str
    section: str
    title: str | Promise
    icon: str
    name: str
    right: Right
    of_class: bool = False
    also: str | Promise = ""


def _has(*permissions: P) -> Right:
    return lambda who: any(who.may(permission) for permission in permissions)


def _leads(who: Standing) -> bool:
    return bool(who.own_classes)


def _everybody(who: Standing) -> bool:
    return True


def _inspects(who: Standing) -> bool:
    return may_list_inspections(who.user)


def _keeps_journal(who: Standing) -> bool:
    return may_list_checks(who.user)


def _gives_lessons(who: Standing) -> bool:
    return may_list_lessons(who.user)


def _inside(who: Standing) -> bool:
    return is_inside(who.user)


def _sees_all(who: Standing) -> bool:
    """Offices that look students up in the whole lyceum; a leader's and a teacher's way is the class."""
    return who.may(P.STUDENT_VIEW) and bool(who.roles - NEAR)


def _asks_who_sees(who: Standing) -> bool:
    return who.may(P.PEOPLE_MANAGE) or not who.roles - {Role.STUDENT, Role.GUARDIAN}


def _sees_colleagues(who: Standing) -> bool:
    return may_see_colleagues(who.user)


def _governs(who: Standing) -> bool:
    return may_list_classes(who.user)


def _reads(who: Standing) -> bool:
    return _governs(who) or who.may(P.LIBRARY_ANSWER)


def _sees_accidents(who: Standing) -> bool:
    return may_open_accidents(who.user)


def _excuses(who: Standing) -> bool:
    """Families, class leaders, the medical office; an adult listener comes from the diary."""
    return bool(who.own_classes or who.wards) or who.is_a(Role.MEDICAL)


def _prints_slips(who: Standing) -> bool:
    return who.may(P.PEOPLE_MANAGE) or (who.may(P.SLIPS) and bool(who.own_classes))


def _removes_demo(who: Standing) -> bool:
    return who.may(P.SETTINGS) and is_demo()


def _sees_events(who: Standing) -> bool:
    return who.may(P.PLAN_VIEW) or who.may(P.PLAN_WRITE)


def _speaks(who: Standing) -> bool:
    """Families, and students who speak for themselves once they are of age."""
    return bool(who.wards) or who.own_student is not None


PLACES: tuple[Place, ...] = (
    Place("today", DAILY, _("Today"), "today", "workplace:home", _everybody),
    Place("lessons", DAILY, _("Lessons"), "list-checks", "journal:lessons", _gives_lessons,
          also=_("roll attendance absent timetable topic homework")),
    Place("excuses", DAILY, _("Excuses"), "file-check", "journal:excuses", _excuses,
          also=_("ill absent reason certificate")),
    Place("record", DAILY, _("Record work"), "notebook-pen", "worklog:record", _leads,
          also=_("talk class hour visit observation thanks")),
    Place("entries", DAILY, _("Entries of work"), "list-checks", "worklog:entries", _has(P.WORK_VIEW)),
    Place("matrix", DAILY, pgettext_lazy("menu", "Duties"), "list-todo", "compliance:matrix", _has(P.MATRIX_ALL)),
    Place("desk", DAILY, _("Desk"), "inbox", "workplace:desk", _has(P.MATRIX_ALL),
          also=_("queue waits approve verify")),
    Place("desk_classes", DAILY, pgettext_lazy("menu", "Papers"), "table-2", "workplace:desk_classes", _has(P.MATRIX_ALL),
          also=_("remind class papers overdue")),
    Place("accidents", DAILY, _("Accidents"), "shield-alert", "worklog:accidents", _sees_accidents),
    Place("own_class", CLASS, _("Students"), "people", "organisation:class", _leads, of_class=True),
    Place("state", CLASS, _("State of the class"), "state", "journal:class_half_year", _leads, of_class=True),
    Place("diaries", CLASS, _("Diaries"), "book-open", "journal:diaries", _leads, of_class=True,
          also=_("week homework family seen")),
    Place("own_duties", CLASS, pgettext_lazy("menu", "Duties"), "list-todo", "compliance:leader", _leads, of_class=True),
    Place("self_government", CLASS, _("Self-government"), "vote", "plan:self_government_list", _governs,
          also=_("monitor sector election ballot vote assignment")),
    Place("library", CLASS, _("Library"), "library", "plan:library_desk", _reads, also=_("books reading list visit")),
    Place("plans", PAPERS, pgettext_lazy("menu", "Plans"), "plan", "plan:list", _has(P.PLAN_VIEW, P.PLAN_WRITE)),
    Place("events", PAPERS, _("Events"), "calendar-days", "plan:event_list", _sees_events,
          also=_("class hour excursion consents head count")),
    Place("consents", DAILY, _("Consents to events"), "hand-heart", "plan:consent_list", _speaks),
    Place("reports", PAPERS, _("Reports"), "paper", "reports:list", _has(P.REPORT_VIEW, P.REPORT_WRITE)),
    Place("checks", PAPERS, _("Gaps of the journal"), "list-todo", "journal:checks", _keeps_journal,
          also=_("completeness topic roll homework missing")),
    Place("inspections", PAPERS, _("Inspections"), "clipboard-check", "journal:inspections", _inspects,
          also=_("visit remark verify grade")),
    Place("documents", PAPERS, pgettext_lazy("menu", "Documents"), "sign", "documents:documents", _everybody),
    Place("schedules", PAPERS, _("Work schedule"), "calendar-clock", "organisation:schedules",
          _has(P.SCHEDULE_VIEW, P.SCHEDULE_WRITE)),
    Place("feed", PAPERS, _("My calendar"), "calendar-plus", "workplace:feed", _sees_colleagues,
          also=_("iCalendar phone calendar address")),
    Place("directives", PAPERS, _("Directives"), "gavel", "documents:directives", _inside),
    Place("slips", PAPERS, _("Account slips"), "key-round", "organisation:slip_lists", _prints_slips),
    Place("students", LYCEUM, _("All students"), "people", "organisation:students", _sees_all),
    Place("classes", LYCEUM, _("Classes"), "layout-grid", "organisation:classes", _sees_colleagues,
          also=_("class leaders appointments")),
    Place("staff", LYCEUM, _("Staff"), "users-round", "organisation:staff", _sees_colleagues),
    Place("units", LYCEUM, _("Units and offices"), "network", "organisation:units", _has(P.SETTINGS)),
    Place("calendar", LYCEUM, _("School year"), "calendar-days", "organisation:calendar", _has(P.SETTINGS)),
    Place("timetables", LYCEUM, _("Timetable and bells"), "calendar-clock", "journal:timetables", _has(P.TIMETABLE)),
    Place("imports", LYCEUM, _("Imports"), "upload", "organisation:imports", _has(P.IMPORT)),
    Place("kinds", LYCEUM, _("Kinds of work"), "layers", "worklog:kinds", _has(P.SETTINGS)),
    Place("event_kinds", LYCEUM, _("Kinds of events"), "layers", "plan:event_kinds", _has(P.SETTINGS)),
    Place("settings", LYCEUM, _("Settings"), "gear", "organisation:settings", _has(P.SETTINGS)),
    Place("first_steps", LYCEUM, _("First steps"), "list-checks", "organisation:first_steps", _has(P.PEOPLE_MANAGE)),
    Place("audit", LYCEUM, _("Audit"), "history", "organisation:audit", _has(P.AUDIT_VIEW)),
    Place("status", LYCEUM, _("State of the system"), "activity", "workplace:status", _has(P.PEOPLE_MANAGE)),
    Place("demo", LYCEUM, _("Remove the demo"), "trash-2", "workplace:demo", _removes_demo),
    Place("who_sees", LYCEUM, _("Who sees what"), "eye", "organisation:who_sees_what", _asks_who_sees),
)  # fmt: skip
# What stands under the thumb on a phone, by what somebody mostly does; the first four that may be opened.
CORE = (
    "today",
    "record",
    "own_class",
    "own_duties",
    "desk",
    "matrix",
    "reports",
    "accidents",
    "classes",
    "documents",
)
CORE_SIZE = 4


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu that this person may open."""

    key: str
    section: str
    title: str
    icon: str
    url: str
    also: str = ""


def places_for(who: Standing, half: Term | None = None) -> list[MenuItem]:
    """What the person may open from the menu, in its order; pages of «the own class» only for who leads one."""
    found = []
    for place in PLACES:
        if not place.right(who):
            continue
        url = _own_class_address(place, who, half) if place.of_class else address(place.name)
        if url:
            item = MenuItem(place.key, place.section, str(place.title), place.icon, url, str(place.also))
            found.append(item)
    return found


def _own_class_address(place: Place, who: Standing, half: Term | None) -> str:
    if len(who.own_classes) != 1:
        return ""
    (group,) = who.own_classes
    if place.name != "journal:class_half_year":
        return address(place.name, group)
    half = half or organisation.current_half_year()
    return address(place.name, group, half.number) if half else ""
