"""Directives of people, for their pages, the matrix (7.2) and the report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from jetekchi.core.kyrgyz import search_key
from jetekchi.documents.models import Directive
from jetekchi.documents.permissions import visible_directives
from jetekchi.organisation.models import Person, User

S = Directive.Status


@dataclass
class DirectiveCounts:
    """How a person's directives of a period stand."""

    given: int = 0
    done: int = 0
    done_in_time: int = 0
    excused: int = 0
    open: int = 0
    overdue: int = 0


def directives_of(
    people: Person | Iterable[Person], between: tuple[date, date] | None = None
) -> QuerySet[Directive]:
    """Directives given to a person or people in a period, withdrawn ones left out (7.2)."""
    wanted = [people] if isinstance(people, Person) else list(people)
    found = Directive.objects.filter(executor__in=wanted).exclude(status=S.WITHDRAWN)
    if between:
        found = found.filter(given_on__range=between)
    return found.select_related("executor", "issued_by__person")


def directive_counts(
    people: Iterable[Person], between: tuple[date, date] | None = None
) -> dict[int, DirectiveCounts]:
    """By person: given, done, in time, excused, open, overdue; one query for all."""
    people = list(people)
    counts = {person.pk: DirectiveCounts() for person in people}
    today = timezone.localdate()
    for directive in directives_of(people, between):
        row = counts[directive.executor_id]
        row.given += 1
        if directive.status == S.DONE and directive.done_at:
            row.done += 1
            row.done_in_time += timezone.localdate(directive.done_at) <= directive.due_on
        elif directive.status == S.EXCUSED:
            row.excused += 1
        else:
            row.open += 1
            row.overdue += directive.due_on < today
    return counts


def find_directives(
    user: User, *, text: str = "", state: str = "", start: date | None = None, end: date | None = None
) -> QuerySet[Directive]:
    """Directives that the user may see, by number or by every word of the executor's name, state and day given."""
    found = visible_directives(user)
    if text.strip():
        named = Q()
        for word in search_key(text).split()[:4]:
            named &= Q(executor__search_key__contains=word)
        found = found.filter(Q(number__icontains=text.strip()) | (named if named else Q(pk=None)))
    if start:
        found = found.filter(given_on__gte=start)
    if end:
        found = found.filter(given_on__lte=end)
    if state == "overdue":
        found = found.filter(
            status__in=[S.ISSUED, S.ACKNOWLEDGED, S.EXPLAINED], due_on__lt=timezone.localdate()
        )
    elif state == "standing":
        found = found.exclude(status=S.WITHDRAWN)
    elif state:
        found = found.filter(status=state)
    return found
