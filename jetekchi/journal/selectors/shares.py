"""Who of a class is whose, where several teach a subject in parts of it: questions inside the query of a check (3.9)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jetekchi.core import spans
from jetekchi.journal.models import PartMember, TimetableSlot
from jetekchi.journal.permissions.lessons import teaches_beside
from jetekchi.organisation.models import ClassGroup, Student, Subject, Teaching, User
from jetekchi.organisation.permissions import standing


def slots_of(today: date, day: date, subject: OuterRef | int, student: OuterRef) -> QuerySet[TimetableSlot]:
    """Lines of a day's timetable for a part of the student in the subject, of teachers who teach it today."""
    own = PartMember.objects.filter(spans.on(day), student=OuterRef(student)).order_by().values("part")
    teaches = Teaching.objects.filter(
        spans.on(today), **{name: OuterRef(name) for name in ("class_group", "subject", "teacher")}
    )
    return TimetableSlot.objects.filter(spans.on(day), Q(Exists(teaches)), part__in=own, subject=subject)


def of_share(today: date, day: date) -> Q:
    """Rows of students of the part that a teacher teaches; with the first teacher those whom no teacher of today has.

    For a query of rows with a student, inside one of `Teaching`. Most are of the first teacher: that is asked first.
    """
    group, subject = OuterRef(OuterRef("class_group")), OuterRef(OuterRef("subject"))
    earlier = Teaching.objects.filter(
        spans.on(day), class_group=group, subject=subject, pk__lt=OuterRef(OuterRef("pk"))
    )
    known = slots_of(today, day, subject, OuterRef("student"))
    own = known.filter(teacher=OuterRef(OuterRef("teacher")))
    return (~Q(Exists(earlier)) & ~Q(Exists(known))) | Q(Exists(own))


def students_of_others(
    user: User, group: ClassGroup, subject: Subject, today: date, day: date
) -> frozenset[int]:
    """Students of the class whose part has a teacher of today, and not this one: their term marks are a colleague's.

    One query whatever the size of the class, and none where one alone teaches the subject.
    """
    if not teaches_beside(user, group.pk, subject.pk):
        return frozenset()
    known = slots_of(today, day, subject.pk, OuterRef("pk")).filter(class_group=group)
    own = known.filter(teacher=standing(user).staff)
    members = PartMember.objects.filter(spans.on(day), part__class_group=group).order_by()
    found = Student.objects.filter(Exists(known), ~Exists(own), pk__in=members.values("student"))
    return frozenset(found.order_by().values_list("pk", flat=True))
