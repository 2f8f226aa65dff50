"""Who stands on the list of a lesson: the class of that day, or its part."""

from django.db.models import Q, QuerySet

from jetekchi.journal.models import Lesson
from jetekchi.organisation.models import Enrolment, Student


def students_at(lesson: Lesson) -> QuerySet[Student]:
    """Students who were on the list of the class on that day, and in the part that the lesson is given to."""
    on_list = Enrolment.objects.filter(class_group=lesson.class_group_id, from_on__lte=lesson.on).filter(
        Q(until_on=None) | Q(until_on__gte=lesson.on)
    )
    found = Student.objects.filter(pk__in=on_list.order_by().values("student")).select_related("person")
    if lesson.part_id:
        found = found.filter(parts__part=lesson.part_id)
    return found
