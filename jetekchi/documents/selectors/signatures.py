"""Reads of the signing core: who signed what, whether the bytes are still those."""

import hashlib

from django.db import models
from django.db.models import QuerySet

from jetekchi.documents.models import ControlledDocument, DocumentVersion, Signature, SignedContent
from jetekchi.organisation.models import User


def agreement_in_force() -> DocumentVersion | None:
    """The agreement on electronic signatures that counts today."""
    return (
        DocumentVersion.objects.select_related("document")
        .filter(
            document__kind=ControlledDocument.Kind.SIGNATURE_AGREEMENT, status=DocumentVersion.Status.IN_FORCE
        )
        .first()
    )


def has_accepted_agreement(user: User) -> bool:
    """Whether the person accepted the edition of the agreement that is in force."""
    version = agreement_in_force()
    if version is None:
        return False
    mine = Signature.objects.filter(purpose="accept_agreement", signer=user)
    return mine.filter(
        subject=version._meta.label_lower, subject_pk=str(version.pk), sha256=version.sha256
    ).exists()


def signatures_of(subject: models.Model) -> QuerySet[Signature]:
    """Every signature under a record, newest first."""
    found = Signature.objects.filter(subject=subject._meta.label_lower, subject_pk=str(subject.pk))
    return found.select_related("signer__person", "office")


def signed_bytes(signature: Signature) -> bytes:
    """The exact bytes that were signed."""
    return bytes(SignedContent.objects.get(pk=signature.content_id).data)


def is_whole(signature: Signature, data: bytes | None = None) -> bool:
    """Whether these bytes (or the kept ones) are the signed ones, to the last byte."""
    return hashlib.sha256(signed_bytes(signature) if data is None else data).hexdigest() == signature.sha256
