"""Who sees which documents and directives, and who may do what with them. Services check state, this checks people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise

from jetekchi.core.lookup import the_one
from jetekchi.documents.models import (
    ApprovalLine,
    ControlledDocument,
    Directive,
    DocumentVersion,
    OutsideSignature,
    PaperScan,
    SealedPaper,
    Signature,
)
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.organisation.roles import Role

V = DocumentVersion.Status
Somebody = User | AnonymousUser
OFFICES = frozenset(
    {
        Role.HEAD_OF_UPBRINGING,
        Role.HEAD_OF_STUDY,
        Role.LYCEUM_DIRECTOR,
        Role.PREUNI_DIRECTOR,
        Role.UNIVERSITY_ADMINISTRATION,
    }
)
OUTSIDE = frozenset({Role.STUDENT, Role.GUARDIAN})


def is_inside(user: Somebody) -> bool:
    """Staff, offices and directors; students and families have no business with the lyceum's internal papers."""
    who = standing(user)
    return bool(who.roles - OUTSIDE) or bool(who.offices)


def visible_documents(user: Somebody) -> QuerySet[ControlledDocument]:
    """All documents for those who work here, the agreement on signatures for everybody."""
    documents = ControlledDocument.objects.all()
    if is_inside(user):
        return documents
    return documents.filter(kind=ControlledDocument.Kind.SIGNATURE_AGREEMENT)


def get_document(user: Somebody, pk: int, to: str = "see") -> ControlledDocument:
    """A document the user may see; `to="manage"` for those who keep the documents."""
    document = get_object_or_404(visible_documents(user), pk=pk)
    if to == "manage" and not may_manage(user):
        raise PermissionDenied
    return document


def visible_versions(user: Somebody) -> QuerySet[DocumentVersion]:
    """Editions that are or were in force; drafts for those who keep documents and for the offices asked.

    The instruction that nobody has brought into force yet is shown to all who work here, since their work follows it.
    """
    versions = DocumentVersion.objects.select_related("document").filter(
        document__in=visible_documents(user).values("pk")
    )
    if may_manage(user) or may(user, Permission.DOCUMENT_FORCE):
        return versions
    rule = Q(status__in=[V.IN_FORCE, V.SUPERSEDED]) | Q(route__lines__office__in=standing(user).offices)
    in_force = DocumentVersion.objects.filter(
        document__kind=ControlledDocument.Kind.JOB_INSTRUCTION, status=V.IN_FORCE
    )
    if is_inside(user) and not in_force.exists():
        rule |= Q(document__kind=ControlledDocument.Kind.JOB_INSTRUCTION) & ~Q(status=V.WITHDRAWN)
    return versions.filter(rule).distinct()


def get_version(user: Somebody, pk: int, to: str = "see") -> DocumentVersion:
    """An edition the user may see; `to` is manage or bring_into_force."""
    version = get_object_or_404(visible_versions(user), pk=pk)
    allowed = {
        "see": True,
        "manage": may_manage(user),
        "bring_into_force": may(user, Permission.DOCUMENT_FORCE),
    }
    if not allowed[to]:
        raise PermissionDenied
    return version


def may_manage(user: Somebody) -> bool:
    """Whether the user keeps the lyceum's documents."""
    return may(user, Permission.DOCUMENT_MANAGE)


def may_bring_into_force(user: Somebody) -> bool:
    """Whether the user's signature brings documents into force."""
    return may(user, Permission.DOCUMENT_FORCE)


def get_line(user: Somebody, version_pk: int, pk: int, to: str = "decide") -> ApprovalLine:
    """A line of a route: to answer for one's own office, or to skip it as the keeper of documents."""
    version = get_version(user, version_pk)
    line = the_one(ApprovalLine.objects.select_related("route__version__document", "office").filter(pk=pk))
    if line is None or line.route.version_id != version.pk:
        raise Http404
    if not (may_manage(user) if to == "skip" else line.office_id in standing(user).offices):
        raise PermissionDenied
    return line


def visible_directives(user: Somebody) -> QuerySet[Directive]:
    """One's own directives; all of them for those who issue directives or supervise."""
    directives = Directive.objects.select_related("executor", "issued_by__person")
    if may(user, Permission.DIRECTIVE_ISSUE) or standing(user).is_a(Role.HEAD_OF_UPBRINGING):
        return directives
    person = getattr(user, "person_id", None)
    return directives.filter(executor_id=person) if person else directives.none()


def get_directive(user: Somebody, pk: int, to: str = "see") -> Directive:
    """A directive the user may see; `to="execute"` by its executor, `to="judge"` by those who issue."""
    directive = get_object_or_404(visible_directives(user), pk=pk)
    is_mine = directive.executor_id == getattr(user, "person_id", None)
    allowed = {"see": True, "execute": is_mine, "judge": may_issue(user) and not is_mine}
    if not allowed[to]:
        raise PermissionDenied
    return directive


def may_issue(user: Somebody) -> bool:
    """Whether the user issues directives."""
    return may(user, Permission.DIRECTIVE_ISSUE)


def visible_signatures(user: Somebody) -> QuerySet[Signature]:
    """All for who keeps documents or reads the audit, else the own ones."""
    if may_manage(user) or may(user, Permission.AUDIT_VIEW):
        return Signature.objects.all()
    return Signature.objects.filter(signer=user.pk)


def get_signature(user: Somebody, pk: int, to: str = "see") -> Signature:
    """One's own signature, any one for those who keep documents or the audit; `to="read"` for the bytes signed."""
    signature = get_object_or_404(visible_signatures(user).select_related("signer__person", "office"), pk=pk)
    if to == "read" and not may_read_signed(user, signature):
        raise PermissionDenied
    return signature


def may_read_signed(user: Somebody, signature: Signature) -> bool:
    """Who keeps signatures does not thereby read the reports on classes: only who reads those in their own place."""
    is_document = signature.subject.startswith(f"{DocumentVersion._meta.app_label}.")
    return is_document or signature.signer_id == user.pk or may(user, Permission.REPORT_VIEW)


@dataclass(frozen=True)
class SealedKind:
    """What a storey says of its sealed papers: the kind in words, who sees one, whether it still counts.

    `follower` names the edition that stands in the place of one that counts no more, where there is one. `approver` is the
    office without whose signature the paper is not in force yet, `begins` the day from which it is.
    """

    title: str | Promise
    may_see: Callable[[Somebody, SealedPaper], bool]
    is_current: Callable[[SealedPaper], bool]
    follower: Callable[[SealedPaper], str] = lambda _paper: ""
    approver: str = ""
    begins: Callable[[SealedPaper], date | None] = lambda _paper: None


_kinds: dict[str, SealedKind] = {}


def register_sealed_kind(key: str, kind: SealedKind) -> None:
    """Called by a storey above at its start: reports and plans are sealed here and known there."""
    _kinds[key] = kind


def sealed_kind(key: str) -> SealedKind | None:
    """What is known of this kind of paper."""
    return _kinds.get(key)


def get_sealed_paper(user: Somebody, pk: int, to: str = "see") -> SealedPaper:
    """A sealed paper of a record the user may see; `to` is see, scan (who works here) or sign (who holds an office)."""
    paper = the_one(SealedPaper.objects.select_related("content", "certificate").filter(pk=pk))
    if paper is None or not may_see_sealed(user, paper):
        raise Http404
    if (to == "sign" and not may_sign_outside(user)) or (to == "scan" and not is_inside(user)):
        raise PermissionDenied
    return paper


def may_see_sealed(user: Somebody, paper: SealedPaper) -> bool:
    """Whether the user may see the record that the paper is a print of."""
    kind = sealed_kind(paper.kind)
    return bool(kind and kind.may_see(user, paper))


def may_sign_outside(user: Somebody) -> bool:
    """Whether the user's office puts signatures under papers: an office, a head, a director, a class leader."""
    who = standing(user)
    return bool(who.offices or who.own_classes or who.roles & OFFICES)


def may_scan(user: Somebody) -> bool:
    """Whether the user brings papers signed by hand back: whoever works here."""
    return is_inside(user)


def get_outside_signature(user: Somebody, pk: int) -> OutsideSignature:
    """A personal signature under a paper the user may see."""
    found = the_one(OutsideSignature.objects.select_related("paper").filter(pk=pk))
    if found is None or not may_see_sealed(user, found.paper):
        raise Http404
    return found


def get_scan(user: Somebody, pk: int) -> PaperScan:
    """A scan of a paper the user may see."""
    found = the_one(PaperScan.objects.select_related("paper", "attachment").filter(pk=pk))
    if found is None or not may_see_sealed(user, found.paper):
        raise Http404
    return found
