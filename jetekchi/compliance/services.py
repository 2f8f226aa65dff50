"""Writes of the matrix: somebody looked; somebody signed the paper that an inspector takes along."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.compliance.models import Look
from jetekchi.compliance.permissions import office_of, signer_name
from jetekchi.compliance.selectors import Signer, paper_of
from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.papers import to_pdf
from jetekchi.documents.services import Confirmation, sign
from jetekchi.organisation.models import ClassGroup, Term, User

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature


@transaction.atomic
def note_look(*, by: User, class_group: ClassGroup, half: Term, clauses: list[str], side: str) -> int:
    """Keep that a clause was looked at by the leader's or the supervision's side; the first look of a half-year stays.

    Counts for «looked at» of every clause and is part of the evidence of 1.2. Refused by nothing: reading leaves a trace.
    """
    known = set(
        Look.objects.filter(class_group=class_group, half_year=half, side=side).values_list(
            "clause", flat=True
        )
    )
    fresh = [number for number in clauses if number not in known]
    Look.objects.bulk_create(
        [Look(class_group=class_group, half_year=half, clause=number, side=side, by=by) for number in fresh],
        ignore_conflicts=True,
    )
    if fresh:
        audit.record(by, "compliance:clause:looked", class_group, chain="looks", clauses=fresh, side=side)
    return len(fresh)


@transaction.atomic
def sign_matrix(
    *, by: User, half: Term, class_group: ClassGroup | None, confirmation: Confirmation
) -> "Signature":
    """Sign the exact PDF of the matrix as it stands now (for an inspector); the bytes stay, the records move on.

    The signer's name and time stand on the paper itself; its SHA-256 stands on the page of the signature.
    Refused while there is nothing to print.
    """
    signer = Signer(name=signer_name(by), office=office_of(by))
    paper = paper_of(half, class_group, signer)
    if paper is None:
        raise Refused(
            "nothing-to-sign",
            _("There is nothing to sign yet: import an instruction, appoint a class leader."),
        )
    return sign(
        by=by,
        subject=class_group or half,
        content=to_pdf(paper),
        purpose="sign_matrix",
        title=paper.document_title,
        edition=timezone.localtime().strftime("%Y-%m-%d %H:%M:%S"),
        office_title=signer.office,
        statement=_("The figures are those of the records at this moment."),
        confirmation=confirmation,
    )
