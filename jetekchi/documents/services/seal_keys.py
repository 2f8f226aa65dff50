"""The key of the lyceum's seal: one file beside the data, made when the first paper is sealed, replaceable.

The private key is in no database and no backup (like the secret key it is kept apart); certificates are public and lie
in the database, all that ever were, so that an old seal is checked after a replacement and after a restore.
"""

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.documents.models import SealCertificate
from jetekchi.organisation.selectors import lyceum, setting

if TYPE_CHECKING:
    from jetekchi.organisation.models import User

PRIVATE = (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)
YEARS = 10
BITS = 3072
# What an X.509 name may hold.
LONGEST_NAME = 64


@dataclass(frozen=True)
class SealKey:
    """The private key and its certificate, as programs exchange them."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as viewers show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def pem(self) -> bytes:
        """Key and certificate, one after the other: what the file holds."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + self.certificate.public_bytes(serialization.Encoding.PEM)

    def sign(self, data: bytes) -> bytes:
        """The signature of the data's SHA-256, in the padding (RSA) that every viewer reads."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def path() -> Path:
    """Where the key lies."""
    return Path(settings.DATA_DIR) / "seal-key.pem"


def current() -> SealKey:
    """The key that seals today; made when there is none."""
    if not path().exists():
        _write(_make(), replaces=False)
    return _read(path().read_bytes(), is_ours=True)


def certificate_of(key: SealKey) -> SealCertificate:
    """The row of the key's certificate; written when the key is used for the first time."""
    pem = key.certificate.public_bytes(serialization.Encoding.PEM).decode()
    return SealCertificate.objects.get_or_create(fingerprint=key.fingerprint, defaults={"pem": pem})[0]


def replace_key(*, by: "User | None", given: bytes | None = None) -> SealKey:
    """Seal with another key from now on: a new one, or the given PEM with key and certificate. The old key is gone.

    The certificate of the old one stays, and with it every seal that was made.
    """
    if path().exists():
        certificate_of(current())
    key = _make() if given is None else _read(given)
    _write(key, replaces=True)
    row = certificate_of(key)
    audit.record(by, "documents:seal_key:replaced", row, fingerprint=key.fingerprint)
    return key


def _read(pem: bytes, *, is_ours: bool = False) -> SealKey:
    """Key and certificate of a file.

    Whether the numbers of an RSA key are sound takes a quarter of a second to say: it is asked when a key is given,
    not each time the product reads the file in its own folder.
    """
    try:
        key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=is_ours)
        certificate = x509.load_pem_x509_certificate(pem)
    except (ValueError, TypeError) as error:
        raise _unusable() from error
    if not isinstance(key, PRIVATE) or _public(key) != _public(certificate):
        raise _unusable()
    return SealKey(key, certificate)


def _public(holder: "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | x509.Certificate") -> bytes:
    return holder.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _unusable() -> Refused:
    return Refused(
        "seal-key-unusable",
        _(
            "The seal key cannot be used: the file must hold an RSA or EC key without a password and its certificate"
            " (PEM). Put the right file in place, or make a new key."
        ),
    )


def _make() -> SealKey:
    """A new RSA key with a certificate that it signs itself."""
    key, now = rsa.generate_private_key(65537, BITS), datetime.now(UTC)
    with translation.override(setting("official_language")):
        name = (str(lyceum() or "") or "Jetekchi")[:LONGEST_NAME]
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "KG"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
        ]
    )
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return SealKey(key, certificate)


def _write(key: SealKey, *, replaces: bool) -> None:
    """The whole file or nothing, readable by the product alone; of two that make the first key, one stays."""
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".seal-key-", dir=target.parent)
    half_done = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(key.pem)
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            os.replace(half_done, target)
        else:
            try:
                os.link(half_done, target)
            except FileExistsError:
                pass  # somebody else made the first key meanwhile: theirs is used
    finally:
        half_done.unlink(missing_ok=True)
