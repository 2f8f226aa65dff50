"""The signing core: one function signs any bytes of any storey."""

import hashlib

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import Signature, SignedContent
from jetekchi.documents.selectors.signatures import has_accepted_agreement
from jetekchi.documents.services.identity import Confirmation, confirm
from jetekchi.organisation.models import Office, User

ACCEPT_AGREEMENT = "accept_agreement"


def sign(
    *,
    by: User,
    subject: models.Model,
    content: bytes,
    purpose: str,
    title: str,
    edition: str = "",
    office: Office | None = None,
    office_title: str = "",
    statement: str = "",
    confirmation: Confirmation | None = None,
    password: str = "",
    code: str = "",
    ip: str | None = None,
) -> Signature:
    """Sign exact bytes as oneself: identity confirmed now, agreement accepted before, once for this deed."""
    confirmation = confirmation or confirm(by=by, password=password, code=code, ip=ip)
    _refuse_unready(by, purpose, confirmation)
    signature = Signature(
        purpose=purpose,
        subject=subject._meta.label_lower,
        subject_pk=str(subject.pk),
        title=title[:300],
        edition=edition,
        sha256=hashlib.sha256(content).hexdigest(),
        signer=by,
        signer_name=by.name[:240],
        office=office,
        office_title=(office_title or (office.title if office else ""))[:200],
        statement=statement[:300],
        at=timezone.now(),
        ip=confirmation.ip,
        method=confirmation.method,
    )
    return _keep(by, signature, content, confirmation)


def _refuse_unready(by: User, purpose: str, confirmation: Confirmation) -> None:
    if not confirmation.is_fresh_for(by):
        raise Refused("not_confirmed", _("Enter your password again to sign."))
    if purpose != ACCEPT_AGREEMENT and not has_accepted_agreement(by):
        raise Refused(
            "agreement_needed", _("Accept the agreement on electronic signatures first, then sign.")
        )


@transaction.atomic
def _keep(by: User, signature: Signature, content: bytes, confirmation: Confirmation) -> Signature:
    signature.content, _made = SignedContent.objects.get_or_create(
        sha256=signature.sha256, defaults={"data": content}
    )
    signature.clean_fields(exclude=["signer", "office", "content"])
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("signed_already", _("You have signed this already.")) from error
    confirmation.use()
    audit.record(by, "documents:signature:made", signature, sha256=signature.sha256)
    return signature
