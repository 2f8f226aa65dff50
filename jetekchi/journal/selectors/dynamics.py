"""Pictures of marks: the subjects of a term, and the lessons week by week with the middle half of the class (4.3)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from statistics import quantiles

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core.dates import number_text
from jetekchi.core.figures import Bar, Pause, Series, bar_chart, line_chart
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import LessonMark
from jetekchi.journal.selectors.formulas import FIGURES
from jetekchi.journal.selectors.half_year import class_half_year
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.journal.selectors.weeks import monday_of
from jetekchi.organisation.models import ClassGroup, Student, Term

WEEK = timedelta(weeks=1)
# The middle half of fewer students would show single ones.
LEAST_OF_A_BAND = 5


@dataclass
class _Sum:
    """Figures with their weights."""

    total: int = 0
    weight: int = 0
    marks: int = 0

    def add(self, figure: int, weight: int, marks: int) -> None:
        self.total += figure * weight * marks
        self.weight += weight * marks
        self.marks += marks

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.total, self.weight) if self.weight else None


@dataclass(frozen=True)
class Dynamics:
    """Weeks of a half-year up to today; of each student and of the class the sums of its marks."""

    label: str
    weeks: tuple[date, ...]
    free: frozenset[date]
    whole: dict[date, _Sum] = field(default_factory=lambda: defaultdict(_Sum))
    by_student: dict[int, dict[date, _Sum]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(_Sum))
    )

    def means(self, sums: dict[date, _Sum]) -> list[Fraction | None]:
        """The mean of each week; None where there are no marks."""
        return [sums[week].mean if week in sums else None for week in self.weeks]

    def band(self) -> list[tuple[float, float] | None]:
        """The middle half of the students' means of each week; None for too few students."""
        found: list[tuple[float, float] | None] = []
        for week in self.weeks:
            means = [float(one[week].mean or 0) for one in self.by_student.values() if week in one]
            if len(means) < LEAST_OF_A_BAND:
                found.append(None)
                continue
            low, _middle, high = quantiles(means, n=4, method="inclusive")
            found.append((low, high))
        return found


@while_unchanged("organisation", "journal")
def dynamics(group: ClassGroup, half: Term) -> Dynamics:
    """Sums of the figures by week and student, five queries whatever the size."""
    last = min(half.end_on, timezone.localdate())
    count = max((monday_of(last) - monday_of(half.start_on)).days // 7 + 1, 0)
    weeks = tuple(monday_of(half.start_on) + WEEK * step for step in range(count))
    taught = {monday_of(day) for day in school_days(group.year, half.start_on, last, with_closed=True)}
    found = Dynamics(group.label, weeks, frozenset(weeks) - taught)
    marks = LessonMark.objects.filter(
        lesson__class_group=group, lesson__on__range=(half.start_on, last), value__in=FIGURES
    )
    rows = (
        marks.annotate(week=TruncWeek("lesson__on"))
        .order_by()
        .values_list("student", "week", "value", "lesson__work__kind__weight")
        .annotate(marks=Count("pk"))
    )
    for student, week, value, weight, number in rows:
        for sums in (found.whole, found.by_student[student]):
            sums[week].add(int(value), weight or 1, number)
    return found


@dataclass(frozen=True)
class Drawn:
    """A picture drawn once for as long as nothing changed, and what it says."""

    picture: str
    words: str


@while_unchanged("organisation", "journal")
def marks_chart(group: ClassGroup, half: Term, student: Student | None = None) -> Drawn | None:
    """The class by weeks with the band of its middle half, a student as the second line; None before two weeks of marks."""
    found = dynamics(group, half)
    means = found.means(found.whole)
    known = [mean for mean in means if mean is not None]
    if len(known) < 2:
        return None
    second = None
    if student is not None:
        own = found.means(found.by_student.get(student.pk, {}))
        second = Series(student.person.brief_name, _floats(own)) if any(own) else None
    words = _words(found, known, second)
    picture = line_chart(
        [f"{week:%d.%m}" for week in found.weeks],
        Series(found.label, _floats(means)),
        title=_("Mean of the marks of lessons, week by week"),
        desc=words,
        second=second,
        band=found.band(),
        pauses=_pauses(found),
        between=(2, 5),
        fmt=lambda value: number_text(value, 1 if value == int(value) else 2),
    )
    return Drawn(str(picture), words)


def _floats(means: list[Fraction | None]) -> tuple[float | None, ...]:
    return tuple(None if mean is None else float(mean) for mean in means)


def _pauses(found: Dynamics) -> list[Pause]:
    pauses: list[Pause] = []
    for place, week in enumerate(found.weeks):
        if week not in found.free:
            continue
        if pauses and pauses[-1].last == place - 1:
            pauses[-1] = Pause(pauses[-1].first, place, pauses[-1].name)
        else:
            pauses.append(Pause(place, place, _("holidays")))
    return pauses


def _words(found: Dynamics, known: list[Fraction], second: Series | None) -> str:
    """What the chart shows, in words."""
    marks = sum(one.marks for one in found.whole.values())
    said = [
        _("%(label)s: from %(first)s in the first week to %(last)s in the last one.")
        % {"label": found.label, "first": number_text(known[0], 2), "last": number_text(known[-1], 2)},
        ngettext("%(n)d mark.", "%(n)d marks.", marks) % {"n": marks},
    ]
    bands = [pair for pair in found.band() if pair]
    if bands:
        low, high = (number_text(value, 1) for value in bands[-1])
        said.append(_("The middle half of the class: %(low)s–%(high)s.") % {"low": low, "high": high})
    if second is not None:
        own = [number_text(value, 2) for value in second.values if value is not None]
        words = {"name": second.name, "first": own[0], "last": own[-1]}
        said.append(_("%(name)s: from %(first)s to %(last)s.") % words)
    return " ".join(said)


@while_unchanged("organisation", "journal")
def subjects_chart(group: ClassGroup, half: Term) -> str:
    """Marks of each subject in the latest term that has any; empty without marks."""
    figures = class_half_year(group, half)
    term = figures.latest
    rows = [row for row in figures.study_of(term) if row.n] if term else []
    if not rows:
        return ""
    picture = bar_chart(
        [Bar(row.subject, (row.n5, row.n4, row.n3, row.n2 + row.na)) for row in rows],
        ["5", "4", "3", _("2 or not attested")],
        title=_("Marks by subject: %(term)s") % {"term": term},
        desc="; ".join(f"{row.subject}: {row.n5}, {row.n4}, {row.n3}, {row.n2 + row.na}" for row in rows),
        alarm=3,
    )
    return str(picture)
