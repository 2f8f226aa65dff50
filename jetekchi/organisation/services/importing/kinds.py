"""What an import kind is made of, and the register of kinds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jetekchi.core.kyrgyz import search_key
from jetekchi.organisation.models import ImportRun, SchoolYear, User
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.services.importing.values import plain

if TYPE_CHECKING:
    from jetekchi.organisation.services.importing.writing import Writer

Text = str | Promise


class Fate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


FATE_NAMES = {
    Fate.ADDED: _("added"),
    Fate.CHANGED: _("changed"),
    Fate.UNCHANGED: _("unchanged"),
    Fate.REFUSED: _("refused"),
}


@dataclass(frozen=True)
class Column:
    """A column that a kind understands: its heading in three languages and other words for it."""

    key: str
    label: Text
    names: tuple[str, ...]
    parse: Callable[[str], Any] = plain
    required: bool = False
    # Another column that may stand in place of this one.
    instead: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a row is refused, and in which column."""

    column: str
    reason: Text


@dataclass
class Row:
    """One line of the file with its cells as text and as values; a cell that is empty has no value."""

    line: int
    cells: dict[str, str]
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def get(self, key: str) -> Any:
        """The value of a column; None when the column or the cell is empty."""
        return self.values.get(key)

    def refuse(self, column: str, reason: Text) -> None:
        """Say what is wrong with a cell; the row will not be taken."""
        self.problems.append(Problem(column, reason))


@dataclass
class PlannedRow:
    """A row and its fate; `who` names it, `changes` says in words what will change, `deed` is for the writer."""

    row: Row
    fate: Fate
    who: str = ""
    changes: tuple[Text, ...] = ()
    deed: Any = None


@dataclass(frozen=True)
class Options:
    """What the person chose besides the file."""

    year: SchoolYear
    today: date
    create_missing: bool = False


@dataclass
class Plan:
    """Every row's fate before anything is written."""

    kind: "ImportKind"
    options: Options
    rows: list[PlannedRow]
    notes: list[Text] = field(default_factory=list)
    # What else the kind will make: classes, subjects; by name.
    makes: dict[str, list[str]] = field(default_factory=dict)
    context: Any = None

    def count(self, fate: Fate) -> int:
        """How many rows have this fate."""
        return sum(row.fate == fate for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate."""
        return {fate.value: self.count(fate) for fate in Fate}

    @property
    def refused(self) -> list[PlannedRow]:
        """Rows that cannot be taken."""
        return [row for row in self.rows if row.fate == Fate.REFUSED]

    @property
    def deeds(self) -> list[PlannedRow]:
        """Rows that change something."""
        return [row for row in self.rows if row.fate in (Fate.ADDED, Fate.CHANGED)]

    @property
    def signature(self) -> str:
        """What the person agreed to: when it differs at the writing, the plan is shown again."""
        return "-".join(str(number) for number in self.counts.values())


@dataclass(frozen=True)
class ImportKind:
    """One kind of list. `plan` reads and decides, `write` carries the decisions out inside the transaction."""

    key: str
    title: Text
    about: Text
    columns: tuple[Column, ...]
    permission: Permission
    plan: Callable[[list[Row], Options], Plan]
    write: "Callable[[Plan, Writer], None]"
    # Why a run of this kind must stay, whatever does or does not build on it.
    holds: Callable[[ImportRun], list[str]] = lambda run: []
    # What the kind writes down of a run that is about to be taken back.
    on_undo: Callable[[ImportRun, User | None], None] = lambda run, by: None
    # The sheet of a workbook with several that is read; the first one where none is called so.
    sheet: Text = ""
    # Models whose changed records point at the run's own ones; `on_undo` unties them.
    unties: frozenset[str] = frozenset()
    # The column with the number of the student whom a row is about, where the file itself says no name.
    student_column: str = ""

    def column(self, key: str) -> Column:
        """The column of this key."""
        return next(column for column in self.columns if column.key == key)

    def is_sheet(self, name: str) -> bool:
        """Whether a sheet of a workbook is called as this list, in whatever language."""
        for language in ("ky", "ru", "en"):
            with override(language):
                if self.sheet and search_key(name) == search_key(str(self.sheet)):
                    return True
        return False

    def label(self, key: str) -> str:
        """The heading of a column in the active language; nothing for a remark about the whole row."""
        return str(self.column(key).label) if key else ""


_kinds: dict[str, ImportKind] = {}


def register(*added: ImportKind) -> None:
    """Make kinds known; called once by each app that has some."""
    _kinds.update({kind.key: kind for kind in added})


def kinds() -> list[ImportKind]:
    """Every known kind, in the order in which they were made known."""
    return list(_kinds.values())


def kind_of(key: str) -> ImportKind | None:
    """The kind of this key."""
    return _kinds.get(key)


def plan_of(
    kind: ImportKind, options: Options, rows: Iterable[PlannedRow], context: Any = None, **makes: list[str]
) -> Plan:
    """A plan in the order of the file."""
    ordered = sorted(rows, key=lambda planned: planned.row.line)
    return Plan(kind, options, ordered, makes={k: v for k, v in makes.items() if v}, context=context)
