"""Desks of the offices above the classes: head of upbringing, head of study, directors (1.1, 1.2, 3.8)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jetekchi.compliance import selectors as compliance
from jetekchi.compliance.selectors import Cell, Line, Matrix
from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Appointment, ClassGroup, Term
from jetekchi.organisation.permissions import Permission
from jetekchi.reports import selectors as reports
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.selectors.wording import class_name

# Sections of the instruction in our own two words, as heads of columns.
SECTIONS = {
    "1": pgettext_lazy("column", "Rules"),
    "2": pgettext_lazy("column", "Aims"),
    "3": pgettext_lazy("column", "Duties"),
    "4": pgettext_lazy("column", "Functions"),
    "5": pgettext_lazy("column", "Rights"),
    "6": pgettext_lazy("column", "Ties"),
    "7": pgettext_lazy("column", "Liability"),
}
LATE_SHOWN = 6
BEHIND_SHOWN = 4
REPORT_CELLS = {
    "draft": ("", "…", gettext_lazy("being written")),
    "submitted": ("wait", "◐", gettext_lazy("waits for the answer")),
    "returned": ("late", "↩", gettext_lazy("returned")),
    "accepted": ("ok", "✓", gettext_lazy("accepted")),
    "": ("", "○", gettext_lazy("not begun")),
}


@dataclass(frozen=True)
class SectionCell:
    """A section of the instruction for one class: clauses fulfilled, still open, past their day."""

    done: int
    open: int
    late: int
    title: str


@dataclass(frozen=True)
class OverviewRow:
    """A class in the overview."""

    group: ClassGroup
    leader: str
    url: str
    cells: tuple[SectionCell, ...]
    report_css: str
    report_sign: str
    report_words: str
    report_url: str


@dataclass(frozen=True)
class Overview:
    """Classes × sections of the instruction, and the state of each report."""

    heads: tuple[str, ...]
    rows: tuple[OverviewRow, ...]
    url: str
    has_instruction: bool
    documents_url: str


@dataclass(frozen=True)
class Number:
    """A figure of the first line: value, words under it, where it comes from."""

    label: str
    value: str
    of: str = ""
    trend: str = ""
    direction: str = "flat"
    url: str = ""


@dataclass(frozen=True)
class Vacancies:
    """Classes that nobody leads today: an order is missing (1.1)."""

    classes: tuple[tuple[ClassGroup, str], ...]
    all_url: str


@dataclass(frozen=True)
class LateLine:
    """A clause whose day has passed in one class."""

    group: ClassGroup
    leader: str
    title: str
    clause: str
    when: str
    url: str


@dataclass(frozen=True)
class BehindLine:
    """A class where the least is fulfilled."""

    group: ClassGroup
    leader: str
    fulfilled: int
    clauses: int
    url: str


@dataclass(frozen=True)
class Behind:
    """Where the supervisor is needed: what is overdue, then the classes furthest behind (1.2)."""

    late: tuple[LateLine, ...]
    behind: tuple[BehindLine, ...]
    has_leaders: bool
    url: str


@dataclass
class _Lyceum:
    """What every desk of this module asks about, loaded once."""

    classes: list[ClassGroup]
    leaders: dict[int, Appointment]
    states: dict[int, str] = field(default_factory=dict)
    matrix: Matrix | None = None


def add(page: FirstPage) -> None:
    """Put the overview of the classes on the page, and before it what waits for this very office."""
    if not page.who.may(Permission.MATRIX_ALL) or page.half is None:
        return
    lyceum = _load(page.half)
    page.rows += _reports_to_judge(page)
    if page.who.may(Permission.APPOINT):
        page.main.append(Card("vacancies", _vacancies(lyceum)))
    if lyceum.matrix is not None:
        page.main.append(Card("behind", _behind(lyceum.matrix, page)))
    year = dates.school_year(page.half.year.start_on.year)
    page.meta += [_("classes: %(count)s") % {"count": len(lyceum.classes)}, year]
    page.top.append(Card("numbers", _numbers(page, lyceum)))
    page.wide.append(Card("overview", _overview(lyceum, page.half)))


def _load(half: Term) -> _Lyceum:
    classes = list(organisation.classes_of(half.year))
    found = _Lyceum(classes, organisation.leaders_of(classes))
    found.states = reports.report_states(classes, half)
    found.matrix = compliance.matrix_of(half, classes)
    return found


def _reports_to_judge(page: FirstPage) -> list[DueRow]:
    rows = []
    for report in reports.judge_rows(page.user):
        submitted = timezone.localdate(report.frozen_at) if report.frozen_at else page.today
        rows.append(
            DueRow(
                due_on=submitted,
                title=_("%(class_name)s: half-year report") % {"class_name": class_name(report.class_group)},
                detail=_("%(term)s, submitted %(ago)s")
                % {"term": report.half_year, "ago": dates.days_ago(submitted, page.today)},
                clause="3.8",
                url=address("reports:report", report.class_group.pk, report.half_year.number),
                action=_("Look through"),
                outside=_("%(class_name)s: half-year report")
                % {"class_name": class_name(report.class_group)},
            )
        )
    return rows


def _vacancies(lyceum: _Lyceum) -> Vacancies:
    missing = [group for group in lyceum.classes if group.pk not in lyceum.leaders]
    return Vacancies(
        classes=tuple((group, address("organisation:appoint", group.pk)) for group in missing),
        all_url=address("organisation:classes"),
    )


def _behind(matrix: Matrix, page: FirstPage) -> Behind:
    late = sorted(
        (
            (cell.finding.due_on or page.today, cell.facts.class_group.sort_key, line, cell)
            for line in matrix.lines
            for cell in line.cells
            if cell.is_overdue
        ),
        key=lambda row: row[:2],
    )
    done = {cell.facts.class_group.pk: 0 for line in matrix.lines for cell in line.cells}
    for line in matrix.lines:
        for cell in line.cells:
            done[cell.facts.class_group.pk] += cell.fulfilled
    named = {cell.facts.class_group.pk for _day, _key, _line, cell in late[:LATE_SHOWN]}
    facts = [one for one in matrix.leaders if one.class_group.pk not in named]
    facts.sort(key=lambda one: (done.get(one.class_group.pk, 0), one.class_group.sort_key))
    clauses = len(matrix.lines)
    return Behind(
        late=tuple(_late_line(line, cell, day, page) for day, _key, line, cell in late[:LATE_SHOWN]),
        behind=tuple(
            BehindLine(
                one.class_group,
                one.appointment.leader.person.short_name,
                done[one.class_group.pk],
                clauses,
                address("compliance:leader", one.class_group.pk),
            )
            for one in facts[:BEHIND_SHOWN]
            if done.get(one.class_group.pk, clauses) < clauses
        ),
        has_leaders=bool(matrix.leaders),
        url=address("compliance:matrix"),
    )


def _late_line(line: Line, cell: Cell, day: date, page: FirstPage) -> LateLine:
    group = cell.facts.class_group
    return LateLine(
        group=group,
        leader=cell.appointment.leader.person.short_name,
        title=line.title,
        clause=line.number,
        when=dates.relative_days(day, page.today),
        url=address("compliance:clause", group.pk, line.number),
    )


def _numbers(page: FirstPage, lyceum: _Lyceum) -> list[Number]:
    """Four figures: what waits for me, which classes are late, reports, clauses fulfilled."""
    oldest = min((row.due_on for row in page.rows), default=None)
    numbers = [
        Number(
            _("Waits for you"),
            str(len(page.rows)),
            _("the oldest: %(ago)s") % {"ago": dates.days_ago(oldest, page.today)}
            if oldest and oldest <= page.today
            else _("things to do"),
            url=address("workplace:desk"),
        )
    ]
    if lyceum.matrix is not None:
        numbers += [_late_classes(lyceum.matrix), _fulfilled(lyceum.matrix)]
    ready = sum(state in ("submitted", "accepted") for state in lyceum.states.values())
    numbers.append(
        Number(
            _("Half-year reports"),
            str(ready),
            _("of %(count)s submitted") % {"count": len(lyceum.classes)},
            url=address("reports:list"),
        )
    )
    return numbers


def _late_classes(matrix: Matrix) -> Number:
    late = sorted({cell.facts.class_group.sort_key: cell.facts.class_group.label
                   for line in matrix.lines for cell in line.cells if cell.is_overdue}.items())  # fmt: skip
    labels = ", ".join(label for _key, label in late[:3]) + (" …" if len(late) > 3 else "")
    return Number(
        _("Something is overdue"),
        str(len(late)),
        _("classes"),
        trend=labels,
        direction="down" if late else "flat",
        url=address("compliance:matrix"),
    )


def _fulfilled(matrix: Matrix) -> Number:
    cells = [cell for line in matrix.lines for cell in line.cells]
    done = sum(cell.fulfilled for cell in cells)
    return Number(
        _("Fulfilled"),
        dates.percent_text(100 * done / len(cells), 0) if cells else dates.NOTHING,
        _("%(done)s of %(all)s") % {"done": done, "all": len(cells)},
        url=address("compliance:matrix"),
    )


def _overview(lyceum: _Lyceum, half: Term) -> Overview:
    numbers = sorted({line.number.split(".")[0] for line in lyceum.matrix.lines}) if lyceum.matrix else []
    by_class = _cells_by_class(lyceum.matrix) if lyceum.matrix else {}
    rows = []
    for group in lyceum.classes:
        appointment = lyceum.leaders.get(group.pk)
        css, sign, words = REPORT_CELLS[lyceum.states.get(group.pk, "")]
        opens = lyceum.states.get(group.pk, "") in ("submitted", "accepted")
        cells = by_class.get(group.pk, {})
        rows.append(
            OverviewRow(
                group=group,
                leader=appointment.leader.person.short_name if appointment else "",
                url=address("compliance:leader", group.pk) if appointment else "",
                cells=tuple(_section_cell(cells.get(number, [])) for number in numbers),
                report_css=css,
                report_sign=sign,
                report_words=str(words),
                report_url=address("reports:report", group.pk, half.number) if opens else "",
            )
        )
    return Overview(
        heads=tuple(str(SECTIONS.get(number, number)) for number in numbers),
        rows=tuple(rows),
        url=address("compliance:matrix"),
        has_instruction=lyceum.matrix is not None,
        documents_url=address("documents:documents"),
    )


def _cells_by_class(matrix: Matrix) -> dict[int, dict[str, list[Cell]]]:
    found: dict[int, dict[str, list[Cell]]] = {}
    for line in matrix.lines:
        section = line.number.split(".")[0]
        for cell in line.cells:
            found.setdefault(cell.facts.class_group.pk, {}).setdefault(section, []).append(cell)
    return found


def _section_cell(cells: Sequence[Cell]) -> SectionCell:
    done = sum(cell.fulfilled for cell in cells)
    late = sum(cell.is_overdue for cell in cells)
    still = len(cells) - done - late
    words = _("fulfilled %(done)s, open %(open)s, overdue %(late)s") % {
        "done": done,
        "open": still,
        "late": late,
    }
    return SectionCell(done, still, late, words)
