"""Events counted for the matrix and the report: held, who took part, who organised, children counted back (3.11, 7.1)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q

from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import ClassGroup, Student, Term
from jetekchi.plan.models import Event, EventParticipant, HeadCount, HeadCountMark
from jetekchi.plan.selectors.event_counts import read_counts


@dataclass(frozen=True)
class EventFigures:
    """One class in one half-year; `outside` are outings held, `safe` those approved or explained and counted equal."""

    held: int = 0
    class_hours: int = 0
    outside: int = 0
    safe: int = 0
    took_part: frozenset[int] = frozenset()
    organised: frozenset[int] = frozenset()
    by_kind: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    """A participant of an event held: nobody holds an event alone, so these rows tell of every event too."""

    event: int
    host: int
    code: str
    work_kind: str
    is_outside: bool
    is_settled: bool
    student: int
    class_group: int
    is_organiser: bool


def _rows(groups: list[ClassGroup], half: Term) -> list[_Row]:
    settled = Q(event__risk=Event.Risk.APPROVED) | ~Q(event__gap_reason="")
    found = (
        EventParticipant.objects.filter(
            Q(event__class_group__in=groups) | Q(student__class_group__in=groups),
            event__state=Event.State.HELD,
            event__on__range=(half.start_on, half.end_on),
        )
        .annotate(is_settled=ExpressionWrapper(settled, output_field=BooleanField()))
        .order_by("event", "pk")
    )
    names = (
        "event",
        "event__class_group",
        "event__kind__code",
        "event__kind__work_kind",
        "event__is_outside",
    )
    more = ("is_settled", "student", "student__class_group", "is_organiser")
    return [_Row(*row) for row in found.values_list(*names, *more)]


@while_unchanged("organisation", "plan")
def event_figures(classes: Iterable[ClassGroup], half: Term) -> dict[int, EventFigures]:
    """Events held by each class in a half-year, in two queries whatever their number (3.11, 5.3, 7.1)."""
    groups = list(classes)
    rows = _rows(groups, half)
    events = {row.event: row for row in rows}
    counted = _counted([row for row in rows if row.is_outside])
    return {group.pk: _figures(group.pk, rows, list(events.values()), counted) for group in groups}


def _figures(pk: int, rows: list[_Row], events: list[_Row], counted: set[int]) -> EventFigures:
    """Events by who held them, people by their class, whoever held the event."""
    held = [one for one in events if one.host == pk]
    own = [row for row in rows if row.class_group == pk]
    return EventFigures(
        held=len(held),
        class_hours=sum(one.work_kind == "class_hour" for one in held),
        outside=sum(one.is_outside for one in held),
        safe=sum(one.is_outside and one.is_settled and one.event in counted for one in held),
        took_part=frozenset(row.student for row in own),
        organised=frozenset(row.student for row in own if row.is_organiser),
        by_kind=dict(Counter(one.code for one in held)),
    )


def _counted(rows: list[_Row]) -> set[int]:
    """Outings whose last count of coming back has everybody who set out and who was put on the list since."""
    people: dict[int, list[Student]] = defaultdict(list)
    for row in rows:
        people[row.event].append(Student(pk=row.student))
    if not people:
        return set()
    counts: dict[int, list[HeadCount]] = defaultdict(list)
    marks = Prefetch("marks", HeadCountMark.objects.select_related("student"))
    for one in HeadCount.objects.filter(event__in=people).prefetch_related(marks):
        counts[one.event_id].append(one)
    return {pk for pk, found in counts.items() if read_counts(found, tuple(people[pk])).state == "equal"}
