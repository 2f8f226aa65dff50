"""What every write of an event checks: its row is locked, its state allows it, its day lies in an open half-year."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import dates, notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import User
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.plan.models import Event, EventAct

State = Event.State
DROPPED = gettext_noop(
    "The risk assessment says no longer what will be, it is to be approved anew: %(theme)s, %(day)s."
)


def locked(event: Event, *states: str) -> Event:
    """The event with its row locked; refused when it is in none of the states."""
    found = Event.objects.select_for_update(of=("self",)).select_related("class_group__year", "kind")
    known = found.get(pk=event.pk)
    if known.state not in states:
        raise Refused("event-state", _("The event is no longer in this state. Open it again and look."))
    return known


def locked_open(event: Event, *states: str) -> Event:
    """The same; refused when its day lies in a closed half-year."""
    known = locked(event, *states)
    refuse_closed_days(known.on, words=HALF_CLOSED)
    return known


def refuse_begun(event: Event) -> None:
    """What must be settled before the event is not settled after it has begun."""
    if event.has_begun:
        raise Refused("event-begun", _("The event has begun already: this could only be settled before it."))


def required(words: str, message: str | Promise) -> str:
    """The words, mended; refused when there are none."""
    clean = mend(words).strip()
    if not clean:
        raise Refused("reason-missing", message)
    return clean


def act(by: User, event: Event, deed: str, remark: str = "", **material: Any) -> EventAct:
    """Append what happened to the event."""
    return EventAct.objects.create(event=event, deed=deed, remark=remark, by=by, **material)


def risk_material(event: Event) -> dict[str, Any]:
    """What an assessment says, in plain values: the occasion, how many children, the adults, hazards and measures."""
    return {
        "theme": event.theme,
        "on": event.on.isoformat(),
        "starts_at": event.starts_at.strftime("%H:%M") if event.starts_at else "",
        "place": event.place,
        "participants": event.participants.count(),
        "adults": [
            one.person.name
            for one in event.adults.select_related("person").order_by("person__sort_key", "pk")
        ],
        "hazards": [[one.hazard, one.measure, one.who] for one in event.hazards.all()],
    }


def drop_approval(by: User, event: Event) -> None:
    """What was submitted or approved no longer says what will be: it is written and approved anew (7.1).

    The leader hears of it, and who approved it. Not asked for once the event has begun: nothing can be approved any more,
    what was approved stays the paper of those who set out, the audit tells what was changed after it.
    """
    if event.risk not in (Event.Risk.SUBMITTED, Event.Risk.APPROVED):
        return
    decided = (
        event.acts.filter(deed=EventAct.Deed.APPROVED).last() if event.risk == Event.Risk.APPROVED else None
    )
    event.risk = Event.Risk.NONE
    event.save(update_fields=["risk"])
    act(by, event, EventAct.Deed.DROPPED)
    people = {user.pk: user for user in (event.by, decided and decided.by) if user and user.pk != by.pk}
    notices.queue(
        to=list(people.values()),
        message=DROPPED,
        clause="7.1",
        url=reverse("plan:event", args=[event.pk]),
        theme=event.theme,
        day=dates.short_date(event.on),
    )
