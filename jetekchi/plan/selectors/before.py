"""The period before a plan in figures: beside the leader's analysis, and frozen with the edition that is signed (3.1).

Marks and absences are records of a neighbour: a storey above both says what they come to (`register_source`). Frozen are
plain values, so that an edition says the same in every language; editions from before have none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core import dates
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.selectors.fact import outcome_counts
from jetekchi.worklog import selectors as worklog

PERCENT = "%"
_titles: dict[str, str | Promise] = {
    "entries": gettext_lazy("Entries of work"),
    "planned": gettext_lazy("Planned"),
    "done": gettext_lazy("Done"),
}
_reasons: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class Figure:
    """One figure: what, how much, or why there is none; of which term; the page it comes from."""

    key: str
    value: str = ""
    unit: str = ""
    why: str = ""
    term: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        """What is counted, with the term when it is the figure of one."""
        title = str(_titles.get(self.key, self.key))
        if not self.term:
            return title
        kind, _mark, number = self.term.partition(" ")
        return _("%(figure)s, %(term)s") % {
            "figure": title,
            "term": Term(kind=kind, number=int(number)),
        }

    @property
    def text(self) -> str:
        """The figure as it is read; a dash where there is none."""
        if not self.value:
            return dates.NOTHING
        return dates.percent_text(Decimal(self.value)) if self.unit == PERCENT else self.value

    @property
    def reason(self) -> str:
        """Why there is none."""
        return "" if self.value else str(_reasons.get(self.why, ""))

    @property
    def frozen(self) -> dict[str, str]:
        """What of it is signed."""
        named = {"key": self.key, "value": self.value, "unit": self.unit, "why": self.why, "term": self.term}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Before:
    """The figures of the period before, and whose they are; without figures nothing is known of that period."""

    label: str = ""
    year: str = ""
    half: int = 0
    figures: tuple[Figure, ...] = ()

    @property
    def period(self) -> str:
        """«9-А, half-year II, 2025–2026»."""
        half = Term(kind=Term.Kind.HALF_YEAR, number=self.half)
        return f"{self.label}, {half}, {self.year.replace('-', '–')}" if self.figures else ""

    @property
    def frozen(self) -> dict[str, Any]:
        """Plain values for the bytes that are signed."""
        rows = [one.frozen for one in self.figures]
        return {"class": self.label, "year": self.year, "half": self.half, "figures": rows} if rows else {}


Source = Callable[[ClassGroup, Term], Iterable[Figure]]
_sources: dict[str, Source] = {}


def register_source(
    name: str, source: Source, titles: Mapping[str, str | Promise], reasons: Mapping[str, str | Promise]
) -> None:
    """Called by a storey above at its start: what the records of a neighbour of the plan come to."""
    _sources[name] = source
    _titles.update(titles)
    _reasons.update(reasons)


@while_unchanged("organisation")
def class_before(class_group: ClassGroup) -> ClassGroup | None:
    """The same class a year before: the grade below with the same letter, else the same label."""
    earlier = ClassGroup.objects.filter(year__start_on__lt=class_group.year.start_on)
    latest = earlier.order_by("-year__start_on").values_list("year", flat=True).first()
    labels = {class_group.label}
    if class_group.grade:
        labels.add(class_group.label.replace(str(class_group.grade), str(class_group.grade - 1), 1))
    found = earlier.filter(year=latest, label__in=labels).select_related("year")
    return found.order_by("label").first() if latest else None


def figures_before(class_group: ClassGroup, half: Term | None) -> Before:
    """Figures of the period before, as the records say now.

    Before half-year II that is half-year I; before half-year I and the whole year it is the end of the year before,
    whose pages may be another leader's: those figures have no links.
    """
    group = class_group if half and half.number == 2 else class_before(class_group)
    halves = organisation.half_years_of(group.year) if group else []
    before = next((one for one in halves if one.number == (1 if group == class_group else 2)), None)
    if group is None or before is None:
        return Before()
    figures = [figure for source in _sources.values() for figure in source(group, before)]
    figures += _own(group, before)
    if group != class_group:
        if not any(one.value.strip("0") for one in figures):
            return Before()
        figures = [replace(one, url="") for one in figures]
    return Before(group.label, group.year.name, before.number, tuple(figures))


def _own(group: ClassGroup, before: Term) -> list[Figure]:
    kinds = worklog.kind_counts((group,), before.start_on, before.end_on)[group.pk]
    planned, done = outcome_counts(group, before)
    query = urlencode({"group": group.pk, "start": before.start_on, "end": before.end_on})
    plan = reverse("plan:paper", args=[group.pk, before.number])
    return [
        Figure("entries", str(sum(kinds.values())), url=f"{reverse('worklog:entries')}?{query}"),
        Figure("planned", str(planned), url=plan),
        Figure("done", str(done), url=plan),
    ]


def figures_signed(material: dict[str, Any] | None) -> Before | None:
    """The figures that were signed with an edition; None for one from before they were."""
    if not material or "before" not in material:
        return None
    kept = material["before"]
    figures = tuple(Figure(**row) for row in kept.get("figures", ()))
    return Before(kept["class"], kept["year"], kept["half"], figures) if figures else Before()
