"""Kinds of work on the lyceum's list, and the lessons that are set aside for them (5.2)."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.journal.models import Lesson, LessonWork, MarkKind
from jetekchi.journal.selectors.works import load_around
from jetekchi.journal.services.grid import REFUSALS
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.selectors import setting


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
    """Put a kind of work on the list, or change one: its marks weigh anew wherever they stand.

    Refused: another weight where marks of a closed half-year weigh by it, whose figures stay (3.9).
    """
    found = kind or MarkKind()
    if kind and weight != kind.weight and _weighed_in_closed(kind):
        raise Refused(
            "kind-in-closed-half",
            _(
                "Lessons of a closed half-year were of this kind: its weight stays, so that their means stay."
                " Add a new kind with the other weight and choose it from now on."
            ),
        )
    found.name, found.name_ru, found.name_en = name, name_ru, name_en
    found.symbol, found.weight, found.is_test = symbol, weight, is_test
    found.full_clean()
    found.save()
    audit.record(by, "journal:kind:saved", found, weight=weight, is_test=is_test)
    return found


def _weighed_in_closed(kind: MarkKind) -> bool:
    halves = Term.objects.select_for_update(of=("self",)).filter(kind=Term.Kind.HALF_YEAR)
    # Locked first, so that closing a half-year never passes a change of its weights.
    closed = [half.pk for half in halves.order_by("pk") if half.closed_at]
    holding = Term.objects.filter(
        pk__in=closed, start_on__lte=OuterRef("lesson__on"), end_on__gte=OuterRef("lesson__on")
    )
    return LessonWork.objects.filter(Exists(holding), kind=kind).exists()


@transaction.atomic
def plan_work(*, by: User, lesson: Lesson, kind: MarkKind | None) -> LessonWork | None:
    """Say what work a lesson is set aside for, or that it is an ordinary one again (5.2).

    Refused: a lesson that does not take place, a closed half-year; a test above the limits of a day or week where the
    lyceum has set so (`tests_over`).
    """
    # The class is locked: two tests of one week are counted one after the other.
    list(ClassGroup.objects.select_for_update(of=("self",), no_key=True).filter(pk=lesson.class_group_id))
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
    if kind and kind.is_test:
        _refuse_overload(lesson)
    audit.record(by, "journal:work:planned", lesson, kind=kind.pk if kind else None)
    return work


def carry_work(*, by: User | None, lesson: Lesson, moved: Lesson) -> None:
    """The planned work of a lesson goes with it to another time (5.2).

    Refused: a test that comes above the limits of its new day or week where the lyceum has set so.
    """
    list(ClassGroup.objects.select_for_update(of=("self",), no_key=True).filter(pk=moved.class_group_id))
    for work in LessonWork.objects.select_related("kind").filter(lesson=lesson):
        work.lesson = moved
        work.save(update_fields=["lesson"])
        if work.kind.is_test and lesson.on != moved.on:
            _refuse_overload(moved, is_new_in_week=_monday(lesson.on) != _monday(moved.on))
        audit.record(by, "journal:work:planned", moved, kind=work.kind_id)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _refuse_overload(lesson: Lesson, *, is_new_in_week: bool = True) -> None:
    """A test that only changes its day does not add to the week: it may leave a day that has too many."""
    if setting("tests_over") != "refuse":
        return
    load = load_around(lesson)
    if load.is_over if is_new_in_week else load.of_day > setting("tests_a_day"):
        raise Refused(
            "too-many-tests",
            _("The class would have %(day)s tests on this day, %(week)s in this week. Choose another day.")
            % {"day": load.of_day, "week": load.of_week},
        )
