"""Bringing a version into force by the director's signature, and taking one back."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, notices
from jetekchi.core.http import Refused
from jetekchi.documents.models import DocumentVersion
from jetekchi.documents.selectors.readers import required_people
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.services.signing import sign
from jetekchi.documents.services.versions import locked, refuse_if_changed, step
from jetekchi.organisation.models import User


@transaction.atomic
def bring_into_force(
    *,
    by: User,
    version: DocumentVersion,
    confirmation: Confirmation,
    seen_sha256: str,
    from_on: date | None = None,
    office_title: str = "",
) -> DocumentVersion:
    """The director of the pre-university department signs: from the day on this edition is the one in force."""
    version = locked(version)
    refuse_if_changed(version, seen_sha256)
    if (version.status, "bring_into_force") not in DocumentVersion.STEPS:
        raise Refused(
            "wrong_state", _("Only an edition that all offices have agreed to is brought into force.")
        )
    signature = sign(
        by=by,
        subject=version,
        content=version.content,
        purpose="bring_into_force",
        title=version.document.title,
        edition=str(version.number),
        office_title=office_title,
        statement=gettext_noop("I bring this edition into force."),
        confirmation=confirmation,
    )
    for old in version.document.versions.filter(status=DocumentVersion.Status.IN_FORCE):
        step(old, "supersede")
        audit.record(by, "documents:version:superseded", old)
    version.in_force_from = from_on or timezone.localdate()
    version.in_force_by = signature
    step(version, "bring_into_force")
    audit.record(by, "documents:version:in_force", version, sha256=version.sha256)
    _tell_readers(version)
    return version


@transaction.atomic
def withdraw_version(*, by: User, version: DocumentVersion) -> DocumentVersion:
    """Take back an edition that is not in force."""
    version = locked(version)
    step(version, "withdraw")
    audit.record(by, "documents:version:withdrawn", version)
    return version


def _tell_readers(version: DocumentVersion) -> None:
    users = [person.user for person in required_people(version.document) if hasattr(person, "user")]
    notices.queue(
        to=users,
        message=gettext_noop("Read and sign that you know it: %(document)s"),
        url=reverse("documents:acquaintance", args=[version.pk]),
        clause="1.3",
        document=version.document.title,
    )
