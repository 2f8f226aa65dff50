"""Consents: asked of the families, given, refused and withdrawn by who may speak; written down when they came otherwise."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Appointment, Guardianship, Student, User
from jetekchi.plan.models import Event, EventConsent
from jetekchi.plan.permissions.events import is_of_age, speaking_guardians
from jetekchi.plan.selectors.event_consents import consents_of
from jetekchi.plan.services.event_common import State, locked, locked_open, refuse_begun

ASKED = gettext_noop("Your consent is asked: %(theme)s, %(day)s.")
TAKEN_BACK = gettext_noop("A consent was refused or withdrawn: %(theme)s, %(day)s.")
Said, Purpose, How = EventConsent.Said, EventConsent.Purpose, EventConsent.How


@transaction.atomic
def ask_consents(*, by: User, event: Event) -> int:
    """Ask who may speak for each participant: taking part and pictures; how many students were asked (7.1).

    Asked again are only those of whom nothing is known yet. Refused once the event has begun, or when nobody is left.
    """
    event = locked_open(event, State.PLANNED)
    refuse_begun(event)
    rows = [row for row in consents_of(event) if not row.part.said or not row.picture.said]
    if not rows:
        raise Refused("nobody-to-ask", _("Everybody was asked already."))
    now = timezone.now()
    EventConsent.objects.bulk_create(
        EventConsent(event=event, student=row.student, purpose=purpose, said=Said.ASKED, said_at=now, by=by)
        for row in rows
        for purpose in Purpose
    )
    notices.queue(
        to=_speakers([row.student for row in rows], event),
        message=ASKED,
        clause="7.1",
        url=reverse("plan:consent_list"),
        theme=event.theme,
        day=dates.short_date(event.on),
    )
    audit.record(by, "plan:event:consents_asked", event, count=len(rows))
    return len(rows)


def _speakers(students: list[Student], event: Event) -> Iterable[User]:
    grown = [one for one in students if is_of_age(one, event.on)]
    young = [one for one in students if not is_of_age(one, event.on)]
    people = {one.person_id for one in speaking_guardians(young)} | {one.person_id for one in grown}
    return User.objects.filter(person__in=people, is_active=True)


@transaction.atomic
def say_consent(
    *,
    by: User,
    event: Event,
    student: Student,
    part: bool | None = None,
    picture: bool | None = None,
    guardian: Guardianship | None = None,
    how: str = How.LOGIN,
    said_at: datetime | None = None,
) -> list[EventConsent]:
    """Keep what who may speak for the student said: yes or no to taking part, yes or no to pictures (7.1).

    Taking part is settled before the event begins; pictures may be refused at any time. Refused: who may not speak.
    """
    event = locked(event, State.PLANNED, State.HELD)
    _refuse_stranger(event, student, guardian)
    moment = said_at or timezone.now()
    if moment > timezone.now():
        raise Refused("moment-future", _("The moment is still to come. Write when it was said."))
    if part is not None:
        if not event.is_planned:
            raise Refused(
                "event-begun", _("The event has begun already: this could only be settled before it.")
            )
        refuse_begun(event)
    about: dict[str, Any] = {"guardian": guardian, "how": how, "said_at": moment, "by": by}
    kept = [
        _keep(event, student, purpose, answer, about)
        for purpose, answer in ((Purpose.PART, part), (Purpose.PICTURE, picture))
        if answer is not None
    ]
    for row in kept:
        audit.record(
            by, "plan:event:consent_said", event, student=student.pk, about=row.purpose, said=row.said
        )
    if any(row.said in (Said.REFUSED, Said.WITHDRAWN) for row in kept):
        _tell_leader(event, by)
    return kept


def _refuse_stranger(event: Event, student: Student, guardian: Guardianship | None) -> None:
    if not event.participants.filter(student=student).exists():
        raise Refused("not-a-participant", _("This student does not take part."))
    if is_of_age(student, event.on):
        if guardian is not None:
            raise Refused("speaks-alone", _("This student is of age and speaks alone."))
    elif guardian is None or not speaking_guardians([student]).filter(pk=guardian.pk).exists():
        raise Refused(
            "not-a-representative", _("Only a legal representative may say it. Choose from the list.")
        )


def _keep(event: Event, student: Student, purpose: str, answer: bool, about: dict[str, Any]) -> EventConsent:
    before = EventConsent.objects.filter(
        event=event, student=student, purpose=purpose, guardian=about["guardian"]
    ).last()
    said = Said.GIVEN
    if not answer:
        said = Said.WITHDRAWN if before and before.said == Said.GIVEN else Said.REFUSED
    return EventConsent.objects.create(event=event, student=student, purpose=purpose, said=said, **about)


def _tell_leader(event: Event, by: User) -> None:
    today = timezone.localdate()
    leaders = Appointment.objects.filter(class_group=event.class_group, from_on__lte=today).exclude(
        until_on__lt=today
    )
    notices.queue(
        to=User.objects.filter(person__staff__in=leaders.values("leader"), is_active=True).exclude(pk=by.pk),
        message=TAKEN_BACK,
        clause="7.1",
        url=reverse("plan:event_consents", args=[event.pk]),
        theme=event.theme,
        day=dates.short_date(event.on),
    )
