"""Who sees a lesson, takes its roll, checks it and moves it (5.1).

The teacher while working with the class, a substitute for some days after, the leader and the deputy. The head of study
keeps the timetable: sees each lesson, moves and cancels it, but takes no roll. For everybody else there is no lesson.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jetekchi.core import spans
from jetekchi.journal.models import ClassPart, Lesson
from jetekchi.organisation.models import ClassGroup, Student, Teaching, User
from jetekchi.organisation.permissions import Permission, get_class, get_student, may, standing
from jetekchi.organisation.roles import Role

Someone = User | AnonymousUser
To = Literal["read", "roll", "check", "manage"]
# A substitute has so many days to put the roll and the topic right.
SUBSTITUTE_DAYS = 14
# What a lesson never is without; every page of one names it.
ALWAYS = ("class_group__year", "subject", "teacher__person")


def may_manage_timetable(user: Someone) -> bool:
    """Whether the user keeps bells and timetable, moves and cancels lessons."""
    return may(user, Permission.TIMETABLE)


def get_timetable(user: Someone, pk: int) -> ClassGroup:
    """A class whose timetable and parts the user keeps; 404 for one that is not seen, 403 for who only reads."""
    found = get_class(user, pk)
    if not may_manage_timetable(user):
        raise PermissionDenied
    return found


def get_part(user: Someone, pk: int, part_pk: int) -> ClassPart:
    """A part of such a class."""
    found = ClassPart.objects.filter(class_group=get_timetable(user, pk), pk=part_pk)
    if part := found.select_related("class_group").first():
        return part
    raise Http404


def may_list_lessons(user: Someone) -> bool:
    """Whether the page of the day's lessons is for this user."""
    who = standing(user)
    return bool(who.own_classes or who.taught_classes) or who.is_a(Role.SUBJECT_TEACHER)


@dataclass(frozen=True)
class Hand:
    """What brings lessons into somebody's hand: the led classes, the taught ones, the person who gives them."""

    led: tuple[int, ...]
    taught: tuple[int, ...]
    person: int

    def lessons(self) -> QuerySet[Lesson]:
        """Lessons that the person gives, gave as a substitute lately, or whose class the person leads."""
        since = timezone.localdate() - timedelta(days=SUBSTITUTE_DAYS)
        rule = Q(class_group__in=self.led) | Q(substitute__person=self.person, on__gte=since)
        rule |= Q(teacher__person=self.person, class_group__in=self.taught)
        return _at_hand(Lesson.objects.filter(rule))


def hand_of(user: Someone) -> Hand:
    """By what the user comes to lessons at this moment."""
    who = standing(user)
    person = getattr(user, "person_id", None) or -1
    return Hand(tuple(sorted(who.own_classes)), tuple(sorted(who.taught_classes)), person)


def own_lessons(user: Someone) -> QuerySet[Lesson]:
    """Lessons that the user gives, gave as a substitute lately, or whose class the user leads."""
    return hand_of(user).lessons()


def lessons_of_teacher(user: Someone) -> QuerySet[Lesson]:
    """Lessons that are the user's as their teacher or their substitute, whatever became of them."""
    person = getattr(user, "person_id", None) or -1
    return _at_hand(Lesson.objects.filter(Q(teacher__person=person) | Q(substitute__person=person)))


def visible_lessons(user: Someone) -> QuerySet[Lesson]:
    """The same, and every lesson for who keeps the timetable."""
    return _at_hand(Lesson.objects.all()) if may_manage_timetable(user) else own_lessons(user)


def _at_hand(found: QuerySet[Lesson]) -> QuerySet[Lesson]:
    return found.select_related(*ALWAYS, "substitute__person", "part", "moved_to")


def get_lesson(user: Someone, pk: int, to: To = "read") -> Lesson:
    """A lesson that the user sees; 404 for any other, 403 when seen but not to be done this with."""
    # Few lessons have a substitute, a part or another time: PostgreSQL would plan those joins for each of them.
    seen = visible_lessons(user).select_related(None).select_related(*ALWAYS)
    found = get_object_or_404(seen, pk=pk)
    if to == "roll" and not may_take_roll(user, found):
        raise PermissionDenied
    if to == "check" and not may_check(user, found):
        raise PermissionDenied
    if to == "manage" and not may_manage_timetable(user):
        raise PermissionDenied
    return found


def get_student_at(user: Someone, lesson: Lesson, pk: int) -> Student:
    """A student whom the user sees and who was on the list of the lesson's class that day; 404 for any other."""
    found = get_student(user, pk)
    on_list = found.enrolments.filter(spans.on(lesson.on))
    if not on_list.filter(class_group=lesson.class_group_id).exists():
        raise Http404
    return found


def may_take_roll(user: Someone, lesson: Lesson) -> bool:
    """Whether the user writes into this lesson: who leads the class, its teacher while teaching it, its substitute."""
    who = standing(user)
    person = getattr(user, "person_id", None) or -1
    if lesson.class_group_id in who.own_classes:
        return True
    if lesson.teacher.person_id == person and teaches(user, lesson.class_group_id, lesson.subject_id):
        return True
    return is_substitute(user, lesson)


def teaches(user: Someone, class_pk: int, subject_pk: int) -> bool:
    """Whether the user teaches this subject in the class today; one query a request, for who teaches there."""
    return class_pk in standing(user).taught_classes and (class_pk, subject_pk) in _taught(user)


def teaches_beside(user: Someone, class_pk: int, subject_pk: int) -> bool:
    """Whether the user teaches this subject in the class today, and a colleague does, too; asked with the same query."""
    return teaches(user, class_pk, subject_pk) and _taught(user)[class_pk, subject_pk]


def _taught(user: Someone) -> dict[tuple[int, int], bool]:
    """Class and subject of all that the user teaches today, and whether a colleague teaches it there, too."""
    known: dict[tuple[int, int], bool] | None = getattr(user, "_taught_subjects", None)
    if known is None:
        now = Teaching.objects.filter(spans.on(timezone.localdate()))
        same = now.filter(class_group=OuterRef("class_group"), subject=OuterRef("subject"))
        beside = Exists(same.exclude(teacher=OuterRef("teacher")))
        found = now.filter(teacher__person=getattr(user, "person_id", None) or -1).order_by()
        rows = found.values_list("class_group", "subject", beside)
        known = {(group, subject): is_shared for group, subject, is_shared in rows}
        user._taught_subjects = known  # type: ignore[union-attr]
    return known


def is_substitute(user: Someone, lesson: Lesson) -> bool:
    """Whether this very lesson was given to the user instead of its teacher, lately."""
    since = timezone.localdate() - timedelta(days=SUBSTITUTE_DAYS)
    staff = standing(user).staff
    return staff is not None and lesson.substitute_id == staff and lesson.on >= since


def may_check(user: Someone, lesson: Lesson) -> bool:
    """Whether the user checks the teacher's roll: who leads the class, in a lesson of somebody else."""
    who = standing(user)
    person = getattr(user, "person_id", None) or -1
    givers = {lesson.teacher.person_id, lesson.substitute.person_id if lesson.substitute else None}
    return lesson.class_group_id in who.own_classes and person not in givers
