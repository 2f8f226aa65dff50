"""What is marked in a year: its quarters, half-years, and the year itself; each of the later made of the earlier.

A subject with a final examination has two more: the examination, and the final mark made of it and of the year.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jetekchi.core.kyrgyz import search_key
from jetekchi.journal.models import TermMark
from jetekchi.organisation.models import ClassGroup, SchoolYear, Subject, Term
from jetekchi.organisation.selectors import setting
from jetekchi.organisation.settings_catalogue import graded_names

YEAR = "year"
EXAM, FINAL = TermMark.Step.EXAM.value, TermMark.Step.FINAL.value


@dataclass(frozen=True)
class Period:
    """A term, the year, its examination or its end, as it is marked.

    `parts` are the periods of which its mark is made; none for lessons and for the examination.
    """

    key: str
    year: SchoolYear
    term: Term | None
    start_on: date
    end_on: date
    is_closed: bool
    parts: tuple["Period", ...] = ()
    step: str = ""
    opens: date | None = None

    def __str__(self) -> str:
        return str(self.term) if self.term else year_word(self.step)

    @property
    def opens_on(self) -> date:
        """The first day on which it is marked: the whole is marked when its last part has begun."""
        if self.opens:
            return self.opens
        return self.parts[-1].opens_on if self.parts else self.start_on

    @property
    def is_half(self) -> bool:
        """Whether it is a half-year made of quarters."""
        return bool(self.parts) and self.term is not None

    @property
    def place(self) -> dict[str, Any]:
        """The fields of its marks."""
        return {"term": self.term, "year": None if self.term else self.year, "step": self.step}


def year_word(step: str) -> str:
    """How the mark of a year is called: of the year itself, of its examination, the final one."""
    return str(TermMark.Step(step).label) if step else _("school year")


def periods_of(year: SchoolYear) -> list[Period]:
    """The periods of a year in the order in which they are marked; one query, and what is closed is asked anew."""
    terms = list(year.terms.order_by("number"))
    quarters = [one for one in terms if one.kind == Term.Kind.QUARTER]
    if setting("term_scheme") == "half_years":
        quarters = []
    found, halves = [], []
    for half in (one for one in terms if one.kind == Term.Kind.HALF_YEAR):
        own = [one for one in quarters if one.parent_id == half.pk]
        parts = tuple(_period(year, one, bool(one.closed_at or half.closed_at)) for one in own)
        halves.append(_period(year, half, bool(half.closed_at), parts))
        found += [*parts, halves[-1]]
    if not halves:
        return []
    last = halves[-1]
    parts = tuple(one for one in found if not one.parts)
    whole = Period(YEAR, year, None, year.start_on, year.end_on, last.is_closed, parts)
    return [*found, whole]


def periods_for(group: ClassGroup, subject: Subject) -> list[Period]:
    """The same for a subject in a class: with the examination and the final mark where the lyceum's setting has them."""
    found = periods_of(group.year)
    if not found or not has_exam(group, subject):
        return found
    return [*found, *closing(found[-1])]


def closing(whole: Period) -> list[Period]:
    """The examination, and the final mark made of it and of the year."""
    year = whole.year
    exam = Period(
        EXAM, year, None, year.start_on, year.end_on, whole.is_closed, step=EXAM, opens=whole.opens_on
    )
    final = Period(
        FINAL, year, None, year.start_on, year.end_on, whole.is_closed, parts=(whole, exam), step=FINAL
    )
    return [exam, final]


def has_exam(group: ClassGroup, subject: Subject) -> bool:
    """Whether the lyceum's setting names the subject, for every grade or for that of the class."""
    names = {search_key(name) for name in (subject.name, subject.name_ru, subject.name_en) if name}
    return any(
        grade in (None, group.grade) and search_key(name) in names
        for grade, name in graded_names(str(setting("exam_subjects")))
    )


def _period(year: SchoolYear, term: Term, is_closed: bool, parts: tuple[Period, ...] = ()) -> Period:
    return Period(str(term.pk), year, term, term.start_on, term.end_on, is_closed, parts)


def marked_terms(year_pk: int) -> QuerySet[Term]:
    """The terms whose marks are made of lessons: quarters, or half-years where the lyceum has no others."""
    found = Term.objects.filter(year=year_pk)
    if setting("term_scheme") == "half_years":
        return found.filter(kind=Term.Kind.HALF_YEAR)
    return found.filter(Q(kind=Term.Kind.QUARTER) | Q(quarters=None, kind=Term.Kind.HALF_YEAR))


def default_period(periods: list[Period], today: date) -> Period | None:
    """The term of lessons of today, else the last one that began, else the first."""
    plain = [one for one in periods if not one.parts and not one.step]
    begun = [one for one in plain if one.start_on <= today]
    return begun[-1] if begun else plain[0] if plain else None


def chosen_period(periods: list[Period], key: str) -> Period | None:
    """The asked period when the year has it."""
    return next((one for one in periods if one.key == key), None)
