"""What the journal may lack: a dictionary of small checks, one query each, each gap addressed to one person (3.9).

An arm is the query of a check: it answers the columns of NAMES, so that all of them are one UNION that the database
orders, counts and cuts into pages. The person is who can mend it today: the substitute while the lesson is open to him,
the teacher who still works with the class, else its leader.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core import spans
from jetekchi.journal.models import Absence, Lesson, LessonMark, PartMember, Roll, TermMark
from jetekchi.journal.permissions.lessons import SUBSTITUTE_DAYS
from jetekchi.journal.selectors.school_days import FREE
from jetekchi.journal.selectors.shares import of_share, slots_of
from jetekchi.organisation.models import Appointment, CalendarDay, Enrolment, Teaching, Term

FIGURES = ("5", "4", "3", "2")
NAMES = (
    *("check_key", "group_key", "day", "hour", "subject_key", "lesson_key"),
    *("student_key", "term_key", "share_key", "person_key", "leader_key", "amount"),
)  # fmt: skip
ORDER = ("-day", "group_key", "hour", "check_key", "subject_key", "student_key")
Arms = Iterable[QuerySet[Any, Any]]


@dataclass(frozen=True)
class Scope:
    """Which part of the journal is looked through: days, classes, whose gaps; the settings and the terms of the year."""

    today: date
    start: date
    end: date
    settings: dict[str, Any]
    terms: tuple[Term, ...] = ()
    # None: every class.
    classes: tuple[int, ...] | None = None
    # With a person: what this person answers for, and everything of these own classes.
    person: int | None = None
    # The same person among the staff, by which the indexes of lessons find the own ones; -1: not of it.
    staff: int = -1
    own: tuple[int, ...] = ()
    # Of the own classes, too, only what is addressed to their leader.
    is_mine: bool = False
    addressee: int | None = None

    def ago(self, setting: str) -> date:
        """The last day that is old enough by a setting, and not after the end of the scope."""
        return min(self.end, self.today - timedelta(days=int(self.settings[setting])))


@dataclass(frozen=True)
class Check:
    """One line of the dictionary: its words, the words of its mending, its query."""

    key: str
    title: str | Promise
    action: str | Promise
    arms: Callable[[Scope], Arms]
    clause: str = "3.9"
    # The page on which it is mended: an address of the journal that takes these columns.
    page: str = "journal:lesson"
    takes: tuple[str, ...] = field(default=("lesson_key",))
    # Reads all marks of a term: its number is kept for some minutes, until a term mark changes.
    is_steady: bool = False


def _leader(scope: Scope, group: str) -> Subquery:
    found = Appointment.objects.filter(spans.on(scope.today), class_group=OuterRef(group)).order_by(
        "-from_on"
    )
    return Subquery(found.values("leader__person")[:1], output_field=BigIntegerField())


def _person(found: QuerySet[Any]) -> Subquery:
    return Subquery(found.order_by("pk").values("teacher__person")[:1], output_field=BigIntegerField())


def _giver(scope: Scope, at: str) -> Coalesce:
    """Who answers for a lesson: `at` is the way to it."""
    lately = {f"{at}substitute__isnull": False, f"{at}on__gte": scope.today - timedelta(days=SUBSTITUTE_DAYS)}
    teaches = Teaching.objects.filter(
        spans.on(scope.today),
        class_group=OuterRef(f"{at}class_group"),
        subject=OuterRef(f"{at}subject"),
        teacher=OuterRef(f"{at}teacher"),
    )
    person = Case(
        When(**lately, then=F(f"{at}substitute__person")),
        When(Exists(teaches), then=F(f"{at}teacher__person")),
        output_field=BigIntegerField(),
    )
    return Coalesce(person, _leader(scope, f"{at}class_group"))


def _key(value: Any = None) -> Cast:
    return (
        Cast(Value(value), BigIntegerField()) if not isinstance(value, F) else Cast(value, BigIntegerField())
    )


def _columns(found: QuerySet[Any], scope: Scope, check: str, group: str, **given: Any) -> QuerySet[Any, Any]:
    """The columns of NAMES in their order, narrowed to whose gaps the scope asks for."""
    columns: dict[str, Any] = {
        "check_key": Cast(Value(check), TextField()),
        "group_key": _key(F(group)),
        "day": F("on"),
        "hour": Cast(Value(None), IntegerField()),
        **dict.fromkeys(("subject_key", "lesson_key", "student_key", "term_key", "share_key"), _key()),
        "person_key": _leader(scope, group),
        "leader_key": _leader(scope, group),
        "amount": Cast(Value(1), IntegerField()),
    }
    found = found.annotate(**{name: given.get(name, columns[name]) for name in NAMES})
    if scope.classes is not None:
        found = found.filter(**{f"{group}__in": scope.classes})
    if scope.person is not None:
        of_leader = {"person_key": F("leader_key")} if scope.is_mine else {}
        found = found.filter(Q(person_key=scope.person) | Q(**{f"{group}__in": scope.own}, **of_leader))
    if scope.addressee is not None:
        found = found.filter(person_key=scope.addressee)
    return found.order_by().values_list(*NAMES)


def _open(on: str) -> Q:
    """A day that lies in no closed half-year: what is closed cannot be mended."""
    closed = Term.objects.filter(
        kind=Term.Kind.HALF_YEAR,
        closed_at__isnull=False,
        start_on__lte=OuterRef(on),
        end_on__gte=OuterRef(on),
    )
    return ~Q(Exists(closed))


def _near(scope: Scope, at: str = "") -> Q:
    """Lessons that may concern the person at all: the indexes find them, the columns decide."""
    if scope.person is None:
        return Q()
    # By key, not by person: over a join, or with a query within, no index of PostgreSQL serves an «or».
    return (
        Q(**{f"{at}class_group__in": scope.own})
        | Q(**{f"{at}teacher": scope.staff})
        | Q(**{f"{at}substitute": scope.staff})
    )


def _lessons(scope: Scope, check: str, end: date, wanted: Q) -> QuerySet[Any, Any]:
    """Lessons that took place, or should have: what was only planned for a day that became free is none."""
    free = CalendarDay.objects.filter(day=OuterRef("on"), kind__in=FREE)
    found = Lesson.objects.filter(_near(scope), _open("on"), wanted, on__range=(scope.start, end))
    found = found.filter(Q(state=Lesson.State.HELD) | (Q(state=Lesson.State.PLANNED) & ~Q(Exists(free))))
    return _columns(
        found, scope, check, "class_group", hour=F("number"), subject_key=_key(F("subject_id")),
        lesson_key=_key(F("pk")), person_key=_giver(scope, ""),
    )  # fmt: skip


def _marks(scope: Scope, check: str, wanted: Q) -> QuerySet[Any, Any]:
    at = "lesson__"
    found = LessonMark.objects.exclude(value="").filter(
        _near(scope, at),
        _open("lesson__on"),
        wanted,
        lesson__on__range=(scope.start, min(scope.end, scope.today)),
    )
    return _columns(
        found, scope, check, "lesson__class_group", day=F("lesson__on"), hour=F("lesson__number"),
        subject_key=_key(F("lesson__subject_id")), lesson_key=_key(F("lesson_id")),
        student_key=_key(F("student_id")), person_key=_giver(scope, at),
    )  # fmt: skip


def _without_roll(scope: Scope) -> Arms:
    taken = Roll.objects.filter(lesson=OuterRef("pk"), kind=Roll.Kind.ROLL)
    yield _lessons(scope, "roll", scope.ago("gap_days"), ~Q(Exists(taken)))


def _without_topic(scope: Scope) -> Arms:
    yield _lessons(scope, "topic", scope.ago("gap_days"), Q(topic=""))


def _without_homework(scope: Scope) -> Arms:
    if grade := int(scope.settings["gap_homework_grade"]):
        wanted = Q(homework="", work=None, state=Lesson.State.HELD, class_group__grade__gte=grade)
        yield _lessons(scope, "homework", scope.ago("gap_days"), wanted)


def _without_work_marks(scope: Scope) -> Arms:
    marks = LessonMark.objects.exclude(value="").filter(lesson=OuterRef("pk"))
    wanted = Q(work__isnull=False, state=Lesson.State.HELD) & ~Q(Exists(marks))
    yield _lessons(scope, "work", scope.ago("gap_work_days"), wanted)


def _absent_with_mark(scope: Scope) -> Arms:
    missed = Absence.objects.exclude(kind=Absence.Kind.LATE).filter(
        student=OuterRef("student"), on=OuterRef("lesson__on"), lesson=OuterRef("lesson__number")
    )
    yield _marks(scope, "absent", Q(Exists(missed)))


def listed() -> Q:
    """Marks of students who stood on the list of the lesson: on that day in the class, and in its part."""
    day = OuterRef("lesson__on")
    # By an expression, so that the index of the student serves: that of the class would read its whole list each time.
    here = Enrolment.objects.alias(place=F("class_group") + 0).filter(
        student=OuterRef("student"), place=OuterRef("lesson__class_group")
    )
    member = PartMember.objects.filter(
        spans.on(day), part=OuterRef("lesson__part"), student=OuterRef("student")
    )
    return Q(Exists(here.filter(spans.on(day)))) & (Q(lesson__part=None) | Q(Exists(member)))


def _mark_off_the_list(scope: Scope) -> Arms:
    yield _marks(scope, "not_listed", ~listed())


def _mark_without_lesson(scope: Scope) -> Arms:
    yield _marks(scope, "no_lesson", ~Q(lesson__state__in=Lesson.STANDING))


def _unknown_reasons(scope: Scope) -> Arms:
    """One gap a student and day: the first lesson whose reason nobody knows."""
    unknown = Absence.objects.filter(kind=Absence.Kind.UNKNOWN)
    earlier = unknown.filter(student=OuterRef("student"), on=OuterRef("on"), lesson__lt=OuterRef("lesson"))
    days = (scope.start, scope.ago("gap_reason_days"))
    found = unknown.filter(~Q(Exists(earlier)), _open("on"), on__range=days)
    if scope.person is not None:
        found = found.filter(class_group__in=scope.own)
    yield _columns(
        found, scope, "reason", "class_group", hour=F("lesson"), student_key=_key(F("student_id")),
        lesson_key=_key(F("roll__lesson_id")),
    )  # fmt: skip


def _term_marks(scope: Scope) -> Arms:
    """Students without any mark of a term whose last lesson of the subject has been, or that is over."""
    for term in scope.terms:
        if not _is_asked(term, scope) or term.start_on > scope.today:
            continue
        if term.end_on < scope.today:
            some = TermMark.objects.filter(
                class_group=OuterRef("class_group"), subject=OuterRef("subject"), term=term
            )
            # A subject of which the journal holds nothing is kept elsewhere: its import is still to come.
            wanted = _held(term) | Q(Exists(some))
        else:
            wanted = _held(term) & _has_ended(term, scope)
        yield _taught(scope, "term", term, _unmarked(term), wanted)


def _has_ended(term: Term, scope: Scope) -> Q:
    """Subjects of which the running term has no lesson from today on, in classes whose lessons are made to its last day.

    Where they are not, nobody knows yet which lesson is the last one: then the end of the term tells.
    """
    free = CalendarDay.objects.filter(day=OuterRef("on"), kind__in=FREE)
    of_class = Lesson.objects.filter(class_group=OuterRef("class_group"))
    to_come = of_class.filter(
        ~Q(Exists(free)),
        subject=OuterRef("subject"),
        state__in=Lesson.STANDING,
        on__range=(scope.today, term.end_on),
    )
    last = term.end_on
    while last.isoweekday() > int(scope.settings["school_days"]):
        last -= timedelta(days=1)
    return Q(Exists(of_class.filter(on__range=(last, term.end_on)))) & ~Q(Exists(to_come))


def _far_marks(scope: Scope) -> Arms:
    """Term marks that lie as far from the mean of the lessons as the lyceum flags: the same figures as on their page."""
    for term in scope.terms:
        if not _is_asked(term, scope) or term.start_on > scope.today:
            continue
        at = {"class_group": OuterRef("class_group"), "subject": OuterRef("subject")}
        # Where several teach a subject in parts of the class, the teacher of the student's part; else the first of them.
        own = slots_of(scope.today, min(term.end_on, scope.today), OuterRef("subject"), OuterRef("student"))
        teaches = Teaching.objects.filter(spans.on(scope.today), **at)
        found = TermMark.objects.filter(term=term, pk__in=_far_from_mean(scope, term))
        yield _columns(
            found, scope, "far", "class_group",
            day=Cast(Value(min(term.end_on, scope.today)), DateField()),
            subject_key=_key(F("subject_id")), student_key=_key(F("student_id")), term_key=_key(term.pk),
            person_key=Coalesce(_person(own), _person(teaches), _leader(scope, "class_group")),
        )  # fmt: skip


def _far_from_mean(scope: Scope, term: Term) -> QuerySet[Any, Any]:
    """Keys of term marks; all lessons of the term are read once, for a look-up a mark would take many times as long.

    Mean in hundredths, half up: (200·Σ mark·weight + Σ weight) / (2·Σ weight) in whole numbers, on both databases.
    """
    limit = round(float(scope.settings["divergence_flag"]) * 100)
    of_term = FilteredRelation("student__term_marks", condition=Q(student__term_marks__term=term))
    near = Q() if scope.classes is None else Q(given__class_group__in=scope.classes)
    if scope.person is not None:
        taught = Teaching.objects.filter(spans.on(scope.today), teacher__person=scope.person)
        near &= Q(given__class_group__in=scope.own) | Q(
            given__class_group__in=taught.order_by().values("class_group")
        )
    # All of it in one `filter`: a second one would join the term marks once more.
    marks = LessonMark.objects.alias(given=of_term).filter(
        near,
        listed(),
        value__in=FIGURES,
        lesson__on__range=(term.start_on, term.end_on),
        lesson__state__in=Lesson.STANDING,
        given__value__in=FIGURES,
        given__subject=F("lesson__subject"),
        given__class_group=F("lesson__class_group"),
    )
    weight: Any = Coalesce(F("lesson__work__kind__weight"), 1)
    total, weights = Sum(Cast("value", IntegerField()) * weight), Sum(weight)
    of_mark = marks.order_by().values("given__pk", "given__value").annotate(total=total, weights=weights)
    mean: Any = (200 * F("total") + F("weights")) / (2 * F("weights"))
    off = of_mark.annotate(off=mean - 100 * Cast("given__value", IntegerField()))
    return off.filter(Q(off__gte=limit) | Q(off__lte=-limit)).values("given__pk")


def _few_marks(scope: Scope) -> Arms:
    """Students who are finishing a term with too few marks of lessons; told while there is time, and until it is marked."""
    least, before = int(scope.settings["gap_least_marks"]), timedelta(int(scope.settings["gap_term_days"]))
    for term in scope.terms:
        if least and _is_asked(term, scope) and term.end_on - before <= scope.today:
            marks = LessonMark.objects.exclude(value="").filter(
                listed(),
                student=OuterRef("student"),
                lesson__class_group=OuterRef("class_group"),
                lesson__subject=OuterRef(OuterRef("subject")),
                lesson__on__range=(term.start_on, term.end_on),
            )
            counted = marks.order_by().values("student").annotate(n=Count("pk")).values("n")
            students = _unmarked(term).annotate(marks=Coalesce(Subquery(counted), 0))
            yield _taught(scope, "few", term, students.filter(marks__lt=least), _held(term))


def _held(term: Term) -> Q:
    held = Lesson.objects.filter(class_group=OuterRef("class_group"), subject=OuterRef("subject"))
    return Q(Exists(held.filter(state=Lesson.State.HELD, on__range=(term.start_on, term.end_on))))


def _unmarked(term: Term) -> QuerySet[Enrolment]:
    given = TermMark.objects.filter(
        student=OuterRef("student"), subject=OuterRef(OuterRef("subject")), term=term
    )
    return Enrolment.objects.filter(~Q(Exists(given)))


def _taught(
    scope: Scope, check: str, term: Term, students: QuerySet[Enrolment], wanted: Q
) -> QuerySet[Any, Any]:
    """One gap a class, subject and teacher: how many students of the class lack something of the term.

    Where several teach the subject in parts of the class, each has the students of the own part; the first of them
    those of whom nobody knows the part.
    """
    day = min(term.end_on, scope.today)
    earlier = Teaching.objects.filter(
        spans.on(day), class_group=OuterRef("class_group"), subject=OuterRef("subject"), pk__lt=OuterRef("pk")
    )
    lacking = students.filter(spans.on(day), of_share(scope.today, day), class_group=OuterRef("class_group"))
    count = Subquery(lacking.order_by().values("class_group").annotate(n=Count("pk")).values("n"))
    found = Teaching.objects.filter(spans.on(day), wanted, class_group__year=term.year_id)
    if scope.person is not None:
        found = found.filter(Q(teacher=scope.staff) | Q(class_group__in=scope.own))
    teaches = Q(until_on=None) | Q(until_on__gte=scope.today)
    person = Case(When(teaches, then=F("teacher__person")), output_field=BigIntegerField())
    found = found.annotate(lacking=count).filter(lacking__gt=0)
    return _columns(
        found, scope, check, "class_group", day=Cast(Value(day), DateField()), subject_key=_key(F("subject_id")),
        term_key=_key(term.pk), share_key=Case(When(Exists(earlier), then=F("pk"))),
        amount=Cast(F("lacking"), IntegerField()), person_key=Coalesce(person, _leader(scope, "class_group")),
    )  # fmt: skip


def _is_asked(term: Term, scope: Scope) -> bool:
    is_closed = term.closed_at or (term.parent and term.parent.closed_at)
    return not is_closed and term.start_on <= scope.end and scope.start <= term.end_on


GRID, COLUMN, ROLL = "journal:grid", "journal:column", "journal:roll"
TERM = "journal:term_marks"
CHECKS: dict[str, Check] = {
    one.key: one
    for one in (
        Check("roll", _("Roll not taken"), _("Take the roll"), _without_roll, "5.1", ROLL),
        Check("topic", _("Topic not written"), _("Write the topic"), _without_topic),
        Check("homework", _("Homework missing"), _("Write the homework"), _without_homework),
        Check("absent", _("Mark given to an absent student"), _("Look at the marks"), _absent_with_mark, page=COLUMN),
        Check(
            "no_lesson", _("Mark of a lesson that did not take place"), _("Look at the mark"), _mark_without_lesson,
            page="journal:cell", takes=("lesson_key", "student_key"),
        ),
        Check(
            "not_listed", _("Mark of a student who was not on the list"), _("Look at the mark"), _mark_off_the_list,
            page="journal:cell", takes=("lesson_key", "student_key"),
        ),
        Check("work", _("No marks of a written work"), _("Write the marks"), _without_work_marks, page=COLUMN),
        Check("reason", _("Reason of an absence not known"), _("Write the reason"), _unknown_reasons, "5.1", ROLL),
        Check(
            "few", _("Too few marks for a term mark"), _("Open the marks"), _few_marks,
            page=GRID, takes=("group_key", "subject_key"),
        ),
        Check(
            "term", _("Term mark missing"), _("Set the marks"), _term_marks,
            page=TERM, takes=("group_key", "subject_key"),
        ),
        Check(
            "far", _("Term mark not in line with current marks"), _("Look at the mark"), _far_marks,
            page=TERM, takes=("group_key", "subject_key"), is_steady=True,
        ),
    )
}  # fmt: skip


def union_of(scope: Scope, keys: Iterable[str] = ()) -> QuerySet[Any, Any]:
    """The gaps of a scope as one query, the latest day first."""
    return unordered(scope, keys).order_by(*ORDER)


def unordered(scope: Scope, keys: Iterable[str] = ()) -> QuerySet[Any, Any]:
    """The gaps of a scope as one query, in no order."""
    wanted = set(keys) or set(CHECKS)
    return _together(arm for key, check in CHECKS.items() if key in wanted for arm in check.arms(scope))


def number_of(scope: Scope) -> QuerySet[Any, Any]:
    """One row a gap, with nothing but the check's key in it; without the steady checks."""
    return _together(arm.values_list("check_key") for arm in _arms(scope, is_steady=False))


def counts_of(scope: Scope) -> QuerySet[Any, Any]:
    """Class, who answers and how many gaps: counted by the database, in one query; a pair comes once a check."""
    return _counted(_arms(scope, is_steady=False), ("group_key", "person_key"))


def steady_counts_of(scope: Scope) -> QuerySet[Any, Any]:
    """The same of the steady checks, with the day and the leader of the class beside."""
    return _counted(_arms(scope, is_steady=True), ("group_key", "person_key", "leader_key", "day"))


def _counted(arms: Arms, keys: tuple[str, ...]) -> QuerySet[Any, Any]:
    return _together(arm.values(*keys).annotate(gaps=Count("pk")).values_list(*keys, "gaps") for arm in arms)


def _arms(scope: Scope, *, is_steady: bool) -> Arms:
    return (arm for check in CHECKS.values() if check.is_steady == is_steady for arm in check.arms(scope))


def _together(arms: Arms) -> QuerySet[Any, Any]:
    found = list(arms)
    # A check may have nothing to ask (no homework is asked for, no term has ended): a list without rows stands for it.
    first, *others = found or [
        _columns(Lesson.objects.none(), Scope(date.min, date.min, date.min, {}), "", "class_group")
    ]
    return first.union(*others, all=True) if others else first
