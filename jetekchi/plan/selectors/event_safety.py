"""Whether an event may go on: hazards approved, consents there, adults named, or a gap opened with a reason (7.1)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.organisation.models import Staff, Student
from jetekchi.plan.models import Event, EventAct, EventHazard
from jetekchi.plan.selectors.event_consents import without_consent

Risk = Event.Risk


@dataclass(frozen=True)
class Safety:
    """What is there and what is missing before an event outside the lyceum."""

    is_needed: bool
    risk: str
    adults: tuple[Staff, ...]
    without_consent: tuple[Student, ...]
    gap_reason: str

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps

    @property
    def gaps(self) -> list[str]:
        """What is missing, in words; nothing is asked of what stays inside the lyceum."""
        if not self.is_needed:
            return []
        found = []
        if self.risk != Risk.APPROVED:
            found.append(_("the risk assessment is not approved"))
        if not self.adults:
            found.append(_("no adult is named who answers for the children"))
        lacking = len(self.without_consent)
        if lacking:
            words = ngettext(
                "consent for %(n)s student is missing", "consents for %(n)s students are missing", lacking
            )
            found.append(words % {"n": lacking})
        return found


def safety_of(event: Event) -> Safety:
    """What is there and what is missing (7.1)."""
    return Safety(
        is_needed=event.is_outside,
        risk=event.risk,
        adults=tuple(adults_of(event)),
        without_consent=tuple(without_consent(event)) if event.is_outside else (),
        gap_reason=event.gap_reason,
    )


def may_set_out(event: Event) -> bool:
    """Whether children may set out: no assessment is needed, it is approved, or the approver opened the gap (7.1)."""
    return not event.is_outside or event.risk == Risk.APPROVED or bool(event.gap_reason)


def adults_of(event: Event) -> list[Staff]:
    """Adults who answer for the children, by name."""
    return list(event.adults.select_related("person").order_by("person__sort_key"))


def hazards_of(event: Event) -> list[EventHazard]:
    """Hazards with their measures."""
    return list(event.hazards.all())


def submitted_of(event: Event) -> EventAct | None:
    """What was put before the head of upbringing last, word for word."""
    return event.acts.filter(deed=EventAct.Deed.SUBMITTED).select_related("by__person").last()


def acts_of_event(event: Event) -> list[EventAct]:
    """What happened to the event, the oldest first."""
    return list(event.acts.select_related("by__person", "signature"))


def approval_of(event: Event) -> EventAct | None:
    """The approval that counts now, with its signature; None while there is none."""
    if event.risk != Risk.APPROVED:
        return None
    found = event.acts.filter(deed=EventAct.Deed.APPROVED)
    return found.select_related("by__person", "signature").last()
