"""Ready states of documents for tests."""

from datetime import date, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from django.utils import timezone

from jetekchi.documents import services
from jetekchi.documents.models import ApprovalLine, DocumentVersion
from jetekchi.documents.services.identity import Confirmation
from jetekchi.documents.tests import texts
from jetekchi.organisation.models import User
from jetekchi.organisation.services import seat
from tests.cast import PASSWORD, Cast, one_time_code

DATA = texts.KYRGYZ_PDF.encode()


def confirmed(user: User) -> Confirmation:
    """The person has just entered the own password."""
    return services.confirm(by=user, password=PASSWORD, code=one_time_code(user), ip="127.0.0.1")


def accepted(*users: User) -> None:
    """These people have accepted the agreement on signatures."""
    version = services.ensure_agreement()
    for user in users:
        services.accept_agreement(by=user, confirmation=confirmed(user), seen_sha256=version.sha256)


def imported(data: bytes = DATA, code: str = "КН-01") -> DocumentVersion:
    """An instruction with three offices, one of them vacant."""
    return services.import_instruction(by=None, data=data, name="нускама.txt", code=code).version


def line_of(version: DocumentVersion, place: int) -> ApprovalLine:
    """The office at this place of the route."""
    return version.route.lines.get(order=place)


def seated(cast: Cast, version: DocumentVersion) -> None:
    """The first and third office have holders: the vice-rector and the lawyer of the cast."""
    for place, user in ((1, cast.rector_office), (3, cast.psychologist)):
        assert user.person is not None
        seat(by=None, office=line_of(version, place).office, person=user.person, from_on=date(2020, 9, 1))


def agreed(cast: Cast, version: DocumentVersion) -> DocumentVersion:
    """All offices have agreed, the vacant one was skipped."""
    seated(cast, version)
    services.submit_for_approval(by=cast.damir, version=version)
    for place, user in ((1, cast.rector_office), (3, cast.psychologist)):
        services.decide(
            by=user,
            line=line_of(version, place),
            decision="agree",
            confirmation=confirmed(user),
            seen_sha256=version.sha256,
        )
    services.skip_vacant_seat(by=cast.damir, line=line_of(version, 2), reason="орун бош")
    version.refresh_from_db()
    return version


def in_force(cast: Cast, data: bytes = DATA) -> DocumentVersion:
    """The instruction is in force by the director's signature."""
    version = agreed(cast, imported(data))
    return services.bring_into_force(
        by=cast.gulnara, version=version, confirmation=confirmed(cast.gulnara), seen_sha256=version.sha256
    )


def personal_signature(data: bytes, *, detached: bool = True, issuer: tuple[str, Any] | None = None) -> bytes:
    """A CMS signature of a person with a certificate of their own, or of a centre."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certified("Айдай Тест", key, *(issuer or ("Айдай Тест", key)))
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.Binary]
    if detached:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    return builder.sign(serialization.Encoding.DER, options)


def certified(name, key, issuer, issuer_key, *, is_root=False):
    """A certificate of a person, signed by a centre or by itself."""

    def named(words):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, words)])

    now = timezone.now()
    usage = x509.KeyUsage(True, True, False, False, False, is_root, is_root, False, False)
    builder = x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(issuer))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(9))
    builder = builder.add_extension(x509.BasicConstraints(is_root, None), True).add_extension(usage, True)
    return builder.sign(issuer_key, hashes.SHA256())
