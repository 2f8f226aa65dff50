"""Sheet A: sending a version along its offices, their decisions, vacant seats."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, notices
from jetekchi.core.http import Refused
from jetekchi.documents.models import (
    TRANSITIONS,
    ApprovalAct,
    ApprovalLine,
    ApprovalRoute,
    ControlledDocument,
    Decision,
    DocumentVersion,
    Signature,
)
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.services.signing import sign
from jetekchi.documents.services.versions import locked, refuse_if_changed, step
from jetekchi.organisation.models import Office, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import setting, users_with_role
from jetekchi.organisation.services import ensure_lyceum, ensure_office

STATEMENTS = {
    Decision.AGREE: gettext_noop("I agree with the text as it stands."),
    Decision.AGREE_WITH_REMARK: gettext_noop("I agree, my remark is attached."),
    Decision.DECLINE: gettext_noop("I return the text with a remark."),
}


@transaction.atomic
def set_route(
    *, by: User, version: DocumentVersion, offices: Sequence[Office], order: str, added: str = ""
) -> ApprovalRoute:
    """Say which offices are asked and how, while the version is not on its way (sheet A); `added` names a new one."""
    version = locked(version)
    if version.status not in {DocumentVersion.Status.DRAFT, DocumentVersion.Status.RETURNED}:
        raise Refused("wrong_state", _("The route can be changed only before the document is sent along it."))
    route, _made = ApprovalRoute.objects.get_or_create(version=version)
    names = {line.office_id: line.printed_name for line in route.lines.all()}
    if ApprovalAct.objects.filter(line__route=route).exists():
        raise Refused("route_in_use", _("Offices have answered on this route already; it stays as it is."))
    route.lines.all().delete()
    offices = list(offices)
    if added.strip():
        office = ensure_office(
            by=by, unit=ensure_lyceum(by=by), title=added.strip()[:200], order=len(offices) + 1
        )
        offices += [] if office in offices else [office]
    route.order = order
    route.full_clean(exclude=["version"])
    route.save()
    for place, office in enumerate(offices, start=1):
        ApprovalLine.objects.create(
            route=route, office=office, title=office.title, printed_name=names.get(office.pk, ""), order=place
        )
    audit.record(by, "documents:route:set", version, offices=[office.pk for office in offices], order=order)
    return route


@transaction.atomic
def submit_for_approval(*, by: User, version: DocumentVersion) -> DocumentVersion:
    """Send the version to its offices (sheet A); those who declined before are asked again."""
    version = locked(version)
    step(version, "submit")
    route = _route_of(version)
    lines = list(route.lines.select_for_update())
    if not lines and version.document.kind == ControlledDocument.Kind.JOB_INSTRUCTION:
        raise Refused("no_offices", _("Name the offices of the approval sheet first."))
    if any(line.status == ApprovalLine.Status.DECLINED for line in lines):
        route.round += 1
        for line in lines:
            if line.status == ApprovalLine.Status.DECLINED:
                _move(by, route, line, Decision.RESET)
    route.started_at = timezone.now()
    route.save(update_fields=["round", "started_at"])
    audit.record(by, "documents:version:submitted", version, sha256=version.sha256, round=route.round)
    _ask_next(version, route)
    _finish_if_all_agreed(by, version, route)
    return version


@transaction.atomic
def decide(
    *,
    by: User,
    line: ApprovalLine,
    decision: str,
    confirmation: Confirmation,
    seen_sha256: str,
    remark: str = "",
) -> ApprovalAct:
    """Agree, agree with a remark or decline for one's own office, signed (sheet A)."""
    version = locked(line.route.version)
    line = ApprovalLine.objects.select_for_update().select_related("route", "office").get(pk=line.pk)
    refuse_if_changed(version, seen_sha256)
    _refuse_out_of_turn(version, line)
    holding = line.office.holding_on(timezone.localdate())
    if holding is None or holding.person_id != by.person_id:
        raise Refused("not_your_office", _("Only the holder of this office can answer for it."))
    _refuse_wordless(decision, remark)
    signature = sign(
        by=by,
        subject=version,
        content=version.content,
        purpose="approve",
        title=version.document.title,
        edition=f"{version.number}/{line.route.round}",
        office=line.office,
        office_title=line.title,
        statement=STATEMENTS[Decision(decision)],
        confirmation=confirmation,
    )
    act = _move(by, line.route, line, Decision(decision), remark.strip(), signature)
    audit.record(by, "documents:approval:decided", act, decision=decision, version=version.pk)
    if decision == Decision.DECLINE:
        step(version, "decline")
    else:
        _ask_next(version, line.route)
        _finish_if_all_agreed(by, version, line.route)
    return act


def _refuse_wordless(decision: str, remark: str) -> None:
    if decision not in STATEMENTS:
        raise Refused("no_decision", _("Choose an answer."))
    if decision != Decision.AGREE and not remark.strip():
        raise Refused("remark_needed", _("Write the remark: what is to be changed?"))


@transaction.atomic
def skip_vacant_seat(*, by: User, line: ApprovalLine, reason: str) -> ApprovalAct:
    """Go past a seat that nobody holds, with the reason on record (sheet A)."""
    version = locked(line.route.version)
    line = ApprovalLine.objects.select_for_update().select_related("route", "office").get(pk=line.pk)
    _refuse_out_of_turn(version, line)
    if line.office.holding_on(timezone.localdate()) is not None:
        raise Refused("seat_taken", _("This seat is taken: its holder answers."))
    if not reason.strip():
        raise Refused("reason_needed", _("Write why the vacant seat is skipped."))
    act = _move(by, line.route, line, Decision.SKIP_VACANT, reason.strip())
    audit.record(by, "documents:approval:vacant_skipped", act, version=version.pk)
    _ask_next(version, line.route)
    _finish_if_all_agreed(by, version, line.route)
    return act


def reset_route(by: User | None, version: DocumentVersion) -> None:
    """After a change of the text every answer counts no more: a new round begins."""
    route = _route_of(version)
    route.round += 1
    route.started_at = None
    route.save(update_fields=["round", "started_at"])
    for line in route.lines.select_for_update():
        if line.status != ApprovalLine.Status.WAITING:
            _move(by, route, line, Decision.RESET)


def _route_of(version: DocumentVersion) -> ApprovalRoute:
    return ApprovalRoute.objects.select_for_update().get_or_create(version=version)[0]


def _refuse_out_of_turn(version: DocumentVersion, line: ApprovalLine) -> None:
    if version.status != DocumentVersion.Status.IN_APPROVAL:
        raise Refused("not_in_approval", _("This edition is not being agreed now."))
    if line.status != ApprovalLine.Status.WAITING:
        raise Refused("already_decided", _("This office has answered already."))
    if line.route.order == ApprovalRoute.Order.ORDERED:
        earlier = line.route.lines.filter(order__lt=line.order, status=ApprovalLine.Status.WAITING)
        if earlier.exists():
            raise Refused("not_your_turn", _("The offices before this one have not answered yet."))


def _move(
    by: User | None,
    route: ApprovalRoute,
    line: ApprovalLine,
    decision: Decision,
    remark: str = "",
    signature: Signature | None = None,
) -> ApprovalAct:
    after = TRANSITIONS.get((line.status, decision))
    if after is None:
        raise Refused("already_decided", _("This office has answered already."))
    act = ApprovalAct(
        line=line,
        round=route.round,
        from_status=line.status,
        to_status=after,
        decision=decision,
        remark=remark,
        by=by,
        office_id=line.office_id,
        at=timezone.now(),
        signature=signature,
    )
    act.clean_fields(exclude=["line", "by", "office", "signature"])
    try:
        with transaction.atomic():
            act.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("already_decided", _("This office has answered already.")) from error
    line.status = after
    line.due_on = None
    line.save(update_fields=["status", "due_on"])
    return act


def _ask_next(version: DocumentVersion, route: ApprovalRoute) -> None:
    """Give those whose turn it is their day, and tell them."""
    waiting = list(route.lines.filter(status=ApprovalLine.Status.WAITING).select_related("office"))
    if route.order == ApprovalRoute.Order.ORDERED:
        waiting = waiting[:1]
    today = timezone.localdate()
    for line in waiting:
        if line.due_on is not None:
            continue
        line.due_on = today + timedelta(days=int(setting("approval_days")))
        line.save(update_fields=["due_on"])
        holding = line.office.holding_on(today)
        user = getattr(holding.person, "user", None) if holding else None
        if user is not None:
            notices.queue(
                to=[user],
                message=gettext_noop("A document waits for the answer of your office: %(document)s"),
                url=reverse("documents:route", args=[version.pk]),
                clause="1.3",
                document=version.document.title,
            )


def _finish_if_all_agreed(by: User, version: DocumentVersion, route: ApprovalRoute) -> None:
    open_states = [ApprovalLine.Status.WAITING, ApprovalLine.Status.DECLINED]
    if route.lines.filter(status__in=open_states).exists():
        return
    step(version, "agree_all")
    audit.record(by, "documents:version:agreed", version, sha256=version.sha256)
    notices.queue(
        to=users_with_role(Role.PREUNI_DIRECTOR),
        message=gettext_noop("All offices have agreed; the document can be brought into force: %(document)s"),
        url=reverse("documents:version", args=[version.pk]),
        clause="1.3",
        document=version.document.title,
    )
