"""Directives (7.2): issue, acknowledge, complete with evidence, give a reason, accept or refuse it."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jetekchi.core import attachments, audit, notices
from jetekchi.core.http import Refused
from jetekchi.documents.models import DIRECTIVE_STEPS, Directive
from jetekchi.organisation.models import Person, Staff, User


@transaction.atomic
def issue_directive(
    *, by: User, number: str, given_on: date, text: str, executor: Person, due_on: date, issued_as: str = ""
) -> Directive:
    """Give one person a task under a number until a day (7.2)."""
    if due_on < given_on:
        raise Refused("dates_out_of_order", _("The day it is due lies before the day it was given."))
    directive = Directive(
        number=number,
        given_on=given_on,
        text=text,
        executor=executor,
        due_on=due_on,
        issued_by=by,
        issued_as=issued_as or _position(by),
    )
    directive.clean_fields()
    try:
        with transaction.atomic():
            directive.save()
    except IntegrityError as error:
        raise Refused("number_taken", _("A directive with this number and date exists already.")) from error
    audit.record(by, "documents:directive:issued", directive, executor=executor.pk)
    if user := getattr(executor, "user", None):
        _tell(user, directive, gettext_noop("A directive was given to you: № %(number)s"))
    return directive


@transaction.atomic
def acknowledge_directive(*, by: User, directive: Directive) -> Directive:
    """The executor confirms having read it (7.2)."""
    directive = _own(by, directive)
    _step(directive, "acknowledge")
    directive.acknowledged_at = timezone.now()
    return _keep(by, directive, "documents:directive:acknowledged")


@transaction.atomic
def complete_directive(
    *, by: User, directive: Directive, evidence: str, upload: UploadedFile | None = None
) -> Directive:
    """The executor says what was done and what shows it (7.2)."""
    directive = _own(by, directive)
    if not evidence.strip():
        raise Refused("evidence_needed", _("Write what was done and what shows it."))
    _step(directive, "complete")
    directive.evidence = evidence.strip()
    directive.done_at = timezone.now()
    if upload is not None:
        directive.evidence_file = attachments.keep(by=by, upload=upload)
    _tell(directive.issued_by, directive, gettext_noop("A directive is done: № %(number)s"))
    return _keep(by, directive, "documents:directive:done")


@transaction.atomic
def give_reason(*, by: User, directive: Directive, reason: str) -> Directive:
    """The executor explains by which valid reason it is not done (7.2)."""
    directive = _own(by, directive)
    if not reason.strip():
        raise Refused("reason_needed", _("Write the reason."))
    _step(directive, "give_reason")
    directive.valid_reason = reason.strip()
    directive.reason_given_at = timezone.now()
    _tell(directive.issued_by, directive, gettext_noop("A reason was given for a directive: № %(number)s"))
    return _keep(by, directive, "documents:directive:reason_given")


@transaction.atomic
def accept_reason(*, by: User, directive: Directive, answer: str = "") -> Directive:
    """The reason is accepted as valid; the directive is closed (7.2). Nobody accepts an own reason."""
    directive = _others(by, directive)
    _step(directive, "accept_reason")
    directive.reason_answer = answer.strip()
    directive.reason_accepted_by = by
    directive.reason_accepted_at = timezone.now()
    _tell_executor(directive, gettext_noop("Your reason was accepted: directive № %(number)s"))
    return _keep(by, directive, "documents:directive:reason_accepted")


@transaction.atomic
def refuse_reason(*, by: User, directive: Directive, answer: str) -> Directive:
    """The reason is not accepted: the directive is open again, the answer says why (7.2)."""
    directive = _others(by, directive)
    if not answer.strip():
        raise Refused("answer_needed", _("Write why the reason is not accepted."))
    _step(directive, "refuse_reason")
    directive.reason_answer = answer.strip()
    _tell_executor(directive, gettext_noop("Your reason was not accepted: directive № %(number)s"))
    return _keep(by, directive, "documents:directive:reason_refused")


@transaction.atomic
def withdraw_directive(*, by: User, directive: Directive) -> Directive:
    """Take a directive back before it is done."""
    directive = _others(by, directive)
    _step(directive, "withdraw")
    return _keep(by, directive, "documents:directive:withdrawn")


def _locked(directive: Directive) -> Directive:
    return Directive.objects.select_for_update().get(pk=directive.pk)


def _own(by: User, directive: Directive) -> Directive:
    directive = _locked(directive)
    if by.person_id != directive.executor_id:
        raise Refused("not_the_executor", _("Only the person it was given to can do this."))
    return directive


def _others(by: User, directive: Directive) -> Directive:
    directive = _locked(directive)
    if by.person_id == directive.executor_id:
        raise Refused("own_directive", _("Nobody decides about a directive given to oneself."))
    return directive


def _step(directive: Directive, deed: str) -> None:
    after = DIRECTIVE_STEPS.get((directive.status, deed))
    if after is None:
        state = directive.get_status_display()
        message = _("This cannot be done: the state of the directive is “%(state)s”.") % {"state": state}
        raise Refused("wrong_state", message)
    directive.status = after


def _keep(by: User, directive: Directive, deed: str) -> Directive:
    directive.full_clean()
    directive.save()
    audit.record(by, deed, directive)
    return directive


def _position(by: User) -> str:
    staff = Staff.objects.filter(person_id=by.person_id).first() if by.person_id else None
    return staff.position if staff else ""


def _tell_executor(directive: Directive, message: str) -> None:
    if user := getattr(directive.executor, "user", None):
        _tell(user, directive, message)


def _tell(user: User, directive: Directive, message: str) -> None:
    url = reverse("documents:directive", args=[directive.pk])
    notices.queue(to=[user], message=message, url=url, clause="7.2", number=directive.number)
