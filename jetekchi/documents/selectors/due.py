"""What waits for a person: answers of the own office, readings, directives, signatures of the director."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core.due import DueRow
from jetekchi.core.remember import while_unchanged
from jetekchi.documents.models import (
    ApprovalLine,
    ControlledDocument,
    Directive,
    DocumentVersion,
)
from jetekchi.documents.selectors.readers import acquaintance_state
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, standing
from jetekchi.organisation.selectors import setting


def pending_for(user: User) -> list[DueRow]:
    """Everything of this storey that is due from a person, soonest first, each with its exact form."""
    rows = [*_approvals(user), *_readings(user), *_directives(user)]
    if standing(user).may(Permission.DOCUMENT_FORCE):
        rows += _to_bring_into_force()
    if standing(user).may(Permission.DIRECTIVE_ISSUE):
        rows += _reasons_to_judge(user)
    return sorted(rows)


def decisions_waiting(user: User) -> list[tuple[date, DueRow]]:
    """Answers of the own office and reasons to judge, each with the day since which it has waited (1.2)."""
    days = timedelta(days=int(setting("approval_days")))
    rows = [(row.due_on - days, row) for row in _approvals(user)]
    if standing(user).may(Permission.DIRECTIVE_ISSUE):
        rows += [(row.due_on, row) for row in _reasons_to_judge(user)]
    return rows


def _approvals(user: User) -> list[DueRow]:
    if not standing(user).offices:
        return []
    # Only a line whose turn it is carries a day, so an ordered route needs no further question.
    lines = ApprovalLine.objects.filter(
        office__in=standing(user).offices,
        status=ApprovalLine.Status.WAITING,
        route__version__status=DocumentVersion.Status.IN_APPROVAL,
        due_on__isnull=False,
    ).select_related("route__version__document")
    return [
        DueRow(
            due_on=line.due_on or timezone.localdate(),
            title=str(line.route.version.document),
            detail=line.title,
            clause="1.3",
            url=reverse("documents:route", args=[line.route.version_id]),
            action=_("Answer"),
            outside=str(line.route.version.document),
        )
        for line in lines
    ]


def _readings(user: User) -> list[DueRow]:
    if user.person is None:
        return []
    state = acquaintance_state(user.person)[user.person.pk]
    return [
        DueRow(
            due_on=reading.due_on,
            title=str(reading.version.document),
            detail=_("edition %(number)s: read and sign") % {"number": reading.version.number},
            clause="1.3",
            url=reverse("documents:acquaintance", args=[reading.version.pk]),
            action=_("Read and sign"),
            outside=str(reading.version.document),
        )
        for reading in state.due
    ]


def _directives(user: User) -> list[DueRow]:
    return _open_directives(user.person_id) if user.person_id else []


@while_unchanged("organisation", "documents")
def _open_directives(person_pk: int) -> list[DueRow]:
    open_states = [Directive.Status.ISSUED, Directive.Status.ACKNOWLEDGED]
    found = Directive.objects.filter(executor_id=person_pk, status__in=open_states)
    return [
        DueRow(
            due_on=directive.due_on,
            title=_("Directive № %(number)s") % {"number": directive.number},
            detail=directive.text[:120],
            clause="7.2",
            url=reverse("documents:directive", args=[directive.pk]),
            action=_("Acknowledge")
            if directive.status == Directive.Status.ISSUED
            else _("Say what was done"),
            # Its text may name a child.
            outside=_("Directive № %(number)s") % {"number": directive.number},
        )
        for directive in found
    ]


def _to_bring_into_force() -> list[DueRow]:
    agreed = DocumentVersion.objects.filter(status=DocumentVersion.Status.AGREED).select_related("document")
    return [
        DueRow(
            due_on=timezone.localdate(),
            title=str(version.document),
            detail=_("edition %(number)s: agreed by all offices") % {"number": version.number},
            clause="1.3",
            url=reverse("documents:version", args=[version.pk]),
            action=_("Bring into force"),
            outside=str(version.document),
        )
        for version in agreed.exclude(document__kind=ControlledDocument.Kind.SIGNATURE_AGREEMENT)
    ]


def _reasons_to_judge(user: User) -> list[DueRow]:
    waiting = Directive.objects.filter(issued_by=user, status=Directive.Status.EXPLAINED)
    return [
        DueRow(
            due_on=_day(directive),
            title=_("Directive № %(number)s") % {"number": directive.number},
            detail=_("a reason was given"),
            clause="7.2",
            url=reverse("documents:directive", args=[directive.pk]),
            action=_("Answer"),
        )
        for directive in waiting
    ]


def _day(directive: Directive) -> date:
    return timezone.localdate(directive.reason_given_at) if directive.reason_given_at else directive.due_on
