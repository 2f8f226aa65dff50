"""Who stands on the list of a lesson: the class of that day, or its part. Asked of the database, or of lists at hand.

A lesson's list is: on its day in its class (`core.spans`), and in its part where it has one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from jetekchi.core import spans
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Lesson, PartMember
from jetekchi.journal.selectors.members import Members, Time, members_of
from jetekchi.organisation.models import Enrolment, Student

# By student, since when and until when each stood on the list of a class.
Times = dict[int, list[Time]]


def students_at(lesson: Lesson) -> QuerySet[Student]:
    """Students who were on the list of the class on that day, and in the part that the lesson is given to."""
    found = _on_list(lesson.class_group_id, lesson.on)
    if lesson.part_id is None:
        return found
    return found.filter(
        pk__in=PartMember.objects.filter(spans.on(lesson.on), part=lesson.part_id).values("student")
    )


def listed_at(lesson: Lesson) -> list[Student]:
    """The same for a page; the list of a whole class is kept while nothing changes in it."""
    return list(students_at(lesson) if lesson.part_id else _of_class(lesson.class_group_id, lesson.on))


def _on_list(group_pk: int, day: date) -> QuerySet[Student]:
    on_list = Enrolment.objects.filter(spans.on(day), class_group=group_pk)
    return Student.objects.filter(pk__in=on_list.order_by().values("student")).select_related("person")


@while_unchanged("organisation")
def _of_class(group_pk: int, day: date) -> tuple[Student, ...]:
    return tuple(_on_list(group_pk, day))


@dataclass(frozen=True)
class Lists:
    """The lists of one class at hand, for who asks of many lessons: times in the class, and in its parts."""

    times: Times
    members: Members = field(default_factory=Members)

    def holds(self, student: int, on: date, part: int | None) -> bool:
        """Whether the student stood on the list of a lesson of that day, which may be one of a part."""
        if not self.members.learns(part, student, on):
            return False
        return any(spans.holds(since, until, on) for since, until in self.times.get(student, ()))

    def at(self, lesson: Lesson) -> list[int]:
        """The students on the list of a lesson of the class."""
        return [student for student in self.times if self.holds(student, lesson.on, lesson.part_id)]


def lists_of(group_pk: int, parts: Iterable[int | None], students: Iterable[int]) -> Lists:
    """The times of these students in the class, and the members of these parts; two queries at most."""
    return Lists(
        _times(Enrolment.objects.filter(class_group=group_pk, student__in=students)), _members(parts)
    )


def kept_lists(group_pk: int, parts: Iterable[int | None]) -> Lists:
    """The same of the whole class for a page; the times are kept while nothing changes in the class."""
    return Lists(_times_of_class(group_pk), _members(parts))


@while_unchanged("organisation")
def _times_of_class(group_pk: int) -> Times:
    return _times(Enrolment.objects.filter(class_group=group_pk).order_by("student", "from_on"))


def _times(ways: QuerySet[Enrolment]) -> Times:
    times: Times = {}
    for student, since, until in ways.values_list("student", "from_on", "until_on"):
        times.setdefault(student, []).append((since, until))
    return times


def lists_by_class(ways: Iterable[Enrolment], members: Members | None = None) -> dict[int, Lists]:
    """The lists of several classes, from ways through classes that are at hand; a class without one has empty lists."""
    found: dict[int, Lists] = defaultdict(lambda: Lists({}, members or Members()))
    for way in ways:
        times = found[way.class_group_id].times
        times.setdefault(way.student_id, []).append((way.from_on, way.until_on))
    return found


def _members(parts: Iterable[int | None]) -> Members:
    return members_of(part__in={part for part in parts if part})
