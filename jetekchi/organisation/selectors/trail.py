"""The audit as a person reads it: filters by deed, person and days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from jetekchi.core import deeds
from jetekchi.core.kyrgyz import search_key, sort_key
from jetekchi.core.models import AuditEvent
from jetekchi.organisation.models import TermAct, User
from jetekchi.organisation.selectors import trail_words
from jetekchi.organisation.selectors.trail_words import Detail, Told


@dataclass(frozen=True)
class TrailRow:
    """An event with its deed in words, and where the person's own words stand when there are some."""

    event: AuditEvent
    deed: str
    kind: str
    name: Told
    reason: str
    details: list[Detail]
    url: str = ""


# Deeds whose reason is kept in the history of the half-year: the audit points there and holds no words itself.
TERM_DEEDS = frozenset({"organisation:term:closed", "organisation:term:reopened"})


def audit_events(
    *, action: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEvent]:
    """Events, the newest first; `action` is the beginning of a deed's name, `who` a name or a login."""
    events = AuditEvent.objects.select_related("by__person").order_by("-at", "-pk")
    if action:
        events = events.filter(action__startswith=action)
    if since:
        events = events.filter(at__date__gte=since)
    if until:
        events = events.filter(at__date__lte=until)
    for word in search_key(who).split()[:4]:
        events = events.filter(Q(by__person__search_key__contains=word) | Q(by__username__contains=word))
    return events


def audit_actions() -> list[tuple[str, str]]:
    """The deeds that ever happened with their words, in the order of the words, for the filter."""
    happened = AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct()
    return sorted(
        ((action, deeds.words_of(action)) for action in happened), key=lambda pair: sort_key(pair[1])
    )


def trail_rows(user: User, events: Iterable[AuditEvent]) -> list[TrailRow]:
    """Events as the page shows them to this person: a query for each kind of record, however many they are."""
    events = list(events)
    names = trail_words.names_for(user, events)
    acts = {event.detail["act"] for event in events if event.action in TERM_DEEDS and "act" in event.detail}
    years = dict(TermAct.objects.filter(pk__in=acts).values_list("pk", "term__year__name")) if acts else {}
    return [
        TrailRow(
            event,
            deeds.words_of(event.action),
            *trail_words.about(event, names),
            trail_words.reason(event),
            trail_words.details(event, names),
            _url_of(event, years),
        )
        for event in events
    ]


def _url_of(event: AuditEvent, years: dict[int, str]) -> str:
    act = event.detail.get("act") if event.action in TERM_DEEDS else None
    return f"{reverse('organisation:calendar')}?year={years[act]}#act-{act}" if act in years else ""
