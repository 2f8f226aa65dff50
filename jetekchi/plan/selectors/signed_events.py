"""The protocol of an event as it is signed by the class leader: its words as plain values (3.11, 5.3, 7.1)."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jetekchi.core import dates
from jetekchi.core.lookup import the_one
from jetekchi.documents import permissions as papers
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Person
from jetekchi.plan.models import Event
from jetekchi.plan.permissions.events import rights_in, visible_events
from jetekchi.plan.selectors.event_counts import CountRow, counts_of, words_on_missing
from jetekchi.plan.selectors.event_safety import adults_of, approval_of, hazards_of

if TYPE_CHECKING:
    from datetime import date

KIND = "event_protocol"


def register() -> None:
    """Make the protocol known to the storey that signs and seals."""
    from jetekchi.plan.selectors.event_printed import PROTOCOL, event_paper

    records = Event.objects.select_related("class_group__year", "kind")
    papers.register_protocol_kind(
        KIND,
        papers.ProtocolKind(
            title=gettext_lazy("Protocol of an event"),
            find=papers.finder(records, event_protocol),
            may_see=_may_see,
            paper=lambda protocol: event_paper(protocol.subject, PROTOCOL),  # type: ignore[arg-type]
        ),
    )


def leader_on(class_group: ClassGroup, day: "date") -> Person | None:
    """Who led the class on the day, else who leads it now: that person signs its papers of the day."""
    found = organisation.leader_of(class_group, day) or organisation.leader_of(class_group)
    return found.leader.person if found else None


def event_protocol(event: Event) -> papers.Protocol:
    """What the protocol says now, and who signs it."""
    leader = leader_on(event.class_group, event.on)
    statement = _("I confirm this protocol.")
    words = {"theme": event.theme, "day": dates.short_date(event.on)}
    return papers.Protocol(
        kind=KIND,
        subject=event,
        title=_("Protocol: %(theme)s, %(day)s") % words,
        material=_material(event, leader),
        sides=(papers.leader_side(KIND, event.class_group.label, leader, statement),),
        page=reverse("plan:event", args=[event.pk]),
        why_not="" if event.is_held else _("The protocol is signed when the event was held."),
    )


def _material(event: Event, leader: Person | None) -> dict[str, Any]:
    people = event.participants.select_related("student__person")
    on_missing = words_on_missing(event)
    return {
        "protocol": event.pk,
        "class": event.class_group.label,
        "year": event.class_group.year.name,
        "kind": event.kind.code,
        "theme": event.theme,
        "method": event.method,
        "on": event.on.isoformat(),
        "starts_at": event.starts_at.strftime("%H:%M") if event.starts_at else "",
        "place": event.place,
        "guests": event.guests,
        "leader": leader.name if leader else "",
        "adults": [one.person.name for one in adults_of(event)],
        "participants": [[row.student.person.name, row.is_organiser] for row in people],
        "result": event.result,
        "reflection": event.reflection,
        "safety": _safety(event) if event.is_outside else None,
        # Only where there are any: what was signed before there were such words keeps its fingerprint.
        **({"missing_words": on_missing} if on_missing else {}),
    }


def _safety(event: Event) -> dict[str, Any]:
    approval = approval_of(event)
    return {
        "hazards": [[one.hazard, one.measure, one.who] for one in hazards_of(event)],
        "risk": event.risk,
        "risk_sha256": approval.sha256 if approval else "",
        "gap": event.gap_reason,
        "counts": [_count(row) for row in counts_of(event).rows],
    }


def _count(row: CountRow) -> list[Any]:
    count = row.count
    missing = [one.person.name for one in row.missing]
    return [count.point, count.place, count.at.isoformat(), row.here, row.expected, missing, row.is_standing]


def _may_see(user: papers.Somebody, pk: int) -> bool:
    """Who reads the whole protocol: not the leader of an invited class, who sees the own students only."""
    event = the_one(visible_events(user).filter(pk=pk))
    return event is not None and rights_in(user, event).sees_everybody
