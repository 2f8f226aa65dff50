"""Who stands on the list of a lesson: the class of that day, or its part."""

from datetime import date

from django.db.models import Q, QuerySet

from jetekchi.core.remember import while_unchanged
from jetekchi.journal.models import Lesson, PartMember
from jetekchi.organisation.models import Enrolment, Student


def students_at(lesson: Lesson) -> QuerySet[Student]:
    """Students who were on the list of the class on that day, and in the part that the lesson is given to."""
    found = _on_list(lesson.class_group_id, lesson.on)
    if lesson.part_id is None:
        return found
    return found.filter(pk__in=PartMember.objects.on(lesson.on).filter(part=lesson.part_id).values("student"))


def listed_at(lesson: Lesson) -> list[Student]:
    """The same for a page; the list of a whole class is kept while nothing changes in it."""
    return list(students_at(lesson) if lesson.part_id else _of_class(lesson.class_group_id, lesson.on))


def _on_list(group_pk: int, day: date) -> QuerySet[Student]:
    on_list = Enrolment.objects.filter(class_group=group_pk, from_on__lte=day).filter(
        Q(until_on=None) | Q(until_on__gte=day)
    )
    return Student.objects.filter(pk__in=on_list.order_by().values("student")).select_related("person")


@while_unchanged("organisation")
def _of_class(group_pk: int, day: date) -> tuple[Student, ...]:
    return tuple(_on_list(group_pk, day))
