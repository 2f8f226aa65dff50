"""Class × papers: where each paper of each class stands, who was reminded, the same as a sheet (1.2, 3.9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.kyrgyz import search_key
from jetekchi.journal import selectors as journal
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.workplace.selectors.class_papers.columns import COLUMNS, Column, Lyceum, Mark

__all__ = ["COLUMNS", "SIGNS", "Cell", "Column", "Row", "board", "cell_of", "column_by", "narrowed", "sheet"]

SIGNS = {"ok": "✓", "late": "!", "wait": "◐", "soon": "◷", "back": "↩", "": "○"}


@dataclass(frozen=True)
class Cell:
    """One paper of one class; `may_remind` while something is due of its leader and nobody has reminded today."""

    column: Column
    mark: Mark
    may_remind: bool = False
    is_reminded: bool = False

    @property
    def sign(self) -> str:
        """The state as a sign, so that the colour never speaks alone."""
        return SIGNS[self.mark.state]

    @property
    def dye(self) -> str:
        """The colour of the state; what was returned is due like what is late."""
        return "late" if self.mark.state == "back" else self.mark.state


@dataclass(frozen=True)
class Row:
    """A class, its leader and its papers."""

    group: ClassGroup
    leader: str
    cells: tuple[Cell, ...]
    may_inspect: bool = False

    @property
    def is_late(self) -> bool:
        """Whether a paper is past its day or was returned."""
        return any(cell.dye == "late" for cell in self.cells)


def board(user: User, half: Term, only: ClassGroup | None = None) -> list[Row]:
    """The papers of all classes of the year (or of one); the number of queries does not grow with the classes."""
    groups = (only,) if only else tuple(organisation.classes_of(half.year))
    lyceum = Lyceum(user, half, dates.today(), groups, organisation.leaders_of(groups))
    marks = [column.read(lyceum) for column in COLUMNS]
    reminded = journal.reminders_since(lyceum.today)
    inspects, own = may(user, Permission.INSPECT), standing(user).own_classes
    rows = []
    for group in groups:
        appointment = lyceum.leaders.get(group.pk)
        may_remind = inspects and appointment is not None and group.pk not in own
        cells = []
        for column, known in zip(COLUMNS, marks, strict=True):
            mark, is_reminded = known[group.pk], (group.pk, column.key) in reminded
            cells.append(Cell(column, mark, may_remind and mark.is_due and not is_reminded, is_reminded))
        name = appointment.leader.person.short_name if appointment else ""
        rows.append(Row(group, name, tuple(cells), inspects and group.pk not in own))
    return rows


def column_by(key: str) -> Column | None:
    """A column by its key."""
    return next((column for column in COLUMNS if column.key == key), None)


def cell_of(user: User, half: Term, group: ClassGroup, column: Column) -> Cell:
    """One cell as it stands now."""
    (row,) = board(user, half, group)
    return next(cell for cell in row.cells if cell.column.key == column.key)


def narrowed(rows: Iterable[Row], words: str, *, is_late: bool) -> list[Row]:
    """Rows of classes and leaders with these words, only those with something late when it is asked."""
    asked = search_key(words).split()[:6]
    return [
        row
        for row in rows
        if (not is_late or row.is_late)
        and all(word in search_key(f"{row.group.label} {row.leader}") for word in asked)
    ]


def sheet(rows: Iterable[Row]) -> tuple[list[str], list[list[Any]]]:
    """The board as a sheet: headings and a line a class, each state in words."""
    headings = [_("Class"), _("Class leader"), *(str(column.title) for column in COLUMNS)]
    return headings, [[row.group.label, row.leader, *(cell.mark.words for cell in row.cells)] for row in rows]
