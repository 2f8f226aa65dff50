"""Today of the class leader: what is due, whom to talk to, how the class is doing (3.5, 3.8, 4.1, 4.3)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from jetekchi.compliance import selectors as compliance
from jetekchi.compliance.selectors import LeaderMatrix
from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.journal import selectors as journal
from jetekchi.journal.selectors import ClassHalfYear, Falling
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Student, Term
from jetekchi.reports import selectors as reports
from jetekchi.worklog import selectors as worklog
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.selectors.wording import class_name

WEEKS = 8
DUTIES_AHEAD = timedelta(days=21)
REPORT_AHEAD = timedelta(days=45)
SILENT_SHOWN = 5
QUICK_KINDS = ("thanks", "talk", "family_contact", "observation")
FALLING_SHOWN = 6
SETTLED = frozenset({"submitted", "accepted"})


@dataclass(frozen=True)
class TalkLine:
    """A student to talk to: the facts, and the form that records the talk."""

    student: Student
    facts: str
    url: str
    card_url: str


@dataclass(frozen=True)
class Talk:
    """Whom to talk to: those whose marks fall, and those about whom nobody has written."""

    group: ClassGroup
    falling: tuple[TalkLine, ...]
    silent: tuple[TalkLine, ...]
    silent_count: int
    silent_days: int
    more_url: str

    @property
    def more_silent(self) -> int:
        """How many silent students are not named here."""
        return self.silent_count - len(self.silent)


@dataclass(frozen=True)
class QuickKind:
    """A kind that is written most often: one press sends the entry."""

    code: str
    title: str
    icon: str


@dataclass(frozen=True)
class Quick:
    """The shortest entry: a student, a few words, and the press that says what it was (4.1)."""

    group: ClassGroup
    name: str
    students: tuple[tuple[int, str], ...]
    kinds: tuple[QuickKind, ...]
    today: date
    url: str


@dataclass(frozen=True)
class Figure:
    """A small figure with its drawing: printed value, counts behind it, change, where it comes from."""

    label: str
    value: str
    of: str = ""
    trend: str = ""
    direction: str = "flat"
    url: str = ""
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class ClassState:
    """The state of a class at a glance."""

    name: str
    url: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Duties:
    """How the clauses of a leader stand: three separate figures."""

    name: str
    clauses: int
    looked_at: int
    evidence: int
    fulfilled: int
    url: str


@dataclass(frozen=True)
class ReportLine:
    """The half-year report of a class: its state and by when."""

    name: str
    half: Term
    state: str
    due_on: date
    url: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent: what was sent counts no days."""
        return self.state not in SETTLED

    @property
    def kind(self) -> str:
        """The dye of its badge."""
        return {"submitted": "wait", "accepted": "ok", "returned": "back"}.get(self.state, "")

    @property
    def words(self) -> str:
        """Its state in words."""
        return {
            "draft": _("being written"),
            "submitted": _("waits for the answer"),
            "returned": _("returned"),
            "accepted": _("accepted"),
        }.get(self.state, _("not begun"))


def add(page: FirstPage) -> None:
    """Put the cards of each led class on the page, and the rows that are due for it."""
    groups = organisation.classes_by_key(tuple(sorted(page.who.own_classes)))
    if not groups:
        return
    page.led_class = groups[0].pk if len(groups) == 1 else None
    for group in groups:
        students = organisation.list_of_today(group)
        page.meta += [class_name(group), _("students: %(count)s") % {"count": len(students)}]
        if page.half is not None:
            _add_class(page, group, page.half, students, is_lone=len(groups) == 1)


def _add_class(
    page: FirstPage, group: ClassGroup, half: Term, students: tuple[Student, ...], *, is_lone: bool
) -> None:
    name = "" if is_lone else class_name(group)
    matrix = compliance.leader_matrix(half, group)
    if matrix is not None:
        page.clauses |= {line.number for line in matrix.matrix.lines}
        page.rows += compliance.open_rows(matrix, page.today + DUTIES_AHEAD)
        page.side.append(Card("duties", _duties(matrix, group, name)))
    state = matrix.facts.report_state if matrix else reports.report_states([group], half).get(group.pk, "")
    report = _report(page, group, half, name, state)
    if report.state not in SETTLED and report.due_on <= page.today + REPORT_AHEAD:
        page.rows.append(_report_row(report, group))
    quick = _quick(page, group, name, students)
    if quick.kinds and students:
        page.main.append(Card("quick", quick))
    page.main.append(Card("talk", _talk(page, group, half)))
    figures = journal.class_half_year(group, half)
    page.side.insert(0, Card("class_state", _state(figures, group, half, name, page.today)))
    page.side.append(Card("report", report))


def _duties(matrix: LeaderMatrix, group: ClassGroup, name: str) -> Duties:
    looked_at, evidence, fulfilled = matrix.totals
    url = address("compliance:leader", group.pk)
    return Duties(name, len(matrix.rows), looked_at, evidence, fulfilled, url)


def _report(page: FirstPage, group: ClassGroup, half: Term, name: str, state: str) -> ReportLine:
    days = int(page.settings["report_due_days"])
    url = address("reports:report", group.pk, half.number)
    return ReportLine(name, half, state, half.end_on + timedelta(days=days), url)


def _report_row(report: ReportLine, group: ClassGroup) -> DueRow:
    returned = report.state == "returned"
    return DueRow(
        due_on=report.due_on,
        title=_("Half-year report, %(class_name)s") % {"class_name": class_name(group)},
        detail=_("returned with remarks") if returned else _("to the head of study department"),
        clause="3.8",
        url=report.url,
        action=_("Correct") if returned else _("Open the report"),
        outside=_("Half-year report, %(class_name)s") % {"class_name": class_name(group)},
    )


def _told_apart(students: tuple[Student, ...]) -> tuple[tuple[int, str], ...]:
    """Namesakes of one class carry their number."""
    known = Counter(student.person.brief_name for student in students)
    return tuple(
        (
            student.pk,
            f"{student.person.brief_name} · № {student.number}"
            if known[student.person.brief_name] > 1
            else student.person.brief_name,
        )
        for student in students
    )


def _quick(page: FirstPage, group: ClassGroup, name: str, students: tuple[Student, ...]) -> Quick:
    kinds = {kind.code: kind for kind in worklog.offered_kinds()}
    return Quick(
        group=group,
        name=name,
        students=_told_apart(students),
        kinds=tuple(
            QuickKind(code, str(kinds[code]), kinds[code].icon) for code in QUICK_KINDS if code in kinds
        ),
        today=page.today,
        url=address("worklog:record"),
    )


def _talk(page: FirstPage, group: ClassGroup, half: Term) -> Talk:
    falling = journal.falling(group, half)
    silent = worklog.silent_students(group, page.today)
    named = {row.student.pk for row in falling}
    quiet = [(student, on) for student, on in silent if student.pk not in named]
    return Talk(
        group=group,
        falling=tuple(_talk_line(group, row.student, _facts(row), "3.5") for row in falling[:FALLING_SHOWN]),
        silent=tuple(_talk_line(group, student, _silence(on), "4.1") for student, on in quiet[:SILENT_SHOWN]),
        silent_count=len(quiet),
        silent_days=int(page.settings["silent_days"]),
        more_url=address("worklog:silent", query=f"class={group.pk}"),
    )


def _talk_line(group: ClassGroup, student: Student, facts: str, clause: str) -> TalkLine:
    query = f"class={group.pk}&student={student.pk}&clause={clause}&kind=talk"
    return TalkLine(
        student, facts, address("worklog:record", query=query), address("organisation:student", student.pk)
    )


def _silence(last_on: date | None) -> str:
    if last_on is None:
        return _("nothing is written yet")
    return _("the last entry: %(ago)s") % {"ago": dates.days_ago(last_on)}


def _facts(row: Falling) -> str:
    """«Химия 4 → 3, Физика 4 → 2»: marks and nothing but marks."""
    fallen = [f"{subject} {before} → {now}" for subject, before, now in row.falls[:3]]
    known = {subject.pk for subject, _before, _now in row.falls[:3]}
    failing = [
        f"{subject}: {value if value.isdigit() else _('not attested')}"
        for subject, value in row.failing
        if subject.pk not in known
    ]
    return ", ".join([*fallen, *failing[:3]])


def _state(figures: ClassHalfYear, group: ClassGroup, half: Term, name: str, today: date) -> ClassState:
    monday = min(today, half.end_on)
    monday -= timedelta(days=monday.weekday())
    start = monday - timedelta(weeks=WEEKS - 1)
    weeks = journal.missed_by_week(group, start, WEEKS)
    return ClassState(
        name=name,
        url=address("journal:class_half_year", group.pk, half.number),
        figures=(
            _missed(_("Missed lessons"), figures.absences.missed, weeks["missed"], group, "missed", half),
            _missed(
                _("Without a valid reason"),
                figures.absences.unexcused,
                weeks["unexcused"],
                group,
                "unexcused",
                half,
            ),
            *_marks(figures, group),
        ),
    )


def _missed(
    label: str, total: int, weeks: tuple[int, ...], group: ClassGroup, kind: str, half: Term
) -> Figure:
    # The present week is not over: the last whole one is held against the one before it.
    change = weeks[-2] - weeks[-3]
    return Figure(
        label=label,
        value=str(total),
        trend=_arrow(change, str(abs(change))),
        direction="down" if change > 0 else "up" if change < 0 else "flat",
        url=journal.links.absences(group, kind=kind, from_on=half.start_on, to_on=half.end_on),
        values=weeks,
    )


def _marks(figures: ClassHalfYear, group: ClassGroup) -> list[Figure]:
    latest = figures.latest
    row = figures.summary_of(latest) if latest else None
    if latest is None or row is None or row.quality is None:
        return []
    before = [one for one in figures.summary if one.term_id != latest.pk]
    change = row.quality - before[-1].quality if before and before[-1].quality is not None else None
    counts = {"count": row.excellent + row.good, "all": row.n, "term": latest}
    quality = Figure(
        label=_("Knowledge quality"),
        value=dates.percent_text(row.quality),
        of=_("%(count)s of %(all)s, %(term)s") % counts,
        trend=_arrow(change, dates.number_text(abs(change))) if change is not None else "",
        direction=_direction(change),
        url=journal.links.level(group, latest.pk, "quality"),
    )
    failing = Figure(
        label=_("Failing students"),
        value=str(row.failing),
        of=_("%(count)s of %(all)s, %(term)s") % {"count": row.failing, "all": row.n, "term": latest},
        url=journal.links.level(group, latest.pk, "failing"),
    )
    return [quality, failing]


def _arrow(change: int | Decimal, text: str) -> str:
    return f"▲ {text}" if change > 0 else f"▼ {text}" if change < 0 else f"▬ {text}"


def _direction(change: Decimal | None) -> str:
    if not change:
        return "flat"
    return "up" if change > 0 else "down"
