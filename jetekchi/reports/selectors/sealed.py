"""The report under the lyceum's seal: whose office signed it when, who may see it, whether it still counts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.documents import permissions as papers
from jetekchi.documents.selectors import Sealing
from jetekchi.reports.models import HalfYearReport
from jetekchi.reports.permissions import visible_reports
from jetekchi.reports.selectors.draft import Draft

if TYPE_CHECKING:
    from jetekchi.documents.models import SealedPaper

KIND = "half_year_report"
LEADER = gettext_noop("Class leader")
HEAD = gettext_noop("Head of study department")


def register() -> None:
    """Make the report known to the storey that seals."""
    title = _("Half-year report of a class leader")
    papers.register_sealed_kind(KIND, papers.SealedKind(title, _may_see, _is_current, approver=HEAD))


def sealing_of(draft: Draft) -> Sealing | None:
    """What the seal of a report says; nothing while the report is open."""
    report = draft.report
    if report is None or report.is_open or report.signature is None:
        return None
    accepted = [act.at for act in draft.acts if act.to_state == HalfYearReport.State.ACCEPTED]
    return Sealing(
        kind=KIND,
        subject=report,
        edition=str(report.edition),
        signed_sha256=report.sha256,
        signatures=((LEADER, report.signature.at), *((HEAD, at) for at in accepted)),
    )


def _may_see(user: papers.Somebody, paper: "SealedPaper") -> bool:
    return visible_reports(user).filter(pk=paper.subject_pk).exists()


def _is_current(paper: "SealedPaper") -> bool:
    """A report that was given back counts no more, nor an edition before the last."""
    report = HalfYearReport.objects.filter(pk=paper.subject_pk).first()
    return (
        report is not None
        and not report.is_open
        and (str(report.edition), report.sha256) == (paper.edition, paper.signed_sha256)
    )
