"""The board of a class's year: directions × months, each item with its state."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jetekchi.core.addresses import address
from jetekchi.core.dates import month_name
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, SchoolYear, Term
from jetekchi.organisation.selectors import half_years_of
from jetekchi.plan.models import Direction, PlanItem
from jetekchi.worklog import selectors as worklog


@dataclass(frozen=True)
class BoardItem:
    """An item as the board shows it."""

    item: PlanItem
    # done, late, soon (this month), dropped or nothing yet
    state: str
    # The state for who does not see the dye.
    words: str

    @property
    def title(self) -> str:
        """What is planned."""
        return self.item.title

    @property
    def url(self) -> str:
        """The page of the item."""
        return address("plan:item", self.item.pk)

    @property
    def css(self) -> str:
        """The dye of its chip."""
        return {"done": "ok", "dropped": "off"}.get(self.state, self.state)


def _state(item: PlanItem, today: date) -> str:
    if item.state != PlanItem.State.PLANNED:
        return item.state
    if (item.on or _last_of(item.month)) < today:
        return "late"
    return "soon" if item.month <= today.replace(day=1) else ""


def _words(state: str, kept: str) -> str:
    late = {"late": _("its time has passed"), "soon": _("this month")}
    return late.get(state) or str(PlanItem.State(kept).label)


def _shown(items: Iterable[PlanItem], today: date) -> list[BoardItem]:
    """Each with its state; what a state is called is put into words once for the whole board."""
    stated = [(item, _state(item, today)) for item in items]
    called = {
        (state, kept): _words(state, kept) for state, kept in {(state, item.state) for item, state in stated}
    }
    return [BoardItem(item, state, called[state, item.state]) for item, state in stated]


@dataclass(frozen=True)
class Month:
    """A column of the board."""

    first: date
    half: Term
    is_now: bool


@dataclass(frozen=True)
class BoardRow:
    """A direction over the months: of each its name and what is planned in it."""

    direction: Direction
    cells: tuple[tuple[str, list[BoardItem]], ...]


@dataclass(frozen=True)
class Board:
    """The whole year, or the months of one half-year."""

    class_group: ClassGroup
    months: tuple[Month, ...]
    rows: tuple[BoardRow, ...]
    items: tuple[BoardItem, ...]
    # Directions in which nothing is planned in these months.
    empty: tuple[Direction, ...] = ()


def _last_of(month: date) -> date:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


@while_unchanged("plan")
def directions() -> tuple[Direction, ...]:
    """The lyceum's list, retired ones left out."""
    return tuple(Direction.objects.filter(is_active=True))


def all_directions() -> list[Direction]:
    """The whole list, retired ones too, for those who keep it."""
    return list(Direction.objects.all())


def direction_by(code: str) -> Direction | None:
    """A direction of the list by its code."""
    return Direction.objects.filter(code=code).first()


def months_of(year: SchoolYear, half: Term | None = None) -> list[tuple[date, Term]]:
    """The months of a year or half-year, each with the half-year it belongs to."""
    from jetekchi.plan.selectors.deadlines import half_of

    halves = half_years_of(year)
    if not halves:
        return []
    month, last = halves[0].start_on.replace(day=1), halves[-1].end_on
    found = []
    while month <= last:
        own = half_of(month, halves)
        if half is None or own.pk == half.pk:
            found.append((month, own))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def items_of(class_group: ClassGroup, half: Term | None = None) -> QuerySet[PlanItem]:
    """Items of a class's year, or of one half-year of it."""
    found = PlanItem.objects.filter(class_group=class_group).select_related("direction", "half_year")
    return found.filter(half_year=half) if half else found


@while_unchanged("organisation", "plan")
def _planned(class_group: ClassGroup, half: Term | None) -> tuple[PlanItem, ...]:
    """The items as they stand; who may see them is asked before, on every page."""
    return tuple(items_of(class_group, half))


def board_of(class_group: ClassGroup, today: date, half: Term | None = None) -> Board:
    """Directions × months in three queries, however many items there are (3.1)."""
    now = today.replace(day=1)
    months = tuple(Month(month, own, month == now) for month, own in months_of(class_group.year, half))
    cells: dict[tuple[int, date], list[BoardItem]] = defaultdict(list)
    items = _shown(_planned(class_group, half), today)
    for one in items:
        cells[one.item.direction_id, one.item.month].append(one)
    used = {one.item.direction_id: one.item.direction for one in items}
    named = [(month_name(month.first), month.first) for month in months]
    rows = [
        BoardRow(direction, tuple((name, cells[direction.pk, first]) for name, first in named))
        for direction in sorted(used.values(), key=lambda one: (one.order, one.pk))
    ]
    return Board(
        class_group,
        months,
        tuple(rows),
        tuple(items),
        tuple(direction for direction in directions() if direction.pk not in used),
    )


def evidence_candidates(item: PlanItem) -> list[worklog.EntryRow]:
    """Entries of the class in the item's months that may show that it was done, the newest first."""
    first = min(item.month, item.moved_from or item.month)
    shown = set(item.evidence.values_list("entry", flat=True))
    rows = worklog.unguarded_entries_for(item.class_group, first, item.half_year.end_on)
    open_rows = [row for row in rows if not row.is_restricted and row.pk not in shown]
    return sorted(open_rows, key=lambda row: (row.on, row.pk), reverse=True)[:40]
