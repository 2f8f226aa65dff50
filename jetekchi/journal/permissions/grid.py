"""Who reads the marks of lessons of a subject, and who writes them (3.9).

Its teacher writes, and a substitute into the one lesson that was given to him; nobody else. Where a class learns in
parts, a lesson of a part is its own teacher's, for as long as that one teaches the subject there.
"""

from collections.abc import Iterable
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jetekchi.core import spans
from jetekchi.journal.models import Lesson
from jetekchi.journal.permissions.lessons import is_substitute, teaches
from jetekchi.organisation.models import ClassGroup, Student, Subject, Teaching, User
from jetekchi.organisation.permissions import Permission, class_permissions, standing
from jetekchi.organisation.permissions import get_class as get_any_class

Someone = User | AnonymousUser


def get_grid(
    user: Someone, pk: int, subject_pk: int, to: Literal["read", "write"] = "read"
) -> tuple[ClassGroup, Subject, bool]:
    """Class, subject and whether the user writes its marks; 404 for a class not seen, 403 for another's subject."""
    group = get_any_class(user, pk)
    may_write = may_write_marks(user, group, subject_pk)
    if not may_write and (to == "write" or Permission.MARKS_VIEW not in class_permissions(user, group)):
        raise PermissionDenied
    subject = get_object_or_404(Subject.objects, pk=subject_pk)
    return group, subject, may_write


def may_write_marks(user: Someone, group: ClassGroup, subject_pk: int) -> bool:
    """Whether the user teaches this subject in the class today."""
    return teaches(user, group.pk, subject_pk)


def get_column(user: Someone, lesson_pk: int, to: Literal["read", "write"] = "read") -> tuple[Lesson, bool]:
    """A lesson whose marks the user reads, and whether the user writes them."""
    lessons = Lesson.objects.select_related("class_group__year", "subject", "part", "teacher", "substitute")
    found = get_object_or_404(lessons, pk=lesson_pk)
    if is_substitute(user, found):
        return found, True
    _group, _subject, may_write = get_grid(user, found.class_group_id, found.subject_id, to)
    is_foreign = bool(lessons_of_others(user, [found]))
    if is_foreign and to == "write":
        raise PermissionDenied
    return found, may_write and not is_foreign


def may_mark(user: Someone, lesson: Lesson) -> bool:
    """Whether the user writes the marks of this lesson: who teaches the subject in the class, or its substitute."""
    if is_substitute(user, lesson):
        return True
    teaches_it = may_write_marks(user, lesson.class_group, lesson.subject_id)
    return teaches_it and not lessons_of_others(user, [lesson])


def lessons_of_others(user: Someone, lessons: Iterable[Lesson]) -> frozenset[int]:
    """Of lessons of one class and subject those of a part whose own teacher, a colleague, still teaches there."""
    staff = standing(user).staff
    foreign = [
        one
        for one in lessons
        if one.part_id is not None and one.teacher_id != staff and not is_substitute(user, one)
    ]
    if not foreign:
        return frozenset()
    there = Teaching.objects.filter(
        spans.on(timezone.localdate()),
        class_group=foreign[0].class_group_id,
        subject=foreign[0].subject_id,
    )
    teachers = set(there.order_by().values_list("teacher", flat=True))
    return frozenset(one.pk for one in foreign if one.teacher_id in teachers)


def get_term_mark(
    user: Someone, pk: int, subject_pk: int, student_pk: int
) -> tuple[ClassGroup, Subject, Student]:
    """Whose term mark's history the user reads: who reads the marks of the subject; the student was in the class."""
    group, subject, _may_write = get_grid(user, pk, subject_pk)
    return group, subject, _student_of(group.pk, student_pk)


def get_cell(user: Someone, lesson_pk: int, student_pk: int) -> tuple[Lesson, Student]:
    """A cell whose history the user reads; the student was in the class of the lesson."""
    lesson, _may_write = get_column(user, lesson_pk)
    return lesson, _student_of(lesson.class_group_id, student_pk)


def _student_of(group_pk: int, student_pk: int) -> Student:
    students = Student.objects.select_related("person").filter(
        enrolments__class_group=group_pk, pk=student_pk
    )
    student = students.first()
    if student is None:
        raise Http404
    return student
