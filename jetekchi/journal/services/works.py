"""Kinds of work on the lyceum's list, and the lessons that are set aside for them (5.2)."""

from django.db import transaction

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.journal.models import Lesson, LessonWork, MarkKind
from jetekchi.journal.services.grid import REFUSALS
from jetekchi.organisation.models import Term, User


@transaction.atomic
def save_kind(
    *,
    by: User | None,
    kind: MarkKind | None = None,
    name: str,
    name_ru: str = "",
    name_en: str = "",
    symbol: str = "",
    weight: int = 1,
    is_test: bool = False,
) -> MarkKind:
    """Put a kind of work on the list, or change one: its marks weigh anew wherever they stand."""
    found = kind or MarkKind()
    found.name, found.name_ru, found.name_en = name, name_ru, name_en
    found.symbol, found.weight, found.is_test = symbol, weight, is_test
    found.full_clean()
    found.save()
    audit.record(by, "journal:kind:saved", found, weight=weight, is_test=is_test)
    return found


@transaction.atomic
def plan_work(*, by: User, lesson: Lesson, kind: MarkKind | None) -> LessonWork | None:
    """Say what work a lesson is set aside for, or that it is an ordinary one again (5.2).

    Refused: a lesson that does not take place, a closed half-year.
    """
    lesson = Lesson.objects.select_for_update().get(pk=lesson.pk)
    if not lesson.is_standing:
        raise Refused("lesson-not-held", REFUSALS["lesson-not-held"])
    halves = Term.objects.select_for_update().filter(
        kind=Term.Kind.HALF_YEAR, start_on__lte=lesson.on, end_on__gte=lesson.on
    )
    if any(half.closed_at for half in halves):
        raise Refused("half-closed", REFUSALS["half-closed"])
    found = LessonWork.objects.filter(lesson=lesson).first()
    if (found.kind_id if found else None) == (kind.pk if kind else None):
        return found
    LessonWork.objects.filter(lesson=lesson).delete()
    work = LessonWork.objects.create(lesson=lesson, kind=kind, by=by) if kind else None
    audit.record(by, "journal:work:planned", lesson, kind=kind.pk if kind else None)
    return work
