"""Clause 1.1: appointment by order, hand-over, deputy under her own login."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, notices
from jetekchi.core.http import Refused
from jetekchi.core.models import Attachment
from jetekchi.organisation.models import Appointment, ClassGroup, Deputy, Handover, Staff, User

HANDOVER_WRITTEN = gettext_noop("The hand-over protocol of %(label)s waits for your confirmation.")
_CONFIRMED = {"given_at": "organisation:handover:given", "taken_at": "organisation:handover:taken"}
APPOINTED = gettext_noop("You were appointed class leader of %(label)s by order %(number)s.")


@transaction.atomic
def appoint_leader(
    *,
    by: User | None,
    class_group: ClassGroup,
    leader: Staff,
    order_no: str,
    order_on: date,
    from_on: date,
    order_file: Attachment | None = None,
) -> Appointment:
    """Appoint a class leader by order (1.1). The leader before ends the day before, and a hand-over is due.

    Refused: a dismissed person, a date that is not after the start of the leader in force.
    """
    ClassGroup.objects.select_for_update().get(pk=class_group.pk)
    if leader.dismissed_on and leader.dismissed_on < from_on:
        raise Refused("dismissed", _("This person no longer works in the lyceum."))
    active = Appointment.objects.filter(class_group=class_group, until_on=None).first()
    if active:
        if active.leader_id == leader.pk:
            raise Refused("already-leads", _("This person leads the class already."))
        end_appointment(by=by, appointment=active, until_on=from_on - timedelta(days=1))
    elif Appointment.objects.filter(class_group=class_group, until_on__gte=from_on).exists():
        raise Refused("overlap", _("Another leader is appointed for these days. Choose a later day."))
    appointment = Appointment(
        class_group=class_group,
        leader=leader,
        order_no=order_no.strip(),
        order_on=order_on,
        from_on=from_on,
        order_file=order_file,
    )
    appointment.full_clean()
    appointment.save()
    audit.record(by, "organisation:leader:appointed", appointment, class_group=class_group.pk)
    leaders = User.objects.filter(person=leader.person)
    notices.queue(
        to=leaders, message=APPOINTED, clause="1.1", label=class_group.label, number=appointment.order_no
    )
    return appointment


@transaction.atomic
def end_appointment(*, by: User | None, appointment: Appointment, until_on: date) -> Appointment:
    """The leader's last day; refused before the first one, and on days when another leads the class by an order."""
    if until_on < appointment.from_on:
        raise Refused("before-start", _("The last day is before the first one. Choose a later day."))
    ClassGroup.objects.select_for_update().get(pk=appointment.class_group_id)
    others = Appointment.objects.filter(class_group=appointment.class_group_id).exclude(pk=appointment.pk)
    still = Q(until_on=None) | Q(until_on__gte=appointment.from_on)
    if others.filter(still, from_on__lte=until_on).exists():
        raise Refused("overlap", _("Another leader is appointed for these days. Choose an earlier day."))
    appointment.until_on = until_on
    appointment.full_clean()
    appointment.save(update_fields=["until_on"])
    audit.record(by, "organisation:leader:ended", appointment)
    return appointment


@transaction.atomic
def name_deputy(
    *, by: User | None, appointment: Appointment, person: Staff, from_on: date, until_on: date, basis: str
) -> Deputy:
    """Somebody leads the class for a while under an own login; refused for the leader, and outside the appointment."""
    if person.pk == appointment.leader_id:
        raise Refused("own-deputy", _("The leader cannot be the own deputy. Choose another person."))
    if from_on < appointment.from_on or (appointment.until_on and until_on > appointment.until_on):
        raise Refused("outside-appointment", _("The days are outside the leader's appointment."))
    deputy = Deputy(
        appointment=appointment, person=person, from_on=from_on, until_on=until_on, basis=basis.strip()
    )
    deputy.full_clean()
    deputy.save()
    audit.record(by, "organisation:deputy:named", deputy)
    return deputy


@transaction.atomic
def write_handover(
    *,
    by: User | None,
    outgoing: Appointment,
    incoming: Appointment,
    on: date,
    papers: str,
    remarks: str = "",
) -> Handover:
    """The protocol of the papers that go from one leader to the next; each of the two confirms it alone."""
    if outgoing.class_group_id != incoming.class_group_id or outgoing.pk == incoming.pk:
        raise Refused("other-class", _("Both leaders must be of the same class."))
    if Handover.objects.filter(Q(outgoing=outgoing) | Q(incoming=incoming)).exists():
        raise Refused("handover-exists", _("The hand-over of this class is written already."))
    handover = Handover(
        outgoing=outgoing, incoming=incoming, on=on, papers=papers.strip(), remarks=remarks.strip()
    )
    handover.full_clean(exclude=["given_at", "taken_at"])
    handover.save()
    audit.record(by, "organisation:handover:written", handover)
    named = [outgoing.leader.person_id, incoming.leader.person_id]
    notices.queue(
        to=User.objects.filter(person__in=named, is_active=True),
        message=HANDOVER_WRITTEN,
        url=reverse("organisation:handover", args=[handover.pk]),
        clause="1.1",
        label=incoming.class_group.label,
    )
    return handover


@transaction.atomic
def give_over(*, by: User, handover: Handover) -> Handover:
    """The outgoing leader confirms that the papers were given."""
    return _confirm(by, handover, "given_at", handover.outgoing.leader)


@transaction.atomic
def take_over(*, by: User, handover: Handover) -> Handover:
    """The incoming leader confirms that the papers were taken."""
    return _confirm(by, handover, "taken_at", handover.incoming.leader)


def _confirm(by: User, handover: Handover, field: str, whose: Staff) -> Handover:
    if by.person_id != whose.person_id:
        raise Refused("not-yours", _("Only the person named in the protocol can confirm it."))
    if getattr(handover, field) is None:
        setattr(handover, field, timezone.now())
        handover.save(update_fields=[field])
        audit.record(by, _CONFIRMED[field], handover)
    return handover
