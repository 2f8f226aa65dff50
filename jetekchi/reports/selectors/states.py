"""Where the reports stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, Term, User
from jetekchi.organisation.permissions import Permission, may
from jetekchi.reports import permissions
from jetekchi.reports.models import HalfYearReport


class Badge(NamedTuple):
    """How a state is shown: its dye and its name."""

    kind: str
    name: Promise


# A report that nobody has begun has no row of its own.
BADGES = {
    "none": Badge("", _("Not begun")),
    "draft": Badge("", _("Being written")),
    "submitted": Badge("wait", _("Waits for a decision")),
    "returned": Badge("back", _("Returned")),
    "accepted": Badge("ok", _("Accepted")),
}
HEADINGS = (_("Class"), _("Class leader"), _("State"), _("Signed on"))


@dataclass(frozen=True)
class ReportRow:
    """A class in the list of reports."""

    class_group: ClassGroup
    appointment: Appointment | None
    report: HalfYearReport | None

    @property
    def state(self) -> str:
        """The state; empty when not begun."""
        return self.report.state if self.report else ""

    @property
    def badge(self) -> Badge:
        """The state as it is shown."""
        return BADGES[self.state or "none"]

    @property
    def leader(self) -> str:
        """Who led the class in the half-year; empty without an appointment."""
        return self.appointment.leader.person.name if self.appointment else ""

    def fits(self, text: str, state: str) -> bool:
        """Whether the class or its leader holds these words and the report stands in this state."""
        found = search_key(f"{self.class_group.label} {self.leader}")
        return state in ("", self.state or "none") and all(word in found for word in search_key(text).split())


def report_states(classes: Iterable[ClassGroup], half: Term) -> dict[int, str]:
    """The state of the report by class, one query; a class whose report is not begun is absent."""
    reports = HalfYearReport.objects.filter(half_year=half, class_group__in=list(classes))
    return dict(reports.values_list("class_group", "state"))


def report_list(user: User, half: Term) -> list[ReportRow]:
    """All classes of the half-year for the offices above, the own ones for a leader; drafts show their state only."""
    classes = list(organisation.classes_of(half.year))
    if not may(user, Permission.REPORT_VIEW):
        classes = [group for group in classes if permissions.leads(user, group)]
    leaders = organisation.leaders_of(classes, half.end_on)
    leaders = {**organisation.leaders_of(classes), **leaders}
    reports = {
        report.class_group_id: report
        for report in HalfYearReport.objects.filter(half_year=half, class_group__in=classes).defer("material")
    }
    return [ReportRow(group, leaders.get(group.pk), reports.get(group.pk)) for group in classes]


def report_sheet(rows: Iterable[ReportRow]) -> list[list[Any]]:
    """The list as rows of a file, under HEADINGS."""
    return [
        [
            row.class_group.label,
            row.leader,
            str(row.badge.name),
            row.report.frozen_at if row.report else None,
        ]
        for row in rows
    ]


def judge_rows(user: User) -> list[HalfYearReport]:
    """Submitted reports that wait for this head of study, oldest first."""
    if not may(user, Permission.REPORT_ACCEPT):
        return []
    waiting = HalfYearReport.objects.filter(state=HalfYearReport.State.SUBMITTED).defer("material")
    return list(waiting.select_related("class_group", "half_year").order_by("frozen_at"))
