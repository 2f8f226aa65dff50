"""The editions of a plan: the draft as it stands, the one that was signed last, the one that is in force."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import ClassGroup, Person, Term
from jetekchi.plan.models import PlanAct, PlanPaper
from jetekchi.plan.selectors.material import material_of

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature

State = PlanPaper.State


@dataclass(frozen=True)
class Edition:
    """What is set on paper; number 0 is the draft, which nobody has signed."""

    material: dict[str, Any]
    number: int = 0
    sha256: str = ""
    frozen_at: datetime | None = None
    signature: "Signature | None" = None
    approval: PlanAct | None = None

    def leader(self, class_group: ClassGroup) -> Person | None:
        """Who signed this edition, whoever leads the class now; of a draft the present leader."""
        if self.signature:
            return self.signature.signer.person
        leading = organisation.leader_of(class_group)
        return leading.leader.person if leading else None


def draft(class_group: ClassGroup, half: Term | None, paper: PlanPaper | None) -> Edition:
    """The words and items as they stand now."""
    return Edition(material_of(class_group, half, paper))


def last_signed(paper: PlanPaper) -> Edition:
    """The edition that the leader signed last, with its approval if it has one."""
    approvals = paper.acts.filter(to_state=State.APPROVED, edition=paper.edition)
    return Edition(
        material={"items": [], **(paper.material or {})},
        number=paper.edition,
        sha256=paper.sha256,
        frozen_at=paper.frozen_at,
        signature=paper.signature,
        approval=approvals.select_related("by__person").last(),
    )


def approved(approval: PlanAct) -> Edition:
    """The edition of this approval, from the very bytes that were signed with it (3.1)."""
    submissions = PlanAct.objects.filter(
        paper=approval.paper_id, to_state=State.SUBMITTED, edition=approval.edition
    )
    submission = submissions.select_related("signature__signer__person").last()
    # Leader and head of upbringing sign the same bytes.
    signature = approval.signature or (submission.signature if submission else None)
    material = json.loads(bytes(signature.content.data)) if signature else {}
    return Edition(
        material={"items": [], **material},
        number=approval.edition,
        sha256=approval.sha256,
        frozen_at=submission.at if submission else None,
        signature=submission.signature if submission else None,
        approval=approval,
    )


def approval_in_force(paper: PlanPaper | None) -> PlanAct | None:
    """The last approval of a plan: a correction that is written, waits or was returned puts nothing else into force."""
    if paper is None:
        return None
    approvals = paper.acts.filter(to_state=State.APPROVED).select_related("by__person", "signature")
    return approvals.order_by("edition", "pk").last()


def last_approval(acts: Iterable[PlanAct]) -> PlanAct | None:
    """The same, of acts that were read already."""
    approvals = [act for act in acts if act.to_state == State.APPROVED]
    return max(approvals, key=lambda act: (act.edition, act.pk), default=None)


def last_correction(acts: Iterable[PlanAct]) -> PlanAct | None:
    """The act that opened the plan for the edition of now, with the reason; of acts that were read already."""
    return next((act for act in reversed(list(acts)) if act.to_state == State.CORRECTING), None)
