"""Dates of the country as suggestions for a plan: a leader takes those that the class will mark (3.1, 3.11).

The list is no calendar of days off: that one is the lyceum's own. A date that stands in the plan is not offered again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import PlanItem
from jetekchi.plan.selectors.board import items_of, months_of

SUNDAY = 6


class NationalDate(NamedTuple):
    """One date; day 0 is the first Sunday of its month."""

    code: str
    month: int
    day: int
    direction: str
    title: str


NATIONAL_DATES: tuple[NationalDate, ...] = (
    NationalDate("knowledge", 9, 1, "civic", _("Day of Knowledge")),
    NationalDate("language", 9, 23, "civic", _("Day of the state language")),
    NationalDate("teachers", 10, 0, "moral", _("Teachers' Day")),
    NationalDate("history", 11, 7, "civic", _("Days of history and memory of ancestors")),
    NationalDate("no-violence", 11, 25, "legal", _("16 days against violence")),
    NationalDate("aids", 12, 1, "health", _("World AIDS Day")),
    NationalDate("manas", 12, 4, "culture", _("Day of the epic Manas")),
    NationalDate("defender", 2, 23, "civic", _("Defender of the Fatherland Day")),
    NationalDate("flag", 3, 3, "civic", _("Day of the state flag")),
    NationalDate("kalpak", 3, 5, "culture", _("Day of the ak kalpak")),
    NationalDate("women", 3, 8, "moral", _("International Women's Day")),
    NationalDate("nooruz", 3, 21, "civic", _("Nooruz")),
    NationalDate("april", 4, 7, "civic", _("Day of the People's April Revolution")),
    NationalDate("constitution", 5, 5, "legal", _("Constitution Day")),
    NationalDate("victory", 5, 9, "civic", _("Victory Day")),
    NationalDate("last-bell", 5, 25, "moral", _("Last bell")),
)


@dataclass(frozen=True)
class SuggestedDate:
    """A date as it falls in this school year."""

    code: str
    on: date
    direction: str
    title: str

    @property
    def month(self) -> date:
        """The first day of its month."""
        return self.on.replace(day=1)


def suggested_dates(
    class_group: ClassGroup, half: Term | None, items: Iterable[PlanItem] | None = None
) -> list[SuggestedDate]:
    """Dates in the months of the period that the plan does not name yet; `items` when they are at hand already."""
    rows = items_of(class_group, half) if items is None else items
    known: dict[date, list[PlanItem]] = defaultdict(list)
    for item in rows:
        known[item.month].append(item)
    found = []
    for month, _half in months_of(class_group.year, half):
        for one in NATIONAL_DATES:
            if one.month != month.month:
                continue
            suggested = SuggestedDate(one.code, _day(one, month), one.direction, gettext(one.title))
            if not _is_named(suggested, known[month]):
                found.append(suggested)
    return found


def _is_named(suggested: SuggestedDate, items: Iterable[PlanItem]) -> bool:
    """Whether one of the items of its month is on its day or bears its name."""
    title = suggested.title.casefold()
    return any(item.on == suggested.on or title in item.title.casefold() for item in items)


def _day(one: NationalDate, month: date) -> date:
    if one.day:
        return month.replace(day=one.day)
    return month + timedelta(days=SUNDAY - month.weekday())
