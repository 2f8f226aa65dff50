"""What becomes of the lessons of a day that the calendar marks as free: told on the page that marks it (4.1, 5.1)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core.addresses import address
from jetekchi.journal.models import Lesson, LessonAct, LessonMark, LessonWork, Roll
from jetekchi.journal.selectors.school_days import FREE
from jetekchi.organisation import links
from jetekchi.organisation.links import Link, OnDay
from jetekchi.organisation.models import CalendarDay, User
from jetekchi.organisation.permissions import Permission, may, visible_classes


def with_spoken(lessons: QuerySet[Lesson]) -> QuerySet[Any]:
    """The lessons, and whether anybody has written about each; a mark that was emptied has its history there."""
    spoken = Q(topic__gt="") | Q(homework__gt="") | Q(moved_from__isnull=False) | Q(substitute__isnull=False)
    for about in (Roll, LessonAct, LessonMark, LessonWork):
        spoken |= Q(Exists(about._default_manager.filter(lesson=OuterRef("pk"))))
    return lessons.annotate(is_spoken=spoken)


def lessons_of_free_day(user: User, marked: CalendarDay) -> Iterator[OnDay]:
    """How many lessons go with the next making of lessons, and which stay since something is written; two queries."""
    if marked.kind not in FREE:
        return
    found = with_spoken(Lesson.objects.filter(on=marked.day, state__in=Lesson.STANDING))
    taken = Exists(Roll.objects.filter(lesson=OuterRef("pk"), kind=Roll.Kind.ROLL))
    found = found.annotate(has_roll=taken).select_related("class_group")
    rows = list(found.order_by("class_group__sort_key", "class_group", "number", "pk"))
    stay = [one for one in rows if one.is_spoken or one.state != Lesson.State.PLANNED]
    if gone := len(rows) - len(stay):
        yield OnDay(
            gone,
            ngettext(
                "lesson about which nothing is written is taken away",
                "lessons about which nothing is written are taken away",
                gone,
            ),
            _("At night, for the two weeks ahead; on other days when the lessons are made anew."),
            url=address("journal:timetables") if may(user, Permission.TIMETABLE) else "",
        )
    if stay:
        note = _("Nothing of it is lost; cancel or move a lesson on its own page.")
        if with_roll := sum(one.has_roll for one in stay):
            note = _(
                "With a roll taken: %(count)s. Nothing of it is lost; cancel or move a lesson on its own page."
            ) % {"count": with_roll}
        yield OnDay(
            len(stay),
            ngettext(
                "lesson stays: something is written about it",
                "lessons stay: something is written about them",
                len(stay),
            ),
            note,
            tuple(_by_class(user, marked, stay)),
        )


def _by_class(user: User, marked: CalendarDay, lessons: list[Any]) -> Iterator[Link]:
    """The numbers of the lessons class by class, with the page on which they stand for who may open it."""
    seen = set(visible_classes(user).values_list("pk", flat=True))
    numbers: dict[Any, list[int]] = {}
    for one in lessons:
        numbers.setdefault(one.class_group, []).append(one.number)
    for group, known in numbers.items():
        words = f"{group.label}: {', '.join(str(number) for number in dict.fromkeys(known))}"
        page = f"{address('journal:timetable', group.pk)}?day={marked.day:%Y-%m-%d}"
        yield Link(words, page if group.pk in seen else "")


def register() -> None:
    """Tell the page below, which marks the day."""
    links.register_on_day(lessons_of_free_day)
