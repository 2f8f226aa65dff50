"""Who keeps the list of kinds of work, and who sets a lesson aside for one (5.2)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from jetekchi.journal.models import Lesson, MarkKind
from jetekchi.journal.permissions.grid import may_mark
from jetekchi.journal.permissions.lessons import Someone, get_lesson, may_manage_timetable


def get_kind(user: Someone, pk: int | None) -> MarkKind | None:
    """A kind of work for who keeps the list; None stands for a new one."""
    if not may_manage_timetable(user):
        raise PermissionDenied
    if pk is None:
        return None
    return get_object_or_404(MarkKind.objects, pk=pk)


def get_workable(user: Someone, lesson_pk: int) -> Lesson:
    """A lesson that the user may set aside for a work: whoever writes its marks."""
    found = get_lesson(user, lesson_pk)
    if not may_mark(user, found):
        raise PermissionDenied
    return found
