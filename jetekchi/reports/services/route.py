"""draft → submitted → returned or accepted: one table of transitions, a row for each."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.documents.services import Confirmation, sign
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services.closed import refuse_if_closed
from jetekchi.reports.models import HalfYearReport, ReportAct
from jetekchi.reports.selectors.draft import Draft, draft_of
from jetekchi.reports.selectors.material import gather, seal
from jetekchi.reports.services.words import begin

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature

State = HalfYearReport.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.RETURNED, State.ACCEPTED}),
    State.ACCEPTED: frozenset(),
}
_DEEDS: dict[str, str] = {
    State.SUBMITTED: "reports:report:submitted",
    State.RETURNED: "reports:report:returned",
    State.ACCEPTED: "reports:report:accepted",
}
SUBMITTED = gettext_noop("The half-year report of %(label)s was submitted.")
RETURNED = gettext_noop("Your half-year report of %(label)s was returned with remarks.")
ACCEPTED = gettext_noop("Your half-year report of %(label)s was accepted.")


def _locked(class_group: ClassGroup, half: Term, to: str) -> HalfYearReport:
    report = (
        HalfYearReport.objects.select_for_update().filter(class_group=class_group, half_year=half).first()
    )
    if report is None or to not in TRANSITIONS[report.state]:
        raise Refused(
            "report-state", gettext_lazy("The report is no longer in this state. Open it again and look.")
        )
    return report


def refuse_unseen(sha256: str, seen_sha256: str | None) -> None:
    """What is signed must be what was shown; None comes from no page (the command line, the demo)."""
    if seen_sha256 is not None and seen_sha256 != sha256:
        raise Refused(
            MEANWHILE,
            gettext_lazy("The report changed after you opened it. Read it again, then sign."),
        )


def _sign(
    by: User, report: HalfYearReport, content: bytes, purpose: str, confirmation: Confirmation
) -> "Signature":
    """Sign the exact bytes of this edition; `purpose` tells the leader's signature from the acceptance."""
    group, half = report.class_group, report.half_year
    is_leader = purpose == "submit_report"
    return sign(
        by=by,
        subject=report,
        content=content,
        purpose=purpose,
        title=_("Half-year report, %(label)s, %(half)s") % {"label": group.label, "half": half},
        edition=str(report.edition),
        office_title=_("class leader of %(label)s") % {"label": group.label}
        if is_leader
        else _("head of study department"),
        statement=_("I submit this report on the work done.") if is_leader else _("I accept this report."),
        confirmation=confirmation,
    )


def _refuse_other_than_leader(by: User, class_group: ClassGroup) -> None:
    appointment = organisation.leader_of(class_group)
    if appointment is None or appointment.leader.person_id != by.person_id:
        raise Refused(
            "not-the-leader",
            gettext_lazy(
                "Only the appointed class leader signs the report. A deputy may write it, not sign it."
            ),
        )


def _refuse_unwritten(draft: Draft) -> None:
    if draft.unwritten:
        raise Refused(
            "sections-open",
            gettext_lazy(
                "Some sections still wait for your words. Write a sentence or a dash in each, then sign."
            ),
        )


@transaction.atomic
def submit(
    *,
    by: User,
    class_group: ClassGroup,
    half: Term,
    confirmation: Confirmation,
    seen_sha256: str | None = None,
) -> HalfYearReport:
    """Freeze the figures and words with SHA-256, sign the exact bytes, put them before the head of study (3.8).

    Refused: sections without the words they need, a report that is submitted already, a closed half-year, figures
    or words that are no longer those that were shown, a deputy: the report is the appointed leader's own. Who signs
    was confirmed by the caller, outside this transaction: a wrong password must stay counted.
    """
    refuse_if_closed(half)
    _refuse_other_than_leader(by, class_group)
    begin(by=by, class_group=class_group, half=half)
    report = _locked(class_group, half, State.SUBMITTED)
    draft = draft_of(class_group, half)
    _refuse_unwritten(draft)
    words = {key: text for key, text in draft.words.items() if text}
    figures = gather(class_group, half).as_json()
    content, sha256 = seal(figures, words)
    refuse_unseen(sha256, seen_sha256)
    before, report.state = report.state, State.SUBMITTED
    report.edition += 1
    report.material = {"figures": figures, "words": words}
    report.frozen_at, report.sha256 = timezone.now(), sha256
    report.signature = _sign(by, report, content, "submit_report", confirmation)
    report.full_clean()
    report.save()
    _act(by, report, before, "", report.signature, days_left=half.days_left(dates.today()))
    heads = organisation.users_with_role(Role.HEAD_OF_STUDY)
    notices.queue(to=heads, message=SUBMITTED, clause="3.8", url=_url(report), label=class_group.label)
    return report


@transaction.atomic
def accept(
    *,
    by: User,
    class_group: ClassGroup,
    half: Term,
    confirmation: Confirmation,
    seen_sha256: str | None = None,
) -> HalfYearReport:
    """The head of study accepts the very edition that was signed; its bytes are signed again."""
    report = _locked(class_group, half, State.ACCEPTED)
    frozen = report.material or {}
    content, sha256 = seal(frozen["figures"], frozen["words"])
    if sha256 != report.sha256:
        raise Refused(
            "report-changed",
            gettext_lazy("The frozen report does not match its hash. Tell the administrator."),
        )
    refuse_unseen(sha256, seen_sha256)
    signature = _sign(by, report, content, "accept_report", confirmation)
    report.state = State.ACCEPTED
    report.save(update_fields=["state"])
    _act(by, report, State.SUBMITTED, "", signature)
    _tell_leader(report, ACCEPTED)
    return report


@transaction.atomic
def return_with_remarks(
    *, by: User, class_group: ClassGroup, half: Term, remark: str, seen_sha256: str | None = None
) -> HalfYearReport:
    """Give the report back; the leader's words stay, the figures are live again.

    Refused: without a remark, another edition than the one that was read, a closed half-year, in which nobody could
    correct anything.
    """
    if not remark.strip():
        raise Refused("remark-missing", gettext_lazy("Write what is to be corrected."))
    refuse_if_closed(half)
    report = _locked(class_group, half, State.RETURNED)
    refuse_unseen(report.sha256, seen_sha256)
    report.state = State.RETURNED
    report.save(update_fields=["state"])
    _act(by, report, State.SUBMITTED, remark.strip(), None)
    _tell_leader(report, RETURNED)
    return report


def _act(
    by: User, report: HalfYearReport, before: str, remark: str, signature: "Signature | None", **detail: Any
) -> None:
    ReportAct.objects.create(
        report=report,
        from_state=before,
        to_state=report.state,
        edition=report.edition,
        remark=remark,
        sha256=report.sha256,
        signature=signature,
        by=by,
    )
    audit.record(by, _DEEDS[report.state], report, edition=report.edition, sha256=report.sha256, **detail)


def _url(report: HalfYearReport) -> str:
    return reverse("reports:report", args=[report.class_group_id, report.half_year.number])


def _tell_leader(report: HalfYearReport, message: str) -> None:
    appointment = organisation.leader_of(report.class_group)
    if appointment is None:
        return
    leaders = User.objects.filter(person=appointment.leader.person)
    notices.queue(to=leaders, message=message, clause="3.8", url=_url(report), label=report.class_group.label)
