"""The agreement on simple signatures: the first document that everybody signs."""

import hashlib

from django.db import transaction
from django.utils import timezone

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import Clause, ControlledDocument, DocumentVersion, Signature
from jetekchi.documents.selectors.signatures import agreement_in_force
from jetekchi.documents.services import agreement_text as words
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.services.signing import ACCEPT_AGREEMENT, sign
from jetekchi.documents.services.versions import refuse_if_changed
from jetekchi.organisation.models import User


@transaction.atomic
def ensure_agreement(*, by: User | None = None) -> DocumentVersion:
    """The agreement in force; the built-in text is put in force where the lyceum has none yet."""
    found = agreement_in_force()
    if found:
        return found
    document, _made = ControlledDocument.objects.get_or_create(
        kind=ControlledDocument.Kind.SIGNATURE_AGREEMENT,
        defaults={
            "code": words.CODE,
            "title": words.TITLES["ky"],
            "title_ru": words.TITLES["ru"],
            "title_en": words.TITLES["en"],
        },
    )
    text = words.TEXTS["ky"]
    version, made = DocumentVersion.objects.get_or_create(
        document=document,
        status=DocumentVersion.Status.IN_FORCE,
        defaults={
            "number": document.versions.count() + 1,
            "source_text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "in_force_from": timezone.localdate(),
            "translations": {key: words.TEXTS[key] for key in ("ru", "en")},
            "created_by": by,
        },
    )
    if made:
        _add_clauses(version)
        audit.record(by, "documents:agreement:provided", version, sha256=version.sha256)
    return version


def _add_clauses(version: DocumentVersion) -> None:
    lines = version.source_text.strip().split("\n\n", 1)[1].split("\n")
    for order, line in enumerate(lines, start=1):
        number, text = line.split(". ", 1)
        Clause.objects.create(version=version, order=order, number=number, text=text, display_text=text)


@transaction.atomic
def accept_agreement(*, by: User, confirmation: Confirmation, seen_sha256: str) -> Signature:
    """Accept the agreement in force as oneself; from now on signatures of this person count."""
    version = agreement_in_force()
    if version is None:
        raise Refused("no_agreement", "")
    refuse_if_changed(version, seen_sha256)
    return sign(
        by=by,
        subject=version,
        content=version.content,
        purpose=ACCEPT_AGREEMENT,
        title=version.document.title,
        edition=str(version.number),
        confirmation=confirmation,
    )
