"""Risk assessment: hazards with measures, submitted by the leader, approved before the event begins; the gap (7.1)."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, dates, notices
from jetekchi.core.exact import exact
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.documents.services import Confirmation, sign
from jetekchi.organisation.models import User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import users_with_role
from jetekchi.plan.models import Event, EventAct, EventHazard
from jetekchi.plan.selectors.event_safety import safety_of
from jetekchi.plan.services.event_common import (
    State,
    act,
    drop_approval,
    locked,
    locked_open,
    refuse_begun,
    required,
    risk_material,
)

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature

Deed, Risk = EventAct.Deed, Event.Risk
WAITS = gettext_noop("A risk assessment waits for your approval: %(theme)s, %(day)s.")
DECIDED = gettext_noop("The risk assessment was looked through: %(theme)s, %(day)s.")
MOST = 40
# What stands on the first list of an outing; the leader takes away what does not fit and adds what is special.
USUAL = (
    (
        gettext_noop("traffic on the way"),
        gettext_noop("walk in pairs, an adult in front and behind; cross only at a crossing"),
    ),
    (
        gettext_noop("a student stays behind or gets lost"),
        gettext_noop(
            "count when setting out, at each stop and back; phone numbers and a meeting point are known"
        ),
    ),
    (
        gettext_noop("transport"),
        gettext_noop("a licensed carrier, seat belts, no standing during the ride"),
    ),
    (
        gettext_noop("weather, cold, sun"),
        gettext_noop("clothes for the weather, water; the outing is put off when the weather turns bad"),
    ),
    (
        gettext_noop("injury or sudden illness"),
        gettext_noop("first-aid kit, allergies known to the adults, 103 is called"),
    ),
)


@transaction.atomic
def add_hazard(*, by: User, event: Event, hazard: str, measure: str, who: str = "") -> EventHazard:
    """Name a hazard and the measure against it; an approval given before falls (7.1)."""
    event = locked_open(event, State.PLANNED)
    refuse_begun(event)
    if event.hazards.count() >= MOST:
        raise Refused("hazards-full", _("An assessment holds at most 40 hazards. Put like with like."))
    row = EventHazard(
        event=event, hazard=mend(hazard).strip(), measure=mend(measure).strip(), who=mend(who).strip()
    )
    row.full_clean()
    row.save()
    drop_approval(by, event)
    audit.record(by, "plan:event:hazard_added", event)
    return row


@transaction.atomic
def remove_hazard(*, by: User, event: Event, hazard_pk: int) -> None:
    """Take a hazard out again; an approval given before falls (7.1)."""
    event = locked_open(event, State.PLANNED)
    refuse_begun(event)
    gone, _counts = event.hazards.filter(pk=hazard_pk).delete()
    if not gone:
        raise Refused("hazard-gone", _("This hazard is no longer in the list."))
    drop_approval(by, event)
    audit.record(by, "plan:event:hazard_removed", event)


@transaction.atomic
def fill_usual_hazards(*, by: User, event: Event) -> int:
    """Put the usual hazards of an outing into the list; what is there already stays (7.1)."""
    known = set(event.hazards.values_list("hazard", flat=True))
    wanted = [(gettext(hazard), gettext(measure)) for hazard, measure in USUAL]
    missing = [(hazard, measure) for hazard, measure in wanted if hazard not in known]
    if not missing:
        raise Refused("nothing-to-add", _("The usual hazards are in the list already."))
    for hazard, measure in missing:
        add_hazard(by=by, event=event, hazard=hazard, measure=measure)
    return len(missing)


@transaction.atomic
def submit_risk(*, by: User, event: Event) -> Event:
    """Put the assessment before the head of upbringing; refused without hazards, without adults, once begun (7.1)."""
    event = locked_open(event, State.PLANNED)
    refuse_begun(event)
    if event.risk in (Risk.SUBMITTED, Risk.APPROVED):
        raise Refused("risk-waits", _("The risk assessment was submitted already."))
    if not event.hazards.exists():
        raise Refused("hazards-missing", _("Name at least one hazard with its measure."))
    if not event.adults.exists():
        raise Refused("adults-missing", _("Name the adults who answer for the children, then submit."))
    material = risk_material(event)
    _content, sha256 = exact(material)
    event.risk = Risk.SUBMITTED
    event.save(update_fields=["risk"])
    act(by, event, Deed.SUBMITTED, material=material, sha256=sha256)
    audit.record(by, "plan:event:risk_submitted", event, sha256=sha256)
    _tell(users_with_role(Role.HEAD_OF_UPBRINGING), event, WAITS, "plan:event_decision")
    return event


def _tell(to: Any, event: Event, message: str, page: str) -> None:
    day = dates.short_date(event.on)
    url = reverse(page, args=[event.pk])
    notices.queue(to=to, message=message, clause="7.1", url=url, theme=event.theme, day=day)


def _waiting(event: Event, *, is_returned: bool = False) -> tuple[Event, EventAct]:
    # What waits from a half-year that was closed is given back all the same: else it would wait for ever.
    event = (locked if is_returned else locked_open)(event, State.PLANNED)
    submitted = event.acts.filter(deed=Deed.SUBMITTED).last()
    if event.risk != Risk.SUBMITTED or submitted is None:
        raise Refused("risk-not-waiting", _("The risk assessment does not wait for a decision any more."))
    return event, submitted


def refuse_unseen_risk(known: str, seen: str | None) -> None:
    """What is decided on must be what was shown; None comes from no page (the demo)."""
    if seen not in (None, known):
        raise Refused("risk-changed", _("The assessment was changed meanwhile. Read it as it is now."))


@transaction.atomic
def approve_risk(
    *, by: User, event: Event, confirmation: Confirmation, seen_sha256: str | None = None
) -> Event:
    """Sign exactly what was submitted, before the event begins (7.1). Who signs was confirmed by the caller.

    Refused: one's own assessment, once the event has begun, an assessment that does not wait or is not the one that was
    shown, bytes that no longer have their hash. `seen_sha256` None comes from no page (the demo).
    """
    event, submitted = _waiting(event)
    refuse_begun(event)
    if by.pk in (submitted.by_id, event.by_id):
        raise Refused("own-risk", _("Nobody approves an own risk assessment."))
    content, sha256 = exact(submitted.material or {})
    refuse_unseen_risk(sha256, submitted.sha256)
    refuse_unseen_risk(sha256, seen_sha256)
    signature = _sign(by, event, content, confirmation)
    event.risk = Risk.APPROVED
    event.save(update_fields=["risk"])
    act(by, event, Deed.APPROVED, material=submitted.material, sha256=sha256, signature=signature)
    audit.record(by, "plan:event:risk_approved", event, sha256=sha256, signature=signature.pk)
    _tell([submitted.by], event, DECIDED, "plan:event_safety")
    return event


def _sign(by: User, event: Event, content: bytes, confirmation: Confirmation) -> "Signature":
    """Each submission is an edition of its own: what was changed after an approval is signed anew."""
    day = dates.short_date(event.on)
    return sign(
        by=by,
        subject=event,
        content=content,
        purpose="approve_risk",
        title=gettext("Risk assessment: %(theme)s, %(day)s") % {"theme": event.theme, "day": day},
        edition=str(event.acts.filter(deed=Deed.SUBMITTED).count()),
        office_title=gettext("head of upbringing department"),
        statement=gettext("I approve this risk assessment."),
        confirmation=confirmation,
    )


@transaction.atomic
def return_risk(*, by: User, event: Event, remark: str, seen_sha256: str | None = None) -> Event:
    """Give the assessment back with remarks; refused when it is not the one that was shown (7.1)."""
    event, submitted = _waiting(event, is_returned=True)
    refuse_unseen_risk(submitted.sha256, seen_sha256)
    clean = required(remark, _("Write what is to be put right."))
    event.risk = Risk.RETURNED
    event.save(update_fields=["risk"])
    act(by, event, Deed.RETURNED, clean)
    audit.record(by, "plan:event:risk_returned", event)
    _tell([submitted.by], event, DECIDED, "plan:event_safety")
    return event


@transaction.atomic
def open_gap(*, by: User, event: Event, reason: str) -> Event:
    """Let an outing go on with what is missing, and why; it stays marked as such (7.1).

    Refused where nothing is missing, without a reason, for the leader's own event.
    """
    event = locked_open(event, State.PLANNED)
    if by.pk == event.by_id:
        raise Refused("own-risk", _("Nobody opens the gap of an own event."))
    if event.gap_reason:
        raise Refused("gap-open", _("The gap was opened already."))
    safety = safety_of(event)
    if not event.is_outside or safety.is_ready:
        raise Refused("no-gap", _("Nothing is missing here."))
    event.gap_reason = required(reason, _("Write why the event may go on although something is missing."))
    event.save(update_fields=["gap_reason"])
    act(by, event, Deed.OPENED, event.gap_reason)
    audit.record(
        by, "plan:event:gap_opened", event, risk=event.risk, without_consent=len(safety.without_consent)
    )
    if event.by is not None:
        _tell([event.by], event, DECIDED, "plan:event_safety")
    return event
