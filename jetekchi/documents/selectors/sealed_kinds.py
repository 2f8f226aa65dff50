"""The papers of this storey that are sealed: the text and sheets A–D of an edition."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.documents.models import ApprovalLine, DocumentVersion, SealedPaper
from jetekchi.documents.permissions import SealedKind, Somebody, register_sealed_kind, visible_versions
from jetekchi.documents.selectors.readers import acquaintance_sheet
from jetekchi.documents.selectors.route import route_rows
from jetekchi.documents.selectors.seals import Sealing

V = DocumentVersion.Status
GONE = frozenset({V.RETURNED, V.SUPERSEDED, V.WITHDRAWN})
AGREED = frozenset({ApprovalLine.Status.AGREED, ApprovalLine.Status.AGREED_WITH_REMARK})
TITLES = {
    "text": _("Document of the lyceum"),
    "A": _("Approval sheet"),
    "B": _("Register of changes"),
    "C": _("Acquaintance of the staff"),
    "D": _("Class leaders who know the document"),
}
DIRECTOR = gettext_noop("Director of pre-university training")
STAFF = gettext_noop("Member of staff")
LEADER = gettext_noop("Class leader")
Signed = tuple[tuple[str, datetime], ...]


def register() -> None:
    """Say who sees these papers and when they still count."""
    for key, title in TITLES.items():
        # The director's signature stands on the text and on sheet A; the registers are signed line by line.
        approver = DIRECTOR if key in {"text", "A"} else ""
        kind = SealedKind(title, _may_see, _is_current, _follower, approver=approver, begins=_begins)
        register_sealed_kind(kind_key(key), kind)


def kind_key(key: str) -> str:
    """The kind of a sheet in the table of seals."""
    return f"document_{key.lower()}"


def sealing_of(version: DocumentVersion, key: str) -> Sealing:
    """What the seal of a sheet says: offices and times, no names."""
    return Sealing(
        kind=kind_key(key),
        subject=version,
        edition=str(version.number),
        signed_sha256=version.sha256,
        signatures=_signatures(version, key),
    )


def _signatures(version: DocumentVersion, key: str) -> Signed:
    if key == "B":
        changes = version.document.changes.filter(version__number__lte=version.number)
        signed = changes.select_related("signature").order_by("number")
        return tuple((row.signature.office_title or STAFF, row.signature.at) for row in signed)
    if key in {"C", "D"}:
        rows = [row.row for row in acquaintance_sheet(version) if row.row]
        if key == "D":
            rows = [row for row in rows if row.as_class_leader]
        return tuple((LEADER if key == "D" else STAFF, row.signed_at) for row in rows)
    found: list[tuple[str, datetime]] = []
    if key == "A":
        agreed = (row for row in route_rows(version) if row.line.status in AGREED)
        found += [(row.line.title, row.act.at) for row in agreed if row.act]
    if version.in_force_by is not None:
        found.append((DIRECTOR, version.in_force_by.at))
    return tuple(found)


def _may_see(user: Somebody, paper: SealedPaper) -> bool:
    return visible_versions(user).filter(pk=paper.subject_pk).exists()


def _is_current(paper: SealedPaper) -> bool:
    version = DocumentVersion.objects.filter(pk=paper.subject_pk).first()
    return version is not None and version.status not in GONE and version.sha256 == paper.signed_sha256


def _begins(paper: SealedPaper) -> date | None:
    version = DocumentVersion.objects.filter(pk=paper.subject_pk).only("in_force_from").first()
    return version.in_force_from if version else None


def _follower(paper: SealedPaper) -> str:
    """The edition in force that superseded this one."""
    version = DocumentVersion.objects.filter(pk=paper.subject_pk, status=V.SUPERSEDED).first()
    if version is None:
        return ""
    newer = version.document.versions.filter(status=V.IN_FORCE, number__gt=version.number).first()
    return str(newer.number) if newer else ""
