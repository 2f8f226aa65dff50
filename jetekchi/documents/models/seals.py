"""Sealed papers: the exact bytes of a PDF under the lyceum's seal, and what came to it from outside; nothing changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# No sign that a reader takes for another: no 0 O, no 1 I L.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


def grouped(code: str) -> str:
    """A code as it is printed: ABCD-EFGH-JKMN."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


class SealCertificate(models.Model):
    """The public half of a seal key; all of them are kept, so that old seals can be checked after a replacement."""

    append_only: ClassVar[bool] = True

    fingerprint = models.CharField(max_length=64, unique=True)
    pem = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.fingerprint


class SealedPaper(models.Model):
    """A signed paper as it was printed and sealed: its code, its bytes, the offices and times that stand on it."""

    append_only: ClassVar[bool] = True

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    subject_pk = models.CharField(max_length=40)
    edition = models.CharField(_("edition"), max_length=60)
    # Of the content that the signatures stand under, and of what the print says.
    signed_sha256 = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    # [{"office": …, "at": …}]: offices only, never a name.
    signatures = models.JSONField(default=list)
    content = models.ForeignKey("documents.SignedContent", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    certificate = models.ForeignKey(SealCertificate, models.PROTECT, related_name="papers")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("sealed"), auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "subject_pk"], name="sealed_paper_by_subject"),
            models.Index(fields=["sha256"], name="sealed_paper_by_bytes"),
        ]
        constraints: ClassVar = [
            # Two who ask for the first print at once get the same bytes.
            models.UniqueConstraint(
                fields=["kind", "subject_pk", "edition", "fingerprint"], name="one_seal_a_print"
            ),
            models.CheckConstraint(condition=~Q(signatures=[]), name="only_a_signed_paper_is_sealed"),
        ]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code as it is printed."""
        return grouped(self.code)


class OutsideSignature(models.Model):
    """A personal signature made elsewhere (detached CMS) under the exact sealed bytes; checked when it came."""

    append_only: ClassVar[bool] = True

    paper = models.ForeignKey(SealedPaper, models.PROTECT, related_name="outside_signatures")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signer = models.CharField(_("signed by"), max_length=300)
    issuer = models.CharField(_("certificate issued by"), max_length=300)
    serial = models.CharField(max_length=64)
    # What the file says of its time: without a time stamp nobody else vouches for it.
    signed_at = models.DateTimeField(null=True, blank=True)
    is_trusted = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "sha256"], name="one_outside_signature_a_file")
        ]

    def __str__(self) -> str:
        return self.signer


class PaperScan(models.Model):
    """A print that was signed by hand and scanned back; it belongs to the paper whose code it bears."""

    append_only: ClassVar[bool] = True

    paper = models.ForeignKey(SealedPaper, models.PROTECT, related_name="scans")
    attachment = models.ForeignKey("core.Attachment", models.PROTECT, related_name="+")
    # False: the square could not be read; a person typed the code and said to have looked at the picture.
    is_code_read = models.BooleanField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.paper}: {self.attachment}"
