"""What waits about events: risk assessments for the head of upbringing, invitations, consents of families (7.1, 3.11)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.plan.models import Event, EventAct, EventConsent, EventInvitation
from jetekchi.plan.permissions.events import visible_events
from jetekchi.plan.selectors.event_consents import consents_of


def waiting_events(user: User | AnonymousUser) -> list[Event]:
    """Risk assessments that wait for this person's decision, the next event first (7.1)."""
    if not may(user, Permission.PLAN_APPROVE):
        return []
    own = standing(user).own_classes
    found = visible_events(user).filter(state=Event.State.PLANNED, risk=Event.Risk.SUBMITTED)
    return list(found.exclude(class_group__in=own).exclude(by=user.pk).order_by("on", "starts_at"))


def outings_ahead(user: User | AnonymousUser) -> list[Event]:
    """Events outside the lyceum that are still to be held, the next one first; for who judges them (7.1)."""
    if not may(user, Permission.PLAN_APPROVE):
        return []
    found = visible_events(user).filter(state=Event.State.PLANNED, is_outside=True)
    return list(found.exclude(risk=Event.Risk.SUBMITTED).order_by("on", "starts_at")[:50])


@while_unchanged("organisation", "plan")
def _invited(classes: tuple[int, ...]) -> list[tuple[int, int, str, date]]:
    rows = EventInvitation.objects.filter(
        class_group__in=classes, answer="", event__state=Event.State.PLANNED
    ).values_list("event", "class_group", "event__theme", "event__on")
    return list(rows)


@while_unchanged("plan")
def _submitted() -> list[tuple[int, str, str, date, int, int | None]]:
    rows = Event.objects.filter(state=Event.State.PLANNED, risk=Event.Risk.SUBMITTED).order_by("on", "pk")
    return list(rows.values_list("pk", "theme", "class_group__label", "on", "class_group", "by"))


@dataclass(frozen=True)
class WaitingRisk:
    """A risk assessment that waits for its decision."""

    pk: int
    theme: str
    class_pk: int
    label: str
    on: date
    since: datetime

    @property
    def url(self) -> str:
        """Where it is approved or returned."""
        return reverse("plan:event_decision", args=[self.pk])


@while_unchanged("plan")
def _risks_waiting() -> list[tuple[WaitingRisk, int | None]]:
    asked = Event.objects.filter(state=Event.State.PLANNED, risk=Event.Risk.SUBMITTED)
    last = Max("acts__at", filter=Q(acts__deed=EventAct.Deed.SUBMITTED))
    rows = asked.annotate(since=last).order_by("since", "pk")
    names = ("pk", "theme", "class_group", "class_group__label", "on", "since", "by")
    return [
        (WaitingRisk(pk, theme, group, label, on, since or timezone.now()), by)
        for pk, theme, group, label, on, since, by in rows.values_list(*names)
    ]


def risks_to_judge(user: User | AnonymousUser) -> list[WaitingRisk]:
    """Risk assessments that this person may approve or return, the oldest first (1.2, 7.1)."""
    if not may(user, Permission.PLAN_APPROVE):
        return []
    own = standing(user).own_classes
    return [one for one, by in _risks_waiting() if one.class_pk not in own and by != user.pk]


def event_due_rows(user: User | AnonymousUser, today: date) -> list[DueRow]:
    """Risk assessments to decide, invitations to answer, consents that are asked (3.11, 7.1)."""
    who, rows = standing(user), []
    if who.may(Permission.PLAN_APPROVE):
        rows += [
            _row(on, theme, label, "7.1", reverse("plan:event_decision", args=[pk]), _("Look it through"))
            for pk, theme, label, on, group, by in _submitted()
            if group not in who.own_classes and by != user.pk
        ]
    if who.own_classes and who.may(Permission.PLAN_WRITE):
        rows += [
            _row(on, theme, _("your class is invited"), "3.11", reverse("plan:event_answer", args=[pk, group]),
                 _("Answer"))
            for pk, group, theme, on in _invited(tuple(sorted(who.own_classes)))
            if on >= today
        ]  # fmt: skip
    own = who.wards | ({who.own_student} if who.own_student is not None else set())
    person = getattr(user, "person_id", None)
    rows += [
        _row(
            one.on,
            one.theme,
            one.name,
            "7.1",
            reverse("plan:consent", args=[one.event, one.student]),
            _("Answer"),
        )
        for one in (_asked(tuple(sorted(own))) if own else [])
        if person in one.speakers and one.begins > timezone.now()
    ]
    return rows


@dataclass(frozen=True)
class _Asked:
    """An answer that is awaited about one student, and the people who may give it."""

    event: int
    student: int
    theme: str
    name: str
    on: date
    begins: datetime
    speakers: frozenset[int]


@while_unchanged("organisation", "plan")
def _asked(students: tuple[int, ...]) -> list[_Asked]:
    asked = EventConsent.objects.filter(student__in=students).values("event")
    found = []
    for event in Event.objects.filter(pk__in=asked, state=Event.State.PLANNED, on__gte=timezone.localdate()):
        for row in consents_of(event, students):
            if row.part.said == EventConsent.Said.ASKED:
                student = row.student
                speakers = {student.person_id} if row.is_of_age else {one.person_id for one in row.guardians}
                found.append(
                    _Asked(
                        event.pk, student.pk, event.theme, student.person.brief_name, event.on, event.begins,
                        frozenset(speakers),
                    )
                )  # fmt: skip
    return found


def _row(on: date, theme: str, detail: str, clause: str, url: str, action: str) -> DueRow:
    words = f"{detail}, {dates.short_day(on)}"
    return DueRow(due_on=on, title=theme, detail=words, clause=clause, url=url, action=action)
