"""The sheet of term marks of a subject: mean, counts, proposal and advice beside the teacher's own mark (3.9)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from jetekchi.core import spans
from jetekchi.core.dates import number_text, percent_text
from jetekchi.journal.models import (
    Absence,
    Lesson,
    LessonMark,
    TermMark,
    TermMarkChange,
)
from jetekchi.journal.selectors.formulas import share
from jetekchi.journal.selectors.listed import lists_of
from jetekchi.journal.selectors.periods import EXAM, FINAL, YEAR, Period, periods_for
from jetekchi.journal.selectors.shares import students_of_others
from jetekchi.journal.selectors.term_formulas import (
    Presence,
    Rules,
    advice,
    is_far,
    mean_of,
    proposals,
    proposals_of_final,
    proposals_of_parts,
)
from jetekchi.organisation.models import ClassGroup, Enrolment, Student, Subject, User
from jetekchi.organisation.selectors import all_settings

VALID = {Absence.Kind.ILL, Absence.Kind.VALID}


@dataclass(frozen=True)
class TermRow:
    """A student: what the lessons or the parts say, and the mark that the teacher has set."""

    student: Student
    mark: TermMark | None
    others: tuple[TermMark | None, ...]
    mean: Decimal | None
    count: int
    presence: Presence
    choices: tuple[str, ...]
    advice: str
    is_far: bool
    is_locked: bool
    elsewhere: int = 0

    @property
    def value(self) -> str:
        """The mark that stands; empty where there is none."""
        return self.mark.value if self.mark else ""

    @property
    def mean_text(self) -> str:
        """The mean with two decimals; a dash where there are no figures."""
        return number_text(self.mean, 2)

    @property
    def missed_share(self) -> str:
        """Missed of held lessons, in percent; a dash where none was held."""
        return percent_text(share(self.presence.missed, self.presence.lessons))

    @property
    def proposal(self) -> str:
        """The one mark that is proposed; empty where there is none or where the teacher chooses."""
        return self.choices[0] if len(self.choices) == 1 else ""

    @property
    def proposal_text(self) -> str:
        """The proposal as people read it; «4 / 5» where the teacher chooses."""
        words = [str(TermMark.Value(value).label) for value in self.choices]
        return " / ".join(words) or "–"


@dataclass(frozen=True)
class TermSheet:
    """A subject of a class in one period; `others` are the periods whose marks stand beside."""

    period: Period
    others: tuple[Period, ...]
    rows: list[TermRow]


def listed_on(period: Period, today: date) -> date:
    """The day whose list is marked: the end of the period, or today while it runs."""
    return max(period.start_on, min(period.end_on, today))


def listed_in(group: ClassGroup, subject: Subject, period: Period, today: date) -> QuerySet[Student]:
    """Who is marked: who stands on the list on that day, and who has a mark of the period in this class already."""
    day = listed_on(period, today)
    here = Enrolment.objects.filter(spans.on(day), class_group=group)
    marked = TermMark.objects.filter(class_group=group, subject=subject, **period.place)
    return Student.objects.filter(
        Q(pk__in=here.order_by().values("student")) | Q(pk__in=marked.order_by().values("student"))
    )


def term_marks_of_others(
    user: User, group: ClassGroup, subject: Subject, period: Period, today: date
) -> frozenset[int]:
    """Students whose marks of the period are set by a colleague, who teaches their part of the class."""
    return students_of_others(user, group, subject, today, listed_on(period, today))


def term_sheet(group: ClassGroup, subject: Subject, period: Period, today: date) -> TermSheet:
    """Everybody who is marked, with what speaks for which mark; a constant number of queries."""
    found = listed_in(group, subject, period, today).select_related("person")
    students = list(found.order_by("person__sort_key", "pk"))
    keys = [student.pk for student in students]
    begun = (one for one in periods_for(group, subject) if one.key != period.key and one.opens_on <= today)
    others = tuple(begun)
    marks = _marks(subject, period, keys)
    ground = _Ground(group, subject, period, keys, today)
    known = {key: [marks.get((key, one.key)) for one in others] for key in keys}
    rows = [
        _row(student, period, marks.get((student.pk, period.key)), tuple(known[student.pk]), marks, ground)
        for student in students
    ]
    return TermSheet(period, others, rows)


Marks = dict[tuple[int, str], TermMark]


def _marks(subject: Subject, period: Period, students: list[int]) -> Marks:
    of_year = Q(term__year=period.year) | Q(year=period.year)
    found = TermMark.objects.filter(of_year, subject=subject, student__in=students)
    return {(one.student_id, str(one.term_id or one.step or YEAR)): one for one in found}


def _row(
    student: Student,
    period: Period,
    mark: TermMark | None,
    others: tuple[TermMark | None, ...],
    marks: Marks,
    ground: "_Ground",
) -> TermRow:
    rules, pk = ground.rules, student.pk
    choices: tuple[str, ...] = ()
    presence = ground.presence(pk)
    if period.step == EXAM:
        figures = []
    elif period.parts:
        own = [known.value if (known := marks.get((pk, one.key))) else "" for one in period.parts]
        figures = [(value, 1) for value in own]
        choices = (
            proposals_of_final(own[0], own[1], rules)
            if period.step == FINAL
            else proposals_of_parts(own, rules, later_decides=period.is_half)
        )
    else:
        figures = ground.figures[pk]
        choices = proposals(mean_of(figures), rules)
    mean, is_of_lessons = mean_of(figures), not period.parts and not period.step
    count = sum(bool(value) for value, _weight in figures)
    return TermRow(
        student=student,
        mark=mark,
        others=others,
        mean=mean,
        count=count,
        presence=presence,
        choices=choices,
        advice=advice(presence, count, rules) if is_of_lessons else "",
        # A final mark follows rules of its own, a failed examination may pull it far from the mean.
        is_far=not period.step and is_far(mean, mark.value if mark else "", rules.far),
        is_locked=mark is not None and is_locked(mark, ground.locked_before),
        elsewhere=ground.elsewhere[pk] if is_of_lessons else 0,
    )


def is_locked(mark: TermMark, before: datetime) -> bool:
    """Whether a change of the mark needs a reason: the lyceum's time is over, or an import brought the mark."""
    return mark.given_at is None or mark.given_at < before


def locked_before() -> datetime:
    """Marks that were given before this moment are locked (setting `mark_lock_hours`)."""
    return timezone.now() - timedelta(hours=int(all_settings()["mark_lock_hours"]))


class _Ground:
    """What the rows are made of: lessons of the period until today, their marks, missed lessons; six queries."""

    def __init__(
        self, group: ClassGroup, subject: Subject, period: Period, students: list[int], today: date
    ) -> None:
        self.rules = Rules.of(all_settings())
        self.locked_before = locked_before()
        days = (period.start_on, period.end_on)
        standing = Lesson.objects.filter(class_group=group, subject=subject, state__in=Lesson.STANDING)
        names = ("pk", "on", "number", "part", "work__kind__weight")
        lessons = standing.filter(on__range=days).order_by("on", "number").values_list(*names)
        self.lessons = list(lessons)
        self.today = today
        self.figures: dict[int, list[tuple[str, int]]] = defaultdict(list)
        self.elsewhere: dict[int, int] = defaultdict(int)
        absences = Absence.objects.filter(class_group=group, student__in=students, on__range=days)
        missed = absences.exclude(kind=Absence.Kind.LATE).values_list("student", "on", "lesson", "kind")
        self.missed = {(student, on, number): kind for student, on, number, kind in missed}
        parts = (part for _pk, _on, _number, part, _weight in self.lessons)
        self.lists = lists_of(group.pk, parts, students)
        self._read_marks(subject, days, students)

    def _read_marks(self, subject: Subject, days: tuple[date, date], students: list[int]) -> None:
        """Marks of this class's lessons are the figures; those of another class in the same period are only told of.

        A mark of a lesson on whose list the student did not stand is neither: a check of the journal tells of it.
        """
        known = {pk: (on, part, weight or 1) for pk, on, _number, part, weight in self.lessons}
        found = LessonMark.objects.exclude(value="").filter(
            student__in=students, lesson__subject=subject, lesson__on__range=days
        )
        for student, lesson, value in found.order_by("pk").values_list("student", "lesson", "value"):
            if lesson not in known:
                self.elsewhere[student] += 1
                continue
            on, part, weight = known[lesson]
            if self.lists.holds(student, on, part):
                self.figures[student].append((value, weight))

    def presence(self, student: int) -> Presence:
        """Lessons until today at which the student had to be, what was missed of them, and lessons a week."""
        listed = [
            (on, number)
            for _pk, on, number, part, _weight in self.lessons
            if self.lists.holds(student, on, part)
        ]
        held = [place for place in listed if place[0] <= self.today]
        kinds = [kind for place in held if (kind := self.missed.get((student, *place)))]
        weeks = len({on.isocalendar()[:2] for on, _number in listed})
        hours = (2 * len(listed) + weeks) // (2 * weeks) if weeks else 0
        return Presence(len(held), len(kinds), sum(kind in VALID for kind in kinds), hours)


def term_mark_history(student: Student, subject: Subject, period: Period) -> QuerySet[TermMarkChange]:
    """What became of one mark, the latest first."""
    found = TermMarkChange.objects.filter(student=student, subject=subject, **period.place)
    return found.select_related("by__person", "run").order_by("-at", "-pk")
