"""Work that no item of the plan names, each entry with the item that it most likely shows (3.1)."""

from dataclasses import dataclass
from datetime import date

from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import PlanEvidence, PlanItem
from jetekchi.plan.selectors.board import items_of
from jetekchi.plan.selectors.fact import PLANNED_KINDS
from jetekchi.worklog import selectors as worklog

LETTERS = 5
COMMON = {"класс", "окууч", "ата-э", "чогуу", "жарым", "жылды"}


@dataclass(frozen=True)
class Unplanned:
    """An entry outside the plan; `guess` is the item that it most likely shows, 0 when none is near."""

    pk: int
    on: date
    kind: str
    words: str
    url: str
    guess: int


def unplanned_work(class_group: ClassGroup, half: Term) -> tuple[list[Unplanned], list[PlanItem]]:
    """Entries of the half-year that no item names, newest first, and the items that they may show."""
    shown = set(PlanEvidence.objects.filter(item__class_group=class_group).values_list("entry", flat=True))
    items = list(items_of(class_group, half).exclude(state=PlanItem.State.DROPPED))
    rows = [
        row
        for row in worklog.unguarded_entries_for(class_group, half.start_on, half.end_on)
        if row.kind in PLANNED_KINDS and row.pk not in shown and not row.is_restricted
    ]
    found = [Unplanned(row.pk, row.on, row.kind_name, row.text, row.url, _guess(row, items)) for row in rows]
    return found[::-1], items


def _guess(row: worklog.EntryRow, items: list[PlanItem]) -> int:
    """Of the items of that month, of that kind or with words in common, the one with most of both; else none.

    Nothing is proposed on weaker grounds: a wrong proposal that is tapped away is worse than an empty line.
    """
    said, month = _stems(row.text), row.on.replace(day=1)

    def nearness(item: PlanItem) -> int:
        common, same_kind = len(said & _stems(item.title)), item.direction.kind == row.kind
        if not common and not same_kind:
            return 0
        return 4 * common + 2 * same_kind + (item.state == PlanItem.State.PLANNED)

    best = max((item for item in items if item.month == month), key=nearness, default=None)
    return best.pk if best is not None and nearness(best) else 0


def _stems(text: str) -> set[str]:
    """First letters of the longer words: endings change with the case, and every title speaks of the class."""
    return {word[:LETTERS] for word in text.casefold().split() if len(word) > LETTERS} - COMMON
