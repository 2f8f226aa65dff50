"""Who reads the diary of a student, who says «seen», who writes an excuse, who reads and answers it (4.1, 5.1).

The words of an excuse, its file and that it is an illness are need-to-know: who wrote for the student (guardians, an
adult listener), the class leader and the deputy, the medical office. A subject teacher sees «valid reason» in the roll.
"""

from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from jetekchi.journal.models import Excuse, Lesson
from jetekchi.journal.permissions.marks import get_student
from jetekchi.organisation.models import Student, User
from jetekchi.organisation.permissions import get_student as get_any_student
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.roles import Role

Someone = User | AnonymousUser


@dataclass(frozen=True)
class DiaryRights:
    """What the user does with the diary of this student."""

    # One of the family: a guardian, or the student who is an adult listener.
    is_family: bool
    leads: bool

    @property
    def may_excuse(self) -> bool:
        """Whether the user writes excuses: the family, or the class leader from a note on paper."""
        return self.is_family or self.leads


def diary_rights(user: Someone, student: Student) -> DiaryRights:
    """By which relation the user reads the diary."""
    who = standing(user)
    is_listener = student.is_listener and who.own_student == student.pk
    return DiaryRights(
        is_family=is_listener or student.pk in who.wards, leads=student.class_group_id in who.own_classes
    )


def get_diary(
    user: Someone, pk: int, to: Literal["read", "sign", "remark"] = "read"
) -> tuple[Student, DiaryRights]:
    """A student whose diary the user reads; 404 for a stranger's, 403 when it is another's to sign or to write in."""
    student = get_student(user, pk)
    rights = diary_rights(user, student)
    if not {"sign": rights.is_family, "remark": rights.leads}.get(to, True):
        raise PermissionDenied
    return student, rights


def get_excusable(user: Someone, pk: int) -> tuple[Student, DiaryRights]:
    """A student for whom the user writes an excuse."""
    student = get_any_student(user, pk)
    rights = diary_rights(user, student)
    if not rights.may_excuse or student.left_on is not None:
        raise PermissionDenied
    return student, rights


def visible_excuses(user: Someone) -> QuerySet[Excuse]:
    """Excuses whose words the user may read."""
    who = standing(user)
    found = Excuse.objects.select_related("student__person", "student__class_group", "by__person", "file")
    if who.is_a(Role.MEDICAL):
        return found
    rule = Q(student__class_group__in=who.own_classes) | Q(student__in=who.wards)
    if who.own_student is not None:
        rule |= Q(student=who.own_student, student__is_listener=True)
    return found.filter(rule)


def get_excuse(
    user: Someone, pk: int, to: Literal["read", "answer", "withdraw", "correct"] = "read"
) -> Excuse:
    """An excuse that the user may read; 404 for any other, 403 when read but not to be answered, withdrawn, corrected."""
    found = get_object_or_404(visible_excuses(user), pk=pk)
    rules = {"answer": may_answer, "withdraw": may_withdraw, "correct": may_correct}
    if to in rules and not rules[to](user, found):
        raise PermissionDenied
    return found


def may_answer(user: Someone, excuse: Excuse) -> bool:
    """Whether the user accepts or returns it: who leads the student's class now."""
    return excuse.student.class_group_id in standing(user).own_classes


def may_withdraw(user: Someone, excuse: Excuse) -> bool:
    """Whether the user takes it back: who wrote it."""
    return excuse.by_id == getattr(user, "pk", None)


def may_correct(user: Someone, excuse: Excuse) -> bool:
    """Whether the user corrects one that came back: the family, or who leads the class for a note on paper."""
    rights = diary_rights(user, excuse.student)
    return (rights.leads if excuse.is_paper else rights.is_family) and excuse.student.left_on is None


def answerable_excuses(user: Someone) -> QuerySet[Excuse]:
    """Excuses of the classes that the user leads."""
    return visible_excuses(user).filter(student__class_group__in=standing(user).own_classes)


def leads_any(user: Someone) -> bool:
    """Whether the user answers excuses at all."""
    return bool(standing(user).own_classes)


def may_list_excuses(user: Someone) -> bool:
    """Whether the list of excuses is a page of this user."""
    who = standing(user)
    is_listener = who.own_student is not None and Student.objects.filter(pk=who.own_student, is_listener=True)
    return bool(who.own_classes or who.wards) or who.is_a(Role.MEDICAL) or bool(is_listener)


def knows_reasons(user: Someone, lesson: Lesson) -> bool:
    """Whether the user sees in the roll of this lesson that an excused student is ill."""
    return lesson.class_group_id in standing(user).own_classes
