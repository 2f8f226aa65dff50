"""The work with libraries as pages and the matrix see it (6.2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Term
from jetekchi.plan.models import (
    LibraryAnswer,
    LibraryKind,
    LibraryRequest,
    LibraryVisit,
    Reading,
    ReadingList,
    ReadingTitle,
)


@dataclass(frozen=True)
class LibraryWork:
    """What the matrix asks of a class: requests that were answered, those that wait, visits that were made."""

    answered: int = 0
    waiting: int = 0
    visits: int = 0


@dataclass(frozen=True)
class BookRow:
    """A book of a list: how many have read it, and whether the reader of the page has."""

    book: ReadingTitle
    readers: int
    is_read: bool
    names: tuple[str, ...] = ()


@while_unchanged("organisation", "plan")
def library_work(groups: Iterable[ClassGroup], half: Term) -> dict[int, LibraryWork]:
    """The library work of each class in a half-year, in one query for all of them (6.2)."""
    classes = list(groups)
    days = (half.start_on, half.end_on)
    answers = LibraryAnswer.objects.filter(request__class_group__in=classes, answered_on__range=days)
    waiting = LibraryRequest.objects.filter(class_group__in=classes, state="asked")
    visits = LibraryVisit.objects.filter(class_group__in=classes, state="done", on__range=days)
    rows = _rows(answers, "answered", "request__class_group", "request").union(
        _rows(waiting, "waiting", "class_group", "pk"), _rows(visits, "visits", "class_group", "pk"), all=True
    )
    # A request that was answered twice is one answered request.
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    for what, class_pk, pk in rows:
        found[class_pk, what].add(pk)
    kinds = ("answered", "waiting", "visits")
    return {group.pk: LibraryWork(*(len(found[group.pk, kind]) for kind in kinds)) for group in classes}


def _rows(found: QuerySet[Any], what: str, group: str, key: str) -> QuerySet[Any, Any]:
    return found.order_by().values_list(Value(what, output_field=CharField()), group, key)


def requests_of(group: ClassGroup) -> list[LibraryRequest]:
    """Requests of a class, those that wait first."""
    found = LibraryRequest.objects.filter(class_group=group).select_related("class_group", "by__person")
    return sorted(found, key=lambda one: (one.state != "asked", one.needed_on, one.pk))


def requests_to_the_lyceum() -> list[LibraryRequest]:
    """Everything that came to the lyceum's library, what waits first; for the librarian's desk."""
    found = LibraryRequest.objects.filter(library=LibraryKind.LYCEUM).exclude(state="withdrawn")
    rows = found.select_related("class_group__year", "by__person")
    return sorted(rows, key=lambda one: (one.state != "asked", one.needed_on, one.pk))


def answers_of(request: LibraryRequest) -> list[LibraryAnswer]:
    """What was answered, the oldest first."""
    return list(request.answers.all())


def lists_of(group: ClassGroup) -> list[ReadingList]:
    """Reading lists of a class with how many books and readings each has."""
    found = ReadingList.objects.filter(class_group=group)
    return list(
        found.annotate(
            books=Count("titles", distinct=True), readings=Count("titles__readings", distinct=True)
        )
    )


def lists_of_request(request: LibraryRequest) -> list[ReadingList]:
    """Lists that answer the request."""
    return list(request.reading_lists.all())


def books_of(reading_list: ReadingList, student_pk: int | None, *, with_names: bool = False) -> list[BookRow]:
    """The books of a list; the class learns how many have read one, only the leader who said so."""
    found = Reading.objects.filter(book__reading_list=reading_list).select_related("student__person")
    readings: dict[int, list[Reading]] = defaultdict(list)
    for one in found.order_by("student__person__sort_key"):
        readings[one.book_id].append(one)
    return [
        BookRow(
            book=book,
            readers=len(readings[book.pk]),
            is_read=any(one.student_id == student_pk for one in readings[book.pk]),
            names=tuple(one.student.person.brief_name for one in readings[book.pk]) if with_names else (),
        )
        for book in reading_list.titles.all()
    ]


def visits_of(group: ClassGroup) -> list[LibraryVisit]:
    """Visits of a class, the newest first, with how many went."""
    return list(LibraryVisit.objects.filter(class_group=group).annotate(went=Count("students")))
