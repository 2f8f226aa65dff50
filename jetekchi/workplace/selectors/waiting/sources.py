"""What waits for the supervision, one small function a kind; a new app adds its function and one line to SOURCES."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core import dates
from jetekchi.documents import selectors as documents
from jetekchi.journal import selectors as journal
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import SchoolYear, User
from jetekchi.organisation.permissions import Permission, may
from jetekchi.organisation.selectors import schedule_desk
from jetekchi.organisation.selectors.schedules import waiting as waiting_schedules
from jetekchi.plan import selectors as plan
from jetekchi.reports import selectors as reports
from jetekchi.worklog import selectors as worklog
from jetekchi.workplace.selectors.links import address

WORDS_SHOWN = 120


@dataclass(frozen=True)
class Waiting:
    """Something that waits: since which day, in which class, by which clause, and the page of the decision."""

    since: date
    kind: str
    title: str
    detail: str
    clause: str
    url: str
    action: str
    label: str = ""
    class_pk: int | None = None

    @property
    def when(self) -> str:
        """«4 күн мурда»."""
        return dates.days_ago(self.since)


@dataclass(frozen=True)
class Desk:
    """Who sits at the desk; what several sources ask is asked once."""

    user: User
    today: date
    year: SchoolYear | None

    @cached_property
    def classes_of_staff(self) -> dict[int, tuple[int, str]]:
        """The class that a member of staff leads, by staff: the first one where there are several."""
        if self.year is None:
            return {}
        appointments = organisation.leaders_of(organisation.classes_of(self.year)).values()
        ordered = sorted(appointments, key=lambda one: one.class_group.sort_key, reverse=True)
        return {one.leader_id: (one.class_group_id, one.class_group.label) for one in ordered}


Load = Callable[[Desk, str], Iterable[Waiting]]


@dataclass(frozen=True)
class Source:
    """A kind of things that wait."""

    key: str
    title: str | Promise
    load: Load


def _accidents(desk: Desk, kind: str) -> Iterable[Waiting]:
    for one in worklog.open_accidents(desk.user):
        yield Waiting(
            timezone.localdate(one.since), kind, _("Accident not confirmed by the university"), one.place,
            "3.2", one.url, _("Open"), one.label, one.class_pk,
        )  # fmt: skip


def _plans(desk: Desk, kind: str) -> Iterable[Waiting]:
    halves = {1: _("half-year I"), 2: _("half-year II"), None: _("of the year")}
    for one in plan.plans_to_judge(desk.user):
        yield Waiting(
            timezone.localdate(one.since), kind, _("Class plan"), halves[one.half], "3.1", one.url,
            _("Look through"), one.label, one.class_pk,
        )  # fmt: skip


def _reports(desk: Desk, kind: str) -> Iterable[Waiting]:
    for one in reports.judge_rows(desk.user):
        since = timezone.localdate(one.frozen_at) if one.frozen_at else desk.today
        url = address("reports:report", one.class_group_id, one.half_year.number)
        yield Waiting(
            since, kind, _("Half-year report"), str(one.half_year), "3.8", url, _("Look through"),
            one.class_group.label, one.class_group_id,
        )  # fmt: skip


def _risks(desk: Desk, kind: str) -> Iterable[Waiting]:
    for one in plan.risks_to_judge(desk.user):
        title = _("Risk assessment: %(theme)s") % {"theme": one.theme}
        detail = _("the event is on %(day)s") % {"day": dates.short_day(one.on)}
        yield Waiting(
            timezone.localdate(one.since), kind, title, detail, "7.1", one.url, _("Look through"), one.label,
            one.class_pk,
        )  # fmt: skip


def _schedules(desk: Desk, kind: str) -> Iterable[Waiting]:
    if not may(desk.user, Permission.SCHEDULE_APPROVE):
        return
    for one in waiting_schedules():
        if one.staff.person_id == desk.user.person_id:
            continue
        class_pk, label = desk.classes_of_staff.get(one.staff_id, (None, ""))
        title = _("Work schedule: %(name)s") % {"name": one.staff.person.brief_name}
        since = timezone.localdate(one.submitted_at) if one.submitted_at else desk.today
        url = schedule_desk.deed_url(desk.user, one)
        detail = _("version %(number)s") % {"number": one.number}
        yield Waiting(since, kind, title, detail, "3.13", url, _("Look through"), label, class_pk)


def _remarks(desk: Desk, kind: str) -> Iterable[Waiting]:
    for one in journal.remarks_to_verify(desk.user):
        since = timezone.localdate(one.mended_at) if one.mended_at else desk.today
        words = " ".join(one.words.split())[:WORDS_SHOWN]
        yield Waiting(
            since, kind, _("Remark mended"), words, "3.9", address("journal:remark", one.pk), _("Verify"),
            one.label, one.class_pk,
        )  # fmt: skip


def _papers(desk: Desk, kind: str) -> Iterable[Waiting]:
    for since, row in documents.decisions_waiting(desk.user):
        yield Waiting(since, kind, row.title, row.detail, row.clause, row.url, row.action)


SOURCES: tuple[Source, ...] = (
    Source("accidents", gettext_lazy("Accidents"), _accidents),
    Source("plans", gettext_lazy("Class plans"), _plans),
    Source("reports", gettext_lazy("Half-year reports"), _reports),
    Source("risks", gettext_lazy("Risk assessments"), _risks),
    Source("schedules", gettext_lazy("Work schedules"), _schedules),
    Source("remarks", gettext_lazy("Mended remarks"), _remarks),
    Source("papers", gettext_lazy("Documents and directives"), _papers),
)
