"""Personal signatures made elsewhere: a detached CMS (.p7s) under the exact sealed bytes, checked before it is kept.

Whether it is qualified is for the root to say: only a folder of roots that the lyceum trusts makes a chain «trusted».
Nothing is fetched from outside: no revocation lists, no missing certificates.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import OutsideSignature, SealedPaper
from jetekchi.organisation.models import User

LARGEST = 512 * 1024
LONGEST_WORDS = 300
_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.+?)-----END", re.S)


@transaction.atomic
def add_outside_signature(*, by: User, paper: SealedPaper, data: bytes) -> OutsideSignature:
    """Keep a personal signature under these very bytes; one of other bytes, or a broken one, is refused."""
    if len(data) > LARGEST:
        raise Refused(
            "signature-too-large",
            _("The file is too large for a signature. Add the signature itself (.p7s)."),
        )
    der = _as_der(data)
    status = _checked(der, bytes(paper.content.data))
    certificate = status.signing_cert
    row = OutsideSignature(
        paper=paper,
        data=der,
        sha256=hashlib.sha256(der).hexdigest(),
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        serial=format(certificate.serial_number, "x")[:64],
        signed_at=status.signer_reported_dt,
        is_trusted=bool(status.trusted),
        added_by=by,
    )
    row.clean_fields(exclude=["paper", "added_by"])
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            "signature-added-already", _("This signature stands under the paper already.")
        ) from error
    audit.record(by, "documents:paper:signed_outside", row, sha256=row.sha256, paper=paper.pk)
    return row


def _name(subject: Any) -> str:
    """Who a certificate speaks of: the name and the body it belongs to, else everything that it says."""
    said = subject.native
    parts = [said.get("common_name"), said.get("organization_name")]
    words = ", ".join(dict.fromkeys(part for part in parts if isinstance(part, str) and part.strip()))
    return (words or subject.human_friendly or "–").replace("\x00", "")[:LONGEST_WORDS]


def _as_der(data: bytes) -> bytes:
    """The signature as it is, or out of its text form."""
    found = _PEM.search(data)
    words = b"".join((found[1] if found else data).split())
    if found or (not data.startswith(b"\x30") and re.fullmatch(rb"[A-Za-z0-9+/]+=*", words)):
        try:
            return base64.b64decode(words)
        except ValueError as error:
            raise _no_signature() from error
    return data


def _no_signature() -> Refused:
    return Refused(
        "no-signature",
        _(
            "The file is no detached signature (.p7s). Sign the PDF of this page anew and add the file that comes of it."
        ),
    )


def _checked(der: bytes, content: bytes) -> Any:
    """The state of the signature; the library is asked for here only, its weight is carried by who needs it."""
    import asyncio

    from asn1crypto import cms
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

    try:
        info = cms.ContentInfo.load(der, strict=True)
        signed = info["content"]
        is_detached = info["content_type"].native == "signed_data" and (
            signed["encap_content_info"]["content"].native is None
        )
        if not is_detached or len(signed["signer_infos"]) != 1:
            raise _no_signature()
        status = asyncio.run(async_validate_detached_cms(content, signed, signer_validation_context=_trust()))
    except Refused:
        raise
    except Exception as error:  # a made-up file fails in any layer of the parser
        raise _no_signature() from error
    if not (status.intact and status.valid):
        raise Refused(
            "signature-of-other-bytes",
            _("The signature does not fit this paper: it was made under another file, or was changed."),
        )
    return status


def _trust() -> Any:
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko_certvalidator import ValidationContext

    roots = [asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in trusted_roots()]
    return ValidationContext(trust_roots=roots, allow_fetching=False)


def trusted_roots() -> list[x509.Certificate]:
    """The certificates of the folder that the settings name; none when they name none."""
    folder = settings.TRUSTED_ROOTS
    found: list[x509.Certificate] = []
    for path in sorted(Path(folder).iterdir()) if folder else []:
        if path.suffix in {".pem", ".crt", ".cer"}:
            data = path.read_bytes()
            found += (
                x509.load_pem_x509_certificates(data)
                if b"-----BEGIN" in data
                else [x509.load_der_x509_certificate(data)]
            )
    return found
