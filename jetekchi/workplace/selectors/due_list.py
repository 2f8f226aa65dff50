"""Everything that is due from one person, whatever storey it comes from, nearest day first."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.workplace.selectors.links import address


@dataclass(frozen=True)
class DueLine:
    """A row as the page shows it: the day in words, whether it has passed, the deed."""

    row: DueRow
    today: date
    clause_url: str = ""

    @property
    def when(self) -> str:
        """«3 күн өттү», «Бүгүн», «Эртең», then the day itself."""
        left = self.row.days_left(self.today)
        if left == 1:
            return _("Tomorrow")
        if left > 1:
            return dates.short_day(self.row.due_on)
        return capfirst(dates.relative_days(self.row.due_on, self.today))

    @property
    def when_note(self) -> str:
        """The other half of the answer: the day when it is late, how long when it is ahead."""
        left = self.row.days_left(self.today)
        if left > 1:
            return dates.relative_days(self.row.due_on, self.today)
        return dates.short_day(self.row.due_on) if left else ""

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.row.is_overdue(self.today)

    @property
    def words(self) -> dict[str, object]:
        """The row as the register of a page takes it."""
        return {
            "when": self.when,
            "when_note": self.when_note,
            "late": self.is_late,
            "title": self.row.title,
            "detail": self.row.detail,
            "url": self.row.url,
            "action": self.row.action,
            "clause_no": self.row.clause,
            "clause_url": self.clause_url,
            "clause_title": self.row.title,
        }


@dataclass(frozen=True)
class DueList:
    """The rows of a person: the first is the next thing to do."""

    lines: tuple[DueLine, ...]
    shown: int = 9

    @property
    def first(self) -> DueLine | None:
        """What to do now."""
        return self.lines[0] if self.lines else None

    @property
    def rest(self) -> tuple[DueLine, ...]:
        """What comes after it."""
        return self.lines[1 : self.shown]

    @property
    def others(self) -> tuple[DueLine, ...]:
        """What stands folded below."""
        return self.lines[self.shown :]

    @property
    def hidden(self) -> int:
        """How many more there are than shown."""
        return max(len(self.lines) - self.shown, 0)

    @property
    def late(self) -> int:
        """How many are past their day."""
        return sum(line.is_late for line in self.lines)


def due_list(
    rows: list[DueRow], today: date, led_class: int | None = None, clauses: frozenset[str] = frozenset()
) -> DueList:
    """Rows in the order of their days; two storeys that name the same form give one row.

    A leader of one class may follow each clause that the instruction has to its records.
    """
    unique = {(row.url, row.title, row.due_on): row for row in rows}
    return DueList(
        tuple(
            DueLine(
                row,
                today,
                address("compliance:clause", led_class, row.clause)
                if led_class and row.clause in clauses
                else "",
            )
            for row in sorted(unique.values())
        )
    )
