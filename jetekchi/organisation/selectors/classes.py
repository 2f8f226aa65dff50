"""Classes, who leads them, who is on the list on which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jetekchi.core.lookup import the_one
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import (
    Appointment,
    ClassGroup,
    Enrolment,
    Handover,
    Person,
    SchoolYear,
    Student,
    Teaching,
)


@dataclass(frozen=True)
class Movements:
    """The list of a class over a period: at its start and end, who came, who went (with their records)."""

    start: int
    end: int
    girls: int
    boys: int
    arrived: tuple[Enrolment, ...]
    left: tuple[Enrolment, ...]
    # Students on the list at the end.
    listed: frozenset[int]


def classes_of(year: SchoolYear) -> QuerySet[ClassGroup]:
    """All classes and groups of a year in order."""
    return ClassGroup.objects.filter(year=year).select_related("year")


def class_by_label(year: SchoolYear, label: str) -> ClassGroup | None:
    """A class by its label; 10-A typed in Latin finds 10-А too."""
    twins = str.maketrans("ABCEHKMOPTXabcehkmoptx", "АВСЕНКМОРТХавсенкмортх")
    wanted = label.strip().translate(twins).casefold()
    found = ClassGroup.objects.filter(year=year).select_related("year")
    return next((group for group in found if group.label.translate(twins).casefold() == wanted), None)


def leaders_of(classes: Iterable[ClassGroup], day: date | None = None) -> dict[int, Appointment]:
    """The appointment in force by class, one query."""
    return _appointments(tuple(sorted(group.pk for group in classes)), day or timezone.localdate())


@while_unchanged("organisation")
def _appointments(classes: tuple[int, ...], day: date) -> dict[int, Appointment]:
    found = (
        Appointment.objects.filter(class_group__in=classes, from_on__lte=day)
        .filter(Q(until_on=None) | Q(until_on__gte=day))
        .select_related("leader__person__user", "class_group")
    )
    return {appointment.class_group_id: appointment for appointment in found}


def leader_of(class_group: ClassGroup, day: date | None = None) -> Appointment | None:
    """Who leads the class on a day (1.1)."""
    return leaders_of([class_group], day).get(class_group.pk)


def _listed(class_group: ClassGroup, day: date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(class_group=class_group, from_on__lte=day).filter(
        Q(until_on=None) | Q(until_on__gte=day)
    )


def listed_on(class_group: ClassGroup, day: date) -> QuerySet[Student]:
    """Students on the list of the class on a day, in Kyrgyz order."""
    inside = _listed(class_group, day).values("student")
    return Student.objects.filter(pk__in=inside).select_related("person", "class_group")


def listed_students(class_group: ClassGroup) -> QuerySet[Student]:
    """Students on the list today."""
    return Student.objects.filter(class_group=class_group, left_on=None).select_related(
        "person", "class_group"
    )


@while_unchanged("organisation")
def list_of_today(class_group: ClassGroup) -> tuple[Student, ...]:
    """The same at hand, for pages that only show it."""
    return tuple(listed_students(class_group))


@while_unchanged("organisation")
def classes_by_key(pks: tuple[int, ...]) -> tuple[ClassGroup, ...]:
    """Classes by their keys, in order; the keys come from a permission check."""
    return tuple(ClassGroup.objects.filter(pk__in=pks).select_related("year"))


def student_counts(classes: Iterable[ClassGroup]) -> dict[int, int]:
    """How many students each class has today, one query."""
    rows = Student.objects.filter(class_group__in=list(classes), left_on=None).values("class_group")
    return {row["class_group"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}


SHOWN = ("start", "end", "arrived", "left", "girls", "boys")


def movement_rows(class_group: ClassGroup, start_on: date, end_on: date, show: str) -> list[Enrolment]:
    """The records behind one figure of `movements`: as many rows as the figure says."""
    day = start_on if show == "start" else end_on
    rows = _listed(class_group, day)
    changed = Enrolment.objects.filter(class_group=class_group)
    match show:
        case "girls":
            rows = rows.filter(student__person__sex=Person.Sex.FEMALE)
        case "boys":
            rows = rows.filter(student__person__sex=Person.Sex.MALE)
        case "arrived":
            rows = changed.filter(from_on__gt=start_on, from_on__lte=end_on)
        case "left":
            rows = changed.filter(until_on__gte=start_on, until_on__lt=end_on)
    return list(rows.select_related("student__person").order_by("student__person__sort_key", "pk"))


def present_rows(class_group: ClassGroup) -> list[Enrolment]:
    """The list of the class as it stands today, each student with the enrolment that holds."""
    rows = Enrolment.objects.filter(class_group=class_group, until_on=None, student__left_on=None)
    return list(rows.select_related("student__person").order_by("student__person__sort_key", "pk"))


def appointments_of(class_group: ClassGroup) -> list[Appointment]:
    """Every leader the class ever had, with orders and deputies, the present one first."""
    rows = class_group.appointments.select_related("leader__person__user", "order_file")
    return list(rows.prefetch_related("deputies__person__person__user").order_by("-from_on", "-pk"))


def appointment_by(class_group: ClassGroup, pk: int) -> Appointment | None:
    """An appointment of this very class."""
    return (
        class_group.appointments.select_related("leader__person", "order_file", "class_group")
        .filter(pk=pk)
        .first()
    )


def handovers_of(class_group: ClassGroup) -> list[Handover]:
    """Hand-over protocols of the class, the newest first."""
    rows = Handover.objects.filter(incoming__class_group=class_group)
    return list(
        rows.select_related("outgoing__leader__person", "incoming__leader__person").order_by("-on", "-pk")
    )


def handover_due(class_group: ClassGroup) -> tuple[Appointment, Appointment] | None:
    """The leader before and the leader now, when no protocol of their hand-over is written yet (1.1)."""
    last = list(class_group.appointments.select_related("leader__person").order_by("-from_on", "-pk")[:2])
    if len(last) < 2 or last[0].leader_id == last[1].leader_id:
        return None
    written = Handover.objects.filter(Q(incoming=last[0]) | Q(outgoing=last[1])).exists()
    return None if written else (last[1], last[0])


def teaching_by(class_group: ClassGroup, pk: int) -> Teaching | None:
    """A teaching assignment of this very class."""
    rows = class_group.teachings.select_related("teacher__person", "subject")
    return the_one(rows.filter(pk=pk))


def movements(class_group: ClassGroup, start_on: date, end_on: date) -> Movements:
    """The class's list over a period, from enrolments with their orders (report, section 1)."""
    at_end = list(_listed(class_group, end_on).select_related("student__person"))
    changed = Enrolment.objects.filter(class_group=class_group).select_related("student__person")
    return Movements(
        start=_listed(class_group, start_on).count(),
        end=len(at_end),
        listed=frozenset(row.student_id for row in at_end),
        girls=sum(row.student.person.sex == Person.Sex.FEMALE for row in at_end),
        boys=sum(row.student.person.sex == Person.Sex.MALE for row in at_end),
        arrived=tuple(changed.filter(from_on__gt=start_on, from_on__lte=end_on)),
        left=tuple(changed.filter(until_on__gte=start_on, until_on__lt=end_on)),
    )


def teachers_of_class(class_group: ClassGroup) -> list[Teaching]:
    """Who teaches the class now, by subject."""
    open_now = Teaching.objects.filter(class_group=class_group, until_on=None)
    return list(open_now.select_related("teacher__person__user", "subject").order_by("subject__sort_key"))
