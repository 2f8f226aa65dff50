"""Other classes are invited; their leaders accept with own participants, or decline (3.11)."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.selectors import leaders_of
from jetekchi.plan.models import Event, EventInvitation
from jetekchi.plan.services.event_common import State, drop_approval, locked_open, refuse_begun, risk_material
from jetekchi.plan.services.events import put_participants

INVITED = gettext_noop("Your class is invited: %(theme)s, %(day)s.")
ANSWERED = gettext_noop("%(label)s answered your invitation: %(theme)s.")
Answer = EventInvitation.Answer


@transaction.atomic
def invite_classes(*, by: User, event: Event, classes: Iterable[ClassGroup]) -> int:
    """Invite classes of the same year; their leaders get a notice; how many were invited now (3.11).

    Refused: nobody new, a class of another year, a day in a closed half-year.
    """
    event = locked_open(event, State.PLANNED)
    known = set(event.invitations.values_list("class_group", flat=True)) | {event.class_group_id}
    chosen = [one for one in classes if one.pk not in known]
    if any(one.year_id != event.class_group.year_id for one in chosen):
        raise Refused("class-foreign", _("This class is of another year. Choose from the list."))
    if not chosen:
        raise Refused("nobody-invited", _("Choose a class that is not invited yet."))
    EventInvitation.objects.bulk_create(EventInvitation(event=event, class_group=one) for one in chosen)
    leaders = leaders_of(chosen)
    for group in chosen:
        if group.pk in leaders:
            notices.queue(
                to=User.objects.filter(person=leaders[group.pk].leader.person_id),
                message=INVITED,
                clause="3.11",
                url=reverse("plan:event_answer", args=[event.pk, group.pk]),
                theme=event.theme,
                day=dates.short_date(event.on),
            )
    audit.record(by, "plan:event:invited", event, classes=[one.pk for one in chosen])
    return len(chosen)


@transaction.atomic
def answer_invitation(
    *,
    by: User,
    invitation: EventInvitation,
    accepts: bool,
    students: Iterable[Student] = (),
    remark: str = "",
) -> EventInvitation:
    """Accept with the students who take part, or decline; until it is held the answer may be changed (3.11).

    Another number of children than was approved makes the risk assessment void, unless the event has begun: who comes along
    must be on the list to be counted. Refused: nobody ticked, a child taken off who set out, an outing whose day is over, a
    closed half-year.
    """
    event = locked_open(invitation.event, State.PLANNED)
    if event.is_outside and timezone.localdate() > event.on:
        refuse_begun(event)
    before = risk_material(event)
    row = EventInvitation.objects.select_for_update(of=("self",)).select_related("class_group")
    invitation = row.get(pk=invitation.pk)
    chosen = list(students) if accepts else []
    if accepts and not chosen:
        raise Refused("nobody-there", _("Nobody takes part. Tick the participants first."))
    put_participants(event, invitation.class_group, chosen)
    invitation.answer = Answer.ACCEPTED if accepts else Answer.DECLINED
    invitation.remark = mend(remark).strip()
    invitation.answered_by, invitation.answered_at = by, timezone.now()
    invitation.full_clean()
    invitation.save()
    if not event.has_begun and risk_material(event) != before:
        drop_approval(by, event)
    audit.record(by, "plan:event:answered", event, about=invitation.class_group_id, answer=invitation.answer)
    _tell_host(event, invitation)
    return invitation


def _tell_host(event: Event, invitation: EventInvitation) -> None:
    if event.by is not None:
        notices.queue(
            to=[event.by],
            message=ANSWERED,
            clause="3.11",
            url=reverse("plan:event", args=[event.pk]),
            label=invitation.class_group.label,
            theme=event.theme,
        )
