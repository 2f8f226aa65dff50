"""Who is away day after day until now, as the leader's Today and its notices tell it (4.3).

The same days as on the page of attendance, counted from two grouped readings instead of every missed lesson: this is
asked by the first page of each class leader after every roll of the lyceum.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Absence, Lesson, PartMember, Roll
from jetekchi.journal.selectors import links
from jetekchi.journal.selectors.members import Members
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.organisation.models import ClassGroup, Student, Term, User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.selectors import all_settings

NAMES = ("group", "student", "on", "until", "part", "number", "state")
# What a row tells: missed lessons of a day, a member of a part with its days; else lessons, and how much is known of them.
MISSED, MEMBER, ROLLED, TOLD, BLANK = 4, 3, 2, 1, 0


@dataclass(frozen=True)
class Run:
    """A student who is away since `first`, until the last day of which the journal knows."""

    group: int
    student: int
    first: date
    last: date
    days: int

    @property
    def url(self) -> str:
        """The missed lessons of these days."""
        return links.absences(
            ClassGroup(pk=self.group), kind="missed", from_on=self.first, to_on=self.last,
            student_id=self.student,
        )  # fmt: skip


@dataclass
class _Known:
    """What was recorded of one class."""

    missed: dict[int, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))
    members: Members = field(default_factory=Members)
    lessons: list[tuple[date, int | None, int, int]] = field(default_factory=list)

    @property
    def is_rolled(self) -> bool:
        """Whether rolls are taken: then a lesson without one says nothing unless somebody is known to have missed it."""
        return any(state == ROLLED for _on, _part, _number, state in self.lessons)


def runs_of(classes: Iterable[int], half: Term, today: date) -> list[Run]:
    """Runs of `absence_run_days` school days or more that have not ended; one query whatever the size (4.3)."""
    last = min(half.end_on, today)
    known: dict[int, _Known] = defaultdict(_Known)
    for group, student, on, until, part, number, state in _facts(tuple(classes), half.start_on, last):
        if state == MISSED:
            known[group].missed[student][on] = number
        elif state == MEMBER:
            known[group].members.add(part, student, on, until)
        else:
            known[group].lessons.append((on, part, number, state))
    return [run for group, own in sorted(known.items()) for run in _runs(group, own, half, last)]


def _runs(group: int, known: _Known, half: Term, last: date) -> Iterator[Run]:
    settings, is_rolled = all_settings(), known.is_rolled
    lessons: dict[date, Counter[int | None]] = defaultdict(Counter)
    for on, part, number, state in known.lessons:
        if not is_rolled or state != BLANK:
            lessons[on][part] += number
    days = {*lessons, *(on for own in known.missed.values() for on in own)}
    days |= set() if is_rolled else set(_calendar(half, last))
    latest = sorted(days, reverse=True)
    for student, missed in sorted(known.missed.items()):
        gone: list[date] = []
        for day in latest:
            parts = lessons.get(day, Counter())
            given = sum(n for part, n in parts.items() if known.members.learns(part, student, day))
            if missed.get(day, 0) < (given or settings["lessons_a_day"]):
                break
            gone.append(day)
        # A lyceum may set no least number: one day is the shortest run.
        if gone and len(gone) >= settings["absence_run_days"]:
            yield Run(group, student, gone[-1], gone[0], len(gone))


@while_unchanged("organisation")
def _calendar(half: Term, last: date) -> tuple[date, ...]:
    if last < half.start_on:
        return ()
    return tuple(school_days(half.year, half.start_on, last, with_closed=True))


def _facts(classes: tuple[int, ...], first: date, last: date) -> QuerySet[Any, Any]:
    days = {"class_group__in": classes, "on__range": (first, last)}
    missed = Absence.objects.filter(**days, student__class_group=F("class_group"), student__left_on=None)
    here = Absence.objects.filter(
        class_group=OuterRef("class_group"), on=OuterRef("on"), lesson=OuterRef("number")
    )
    rolls = Roll.objects.filter(kind=Roll.Kind.ROLL, lesson=OuterRef("pk"))
    state = Case(
        When(Exists(rolls), then=Value(ROLLED)),
        When(Exists(here), then=Value(TOLD)),
        default=Value(BLANK),
        output_field=IntegerField(),
    )
    away = _counted(missed.exclude(kind=Absence.Kind.LATE), "class_group", MISSED, student=F("student"))
    lessons = Lesson.objects.filter(**days, state__in=Lesson.STANDING)
    members = PartMember.objects.filter(part__class_group__in=classes)
    return away.union(
        _counted(lessons, "class_group", state, part=F("part")),
        _counted(
            members,
            "part__class_group",
            MEMBER,
            student=F("student"),
            part=F("part"),
            on=F("from_on"),
            until=F("until_on"),
        ),
        all=True,
    )


def _counted(found: QuerySet[Any], group: str, state: Any, **given: Any) -> QuerySet[Any, Any]:
    nothing = Cast(Value(None), BigIntegerField())
    never = Cast(Value(None), DateField())
    columns = {"student": nothing, "part": nothing, "on": F("on"), "until": never, **given}
    places = {f"of_{name}": value for name, value in columns.items()}
    places |= {"of_group": F(group), "of_state": Value(state) if isinstance(state, int) else state}
    named = [f"of_{name}" if name != "number" else "number_of" for name in NAMES]
    rows = found.order_by().annotate(**places).values(*(name for name in named if name != "number_of"))
    counted: QuerySet[Any, Any] = rows.annotate(number_of=Count("pk")).values_list(*named)
    return counted


@while_unchanged("organisation", "journal")
def _shown(led: tuple[int, ...], half: Term, today: date) -> list[tuple[Run, str]]:
    """The runs with the names of their students, which are asked only where there are any."""
    found = runs_of(led, half, today)
    students = Student.objects.filter(pk__in=[run.student for run in found]).select_related("person")
    names = {one.pk: one.person.brief_name for one in students} if found else {}
    return [(run, names[run.student]) for run in found]


def run_due_rows(user: User, half: Term | None, today: date) -> list[DueRow]:
    """A row for each student of the led classes who is away day after day, with the address of those lessons (4.3)."""
    led = tuple(sorted(standing(user).own_classes))
    if not led or half is None or not half.holds(today):
        return []
    rows = []
    for run, name in _shown(led, half, today):
        words = ngettext(
            "%(name)s: %(n)d school day away in a row", "%(name)s: %(n)d school days away in a row", run.days
        )
        rows.append(
            DueRow(
                due_on=today,
                title=words % {"name": name, "n": run.days},
                detail=_("%(days)s: ask why") % {"days": dates.date_range(run.first, run.last)},
                clause="4.3",
                url=run.url,
                action=_("Look at the days"),
                outside=_("A student is away day after day"),
                together_url=reverse("journal:attendance", args=[run.group, half.number]),
            )
        )
    return rows
