"""Clause × class leader → looked at / evidence present / fulfilled, what is missing, when due, where to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.compliance.clauses import row_for
from jetekchi.compliance.evidence import ClassFacts, Finding, facts
from jetekchi.compliance.models import Look
from jetekchi.core.addresses import address
from jetekchi.core.remember import while_unchanged
from jetekchi.documents import selectors as documents
from jetekchi.organisation.models import Appointment, ClassGroup, Term

SIGNS = {"ok": "✓", "late": "!", "wait": "◐", "soon": "◷", "": "○"}
WORDS = {
    "ok": gettext_lazy("fulfilled"),
    "late": gettext_lazy("overdue"),
    "wait": gettext_lazy("evidence present"),
    "soon": gettext_lazy("looked at"),
    "": gettext_lazy("nothing yet"),
}


@dataclass(frozen=True)
class Cell:
    """One clause of one leader."""

    facts: ClassFacts
    number: str
    finding: Finding
    looked_at: bool
    evidence: bool
    fulfilled: bool

    @property
    def appointment(self) -> Appointment:
        """Whose cell it is."""
        return self.facts.appointment

    @cached_property
    def url(self) -> str:
        """The page of this clause of this leader."""
        url = address("compliance:clause", self.facts.class_group.pk, self.number)
        return f"{url}?half={self.facts.half.number}"

    @cached_property
    def of(self) -> str:
        """«3 / 5»; empty where nothing is counted."""
        return f"{self.finding.done}\u202f/\u202f{self.finding.needed}" if self.finding.needed else ""

    @cached_property
    def hint(self) -> str:
        """What is missing, while it is."""
        return "" if self.fulfilled else self.finding.missing

    @cached_property
    def sign(self) -> str:
        """The state as a sign, so that the colour never speaks alone."""
        return SIGNS[self.state]

    @cached_property
    def words(self) -> str:
        """The state in words, for who listens to the page."""
        return str(WORDS[self.state])

    @cached_property
    def is_overdue(self) -> bool:
        """Not fulfilled and the day has passed."""
        return (
            not self.fulfilled and self.finding.due_on is not None and self.finding.due_on < self.facts.today
        )

    @cached_property
    def state(self) -> str:
        """The dye of the cell: ok, late, wait (some evidence), soon (looked at) or nothing yet."""
        if self.fulfilled:
            return "ok"
        if self.is_overdue:
            return "late"
        return "wait" if self.evidence else "soon" if self.looked_at else ""


@dataclass(frozen=True)
class Line:
    """One clause over all leaders: the lyceum's words, our title, the three figures, the earliest day due."""

    number: str
    title: str
    section: str
    text: str
    bullets: tuple[str, ...]
    app: str
    cells: tuple[Cell, ...]

    @cached_property
    def looked_at(self) -> int:
        """Leaders whose clause was looked at."""
        return sum(cell.looked_at for cell in self.cells)

    @cached_property
    def evidence(self) -> int:
        """Leaders with evidence."""
        return sum(cell.evidence for cell in self.cells)

    @cached_property
    def fulfilled(self) -> int:
        """Leaders who fulfilled it."""
        return sum(cell.fulfilled for cell in self.cells)

    @property
    def due_on(self) -> date | None:
        """The earliest day due among those who have not fulfilled it, else the day it was due."""
        open_days = [cell.finding.due_on for cell in self.cells if not cell.fulfilled and cell.finding.due_on]
        days = open_days or [cell.finding.due_on for cell in self.cells if cell.finding.due_on]
        return min(days, default=None)

    @property
    def missing(self) -> list[str]:
        """What is missing, a line a leader; without the class where there is one leader only."""
        lone = len(self.cells) == 1
        return [
            cell.finding.missing if lone else f"{cell.facts.class_group.label}: {cell.finding.missing}"
            for cell in self.cells
            if not cell.fulfilled and cell.finding.missing
        ]


@dataclass(frozen=True)
class Matrix:
    """All clauses of the imported instruction, in its order, over these leaders."""

    code: str
    version: int
    is_in_force: bool
    half: Term
    leaders: tuple[ClassFacts, ...]
    lines: tuple[Line, ...]

    def section(self, number: str) -> tuple[Line, ...]:
        """The lines of one section: 5 the rights, 7 the responsibility."""
        return tuple(line for line in self.lines if line.number.split(".")[0] == number)


@dataclass(frozen=True)
class LeaderMatrix:
    """One leader's clauses, each with its own cell."""

    matrix: Matrix
    facts: ClassFacts
    rows: tuple[tuple[Line, Cell], ...]

    @property
    def totals(self) -> tuple[int, int, int]:
        """Looked at, evidence, fulfilled: of so many clauses."""
        cells = [cell for _line, cell in self.rows]
        return (
            sum(cell.looked_at for cell in cells),
            sum(cell.evidence for cell in cells),
            sum(cell.fulfilled for cell in cells),
        )


def _cell(number: str, known: ClassFacts) -> Cell:
    finding = row_for(number).rule.find(number, known)
    seen = number in known.looked or number in known.supervised
    evidence = finding.has_evidence or (finding.is_quiet and seen)
    # A threshold of nothing («none happened») is reached by looking: somebody must have asked the question.
    fulfilled = finding.is_reached or (finding.is_quiet and seen)
    return Cell(known, number, finding, seen or evidence, evidence, fulfilled)


@while_unchanged("organisation", "looks")
def _looks(half: Term, classes: Sequence[ClassGroup]) -> list[tuple[int, str, str]]:
    """(class, clause, side) of everything that was opened."""
    found = Look.objects.filter(half_year=half, class_group__in=list(classes))
    return list(found.values_list("class_group", "clause", "side"))


@while_unchanged("organisation", "documents", "worklog", "journal", "plan", "reports", "looks")
def matrix_of(half: Term, classes: Sequence[ClassGroup]) -> Matrix | None:
    """The duty matrix of these classes in a half-year; None before an instruction was imported."""
    version = documents.instruction_in_force()
    if version is None:
        return None
    known = facts.load(half, classes, _looks(half, classes))
    lines = tuple(
        Line(
            number=clause.number,
            title=str(row_for(clause.number).title),
            section=clause.section,
            text=clause.text,
            bullets=tuple(clause.bullets),
            app=row_for(clause.number).app,
            cells=tuple(_cell(clause.number, one) for one in known.classes),
        )
        for clause in documents.clauses_of(version)
    )
    return Matrix(
        code=version.document.code,
        version=version.number,
        is_in_force=version.status == version.Status.IN_FORCE,
        half=half,
        leaders=known.classes,
        lines=lines,
    )


def leader_matrix(half: Term, class_group: ClassGroup) -> LeaderMatrix | None:
    """One class leader's clauses; None before an instruction was imported or while nobody leads the class."""
    matrix = matrix_of(half, [class_group])
    if matrix is None or not matrix.leaders:
        return None
    return LeaderMatrix(matrix, matrix.leaders[0], tuple((line, line.cells[0]) for line in matrix.lines))


def to_json(matrix: Matrix) -> dict[str, Any]:
    """The stable form of the matrix for programs; counts are class leaders."""
    return {
        "instruction": {"code": matrix.code, "version": matrix.version},
        "leaders": len(matrix.leaders),
        "clauses": [
            {
                "number": line.number,
                "title": line.title,
                "text": "\n".join([line.text, *line.bullets]),
                "looked_at": line.looked_at,
                "evidence": line.evidence,
                "fulfilled": line.fulfilled,
                "missing": line.missing,
                "due": line.due_on.isoformat() if line.due_on else None,
            }
            for line in matrix.lines
        ],
    }


def to_text(matrix: Matrix) -> str:
    """The same for a person at a terminal."""
    head = f"{matrix.code} v{matrix.version}: {len(matrix.leaders)}"
    rows = [
        f"{line.number:<6}{line.looked_at:>4}{line.evidence:>4}{line.fulfilled:>4}  "
        f"{line.due_on or '—'}  {line.title}" + (f" · {'; '.join(line.missing[:3])}" if line.missing else "")
        for line in matrix.lines
    ]
    return "\n".join([head, *rows])


def matrix_rows(matrix: Matrix | None) -> tuple[list[str], list[list[str | int]]]:
    """Headings and rows of the exported sheet: one row a clause and class."""
    headings = [
        _("Clause"),
        _("What it is about"),
        _("Class"),
        _("Class leader"),
        _("Looked at"),
        _("Evidence"),
        _("Fulfilled"),
        _("Missing"),
        _("Due"),
    ]
    rows: list[list[str | int]] = [
        [
            line.number,
            line.title,
            cell.facts.class_group.label,
            cell.appointment.leader.person.name,
            int(cell.looked_at),
            int(cell.evidence),
            int(cell.fulfilled),
            "" if cell.fulfilled else cell.finding.missing,
            cell.finding.due_on.isoformat() if cell.finding.due_on else "",
        ]
        for line in (matrix.lines if matrix else ())
        for cell in line.cells
    ]
    return headings, rows
