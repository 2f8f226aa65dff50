"""An event held: it writes the record of work of every class that took part, and shows the item it came from."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.plan.models import Event, EventAct, EventEntry, PlanItem
from jetekchi.plan.selectors.event_counts import counts_of, is_back_uncounted
from jetekchi.plan.selectors.event_safety import safety_of
from jetekchi.plan.services.event_common import State, act, locked_open
from jetekchi.plan.services.events import put_participants
from jetekchi.plan.services.execution import link_entry, mark_done
from jetekchi.worklog import services as worklog

SOURCE = "event"
COUNTED = "7.1"


def _refuse_gap(event: Event) -> None:
    """Outside the lyceum without an approved risk assessment or with consents missing: only by a reason (7.1)."""
    if not event.is_outside or event.gap_reason:
        return
    if not safety_of(event).is_ready:
        raise Refused(
            "event-gap",
            _(
                "The risk assessment is not approved, or consents are missing. The head of upbringing can open "
                "the gap with a reason."
            ),
        )


def _refuse_ahead(event: Event) -> None:
    """Nothing was held before its day and, where its hour is written, before its hour."""
    if event.on > timezone.localdate():
        raise Refused("day-future", _("The day is still to come. Choose today or an earlier day."))
    if not event.has_begun:
        words = _("It begins today at %(hour)s. Write that it was held when it has begun.")
        raise Refused("hour-future", words % {"hour": f"{event.starts_at:%H:%M}"})


def _refuse_silence(missing: tuple[Student, ...], is_uncounted: bool, words: str) -> None:
    """Who is missing at the last count, or was never counted back, is not passed over in silence (7.1)."""
    if words:
        return
    if missing:
        raise Refused(
            "missing-unsaid",
            _("Somebody is missing at the last count. Write where the child is and who took over."),
        )
    if is_uncounted:
        raise Refused(
            "back-uncounted",
            _("Nobody counted the children back. Count them, or write how it is known that all are back."),
        )


@transaction.atomic
def hold_event(
    *, by: User, event: Event, result: str, reflection: str = "", missing_words: str = ""
) -> Event:
    """It was held: the record of work of each class names those who took part; the item it came from is done.

    Clauses 3.11, 5.3; outside the lyceum 7.1. Refused: a day or an hour to come, nobody there, an open gap, somebody
    missing at the last count without words on where the child is, children who were out and were not counted back
    without words on how it is known that all are back, a closed half-year.
    """
    event = locked_open(event, State.PLANNED)
    _refuse_ahead(event)
    if not event.participants.exists():
        raise Refused("nobody-there", _("Nobody takes part. Tick the participants first."))
    _refuse_gap(event)
    counts = counts_of(event)
    missing, is_uncounted = counts.missing, is_back_uncounted(event, counts)
    on_missing = mend(missing_words).strip() if missing or is_uncounted else ""
    _refuse_silence(missing, is_uncounted, on_missing)
    event.state = State.HELD
    event.result, event.reflection = mend(result).strip(), mend(reflection).strip()
    event.full_clean(exclude=["item"])
    event.save()
    for group, students in _by_class(event).items():
        entry = worklog.record_work(by=by, class_group=group, **_work(event, students))
        EventEntry.objects.create(event=event, class_group=group, entry=entry)
    _show_item(by, event)
    act(by, event, EventAct.Deed.HELD, on_missing)
    seen: dict[str, Any] = {"missing": [student.pk for student in missing], "back_uncounted": is_uncounted}
    audit.record(by, "plan:event:held", event, outside=event.is_outside, **seen)
    return event


def _by_class(event: Event) -> dict[ClassGroup, list[Student]]:
    """Participants by the class whose record names them: an invited class's own, the others are the host's."""
    accepted = event.invitations.filter(answer="accepted").select_related("class_group__year")
    guests = {one.class_group_id: one.class_group for one in accepted}
    found: dict[ClassGroup, list[Student]] = {}
    for row in event.participants.select_related("student__person"):
        group = guests.get(row.student.class_group_id, event.class_group)
        found.setdefault(group, []).append(row.student)
    return found


def _work(event: Event, students: list[Student]) -> dict[str, Any]:
    words = [event.theme, event.method, event.result]
    clauses = list(event.kind.clauses)
    if event.is_outside and event.counts.exists() and COUNTED not in clauses:
        clauses.append(COUNTED)
    return {
        "kind": event.kind.work_kind,
        "on": event.on,
        "text": ". ".join(word.rstrip(".") for word in words if word) + ".",
        "students": students,
        "clauses": clauses,
        "source": SOURCE,
    }


def _show_item(by: User, event: Event) -> None:
    """The plan's item is done with the event's entry as its evidence; one that is done already only gets the entry."""
    entry = event.entries.filter(class_group=event.class_group).first()
    if event.item_id is None or entry is None:
        return
    item = PlanItem.objects.select_related("class_group__year", "half_year").get(pk=event.item_id)
    if item.state == PlanItem.State.PLANNED:
        mark_done(by=by, item=item, done_on=event.on, result=event.result, entry_pk=entry.entry_id)
    elif item.state == PlanItem.State.DONE:
        link_entry(by=by, item=item, entry_pk=entry.entry_id)


@transaction.atomic
def correct_event(
    *,
    by: User,
    event: Event,
    result: str,
    reflection: str,
    students: Iterable[Student],
    organisers: Iterable[Student],
) -> Event:
    """What was written about an event held is put right: the record of work gets a correction, its old words stay.

    Refused: nobody there, an event that was not held, one of a closed half-year.
    """
    event = locked_open(event, State.HELD)
    event.result, event.reflection = mend(result).strip(), mend(reflection).strip()
    event.full_clean(exclude=["item"])
    event.save()
    put_participants(event, event.class_group, students, organisers)
    people = _by_class(event)
    if event.class_group not in people:
        raise Refused("nobody-there", _("Nobody takes part. Tick the participants first."))
    for row in event.entries.select_related("class_group", "entry"):
        entry = worklog.correct_entry(by=by, entry=row.entry, **_work(event, people.get(row.class_group, [])))
        row.entry = entry
        row.save(update_fields=["entry"])
    _show_item(by, event)
    act(by, event, EventAct.Deed.CORRECTED)
    audit.record(by, "plan:event:corrected", event)
    return event
