"""What the pages show beside the board: the steps with their days, what happened, evidence, the picture."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.figures import Bar, Svg, bar_chart
from jetekchi.documents import selectors as documents
from jetekchi.plan.models import PlanAct, PlanItem, PlanItemAct, PlanPaper
from jetekchi.plan.selectors.deadlines import Clocks
from jetekchi.plan.selectors.fact import PlanFact

if TYPE_CHECKING:
    from jetekchi.documents.models import SealedPaper

State = PlanPaper.State


@dataclass(frozen=True)
class Step:
    """A station of the plan: what, when, and whether it is passed (ok) or the next one (cur)."""

    title: str
    detail: str
    css: str = ""


@dataclass(frozen=True)
class Way:
    """Both clocks as one way: the stations and the days left to the next of them."""

    steps: tuple[Step, ...]
    clocks: Clocks
    days_left: int | None
    is_submitted: bool

    @property
    def days_late(self) -> int:
        """Days since the day has passed."""
        return max(-(self.days_left or 0), 0)


def way_of(paper: PlanPaper | None, clocks: Clocks, today: date) -> Way:
    """Draft, submission, approval, the institution's plan, each with its day (3.1)."""
    state = paper.state if paper else ""
    is_written = bool(paper and paper.aim and paper.tasks)
    # The clocks run for the first edition: a correction of an approved plan does not start them anew.
    is_approved = bool(paper and paper.first_approved_at)
    is_submitted = is_approved or state == State.SUBMITTED
    passed = (
        is_written or is_submitted,
        is_submitted,
        is_approved,
        is_approved and today >= clocks.institution_on,
    )
    submitted_at = paper.first_submitted_at if paper and is_submitted else None
    approved_at = paper.first_approved_at if paper and is_approved else None
    lines = (
        (_("Draft"), _("aim and tasks are written") if is_written else _("aim and tasks are to be written")),
        (_("Submission"), dates.day(submitted_at) if submitted_at else _until(clocks.submit_by)),
        (
            _("Head of upbringing approves"),
            dates.day(approved_at) if approved_at else _until(clocks.approved_by),
        ),
        (_("Institution's plan"), dates.day(clocks.institution_on)),
    )
    current = passed.index(False) if False in passed else None
    steps = tuple(
        Step(title, detail, "ok" if passed[place] else "cur" if place == current else "")
        for place, (title, detail) in enumerate(lines)
    )
    due = clocks.approved_by if is_submitted else clocks.submit_by
    return Way(steps, clocks, None if is_approved else (due - today).days, is_submitted)


def _until(day: date) -> str:
    return _("by: %(day)s") % {"day": dates.day(day)}


def acts_of(paper: PlanPaper | None) -> list[PlanAct]:
    """What happened to the paper, the oldest first; the first act of a paper is its submission."""
    if paper is None or paper.first_submitted_at is None:
        return []
    return list(paper.acts.select_related("by__person"))


def seals_of(paper: PlanPaper | None) -> "list[SealedPaper]":
    """Its sealed prints, the newest first; before it was ever submitted nobody could seal it."""
    return documents.seals_of(paper) if paper and paper.first_submitted_at else []


def history_of(item: PlanItem) -> list[PlanItemAct]:
    """What happened to the item, the oldest first."""
    return list(item.acts.select_related("by__person"))


@dataclass(frozen=True)
class Shown:
    """An entry that shows an item; the words of a restricted one stay in the record of work."""

    pk: int
    on: date
    kind: str
    words: str
    is_live: bool
    url: str


def evidence_of(item: PlanItem) -> list[Shown]:
    """Entries of the record of work that show that the item was done."""
    rows = item.evidence.select_related("entry__kind").order_by("entry__on", "pk")
    return [
        Shown(
            pk=row.entry_id,
            on=row.entry.on,
            kind=str(row.entry.kind),
            words="" if row.entry.is_restricted else row.entry.text,
            is_live=row.entry.is_live,
            url=reverse("worklog:entry", args=[row.entry_id]),
        )
        for row in rows
    ]


def fact_pictures(fact: PlanFact) -> list[tuple[Svg, str]]:
    """Plan against fact by direction and by month as the project's own pictures, each with its finding (3.1)."""
    if not fact.planned:
        return []
    finding = _("%(done)s of %(planned)s items are done, %(dropped)s dropped.") % {
        "done": fact.done,
        "planned": fact.planned,
        "dropped": fact.dropped,
    }
    months = {dates.month_name(month).capitalize(): count for month, count in fact.by_month.items()}
    fullest = max(months, key=lambda name: months[name][0])
    by_month = _("Most is planned for %(month)s: %(n)s.") % {"month": fullest, "n": months[fullest][0]}
    return [
        (_bars(fact.by_direction, _("Plan and fact by direction"), finding), finding),
        (_bars(months, _("Plan and fact by month"), by_month), by_month),
    ]


def _bars(counts: dict[str, tuple[int, int]], title: str, finding: str) -> Svg:
    return _drawn(tuple(counts.items()), (_("done"), _("planned, not done")), title, finding)


@lru_cache(maxsize=200)
def _drawn(
    counts: tuple[tuple[str, tuple[int, int]], ...], legend: tuple[str, ...], title: str, finding: str
) -> Svg:
    """Drawn once for as long as the same is to be shown."""
    bars = [Bar(name, (done, planned - done)) for name, (planned, done) in counts]
    return bar_chart(bars, legend, title=title, desc=finding)
