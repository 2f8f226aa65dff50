"""What an entry must fulfil whoever writes it: the day, the people, the words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import kyrgyz
from jetekchi.core.http import Refused
from jetekchi.organisation.models import ClassGroup, Guardianship, Staff, Student, User
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.worklog.models import WorkKind

MAX_TEXT = 5000


def check_day(on: date, follow_up_on: date | None = None) -> None:
    """Refuse a day to come, a day of a closed half-year, a follow-up before the day itself."""
    if on > timezone.localdate():
        raise Refused("day-future", _("The day is still to come. Choose today or an earlier day."))
    refuse_closed_days(
        on,
        words=_(
            "The half-year of this day is closed. Choose a later day, or ask the director to open it again."
        ),
    )
    if follow_up_on and follow_up_on < on:
        raise Refused(
            "follow-up-before-day", _("The day to come back to it lies before the day of the work.")
        )


def check_students(class_group: ClassGroup, students: Iterable[Student]) -> list[Student]:
    """The students, once each; refused when one of them is not and was not of the class."""
    chosen = {student.pk: student for student in students}
    ours = Student.objects.filter(
        Q(class_group=class_group) | Q(enrolments__class_group=class_group), pk__in=chosen
    ).values_list("pk", flat=True)
    if chosen and set(ours) != set(chosen):
        raise Refused(
            "student-not-of-class", _("A student of another class was named. Choose from the list.")
        )
    return list(chosen.values())


def check_guardians(
    class_group: ClassGroup, students: list[Student], guardians: Iterable[Guardianship]
) -> list[Guardianship]:
    """The guardians, once each; refused when one belongs to no student named (or to none of the class)."""
    chosen = {guardian.pk: guardian for guardian in guardians}
    allowed = {student.pk for student in students}
    if chosen and not allowed:
        allowed = set(Student.objects.filter(class_group=class_group).values_list("pk", flat=True))
    if any(guardian.student_id not in allowed for guardian in chosen.values()):
        raise Refused(
            "guardian-not-of-student",
            _("A parent of another student was named. Choose parents of the students named."),
        )
    return list(chosen.values())


def check_colleagues(on: date, colleagues: Iterable[Staff]) -> list[Staff]:
    """The colleagues, once each; refused when one had left before the day."""
    chosen = {person.pk: person for person in colleagues}
    if any(person.dismissed_on and person.dismissed_on < on for person in chosen.values()):
        raise Refused("colleague-gone", _("A colleague had left the lyceum before this day. Choose another."))
    return list(chosen.values())


def check_people(
    class_group: ClassGroup,
    on: date,
    students: Iterable[Student],
    guardians: Iterable[Guardianship],
    colleagues: Iterable[Staff],
) -> dict[str, list[Any]]:
    """Everybody an entry names, by kind of person; refused as the single checks say."""
    chosen = check_students(class_group, students)
    return {
        "students": chosen,
        "guardians": check_guardians(class_group, chosen, guardians),
        "colleagues": check_colleagues(on, colleagues),
    }


def check_readers(readers: Iterable[User]) -> list[User]:
    """Those who may read a restricted entry: staff with an account, never a student or a parent alone."""
    chosen = {user.pk: user for user in readers}
    staff = Staff.objects.filter(person__user__in=list(chosen.values()), dismissed_on=None).count()
    if staff != len(chosen):
        raise Refused("reader-not-staff", _("Only staff of the lyceum can be let into a restricted entry."))
    return list(chosen.values())


def check_words(text: str) -> str:
    """The words as they are kept; refused when there are none or far too many."""
    words = kyrgyz.mend(text)
    if not words:
        raise Refused("text-missing", _("Write in a few words what was done."))
    if len(words) > MAX_TEXT:
        raise Refused("text-too-long", _("The text is longer than 5,000 characters. Shorten it."))
    return words


def check_somebody(kind: WorkKind, about_group: bool, people: Iterable[Any]) -> None:
    """Work with students or a family names at least one of them, or the whole class."""
    asks = kind.needs in (WorkKind.Needs.STUDENTS, WorkKind.Needs.FAMILY)
    if asks and not about_group and not list(people):
        raise Refused(
            "people-missing", _("Choose at least one student, or say that it was with the whole class.")
        )
