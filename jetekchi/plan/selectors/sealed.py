"""The class plan under the lyceum's seal: whose office signed it when, who may see it, whether it still counts."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.documents import permissions as papers
from jetekchi.documents.selectors import Sealing
from jetekchi.plan.models import PlanAct, PlanPaper
from jetekchi.plan.permissions import YEAR, get_plan_place
from jetekchi.plan.selectors import editions

if TYPE_CHECKING:
    from jetekchi.documents.models import SealedPaper

KIND = "class_plan"
State = PlanPaper.State
LEADER = gettext_noop("Class leader")
HEAD = gettext_noop("Head of upbringing department")


def register() -> None:
    """Make the plan known to the storey that seals."""
    title = _("Class plan of upbringing work")
    papers.register_sealed_kind(KIND, papers.SealedKind(title, _may_see, _is_current, _follower))


def sealing_of(
    paper: PlanPaper | None, *, as_signed: bool = False, approval: PlanAct | None = None
) -> Sealing | None:
    """What the seal of a plan says; nothing before it is approved: to a stranger a sealed plan is one that is in force.

    `as_signed`: the last signed edition is printed, not the words of an open correction.
    `approval`: the edition of this approval is printed, whatever was signed after it.
    """
    if paper is None or paper.signature is None:
        return None
    if approval is None and paper.state not in _states(as_signed):
        return None
    edition = editions.approved(approval) if approval else editions.last_signed(paper)
    offices = ((LEADER, edition.signature), (HEAD, edition.approval))
    return Sealing(
        kind=KIND,
        subject=paper,
        edition=str(edition.number),
        signed_sha256=edition.sha256,
        signatures=tuple((office, deed.at) for office, deed in offices if deed),
    )


def _states(as_signed: bool) -> tuple[str, ...]:
    """In which states what is printed is the approved edition: a correction keeps it until a new one is submitted."""
    return (State.APPROVED, State.CORRECTING) if as_signed else (State.APPROVED,)


def _may_see(user: papers.Somebody, paper: "SealedPaper") -> bool:
    plan = PlanPaper.objects.select_related("half_year").filter(pk=paper.subject_pk).first()
    if plan is None:
        return False
    period = str(plan.half_year.number) if plan.half_year else YEAR
    try:
        get_plan_place(user, plan.class_group_id, period)
    except Http404:
        return False
    return True


def _in_force(paper: "SealedPaper") -> PlanAct | None:
    return editions.approval_in_force(PlanPaper.objects.filter(pk=paper.subject_pk).first())


def _is_current(paper: "SealedPaper") -> bool:
    """An approved plan counts until another edition of it is approved."""
    act = _in_force(paper)
    return act is not None and (str(act.edition), act.sha256) == (paper.edition, paper.signed_sha256)


def _follower(paper: "SealedPaper") -> str:
    """The approved edition that stands in the place of an earlier one."""
    act = _in_force(paper)
    return str(act.edition) if act and str(act.edition) != paper.edition else ""
