"""The classes of a school year as they would go into the next one, and what is left after they went."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from jetekchi.organisation.models import Appointment, ClassGroup, Enrolment, SchoolYear
from jetekchi.organisation.selectors.classes import classes_of
from jetekchi.organisation.selectors.settings import setting

NEXT, GRADUATE, STAY = "next", "graduate", "stay"


@dataclass(frozen=True)
class ClassAhead:
    """One class before the turn of the year: who stands on its list, who leads it, where it would go."""

    group: ClassGroup
    rows: tuple[Enrolment, ...]
    appointment: Appointment | None
    fate: str
    label: str
    grade: int | None


@dataclass(frozen=True)
class AfterTurn:
    """What a person still has to do once the classes went on."""

    classes: tuple[tuple[ClassGroup, Appointment | None, int], ...]
    left_behind: tuple[Enrolment, ...]

    @property
    def leaderless(self) -> list[ClassGroup]:
        """New classes that wait for an order."""
        return [group for group, appointment, _count in self.classes if appointment is None]


def year_after(year: SchoolYear) -> SchoolYear | None:
    """The school year that follows, when it was made."""
    return SchoolYear.objects.filter(name=year.next_name).first()


def on_the_lists(year: SchoolYear) -> list[Enrolment]:
    """Every student who stands on a list of the year now, class by class in Kyrgyz order."""
    rows = Enrolment.objects.filter(class_group__year=year, until_on=None, student__left_on=None)
    return list(
        rows.select_related("student__person").order_by("class_group_id", "student__person__sort_key", "pk")
    )


def fingerprint(rows: Iterable[Enrolment]) -> str:
    """Tells whether the lists are still those that were shown."""
    pairs = sorted((row.class_group_id, row.student_id) for row in rows)
    return hashlib.sha256(repr(pairs).encode()).hexdigest()


def leaders_in_force(classes: Iterable[ClassGroup]) -> dict[int, Appointment]:
    """The appointment without an end by class, whenever it began."""
    found = Appointment.objects.filter(class_group__in=list(classes), until_on=None)
    return {one.class_group_id: one for one in found.select_related("leader__person")}


def classes_ahead(year: SchoolYear, rows: Iterable[Enrolment]) -> list[ClassAhead]:
    """Where each class goes by default: a grade higher, or out when it is in the last grade; a group is asked about."""
    groups = list(classes_of(year))
    leaders, last = leaders_in_force(groups), int(setting("last_grade"))
    lists: dict[int, list[Enrolment]] = {group.pk: [] for group in groups}
    for row in rows:
        lists[row.class_group_id].append(row)
    return [_ahead(group, lists[group.pk], leaders.get(group.pk), last) for group in groups]


def _ahead(
    group: ClassGroup, rows: list[Enrolment], appointment: Appointment | None, last: int
) -> ClassAhead:
    fate = "" if group.grade is None else GRADUATE if group.grade >= last else NEXT
    label, grade = group.label, group.grade
    if grade is not None and fate == NEXT:
        head = str(grade)
        grade += 1
        label = f"{grade}{label.removeprefix(head)}" if label.startswith(head) else label
    return ClassAhead(group, tuple(rows), appointment, fate, label, grade)


def after_turn(year: SchoolYear, following: SchoolYear) -> AfterTurn:
    """Classes of the new year with or without a leader, and students who still stand on a list of the old one."""
    groups = list(classes_of(following))
    leaders = leaders_in_force(groups)
    counts: dict[int, int] = {}
    for row in on_the_lists(following):
        counts[row.class_group_id] = counts.get(row.class_group_id, 0) + 1
    left = Enrolment.objects.filter(class_group__year=year, until_on=None, student__left_on=None)
    behind = left.select_related("student__person", "class_group").order_by(
        "class_group__sort_key", "student__person__sort_key"
    )
    return AfterTurn(
        tuple((group, leaders.get(group.pk), counts.get(group.pk, 0)) for group in groups), tuple(behind)
    )
