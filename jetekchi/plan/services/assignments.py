"""What holders of offices are asked to do: given, reported, sent back, accepted, withdrawn (2.2)."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, notices
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import User
from jetekchi.plan.models import Assignment, AssignmentAct, OfficeTerm

Deed = AssignmentAct.Deed
State = Assignment.State
RECORDED: dict[str, str] = {
    Deed.GIVEN: "plan:assignment:given",
    Deed.REPORTED: "plan:assignment:reported",
    Deed.SENT_BACK: "plan:assignment:sent_back",
    Deed.ACCEPTED: "plan:assignment:accepted",
    Deed.WITHDRAWN: "plan:assignment:withdrawn",
}
GIVEN = gettext_noop("You have an assignment of your office: %(title)s")
REPORTED = gettext_noop("A holder of an office has reported: %(title)s")
SENT_BACK = gettext_noop("Your report was sent back with a remark: %(title)s")


def _act(by: User | None, assignment: Assignment, deed: str, text: str = "") -> None:
    AssignmentAct.objects.create(assignment=assignment, deed=deed, text=text, by=by)
    audit.record(by, RECORDED[deed], assignment)


def _locked(assignment: Assignment, *states: str) -> Assignment:
    found = Assignment.objects.select_for_update(of=("self",)).select_related(
        "term__student__person", "term__class_group", "by"
    )
    locked = found.get(pk=assignment.pk)
    if locked.state not in states:
        raise Refused("assignment-state", _("It is no longer in this state. Open it again and look."))
    return locked


def _required(text: str, message: str | Promise) -> str:
    clean = mend(text).strip()
    if not clean:
        raise Refused("words-missing", message)
    return clean


def _tell_holder(assignment: Assignment, message: str) -> None:
    holders = User.objects.filter(person=assignment.term.student.person, is_active=True)
    url = reverse("plan:assignment", args=[assignment.pk])
    notices.queue(to=holders, message=message, clause="2.2", url=url, title=assignment.title)


@transaction.atomic
def give_assignment(
    *, by: User | None, term: OfficeTerm, title: str, due_on: date, details: str = "",
    kind: str = Assignment.Kind.TASK,
) -> Assignment:  # fmt: skip
    """Ask a holder of an office to do something, or to report on the work of the office, by a day (2.2).

    Refused: a day outside the term, a term that is over.
    """
    term = (
        OfficeTerm.objects.select_for_update(of=("self",)).select_related("student__person").get(pk=term.pk)
    )
    if term.until_on < timezone.localdate():
        raise Refused("term-over", _("This term is over. Give it to the present holder of the office."))
    if not term.from_on <= due_on <= term.until_on:
        raise Refused("days-outside", _("The day lies outside the term. Choose another."))
    assignment = Assignment(term=term, kind=kind, title=mend(title).strip(), due_on=due_on, by=by)
    assignment.details = mend(details).strip()
    assignment.full_clean()
    assignment.save()
    _act(by, assignment, Deed.GIVEN)
    _tell_holder(assignment, GIVEN)
    return assignment


@transaction.atomic
def report_assignment(*, by: User, assignment: Assignment, report: str) -> Assignment:
    """The holder says what was done; the leader may write it down for one without an account (2.2)."""
    assignment = _locked(assignment, State.GIVEN)
    assignment.report = _required(report, _("Write what was done."))
    assignment.state, assignment.reported_at = State.REPORTED, timezone.now()
    assignment.full_clean()
    assignment.save()
    _act(by, assignment, Deed.REPORTED, assignment.report)
    if assignment.by is not None and assignment.by.pk != by.pk:
        url = reverse("plan:assignment", args=[assignment.pk])
        notices.queue(to=[assignment.by], message=REPORTED, clause="2.2", url=url, title=assignment.title)
    return assignment


@transaction.atomic
def accept_report(*, by: User, assignment: Assignment, remark: str = "") -> Assignment:
    """The class leader accepts what was reported (2.2)."""
    assignment = _locked(assignment, State.REPORTED)
    assignment.state = State.ACCEPTED
    assignment.save(update_fields=["state"])
    _act(by, assignment, Deed.ACCEPTED, mend(remark).strip())
    return assignment


@transaction.atomic
def send_back_report(*, by: User, assignment: Assignment, remark: str) -> Assignment:
    """The class leader asks for more, with words; what was reported stays in the history (2.2)."""
    assignment = _locked(assignment, State.REPORTED)
    clean = _required(remark, _("Write what is still missing."))
    assignment.state, assignment.report, assignment.reported_at = State.GIVEN, "", None
    assignment.save()
    _act(by, assignment, Deed.SENT_BACK, clean)
    _tell_holder(assignment, SENT_BACK)
    return assignment


@transaction.atomic
def withdraw_assignment(*, by: User, assignment: Assignment, remark: str) -> Assignment:
    """It is no longer asked for, and why (2.2)."""
    assignment = _locked(assignment, State.GIVEN)
    clean = _required(remark, _("Write why it is withdrawn."))
    assignment.state = State.WITHDRAWN
    assignment.save(update_fields=["state"])
    _act(by, assignment, Deed.WITHDRAWN, clean)
    return assignment
