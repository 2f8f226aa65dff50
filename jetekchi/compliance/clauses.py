"""The table of the instruction: clause, our own short title, the app that keeps it, the evidence that counts.

Show this file to a visitor first. The instruction's own words are not here: they are imported by each lyceum and shown
beside. A special record replaces the general entry as evidence as soon as its app exists.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.compliance.evidence import (
    AccidentsReported,
    Acquainted,
    Appointed,
    AttendanceSettled,
    Coordinated,
    DirectivesDone,
    Entries,
    EventsHeld,
    FallingHelped,
    LibraryWorked,
    OutingsSafe,
    PapersInOrder,
    PlanApproved,
    ReportSubmitted,
    Rule,
    ScheduleInForce,
    SelfGoverned,
    StudentsNamed,
    Supervised,
    TeachersLed,
    TookPart,
)


@dataclass(frozen=True)
class ClauseRow:
    """A clause by its number: our title, the app of its capability, its evidence rule."""

    number: str
    title: str | Promise
    app: str
    rule: Rule


CLAUSES: tuple[ClauseRow, ...] = (
    ClauseRow("1.1", _("Appointment by order"), "organisation", Appointed()),
    ClauseRow("1.2", _("Supervision of the work"), "journal", Supervised()),
    ClauseRow("1.3", _("Rules known and signed"), "documents", Acquainted()),
    ClauseRow("2.1", _("Comfort of each student"), "worklog", StudentsNamed()),
    ClauseRow("2.2", _("Tasks by age, self-government"), "plan", SelfGoverned()),
    ClauseRow("2.3", _("Interests and traits studied"), "worklog", StudentsNamed()),
    ClauseRow("3.1", _("Class plan approved in time"), "plan", PlanApproved()),
    ClauseRow("3.2", _("Safety, accidents reported"), "worklog", AccidentsReported()),
    ClauseRow("3.3", _("Safety briefings"), "worklog", StudentsNamed()),
    ClauseRow("3.4", _("Impulse for each student"), "worklog", StudentsNamed()),
    ClauseRow("3.5", _("Help for the one who falls behind"), "worklog", FallingHelped()),
    ClauseRow("3.6", _("Rights and freedoms"), "worklog", Entries(least=1)),
    ClauseRow("3.7", _("Creativity and achievements"), "worklog", Entries()),
    ClauseRow("3.8", _("Half-year report"), "reports", ReportSubmitted()),
    ClauseRow("3.9", _("Papers in order"), "journal", PapersInOrder()),
    ClauseRow("3.10", _("Part in the pedagogical council"), "worklog", Entries(least=1)),
    ClauseRow("3.11", _("Part in the lyceum's events"), "plan", TookPart()),
    ClauseRow("3.12", _("Qualification and association"), "worklog", Entries(least=1)),
    ClauseRow("3.13", _("Approved work schedule"), "organisation", ScheduleInForce()),
    ClauseRow("3.14", _("Ethical norms"), "worklog", Entries(least=1)),
    ClauseRow("4.1", _("Coordination: family, teachers, each student"), "journal", Coordinated()),
    ClauseRow("4.2", _("Relations and mood in the group"), "worklog", Entries()),
    ClauseRow("4.3", _("Development of students and class"), "worklog", StudentsNamed()),
    ClauseRow("5.1", _("Right to check attendance"), "journal", AttendanceSettled()),
    ClauseRow("5.2", _("Right to lead the class's teachers"), "journal", TeachersLed()),
    ClauseRow("5.3", _("Right to educate through events"), "plan", EventsHeld()),
    ClauseRow("5.4", _("Right to have proposals considered"), "worklog", Entries(least=1)),
    ClauseRow("5.5", _("Right to invite parents"), "worklog", Entries(least=1)),
    ClauseRow("6.1", _("Students' interests before the council"), "worklog", Entries(least=1)),
    ClauseRow("6.2", _("Work with libraries"), "plan", LibraryWorked()),
    ClauseRow("6.3", _("Health, advice of medical staff"), "worklog", Entries(least=1)),
    ClauseRow("7.1", _("Life and health during events"), "plan", OutingsSafe()),
    ClauseRow("7.2", _("Duties and directives fulfilled"), "documents", DirectivesDone()),
    ClauseRow("7.3", _("Anti-terror safety"), "worklog", Entries(least=1)),
    ClauseRow("7.4", _("No force, no cruelty"), "worklog", Entries(least=1)),
)
BY_NUMBER = {row.number: row for row in CLAUSES}
RIGHTS = "5"
RESPONSIBILITY = "7"


def row_for(number: str) -> ClauseRow:
    """The row of a clause; a clause that only this lyceum's instruction has is counted by entries that name it."""
    return BY_NUMBER.get(number) or ClauseRow(number, _("Clause of your lyceum"), "worklog", Entries(least=1))
