"""Tests of a class on a calendar: how many a day and a week, and where they are too many (5.2)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from jetekchi.core.dates import short_date, weekday
from jetekchi.core.papers import Block, Column, Heading, Paper, Paragraph, Table
from jetekchi.core.papers.model import Text
from jetekchi.journal.models import Lesson, MarkKind
from jetekchi.journal.selectors.paper_parts import class_paper, leader_row, study_row
from jetekchi.organisation.models import ClassGroup
from jetekchi.organisation.selectors import setting

WEEKS = 4


@dataclass(frozen=True)
class TestDay:
    """A day with its tests."""

    on: date
    lessons: list[Lesson]
    is_over: bool


@dataclass(frozen=True)
class TestWeek:
    """A week of the calendar; days without a test are left out."""

    start: date
    days: list[TestDay]
    count: int
    is_over: bool

    @property
    def end(self) -> date:
        """Its Sunday."""
        return self.start + timedelta(days=6)


def kinds() -> list[MarkKind]:
    """The kinds of work on the lyceum's list."""
    return list(MarkKind.objects.all())


def test_weeks(group: ClassGroup, first: date) -> list[TestWeek]:
    """Four weeks of tests of a class, from the Monday of that day."""
    monday = first - timedelta(days=first.weekday())
    tests = _tests(group.pk, monday, monday + timedelta(days=7 * WEEKS - 1))
    starts = [monday + timedelta(days=7 * number) for number in range(WEEKS)]
    return [
        _week(start, [one for one in tests if start <= one.on < start + timedelta(days=7)])
        for start in starts
    ]


def _tests(group_pk: int, first: date, last: date) -> list[Lesson]:
    found = Lesson.objects.filter(
        class_group=group_pk, on__range=(first, last), state__in=Lesson.STANDING, work__kind__is_test=True
    )
    related = found.select_related("subject", "teacher__person", "work__kind", "part")
    return list(related.order_by("on", "number", "pk"))


def _places(tests: list[Lesson]) -> int:
    # Two parts of a class that write at the same time are one test for each student.
    return len({(one.on, one.number) for one in tests})


def _week(start: date, tests: list[Lesson]) -> TestWeek:
    days = sorted({one.on for one in tests})
    of_days = {on: [one for one in tests if one.on == on] for on in days}
    count = _places(tests)
    return TestWeek(
        start,
        [TestDay(on, rows, _places(rows) > setting("tests_a_day")) for on, rows in of_days.items()],
        count,
        count > setting("tests_a_week"),
    )


@dataclass(frozen=True)
class Load:
    """How many tests the class has on the day and in the week of a lesson, and whether they are too many."""

    of_day: int
    of_week: int

    @property
    def is_over(self) -> bool:
        """Whether the lyceum's limit is passed."""
        return bool(self.of_day > setting("tests_a_day") or self.of_week > setting("tests_a_week"))


def load_around(lesson: Lesson) -> Load:
    """The tests around a lesson, itself included when it is one."""
    monday = lesson.on - timedelta(days=lesson.on.weekday())
    found = Lesson.objects.filter(
        Q(class_group=lesson.class_group_id, state__in=Lesson.STANDING, work__kind__is_test=True),
        on__range=(monday, monday + timedelta(days=6)),
    )
    days = Counter(on for on, _number in set(found.values_list("on", "number")))
    return Load(days[lesson.on], sum(days.values()))


@dataclass(frozen=True)
class TestLoad:
    """How many weeks of a class hold tests, and the Mondays of those where a day or the week has too many."""

    weeks: int = 0
    over: tuple[date, ...] = ()


def test_loads(
    classes: Sequence[ClassGroup], first: date, last: date, a_day: int, a_week: int
) -> dict[int, TestLoad]:
    """The weeks with tests by class under these limits, one query whatever the number of classes (5.2)."""
    tests = Lesson.objects.filter(
        class_group__in=list(classes),
        on__range=(first, last),
        state__in=Lesson.STANDING,
        work__kind__is_test=True,
    )
    weeks: dict[int, dict[date, Counter[date]]] = defaultdict(lambda: defaultdict(Counter))
    for group, on, _number in tests.order_by().values_list("class_group", "on", "number").distinct():
        weeks[group][on - timedelta(days=on.weekday())][on] += 1
    over: dict[int, list[date]] = defaultdict(list)
    for group, known in weeks.items():
        for week in sorted(known):
            if max(known[week].values()) > a_day or known[week].total() > a_week:
                over[group].append(week)
    return {group.pk: TestLoad(len(weeks[group.pk]), tuple(over[group.pk])) for group in classes}


def tests_paper(group: ClassGroup, weeks: list[TestWeek]) -> tuple[Paper, int]:
    """The weeks of the calendar as a paper, with what is too much said in words; and the number of tests."""
    words = {"a_day": setting("tests_a_day"), "a_week": setting("tests_a_week")}
    blocks: list[Block] = [
        Paragraph(_("At most %(a_day)s on a day, %(a_week)s in a week.") % words, small=True)
    ]
    columns = (
        Column(_("Day")), Column(_("Lesson"), "right"), Column(_("Subject"), width=2), Column(_("Kind of work"), width=2),
        Column(_("Teacher"), width=2), Column(_("Look at"), width=2),
    )  # fmt: skip
    for week in weeks:
        span = f"{short_date(week.start)} – {short_date(week.end)}"
        blocks.append(Heading(f"{span}: {_('too many in this week')}" if week.is_over else span, level=2))
        rows: list[tuple[Text, ...]] = []
        for day in week.days:
            note = _("too many on this day") if day.is_over else ""
            for one in day.lessons:
                subject = f"{one.subject} ({one.part})" if one.part else str(one.subject)
                when = f"{short_date(day.on)}, {weekday(day.on)}"
                rows.append(
                    (when, str(one.number), subject, str(one.work.kind), one.teacher.person.short_name, note)
                )
        blocks.append(Table(columns, tuple(rows)) if rows else Paragraph(_("No tests in this week")))
    blocks += [leader_row(group), study_row()]
    title = f"{short_date(weeks[0].start)} – {short_date(weeks[-1].end)}"
    paper = class_paper(group, _("CALENDAR OF TESTS"), title, blocks, landscape=False)
    return paper, sum(len(day.lessons) for week in weeks for day in week.days)
