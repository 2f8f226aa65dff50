"""Class hours and events: planned, changed, cancelled (3.11, 5.3)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.plan.models import Event, EventAct, EventConsent, EventParticipant, PlanItem
from jetekchi.plan.selectors.event_counts import counts_of
from jetekchi.plan.services.event_common import (
    State,
    act,
    drop_approval,
    locked_open,
    required,
    risk_material,
)
from jetekchi.plan.services.event_kinds import event_kind_of
from jetekchi.plan.services.event_occasions import Occasion


def check_students(class_group: ClassGroup, students: Iterable[Student]) -> list[Student]:
    """The students, once each; refused when one of them is not and was not of the class."""
    chosen = {student.pk: student for student in students}
    ours = Student.objects.filter(
        Q(class_group=class_group) | Q(enrolments__class_group=class_group), pk__in=chosen
    )
    if set(ours.values_list("pk", flat=True)) != set(chosen):
        raise Refused(
            "student-not-of-class", _("A student of another class was named. Choose from the list.")
        )
    return list(chosen.values())


def put_participants(
    event: Event, class_group: ClassGroup, students: Iterable[Student], organisers: Iterable[Student] = ()
) -> None:
    """Who of a class takes part, and who of them organises; participants of other classes stay (3.11)."""
    chosen = check_students(class_group, students)
    leading = {one.pk for one in check_students(class_group, organisers)}
    named = {one.pk for one in chosen}
    if leading - named:
        raise Refused("organiser-not-there", _("An organiser takes part too. Tick the same student in both."))
    known = {one.student_id: one for one in _of_class(event, class_group)}
    _refuse_set_out(event, set(known) - named)
    EventParticipant.objects.filter(event=event, student__in=set(known) - named).delete()
    EventParticipant.objects.bulk_create(
        EventParticipant(event=event, student_id=pk, is_organiser=pk in leading) for pk in named - set(known)
    )
    for pk in named & set(known):
        if known[pk].is_organiser != (pk in leading):
            EventParticipant.objects.filter(pk=known[pk].pk).update(is_organiser=pk in leading)


def _refuse_set_out(event: Event, gone: set[int]) -> None:
    """A child who was counted out stays on the list until it is counted back, or would be missed by nobody (7.1)."""
    out = counts_of(event).set_out & gone if gone else frozenset()
    if out:
        children = Student.objects.filter(pk__in=out).select_related("person")
        names = ", ".join(one.person.brief_name for one in children.order_by("person__sort_key", "pk"))
        words = gettext("Counted as set out, so they stay among the participants: %(names)s.")
        raise Refused("set-out", words % {"names": names}, beside="students")


def _of_class(event: Event, class_group: ClassGroup) -> Iterable[EventParticipant]:
    """Participants who are counted to the class: the host's are all who were not brought by an invited class."""
    rows = event.participants.select_related("student")
    if class_group.pk != event.class_group_id:
        return rows.filter(student__class_group=class_group)
    guests = event.invitations.filter(answer="accepted").values("class_group")
    return rows.exclude(student__class_group__in=guests)


def _check(event: Event, occasion: Occasion, item: PlanItem | None) -> None:
    year = event.class_group.year
    if not year.start_on.replace(day=1) <= occasion.on <= year.end_on:
        raise Refused("day-outside", _("The day lies outside the school year. Choose another."))
    refuse_closed_days(occasion.on, words=HALF_CLOSED)
    if occasion.is_outside and occasion.starts_at is None:
        raise Refused(
            "hour-missing",
            _("Write when it begins: what is needed outside the lyceum must be settled before that hour."),
        )
    if item is not None and item.class_group_id != event.class_group_id:
        raise Refused("item-foreign", _("This item stands in the plan of another class."))


def _put(event: Event, occasion: Occasion) -> None:
    event.kind = event_kind_of(occasion.kind)
    event.theme, event.method = mend(occasion.theme).strip(), mend(occasion.method).strip()
    event.on, event.starts_at, event.place = occasion.on, occasion.starts_at, mend(occasion.place).strip()
    event.is_outside, event.guests = occasion.is_outside, mend(occasion.guests).strip()
    event.full_clean(exclude=["item"])
    event.save()
    event.adults.set(occasion.adults)
    put_participants(event, event.class_group, occasion.students, occasion.organisers)


@transaction.atomic
def plan_event(
    *, by: User | None, class_group: ClassGroup, occasion: Occasion, item: PlanItem | None = None
) -> Event:
    """Put a class hour or an event on the calendar of the class, from an item of its plan or beside it (3.11, 5.3).

    Refused: a day outside the year or in a closed half-year, students of others, an outing without its hour.
    """
    event = Event(class_group=class_group, by=by, item=item)
    _check(event, occasion, item)
    _put(event, occasion)
    audit.record(by, "plan:event:planned", event, item=item.pk if item else None)
    return event


def _refuse_out(event: Event) -> None:
    counts = counts_of(event)
    if counts.state == "out" and counts.set_out:
        raise Refused(
            "children-out", _("Children were counted as set out. Count them back first."), beside="on"
        )


def _is_safety_begun(event: Event) -> bool:
    """Whether its hour has passed, or an assessment, a consent, a count or a gap is there that would lose its question."""
    return (
        event.has_begun
        or event.risk != Event.Risk.NONE
        or bool(event.gap_reason)
        or event.acts.filter(deed=EventAct.Deed.SUBMITTED).exists()
        or EventConsent.objects.filter(event=event).exists()
        or event.counts.exists()
    )


@transaction.atomic
def change_event(*, by: User, event: Event, occasion: Occasion) -> Event:
    """Say it otherwise while it is planned; what its risk assessment says makes an approved one void (7.1).

    Refused: an outing whose hour has passed is put on another day, or inside once its safety was begun, which is also not
    put into the past; another day or hour while children are on the way; an event of a closed half-year.
    """
    event = locked_open(event, State.PLANNED)
    had_begun, had_safety = event.has_begun, _is_safety_begun(event)
    before = (event.is_outside, risk_material(event))
    _check(event, occasion, None)
    if (occasion.on, occasion.starts_at) != (event.on, event.starts_at):
        _refuse_out(event)
    if event.is_outside and had_begun and occasion.on != event.on:
        words = _(
            "Its hour has passed: write that it was held, or cancel it with the reason. "
            "Another day is another event."
        )
        raise Refused("outing-passed", words, beside="on")
    if event.is_outside and not occasion.is_outside and had_safety:
        words = _("It has begun, or its safety was begun: it stays an event outside the lyceum.")
        raise Refused("outside-begun", words, beside="is_outside")
    _put(event, occasion)
    if event.is_outside and had_safety and not had_begun and event.has_begun:
        words = _("This hour has passed already: what is approved and agreed is for one that is to come.")
        raise Refused("outing-past", words, beside="on")
    goes_out = event.is_outside and not before[0]
    if goes_out or (not event.has_begun and before[1] != risk_material(event)):
        drop_approval(by, event)
    turned: dict[str, Any] = (
        {"is_outside": [before[0], event.is_outside]} if before[0] != event.is_outside else {}
    )
    audit.record(by, "plan:event:changed", event, **turned)
    return event


@transaction.atomic
def cancel_event(*, by: User, event: Event, reason: str) -> Event:
    """It will not be held, and why (3.11, 5.3). Refused: while children are on the way, in a closed half-year."""
    event = locked_open(event, State.PLANNED)
    _refuse_out(event)
    event.reason = required(reason, _("Write why it is cancelled."))
    event.state = State.CANCELLED
    event.full_clean(exclude=["item"])
    event.save()
    act(by, event, EventAct.Deed.CANCELLED, event.reason)
    audit.record(by, "plan:event:cancelled", event)
    return event
