"""The matrix on paper: one leader's clauses, or all classes; what an inspector takes along."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.compliance.selectors.matrix import Cell, LeaderMatrix, Line, Matrix, leader_matrix, matrix_of
from jetekchi.core import dates
from jetekchi.core.papers import Block, Column, Facts, Heading, Keep, Paper, Paragraph, SignatureRow, Table
from jetekchi.core.papers.model import Language
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.organisation.roles import Role


def _language() -> Language:
    language = get_language()
    return language if language in ("ky", "ru", "en") else "ky"  # type: ignore[return-value]


def _header() -> tuple[str, ...]:
    lyceum = organisation.lyceum()
    return (str(lyceum), lyceum.place) if lyceum else ()


@dataclass(frozen=True)
class Signer:
    """Who signs the paper, as whom; None leaves a line to be signed by hand."""

    name: str
    office: str


def _signatures(signer: Signer | None) -> Keep:
    if signer:
        now = timezone.localtime()
        mark = _("electronic signature %(at)s") % {"at": dates.date_time(now)}
        row = SignatureRow(
            position=signer.office, name=signer.name, mark=mark, date_text=dates.official_date(now)
        )
        return Keep((row,))
    heads = [
        user.person.short_name
        for user in organisation.users_with_role(Role.HEAD_OF_UPBRINGING)[:1]
        if user.person
    ]
    return Keep((SignatureRow(position=_("Head of upbringing department"), name="".join(heads)),))


def _mark(value: bool) -> str:
    return "✓" if value else "–"


def _paper(matrix: Matrix, title: str, blocks: tuple[Block, ...], *, landscape: bool = False) -> Paper:
    return Paper(
        kind=_("DUTY MATRIX"),
        title=title,
        language=_language(),
        header_left=_header(),
        code=matrix.code,
        version=_("edition %(number)s") % {"number": matrix.version},
        printed_at=dates.date_time(timezone.localtime()),
        landscape=landscape,
        blocks=blocks,
    )


def leader_paper(found: LeaderMatrix, signer: Signer | None = None) -> Paper:
    """The clauses of one leader: verbatim text, the three figures, what is missing and till when."""
    appointment = found.facts.appointment
    looked, evidence, fulfilled = found.totals
    about = Facts(
        (
            (_("Class leader"), appointment.leader.person.name),
            (
                _("Appointed by order"),
                f"№ {appointment.order_no}, {dates.official_date(appointment.order_on)}",
            ),
            (_("Clauses"), str(len(found.rows))),
            (_("Looked at"), str(looked)),
            (_("Evidence present"), str(evidence)),
            (_("Fulfilled"), str(fulfilled)),
        )
    )
    table = Table(
        columns=(
            Column(_("Clause"), width=8),
            Column(_("Words of the instruction"), width=38),
            Column(_("Looked at"), align="center", width=10),
            Column(_("Evidence"), align="center", width=12),
            Column(_("Fulfilled"), align="center", width=10),
            Column(_("What is missing, till when"), width=22),
        ),
        rows=tuple(_leader_row(line, cell) for line, cell in found.rows),
    )
    half = found.matrix.half
    words = _("class %(label)s, %(term)s, school year %(year)s")
    title = words % {"label": appointment.class_group.label, "term": half, "year": half.year.name}
    return _paper(found.matrix, title, (about, table, _signatures(signer)))


def _leader_row(line: Line, cell: Cell) -> tuple[str, ...]:
    finding = cell.finding
    missing = ""
    if not cell.fulfilled and finding.missing:
        due = f" ({dates.short_date(finding.due_on)})" if finding.due_on else ""
        missing = f"{finding.missing}{due}"
    figure = f"{finding.done} / {finding.needed}" if finding.needed else _mark(cell.evidence)
    text = " ".join([line.text, *line.bullets])
    return (line.number, text, _mark(cell.looked_at), figure, _mark(cell.fulfilled), missing)


def _line_row(line: Line) -> tuple[str, ...]:
    due = dates.short_date(line.due_on) if line.due_on else ""
    counts = (str(line.looked_at), str(line.evidence), str(line.fulfilled))
    return (line.number, line.title, *counts, due, "; ".join(line.missing))


def _leaders_table(matrix: Matrix) -> Table:
    return Table(
        columns=(
            Column(_("Class"), width=15),
            Column(_("Class leader"), width=60),
            Column(_("Order"), width=25),
        ),
        rows=tuple(
            (
                one.class_group.label,
                one.appointment.leader.person.name,
                f"№ {one.appointment.order_no}, {dates.short_date(one.appointment.order_on)}",
            )
            for one in matrix.leaders
        ),
    )


def matrix_paper(matrix: Matrix, signer: Signer | None = None) -> Paper:
    """All leaders: clause by clause, how many were looked at, have evidence, are fulfilled, and who is missing what."""
    table = Table(
        columns=(
            Column(_("Clause"), width=6),
            Column(_("What it is about"), width=24),
            Column(_("Looked at"), align="right", width=8),
            Column(_("Evidence"), align="right", width=8),
            Column(_("Fulfilled"), align="right", width=8),
            Column(_("Due"), width=9),
            Column(_("Missing"), width=37),
        ),
        rows=tuple(_line_row(line) for line in matrix.lines),
    )
    words = _("all classes, %(term)s, school year %(year)s")
    return _paper(
        matrix,
        words % {"term": matrix.half, "year": matrix.half.year.name},
        (
            Paragraph(_("Class leaders: %(n)s.") % {"n": len(matrix.leaders)}),
            table,
            Heading(_("Class leaders"), level=2),
            _leaders_table(matrix),
            _signatures(signer),
        ),
        landscape=True,
    )


def paper_of(half: Term, class_group: ClassGroup | None, signer: Signer) -> Paper | None:
    """The paper of one leader, or of all classes of the year; None while there is nothing to print."""
    if class_group:
        found = leader_matrix(half, class_group)
        return leader_paper(found, signer) if found else None
    matrix = matrix_of(half, list(organisation.classes_of(half.year)))
    return matrix_paper(matrix, signer) if matrix else None
