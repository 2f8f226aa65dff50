"""A signed paper becomes a PDF under the lyceum's seal (PAdES B-B), with a code and a square that lead to its check.

The same print asked for twice gives the same stored bytes; a print that says something else (a further signature,
another edition, another language) gets a code of its own. What nobody has signed is not sealed.
"""

import hashlib
import secrets
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from jetekchi.core import audit, papers
from jetekchi.documents.models import CODE_LENGTH, CODE_SIGNS, SealedPaper, SignedContent, grouped
from jetekchi.documents.selectors.seals import Sealing
from jetekchi.documents.services import seal_keys
from jetekchi.organisation.models import User

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

# Stands in the seal itself, so that a changed file still tells which paper it pretends to be.
REASON = "Jetekchi {code}"


def sealed_pdf(*, by: User | None, paper: papers.Paper, what: Sealing | None) -> bytes:
    """The PDF of a paper: under seal when it is signed, else as it is."""
    if what is None or not what.signatures:
        return papers.to_pdf(paper)
    return bytes(seal_paper(by=by, paper=paper, what=what).content.data)


def seal_paper(*, by: User | None, paper: papers.Paper, what: Sealing) -> SealedPaper:
    """Seal a signed paper, or find it sealed already: one row, however many ask at once."""
    fingerprint = papers.fingerprint(paper)
    found = _found(what, fingerprint)
    if found is not None:
        return found
    code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
    key = seal_keys.current()
    data = _sealed(papers.to_pdf(_marked(paper, code)), key, code)
    try:
        return _keep(by, what, fingerprint, code, key, data)
    except IntegrityError:
        found = _found(what, fingerprint)
        if found is None:
            raise
        return found


def _found(what: Sealing, fingerprint: str) -> SealedPaper | None:
    same = SealedPaper.objects.filter(
        kind=what.kind, subject_pk=str(what.subject.pk), edition=what.edition, fingerprint=fingerprint
    )
    return same.select_related("content").first()


def _marked(paper: papers.Paper, code: str) -> papers.Paper:
    shown = grouped(code)
    address = f"{settings.PUBLIC_URL}{reverse('documents:verified', args=[shown])}"
    return replace(paper, verify_url=address, verify_code=shown)


@transaction.atomic
def _keep(
    by: User | None, what: Sealing, fingerprint: str, code: str, key: seal_keys.SealKey, data: bytes
) -> SealedPaper:
    sha256 = hashlib.sha256(data).hexdigest()
    paper = SealedPaper(
        code=code,
        kind=what.kind,
        subject=what.subject._meta.label_lower,
        subject_pk=str(what.subject.pk),
        edition=what.edition,
        signed_sha256=what.signed_sha256,
        fingerprint=fingerprint,
        signatures=[{"office": office, "at": at.isoformat()} for office, at in what.signatures],
        content=SignedContent.objects.create(sha256=sha256, data=data),
        sha256=sha256,
        certificate=seal_keys.certificate_of(key),
        made_by=by,
    )
    paper.clean_fields(exclude=["content", "certificate", "made_by"])
    paper.save(force_insert=True)
    audit.record(by, "documents:paper:sealed", paper, sha256=sha256, of=paper.subject)
    return paper


def _sealed(pdf: bytes, key: seal_keys.SealKey, code: str) -> bytes:
    """The bytes under a PAdES signature. The library is asked for here: its weight is carried by who seals only."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    about = signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=REASON.format(code=code),
    )
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    _drop_suspects(writer)
    return bytes(signers.PdfSigner(about, _signer(key)).sign_pdf(writer).getvalue())


def _signer(key: seal_keys.SealKey) -> "Signer":
    """Who signs for the library: with the key as it is, which the library's own signer would load anew at each step."""
    from asn1crypto import x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign.signers import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Seal(Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return key.sign(data)

    certificate = key.certificate.public_bytes(serialization.Encoding.DER)
    return Seal(
        signing_cert=x509.Certificate.load(certificate),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def _drop_suspects(writer: object) -> None:
    """«No suspects» is the default; some readers report it as an error when it is said."""
    root = writer.root  # type: ignore[attr-defined]
    marks = root.get("/MarkInfo")
    if marks is not None and "/Suspects" in marks:
        del marks["/Suspects"]
        writer.update_root()  # type: ignore[attr-defined]
