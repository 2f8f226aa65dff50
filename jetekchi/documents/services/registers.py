"""Sheets B, C and D: registering a change, signing that one knows the document, who must know it."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import (
    Acquaintance,
    ChangeEntry,
    ControlledDocument,
    DocumentVersion,
    RequiredReader,
    Signature,
)
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.services.signing import sign
from jetekchi.documents.services.versions import locked, refuse_if_changed
from jetekchi.organisation.models import Office, Person, Staff, User
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.roles import Role

CHANGE = gettext_noop("I enter this change into the register.")
ACQUAINTED = gettext_noop("I have read it and know it.")


@transaction.atomic
def record_change(
    *,
    by: User,
    version: DocumentVersion,
    replaced_sheet: str,
    basis: str,
    entered_on: date,
    confirmation: Confirmation,
    seen_sha256: str | None = None,
) -> ChangeEntry:
    """Enter a change into the register under one's signature (sheet B): which sheet, on what basis, when."""
    version = locked(version)
    if seen_sha256 is not None:
        refuse_if_changed(version, seen_sha256)
    _refuse_no_change(version)
    number = ChangeEntry.objects.filter(document=version.document).count() + 1
    words = [
        version.document.code,
        str(number),
        replaced_sheet,
        basis,
        entered_on.isoformat(),
        version.sha256,
    ]
    entry = ChangeEntry(
        document=version.document,
        version=version,
        number=number,
        replaced_sheet=replaced_sheet,
        basis=basis,
        entered_on=entered_on,
        signature=_signed(by, version, "change", "\n".join(words).encode(), CHANGE, confirmation),
    )
    entry.full_clean()
    entry.save(force_insert=True)
    audit.record(by, "documents:change:registered", entry)
    return entry


def _refuse_no_change(version: DocumentVersion) -> None:
    """The register begins with the second edition, and each edition stands in it once."""
    if version.number < 2 or version.status == DocumentVersion.Status.WITHDRAWN:
        raise Refused(
            "no_change", _("The first edition changes nothing; the register begins with the second.")
        )
    if ChangeEntry.objects.filter(version=version).exists():
        raise Refused("registered_already", _("This change stands in the register already."))


@transaction.atomic
def acknowledge(
    *, by: User, version: DocumentVersion, confirmation: Confirmation, seen_sha256: str
) -> Acquaintance:
    """Sign for oneself that one has read the edition in force (sheets C and D, 1.3)."""
    version = locked(version)
    if by.person_id is None:
        raise Refused("nobody", _("This account belongs to no person and cannot sign."))
    if version.status != DocumentVersion.Status.IN_FORCE:
        raise Refused(
            "older_version", _("This edition is not the one in force. Open the one in force and sign it.")
        )
    refuse_if_changed(version, seen_sha256)
    staff = Staff.objects.filter(person_id=by.person_id).first()
    signature = _signed(by, version, "acquaint", version.content, ACQUAINTED, confirmation)
    row = Acquaintance(
        version=version,
        person_id=by.person_id,
        position=staff.position if staff else "",
        as_class_leader=standing(by).is_a(Role.CLASS_LEADER),
        signed_at=signature.at,
        signature=signature,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("signed_already", _("You have signed this already.")) from error
    audit.record(by, "documents:acquaintance:signed", row, version=version.pk)
    return row


def _signed(
    by: User,
    version: DocumentVersion,
    purpose: str,
    content: bytes,
    statement: str,
    confirmation: Confirmation,
) -> Signature:
    return sign(
        by=by,
        subject=version,
        content=content,
        purpose=purpose,
        title=version.document.title,
        edition=str(version.number),
        statement=statement,
        confirmation=confirmation,
    )


@transaction.atomic
def set_readers(
    *,
    by: User,
    document: ControlledDocument,
    audiences: Iterable[str],
    offices: Iterable[Office] = (),
    people: Iterable[Person] = (),
) -> list[RequiredReader]:
    """Say who must know the document (1.3)."""
    document = ControlledDocument.objects.select_for_update().get(pk=document.pk)
    document.readers.all().delete()
    single = {RequiredReader.Audience.OFFICE.value, RequiredReader.Audience.PERSON.value}
    rows = [
        RequiredReader(document=document, audience=audience)
        for audience in audiences
        if audience not in single
    ]
    rows += [RequiredReader(document=document, audience="office", office=office) for office in offices]
    rows += [RequiredReader(document=document, audience="person", person=person) for person in people]
    for row in rows:
        row.full_clean()
        row.save()
    audit.record(by, "documents:readers:set", document, rows=len(rows))
    return rows
