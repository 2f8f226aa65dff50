"""The week of a student as a diary has it, and who of a class's families has looked at it (4.1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jetekchi.core import spans
from jetekchi.journal.models import (
    Absence,
    DiaryCheck,
    DiaryRemark,
    DiarySeen,
    Lesson,
    LessonMark,
    PartMember,
    Roll,
    RollEntry,
)
from jetekchi.journal.selectors.weeks import enrolments_in, monday_of
from jetekchi.organisation.models import ClassGroup, Enrolment, Guardianship, Student, User
from jetekchi.organisation.selectors import listed_students, setting

DAY, WEEK = timedelta(days=1), timedelta(days=7)
Of = TypeVar("Of", DiaryRemark, DiaryCheck, DiarySeen)
# Days on the left page of the spread; the rest stands on the right one.
LEFT = 3


@dataclass(frozen=True)
class DiaryLine:
    """A lesson of the student: what was done, what is to be done, the mark, whether the student was there."""

    number: int
    lesson: Lesson | None
    mark: str = ""
    # Words of an absence or of coming late; empty when the student was there or no roll says anything.
    missed: str = ""
    minutes: int | None = None
    is_bad: bool = False


@dataclass(frozen=True)
class DiaryDay:
    """A day of the week with its lines; `class_label` where the class changed in the week."""

    day: date
    is_today: bool
    lines: list[DiaryLine]
    class_label: str = ""


@dataclass(frozen=True)
class DiaryWeek:
    """The week of one student."""

    student: Student
    monday: date
    days: list[DiaryDay]
    classes: list[ClassGroup]
    remarks: list[DiaryRemark]
    checks: list[DiaryCheck]
    seen: list[DiarySeen]

    @property
    def last(self) -> date:
        """The last day that stands in the diary."""
        return self.days[-1].day

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - WEEK

    @property
    def after(self) -> date:
        """The next Monday."""
        return self.monday + WEEK

    @property
    def is_empty(self) -> bool:
        """Whether no lesson and no absence is known."""
        return not any(day.lines for day in self.days)

    @property
    def has_begun(self) -> bool:
        """Whether it may be looked at and checked."""
        return self.monday <= timezone.localdate()

    @property
    def pages(self) -> tuple[list[DiaryDay], list[DiaryDay]]:
        """The two pages of the spread."""
        return self.days[:LEFT], self.days[LEFT:]

    def seen_by(self, user: User) -> DiarySeen | None:
        """When this person said «seen»."""
        return next((one for one in self.seen if one.by_id == user.pk), None)


@dataclass
class _Known:
    """What stands about the lessons of a week."""

    marks: dict[int, str] = field(default_factory=dict)
    entries: dict[int, RollEntry] = field(default_factory=dict)
    absences: dict[tuple[date, int], Absence] = field(default_factory=dict)


def diary_week(student: Student, day: date) -> DiaryWeek:
    """The week that holds the day, with the lessons of each class in its time; a constant number of queries."""
    monday = monday_of(day)
    ways = enrolments_in(student, monday)
    lessons = _lessons(student, monday, ways)
    known = _known(student, monday, [one.pk for one in lessons])
    classes = list({way.class_group_id: way.class_group for way in ways}.values())
    of_week = Q(student=student, week=monday)
    return DiaryWeek(
        student=student,
        monday=monday,
        days=_days(monday, lessons, known, {} if len(classes) < 2 else _labels(monday, ways)),
        classes=classes,
        remarks=_by_time(DiaryRemark.objects.filter(of_week)),
        checks=_by_time(DiaryCheck.objects.filter(class_group__in=classes, week=monday)),
        seen=_by_time(DiarySeen.objects.filter(of_week)),
    )


def _by_time(found: QuerySet[Of, Of]) -> list[Of]:
    """A handful of rows with who wrote them; put in order here, since the database would weigh every column for it."""
    return sorted(found.select_related("by__person").order_by(), key=attrgetter("at", "pk"))


def _lessons(student: Student, monday: date, ways: Sequence[Enrolment]) -> list[Lesson]:
    rule = Q(pk=None)
    for way in ways:
        last = monday + WEEK - timedelta(days=1)
        days = (max(way.from_on, monday), min(way.until_on or last, last))
        rule |= Q(class_group=way.class_group_id, on__range=days)
    member = PartMember.objects.filter(spans.on(OuterRef("on")), part=OuterRef("part"), student=student)
    part = Q(part=None) | Q(Exists(member))
    found = Lesson.objects.filter(rule, part).exclude(state=Lesson.State.MOVED)
    return list(found.select_related("subject").order_by("on", "number", "pk"))


def _known(student: Student, monday: date, lessons: list[int]) -> _Known:
    marks = LessonMark.objects.filter(student=student, lesson__in=lessons).exclude(value="")
    entries = RollEntry.objects.filter(
        student=student, roll__lesson__in=lessons, roll__kind=Roll.Kind.ROLL
    ).select_related("roll")
    absences = Absence.objects.filter(student=student, on__range=(monday, monday + timedelta(days=6)))
    return _Known(
        {one.lesson_id: one.get_value_display() for one in marks},
        {one.roll.lesson_id: one for one in entries},
        {(one.on, one.lesson): one for one in absences.order_by()},
    )


def _labels(monday: date, ways: Sequence[Enrolment]) -> dict[date, str]:
    found = {}
    for step in range(7):
        day = monday + timedelta(days=step)
        labels = [way.class_group.label for way in ways if way.from_on <= day <= (way.until_on or day)]
        found[day] = labels[-1] if labels else ""
    return found


def _days(monday: date, lessons: Sequence[Lesson], known: _Known, labels: dict[date, str]) -> list[DiaryDay]:
    by_day: dict[date, list[DiaryLine]] = defaultdict(list)
    told = set()
    for lesson in lessons:
        told.add((lesson.on, lesson.number))
        by_day[lesson.on].append(_line(lesson, known))
    for (on, number), absence in known.absences.items():
        # An import may know of an absence where no lesson is on record.
        if (on, number) not in told:
            by_day[on].append(_bare(number, absence))
    count = max([int(setting("school_days")), *(day.weekday() + 1 for day in by_day)])
    today = timezone.localdate()
    days = (monday + timedelta(days=step) for step in range(count))
    return [
        DiaryDay(day, day == today, sorted(by_day[day], key=lambda line: line.number), labels.get(day, ""))
        for day in days
    ]


def _line(lesson: Lesson, known: _Known) -> DiaryLine:
    entry, absence = known.entries.get(lesson.pk), known.absences.get((lesson.on, lesson.number))
    mark = known.marks.get(lesson.pk, "")
    if entry is not None:
        words = "" if entry.status == "present" else str(entry.get_status_display())
        bad = entry.status in ("without", "unknown")
        return DiaryLine(lesson.number, lesson, mark, words, entry.minutes, bad)
    if absence is not None and lesson.is_standing:
        bare = _bare(lesson.number, absence)
        return DiaryLine(lesson.number, lesson, mark, bare.missed, None, bare.is_bad)
    return DiaryLine(lesson.number, lesson, mark)


def _bare(number: int, absence: Absence) -> DiaryLine:
    return DiaryLine(
        number,
        None,
        missed=str(absence.get_kind_display()),
        is_bad=absence.kind in ("unexcused", "unknown"),
    )


@dataclass(frozen=True)
class LookRow:
    """A student of the class: when somebody of the family looked last, and at which week."""

    student: Student
    last: DiarySeen | None
    # Nobody of the family has an account that may look.
    is_out_of_reach: bool
    has_seen_week: bool
    days: int | None

    def is_silent(self, most: int) -> bool:
        """Whether nobody has looked for so many days, or ever."""
        return self.days is None or self.days >= most


def looks_of(group: ClassGroup, day: date) -> list[LookRow]:
    """Who of the families looked at the diary, in the order of the list; who was silent longest is for the filter."""
    monday, today = monday_of(day), timezone.localdate()
    students = listed_students(group)
    pks = [student.pk for student in students]
    seen: dict[int, list[DiarySeen]] = defaultdict(list)
    for one in DiarySeen.objects.filter(student__in=pks).select_related("by__person").order_by("at", "pk"):
        seen[one.student_id].append(one)
    reached = set(
        Guardianship.objects.filter(
            student__in=pks, is_barred=False, person__user__is_active=True
        ).values_list("student", flat=True)
    )
    return [
        LookRow(
            student=student,
            last=(last := next(iter(seen[student.pk][-1:]), None)),
            is_out_of_reach=not (student.is_listener or student.pk in reached),
            has_seen_week=any(one.week == monday for one in seen[student.pk]),
            days=(today - timezone.localdate(last.at)).days if last else None,
        )
        for student in students
    ]


def narrowed_looks(rows: Sequence[LookRow], which: str, most: int) -> list[LookRow]:
    """All; those without «seen» of the week; those silent for too long; those whom no account reaches."""
    if which == "week":
        return [row for row in rows if not row.has_seen_week]
    if which == "silent":
        return [row for row in rows if row.is_silent(most)]
    if which == "unreached":
        return [row for row in rows if row.is_out_of_reach]
    return list(rows)


def diary_check_of(group: ClassGroup, day: date) -> DiaryCheck | None:
    """The class leader's check of the week, when it was made."""
    found = DiaryCheck.objects.filter(class_group=group, week=monday_of(day)).select_related("by__person")
    return found.first()


@dataclass(frozen=True)
class DiaryWeeks:
    """Weeks of a class that had lessons and are over, and those of them that the leader checked."""

    held: int = 0
    checked: int = 0


def diary_weeks(classes: Sequence[ClassGroup], first: date, last: date) -> dict[int, DiaryWeeks]:
    """By class: two queries whatever the number of classes; a week counts once it is over (4.1)."""
    over = monday_of(timezone.localdate()) - timedelta(days=1)
    days = (
        Lesson.objects.filter(
            class_group__in=list(classes), on__range=(first, min(last, over)), state=Lesson.State.HELD
        )
        .order_by()
        .values_list("class_group", "on")
        .annotate(n=Count("pk"))
    )
    held: dict[int, set[date]] = defaultdict(set)
    for group, on, _count in days:
        held[group].add(monday_of(on))
    checks = DiaryCheck.objects.filter(
        class_group__in=list(classes), week__range=(monday_of(first), last)
    ).values_list("class_group", "week")
    checked: dict[int, set[date]] = defaultdict(set)
    for group, week in checks:
        checked[group].add(week)
    return {
        group.pk: DiaryWeeks(len(held[group.pk]), len(checked[group.pk] & held[group.pk]))
        for group in classes
    }
