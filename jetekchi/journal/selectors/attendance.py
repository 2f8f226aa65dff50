"""A class by students and school days of a half-year, and what stands out in it, each with its raw counts (4.3, 5.1)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core import dates
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Absence, Lesson, Roll
from jetekchi.journal.selectors import links
from jetekchi.journal.selectors.formulas import AbsenceCount
from jetekchi.journal.selectors.half_year import Listed, listed_in, missed_by_student
from jetekchi.journal.selectors.members import Members, members_of
from jetekchi.journal.selectors.school_days import school_days
from jetekchi.organisation.models import ClassGroup, Student, Subject, Term
from jetekchi.organisation.selectors import all_settings

LATE = Absence.Kind.LATE.value
# What weighs most in a day of several signs comes first.
KINDS = ("unexcused", "unknown", "valid", "ill", LATE)


@dataclass(frozen=True)
class Away:
    """One day of one student: signs with their lessons, and whether every lesson of the day was missed."""

    kinds: Counter[str]
    is_whole: bool

    @property
    def missed(self) -> int:
        """Missed lessons; coming late is none."""
        return sum(number for kind, number in self.kinds.items() if kind != LATE)

    @property
    def kind(self) -> str:
        """The sign of most of its lessons, coming late only where nothing was missed."""
        return max(KINDS, key=lambda kind: (kind != LATE and self.kinds[kind], self.kinds[kind]))


@dataclass(frozen=True)
class Pattern:
    """What stands out in the absences of a student: a sentence, and the missed lessons it was counted from."""

    code: str
    student: Student
    text: str
    lessons: int
    url: str
    is_now: bool = False

    @property
    def lessons_text(self) -> str:
        """The number of lessons behind it, as the list that its address opens says it."""
        return ngettext("%(count)d lesson", "%(count)d lessons", self.lessons) % {"count": self.lessons}


@dataclass(frozen=True)
class AttendanceRow:
    """A student with the days away, the sums of the half-year and the address of its missed lessons."""

    student: Student
    times: tuple[Listed, ...]
    days: dict[date, Away]
    count: AbsenceCount
    url: str

    def listed_on(self, day: date) -> bool:
        """Whether the student stood on the list that day."""
        return any(time.on(day) for time in self.times)


@dataclass(frozen=True)
class Attendance:
    """The whole picture; a day of which no roll is known is not in it."""

    days: tuple[date, ...]
    rows: tuple[AttendanceRow, ...]
    patterns: tuple[Pattern, ...]

    def named(self) -> Iterator[tuple[AttendanceRow, list[Pattern]]]:
        """Students of whom something stands out, in the order of the list."""
        for row in self.rows:
            own = [one for one in self.patterns if one.student == row.student]
            if own:
                yield row, own


@dataclass
class _Records:
    """What was recorded of a class in some days: lessons of the timetable with a roll, and absences."""

    group: ClassGroup
    half: Term
    last: date
    settings: dict[str, Any]
    subjects: dict[int, str]
    members: Members
    # By day the lessons as (number, subject, part).
    lessons: dict[date, list[tuple[int, int, int | None]]] = field(default_factory=lambda: defaultdict(list))
    missed: dict[int, list[tuple[date, int, str]]] = field(default_factory=lambda: defaultdict(list))
    days: tuple[date, ...] = ()

    def attended(self, student: int, day: date) -> list[tuple[int, int]]:
        """Number and subject of each lesson of the day at which the student had to be."""
        return [
            (number, subject)
            for number, subject, part in self.lessons.get(day, ())
            if self.members.learns(part, student, day)
        ]


def _records(group: ClassGroup, half: Term) -> _Records:
    last = min(half.end_on, timezone.localdate())
    subjects = {subject.pk: str(subject) for subject in Subject.objects.all()}
    found = _Records(group, half, last, all_settings(), subjects, members_of(part__class_group=group))
    absences = Absence.objects.filter(class_group=group, on__range=(half.start_on, half.end_on)).order_by()
    hours: set[tuple[date, int]] = set()
    for student, on, lesson, kind in absences.values_list("student", "on", "lesson", "kind"):
        found.missed[student].append((on, lesson, kind))
        hours.add((on, lesson))
    given = Lesson.objects.filter(
        class_group=group, on__range=(half.start_on, last), state__in=Lesson.STANDING
    )
    rolled = set(
        Roll.objects.filter(kind=Roll.Kind.ROLL, lesson__in=given).order_by().values_list("lesson", flat=True)
    )
    for pk, on, number, subject, part in given.order_by("on", "number").values_list(
        "pk", "on", "number", "subject", "part"
    ):
        # Where rolls are taken a lesson without one says nothing, unless somebody is known to have missed it.
        if not rolled or pk in rolled or (on, number) in hours:
            found.lessons[on].append((number, subject, part))
    known = {on for on, _lesson in hours} | set(found.lessons)
    known |= set() if rolled else set(_calendar(group, half, last))
    found.days = tuple(sorted(known))
    return found


def _calendar(group: ClassGroup, half: Term, last: date) -> list[date]:
    return school_days(group.year, half.start_on, last, with_closed=True) if last >= half.start_on else []


@while_unchanged("organisation", "journal")
def attendance(group: ClassGroup, half: Term) -> Attendance:
    """Students by days and what stands out; the number of queries is the same whatever the size (4.3, 5.1)."""
    records = _records(group, half)
    times: dict[int, list[Listed]] = defaultdict(list)
    for one in listed_in([group], half):
        times[one.student].append(one)
    counts = missed_by_student(group, half)
    rows, patterns = [], []
    for student in Student.objects.filter(pk__in=[*times, *counts]).select_related("person"):
        url = links.absences(group, from_on=half.start_on, to_on=half.end_on, student_id=student.pk)
        count = counts.get(student.pk, AbsenceCount(0, 0, 0, 0, 0, 0, None, None))
        row = AttendanceRow(student, tuple(times[student.pk]), _days_away(records, student.pk), count, url)
        rows.append(row)
        patterns += _patterns(records, row)
    return Attendance(records.days, tuple(rows), tuple(patterns))


def _days_away(records: _Records, student: int) -> dict[date, Away]:
    kinds: dict[date, Counter[str]] = defaultdict(Counter)
    for on, _lesson, kind in records.missed.get(student, ()):
        kinds[on][kind] += 1
    found = {}
    for on, own in sorted(kinds.items()):
        given = len(records.attended(student, on)) or records.settings["lessons_a_day"]
        found[on] = Away(own, sum(own.values()) - own[LATE] >= given)
    return found


# What stands out


def _patterns(records: _Records, row: AttendanceRow) -> list[Pattern]:
    if not row.days:
        return []
    days = [day for day in records.days if row.listed_on(day)]
    subjects = _subjects(records, row, days) if records.lessons else []
    return [
        *_runs(records, row, days),
        *subjects,
        *_weekdays(records, row, days),
        *_first(records, row, days),
    ]


def runs(days: Iterable[date], away: Iterable[date], least: int) -> list[tuple[date, date, int]]:
    """First day, last day and length of each series of `least` or more days away that follow each other."""
    gone = set(away)
    found: list[tuple[date, date, int]] = []
    for is_away, group in groupby(days, key=gone.__contains__):
        series = list(group)
        if is_away and len(series) >= least:
            found.append((series[0], series[-1], len(series)))
    return found


def stands_out(part: int, whole: int, other: int, others: int, least: int) -> bool:
    """At least `least` cases, and at least twice as often as elsewhere: part/whole ≥ 2 · other/others."""
    return part >= least and part * others >= 2 * other * whole


def _runs(records: _Records, row: AttendanceRow, days: list[date]) -> list[Pattern]:
    whole = [day for day, away in row.days.items() if away.is_whole]
    found = []
    for first, last, length in runs(days, whole, records.settings["absence_run_days"]):
        is_now = last == days[-1]
        words = {"n": length, "days": dates.date_range(first, last)}
        text = ngettext(
            "%(n)d school day away in a row: %(days)s", "%(n)d school days away in a row: %(days)s", length
        )
        lessons = sum(row.days[day].missed for day in whole if first <= day <= last)
        url = _url(records, row, from_on=first, to_on=last, kind="missed")
        found.append(Pattern("run", row.student, text % words, lessons, url, is_now))
    return found


def _url(records: _Records, row: AttendanceRow, **asked: object) -> str:
    place = {"from_on": records.half.start_on, "to_on": records.half.end_on, "student_id": row.student.pk}
    return links.absences(records.group, **(place | asked))  # type: ignore[arg-type]


def _counts(part: int, whole: int, others: tuple[int, int]) -> dict[str, int | str]:
    return {"part": part, "whole": whole, "other": others[0], "others": others[1]}


def _least(records: _Records) -> int:
    return int(records.settings["absence_pattern_least"])


def _subjects(records: _Records, row: AttendanceRow, days: list[date]) -> list[Pattern]:
    """The same lesson again and again."""
    gone = {(on, lesson) for on, lesson, kind in records.missed[row.student.pk] if kind != LATE}
    given: Counter[int] = Counter()
    missed: Counter[int] = Counter()
    for day in days:
        for number, subject in records.attended(row.student.pk, day):
            given[subject] += 1
            missed[subject] += (day, number) in gone
    whole, part = given.total(), missed.total()
    found = []
    for subject, number in sorted(missed.items()):
        others = (part - number, whole - given[subject])
        if not others[1] or not stands_out(number, given[subject], *others, _least(records)):
            continue
        words = _counts(number, given[subject], others) | {"subject": records.subjects[subject]}
        text = _("%(subject)s: missed %(part)s of %(whole)s lessons; of the others %(other)s of %(others)s")
        url = _url(records, row, kind="missed", subject_id=subject)
        found.append(Pattern("subject", row.student, text % words, number, url))
    return found


def _weekdays(records: _Records, row: AttendanceRow, days: list[date]) -> list[Pattern]:
    """The same day of the week again and again."""
    given = Counter(day.isoweekday() for day in days)
    away = {day: one.missed for day, one in row.days.items() if one.missed}
    missed = Counter(day.isoweekday() for day in away)
    found = []
    for number, part in sorted(missed.items()):
        others = (missed.total() - part, given.total() - given[number])
        if not others[1] or not stands_out(part, given[number], *others, _least(records)):
            continue
        words = _counts(part, given[number], others) | {"day": dates.weekday(number - 1)}
        text = _("%(day)s: away on %(part)s of %(whole)s days; on the others %(other)s of %(others)s")
        lessons = sum(count for day, count in away.items() if day.isoweekday() == number)
        url = _url(records, row, kind="missed", weekday=number)
        found.append(Pattern("weekday", row.student, text % words, lessons, url))
    return found


def _first(records: _Records, row: AttendanceRow, days: list[date]) -> list[Pattern]:
    """Missed or late at the first lessons, more than at the later ones."""
    signs = records.missed[row.student.pk]
    part = sum(lesson == 1 for _on, lesson, _kind in signs)
    a_day = records.settings["lessons_a_day"]
    numbers = [
        number
        for day in days
        for number in (
            [one for one, _subject in records.attended(row.student.pk, day)] or range(1, a_day + 1)
        )
    ]
    whole = sum(number == 1 for number in numbers)
    others = (len(signs) - part, len(numbers) - whole)
    if not whole or not others[1] or not stands_out(part, whole, *others, _least(records)):
        return []
    words = _counts(part, whole, others)
    text = _(
        "first lesson: missed or late %(part)s of %(whole)s times; at the others %(other)s of %(others)s"
    )
    return [Pattern("first", row.student, text % words, part, _url(records, row, lesson=1))]
