"""draft → submitted → returned or approved → being corrected: one table of transitions, a row for each."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jetekchi.core import audit, notices
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.documents.services import Confirmation, sign
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.roles import Role
from jetekchi.organisation.services.closed import refuse_if_closed
from jetekchi.plan.models import PlanAct, PlanPaper
from jetekchi.plan.permissions import YEAR, may_sign
from jetekchi.plan.selectors.deadlines import clocks_of
from jetekchi.plan.selectors.material import material_of, seal, seen_mark
from jetekchi.plan.services.papers import begin

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature

State = PlanPaper.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.CORRECTING: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.RETURNED, State.APPROVED}),
    State.APPROVED: frozenset({State.CORRECTING}),
}
RECORDED: dict[str, str] = {
    State.SUBMITTED: "plan:paper:submitted",
    State.RETURNED: "plan:paper:returned",
    State.APPROVED: "plan:paper:approved",
    State.CORRECTING: "plan:paper:correcting",
}
NOT_THE_LEADER = gettext_lazy(
    "Only the appointed class leader signs the plan. A deputy may write it, not sign it."
)
SUBMITTED = gettext_noop("The class plan of %(label)s was submitted.")
RETURNED = gettext_noop("Your class plan of %(label)s was returned with remarks.")
APPROVED = gettext_noop("Your class plan of %(label)s was approved.")


def _locked(class_group: ClassGroup, half: Term | None, to: str) -> PlanPaper:
    found = PlanPaper.objects.select_for_update(of=("self",)).filter(class_group=class_group, half_year=half)
    paper = found.first()
    if paper is None or to not in TRANSITIONS[paper.state]:
        raise Refused(
            "plan-state", gettext_lazy("The plan is no longer in this state. Open it again and look.")
        )
    return paper


def refuse_unseen(known: str, seen: str | None) -> None:
    """What is signed must be what was shown, as the marks of both say; None comes from no page (the demo)."""
    if seen is None:
        return
    (whole, _dot, own), (seen_whole, _dot, seen_own) = known.partition("."), seen.partition(".")
    if seen_whole == whole:
        return
    if own and own == seen_own:
        raise Refused(
            MEANWHILE,
            gettext_lazy(
                "The figures of the period before changed after you opened this page; your plan did not. "
                "Look at them, then sign."
            ),
        )
    raise Refused(
        MEANWHILE,
        gettext_lazy("The plan changed after you opened it. Read it again, then sign."),
    )


def _refuse_unready(by: User, paper: PlanPaper, material: dict[str, Any], late_reason: str) -> None:
    if not may_sign(by, paper.class_group):
        raise Refused(
            "not-the-leader",
            NOT_THE_LEADER,
        )
    if not paper.aim or not paper.tasks:
        raise Refused("words-missing", gettext_lazy("Write the aim and the tasks, then submit the plan."))
    if paper.half_year_id and not material["items"]:
        raise Refused(
            "plan-empty", gettext_lazy("The plan has no items yet. Add them, then submit the plan.")
        )
    half = paper.half_year
    is_first = half is not None and paper.first_submitted_at is None
    if half and is_first and timezone.localdate() > clocks_of(half).submit_by and not late_reason.strip():
        raise Refused("late", gettext_lazy("The day for submitting has passed. Write why it is late."))


def _sign(
    by: User, paper: PlanPaper, content: bytes, purpose: str, confirmation: Confirmation
) -> "Signature":
    is_leader = purpose == "submit_plan"
    names = {"label": paper.class_group.label, "half": paper.period}
    return sign(
        by=by,
        subject=paper,
        content=content,
        purpose=purpose,
        title=_("Class plan, %(label)s, %(half)s") % names,
        edition=str(paper.edition),
        office_title=_("class leader of %(label)s") % names
        if is_leader
        else _("head of upbringing department"),
        statement=_("I submit this class plan.") if is_leader else _("I approve this class plan."),
        confirmation=confirmation,
    )


@transaction.atomic
def submit(
    *,
    by: User,
    class_group: ClassGroup,
    half: Term | None,
    confirmation: Confirmation,
    late_reason: str = "",
    seen: str | None = None,
) -> PlanPaper:
    """Freeze the plan with SHA-256, sign the exact bytes, put them before the head of upbringing (3.1).

    Refused: no aim, tasks or items; a deputy; a closed half-year; a plan that waits or is approved; words or items that
    are no longer those that were shown; after its day without a reason. Who signs was confirmed by the caller.
    """
    refuse_if_closed(half, class_group.year)
    begin(by=by, class_group=class_group, half=half)
    paper = _locked(class_group, half, State.SUBMITTED)
    material = material_of(class_group, half, paper)
    _refuse_unready(by, paper, material, late_reason)
    content, sha256 = seal(material)
    refuse_unseen(seen_mark(material), seen)
    before, paper.state = paper.state, State.SUBMITTED
    paper.edition += 1
    paper.material, paper.frozen_at, paper.sha256 = material, timezone.now(), sha256
    paper.first_submitted_at = paper.first_submitted_at or paper.frozen_at
    paper.late_reason = paper.late_reason or late_reason.strip()
    paper.signature = _sign(by, paper, content, "submit_plan", confirmation)
    paper.full_clean()
    paper.save()
    _act(by, paper, before, "", paper.signature)
    heads = organisation.users_with_role(Role.HEAD_OF_UPBRINGING)
    notices.queue(to=heads, message=SUBMITTED, clause="3.1", url=_url(paper), label=class_group.label)
    return paper


@transaction.atomic
def approve(
    *,
    by: User,
    class_group: ClassGroup,
    half: Term | None,
    confirmation: Confirmation,
    seen_sha256: str | None = None,
) -> PlanPaper:
    """The head of upbringing approves the very edition that was signed; its bytes are signed again (3.1).

    Refused: a closed half-year, a plan that does not wait, an edition that is not the one that was shown.
    """
    refuse_if_closed(half, class_group.year)
    paper = _locked(class_group, half, State.APPROVED)
    content, sha256 = seal(paper.material or {})
    if sha256 != paper.sha256:
        raise Refused(
            "plan-changed",
            gettext_lazy("The frozen plan does not match its hash. Tell the administrator."),
        )
    refuse_unseen(sha256, seen_sha256)
    signature = _sign(by, paper, content, "approve_plan", confirmation)
    paper.state = State.APPROVED
    paper.first_approved_at = paper.first_approved_at or timezone.now()
    paper.save(update_fields=["state", "first_approved_at"])
    _act(by, paper, State.SUBMITTED, "", signature)
    _tell_leader(paper, APPROVED)
    return paper


@transaction.atomic
def return_with_remarks(
    *, by: User, class_group: ClassGroup, half: Term | None, remark: str, seen_sha256: str | None = None
) -> PlanPaper:
    """Give the plan back; everything written stays (3.1).

    Refused: without a remark, in a closed half-year, another edition than the one that was read.
    """
    refuse_if_closed(half, class_group.year)
    if not remark.strip():
        raise Refused("remark-missing", gettext_lazy("Write what is to be corrected."))
    paper = _locked(class_group, half, State.RETURNED)
    refuse_unseen(paper.sha256, seen_sha256)
    paper.state = State.RETURNED
    paper.save(update_fields=["state"])
    _act(by, paper, State.SUBMITTED, remark.strip(), None)
    _tell_leader(paper, RETURNED)
    return paper


@transaction.atomic
def open_correction(*, by: User, class_group: ClassGroup, half: Term | None, reason: str) -> PlanPaper:
    """Open an approved plan for a new edition; the approved one stays readable by its signature (3.1).

    Refused: without a reason, in a closed half-year, while it is not approved.
    """
    refuse_if_closed(half, class_group.year)
    if not reason.strip():
        raise Refused("reason-missing", gettext_lazy("Write why the approved plan is corrected."))
    paper = _locked(class_group, half, State.CORRECTING)
    paper.state = State.CORRECTING
    paper.save(update_fields=["state"])
    _act(by, paper, State.APPROVED, reason.strip(), None)
    return paper


def _act(by: User, paper: PlanPaper, before: str, remark: str, signature: "Signature | None") -> None:
    PlanAct.objects.create(
        paper=paper, from_state=before, to_state=paper.state, edition=paper.edition, remark=remark,
        sha256=paper.sha256, signature=signature, by=by,
    )  # fmt: skip
    audit.record(by, RECORDED[paper.state], paper, edition=paper.edition, sha256=paper.sha256)


def _url(paper: PlanPaper) -> str:
    period = paper.half_year.number if paper.half_year else YEAR
    return reverse("plan:paper", args=[paper.class_group_id, period])


def _tell_leader(paper: PlanPaper, message: str) -> None:
    appointment = organisation.leader_of(paper.class_group)
    if appointment is None:
        return
    leaders = User.objects.filter(person=appointment.leader.person)
    notices.queue(to=leaders, message=message, clause="3.1", url=_url(paper), label=paper.class_group.label)
