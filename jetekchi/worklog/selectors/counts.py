"""Figures of the record of work for many classes at once: what the matrix and the reports count.

A number of queries that does not depend on how many classes or entries there are. Restricted entries count like
all others; their words are never read here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, Max, Q, When
from django.urls import reverse
from django.utils import timezone

from jetekchi.core.kyrgyz import search_key
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Student
from jetekchi.organisation.selectors import listed_students, setting
from jetekchi.worklog.models import AccidentNotice, AccidentReport, WorkEntry, WorkEntryClause, WorkKind
from jetekchi.worklog.models.accidents import AccidentQuerySet
from jetekchi.worklog.models.entries import WorkEntryQuerySet


@dataclass
class ClauseWork:
    """What was done for one clause in one class: entries, students named in them, the last day, entries by kind.

    The days stand only where they were asked for.
    """

    entries: int = 0
    students: set[int] = field(default_factory=set)
    last_on: date | None = None
    kinds: dict[str, int] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)


@dataclass(frozen=True)
class AccidentRow:
    """An accident as reports show it: who, when, where, how long the confirmation took."""

    pk: int
    class_pk: int
    class_label: str
    happened_at: datetime
    place: str
    text: str
    students: tuple[tuple[int, str], ...]
    reported_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    is_late: bool

    @property
    def url(self) -> str:
        """The page of the accident."""
        return reverse("worklog:accident", args=[self.pk])

    @property
    def minutes_to_confirm(self) -> int | None:
        """From the report to the confirmation by the university administration."""
        if self.confirmed_at is None:
            return None
        # Whoever was called before the report was written knew at once.
        return max(0, int((self.confirmed_at - self.reported_at).total_seconds() // 60))


def _standing(classes: Iterable[ClassGroup], start_on: date, end_on: date) -> WorkEntryQuerySet:
    pks = [group.pk for group in classes]
    return WorkEntry.objects.live().between(start_on, end_on).filter(class_group__in=pks)


def clause_work(
    classes: Iterable[ClassGroup], start_on: date, end_on: date, *, days_of: Collection[str] = ()
) -> dict[int, dict[str, ClauseWork]]:
    """Work done by class and clause, two queries for any number of classes; a clause without work is absent.

    `days_of` are the clauses whose days are wanted, which make a row a day.
    """
    classes = list(classes)
    found: dict[int, dict[str, ClauseWork]] = {group.pk: defaultdict(ClauseWork) for group in classes}
    standing = _standing(classes, start_on, end_on).order_by()
    lines = WorkEntryClause.objects.filter(entry__in=standing.values("pk")).order_by()
    # Nobody's number where no days are asked for: PostgreSQL groups by no bare NULL.
    day = Case(When(number__in=[*days_of, ""], then=F("entry__on")))
    by_kind = lines.annotate(day=day).values_list("entry__class_group", "number", "entry__kind__code", "day")
    for class_pk, number, kind, day_on, count, last_on in by_kind.annotate(
        n=Count("pk"), last=Max("entry__on")
    ):
        work = found[class_pk][number]
        work.entries += count
        work.kinds[kind] += count
        work.days |= {day_on} if day_on else set()
        work.last_on = max(filter(None, (work.last_on, last_on)))
    named = lines.filter(entry__students__isnull=False)
    for class_pk, number, student in named.values_list(
        "entry__class_group", "number", "entry__students"
    ).distinct():
        found[class_pk][number].students.add(student)
    return {class_pk: dict(clauses) for class_pk, clauses in found.items()}


@while_unchanged("organisation", "worklog")
def kind_counts(classes: Iterable[ClassGroup], start_on: date, end_on: date) -> dict[int, dict[str, int]]:
    """How many entries of each kind by class, one query."""
    classes = list(classes)
    found: dict[int, dict[str, int]] = {group.pk: {} for group in classes}
    rows = _standing(classes, start_on, end_on).order_by().values_list("class_group", "kind__code")
    for class_pk, kind, count in rows.annotate(n=Count("pk")):
        found[class_pk][kind] = count
    return found


def students_named(classes: Iterable[ClassGroup], start_on: date, end_on: date) -> dict[int, set[int]]:
    """Students named in at least one entry, by class, one query (2.1, 4.1)."""
    classes = list(classes)
    found: dict[int, set[int]] = {group.pk: set() for group in classes}
    rows = _standing(classes, start_on, end_on).order_by().filter(students__isnull=False)
    for class_pk, student in rows.values_list("class_group", "students").distinct():
        found[class_pk].add(student)
    return found


def families_contacted(classes: Iterable[ClassGroup], start_on: date, end_on: date) -> dict[int, set[int]]:
    """Students whose family was contacted: named in an entry about the family, or by a parent named (4.1, 5.5)."""
    classes = list(classes)
    found: dict[int, set[int]] = {group.pk: set() for group in classes}
    standing = _standing(classes, start_on, end_on).order_by()
    about_family = standing.filter(kind__needs=WorkKind.Needs.FAMILY, students__isnull=False)
    with_parents = standing.filter(guardians__isnull=False)
    named = about_family.values_list("class_group", "students")
    for class_pk, student in named.union(with_parents.values_list("class_group", "guardians__student")):
        found[class_pk].add(student)
    return found


@while_unchanged("organisation", "worklog")
def silent_students(class_group: ClassGroup, today: date | None = None) -> list[tuple[Student, date | None]]:
    """Students about whom nobody has written for the lyceum's number of days, the longest silence first (4.1)."""
    today = today or timezone.localdate()
    since = today - timedelta(days=int(setting("silent_days")))
    students = list(listed_students(class_group))
    lines = WorkEntry.students.through.objects.filter(
        student__in=students, workentry__is_live=True
    ).order_by()
    last = dict(lines.values_list("student").annotate(last=Max("workentry__on")))
    silent = [(student, last.get(student.pk)) for student in students]
    return sorted(
        ((student, on) for student, on in silent if on is None or on < since),
        key=lambda row: row[1] or date.min,
    )


def narrowed_silent(
    rows: Iterable[tuple[Student, date | None]], words: str, which: str
) -> list[tuple[Student, date | None]]:
    """Those of this name; those nobody ever wrote about, or about whom it was too long ago."""
    asked = search_key(words).split()[:6]
    return [
        (student, on)
        for student, on in rows
        if which not in ("never", "before") or (which == "never") == (on is None)
        if all(word in student.person.search_key for word in asked)
    ]


def accidents_between(classes: Iterable[ClassGroup], start_on: date, end_on: date) -> list[AccidentRow]:
    """Accidents with students of these classes in these days, with who confirmed and when (3.2)."""
    pks = [group.pk for group in classes]
    named = WorkEntry.students.through.objects.filter(student__class_group__in=pks).values("workentry_id")
    of_classes = AccidentReport.objects.filter(entry__on__gte=start_on, entry__on__lte=end_on)
    found = of_classes.filter(entry__class_group__in=pks) | of_classes.filter(entry__in=named)
    minutes = int(setting("accident_confirm_minutes"))
    return [accident_row(report, minutes) for report in found.with_people()]  # type: ignore[attr-defined]


def narrowed_accidents(
    found: AccidentQuerySet, group: int | None, start: date | None, end: date | None, words: str = ""
) -> AccidentQuerySet:
    """Those of a class, days and words out of what a person may see; a class counts those reported for it."""
    for word in search_key(words).split()[:6]:
        named = WorkEntry.students.through.objects.filter(student__person__search_key__contains=word)
        found = found.filter(Q(entry__search_key__contains=word) | Q(entry__in=named.values("workentry_id")))
    if group:
        found = found.filter(entry__class_group=group)
    if start:
        found = found.filter(entry__on__gte=start)
    if end:
        found = found.filter(entry__on__lte=end)
    return found


def accident_counts(
    classes: Iterable[ClassGroup], start_on: date, end_on: date
) -> dict[int, tuple[int, int]]:
    """By class: accidents, and how many of them the university administration confirmed, one query (3.2)."""
    pks = [group.pk for group in classes]
    confirmed = Q(notices__to_whom=AccidentNotice.Whom.UNIVERSITY, notices__confirmed_at__isnull=False)
    rows = (
        AccidentReport.objects.filter(
            entry__class_group__in=pks, entry__on__gte=start_on, entry__on__lte=end_on
        )
        .order_by()
        .values_list("entry__class_group")
        .annotate(n=Count("pk", distinct=True), known=Count("pk", distinct=True, filter=confirmed))
    )
    return dict.fromkeys(pks, (0, 0)) | {class_pk: (n, known) for class_pk, n, known in rows}


def unconfirmed_between(start_on: date, end_on: date) -> list[datetime]:
    """When the accidents of these days happened that the university administration has not confirmed (3.2)."""
    found = AccidentReport.objects.unconfirmed().filter(entry__on__gte=start_on, entry__on__lte=end_on)
    return list(found.order_by("happened_at").values_list("happened_at", flat=True))


def accident_row(report: AccidentReport, minutes: int) -> AccidentRow:
    """The accident with its clock; late when the confirmation came, or is still to come, after the minutes allowed."""
    confirmation = report.confirmation
    confirmed_at = confirmation.confirmed_at if confirmation else None
    return AccidentRow(
        pk=report.pk,
        class_pk=report.entry.class_group_id,
        class_label=report.entry.class_group.label,
        happened_at=report.happened_at,
        place=report.place,
        text=report.entry.text,
        students=tuple((student.pk, student.person.brief_name) for student in report.entry.students.all()),
        reported_at=report.entry.created_at,
        confirmed_at=confirmed_at,
        confirmed_by=confirmation.confirmer if confirmation else "",
        is_late=(confirmed_at or timezone.now()) > report.deadline(minutes),
    )
