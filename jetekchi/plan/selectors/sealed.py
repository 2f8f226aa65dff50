"""The class plan under the lyceum's seal: whose office signed it when, who may see it, whether it still counts."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.documents import permissions as papers
from jetekchi.documents.selectors import Sealing
from jetekchi.plan.models import PlanPaper
from jetekchi.plan.permissions import YEAR, get_plan_place

if TYPE_CHECKING:
    from jetekchi.documents.models import SealedPaper

KIND = "class_plan"
LEADER = gettext_noop("Class leader")
HEAD = gettext_noop("Head of upbringing department")


def register() -> None:
    """Make the plan known to the storey that seals."""
    title = _("Class plan of upbringing work")
    papers.register_sealed_kind(KIND, papers.SealedKind(title, _may_see, _is_current))


def sealing_of(paper: PlanPaper | None) -> Sealing | None:
    """What the seal of a plan says; nothing before it is approved: to a stranger a sealed plan is one that is in force."""
    if paper is None or paper.state != PlanPaper.State.APPROVED or paper.signature is None:
        return None
    approvals = paper.acts.filter(to_state=PlanPaper.State.APPROVED, edition=paper.edition)
    return Sealing(
        kind=KIND,
        subject=paper,
        edition=str(paper.edition),
        signed_sha256=paper.sha256,
        signatures=((LEADER, paper.signature.at), *((HEAD, act.at) for act in approvals)),
    )


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


def _is_current(paper: "SealedPaper") -> bool:
    """Only an approved plan counts: none that was opened for correction, nor an edition before the last."""
    plan = PlanPaper.objects.filter(pk=paper.subject_pk).first()
    return (
        plan is not None
        and plan.state == PlanPaper.State.APPROVED
        and (str(plan.edition), plan.sha256) == (paper.edition, paper.signed_sha256)
    )
