"""The signing core: who signed which bytes, when, as whom; nothing here is ever changed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignedContent(models.Model):
    """The exact bytes under signatures, kept once however many sign them."""

    append_only: ClassVar[bool] = True

    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Signature(models.Model):
    """A simple electronic signature: person, office, time, address, SHA-256 of the bytes, words that were agreed to."""

    append_only: ClassVar[bool] = True

    class Method(models.TextChoices):
        PASSWORD = "password", _("password")
        PASSWORD_TOTP = "password+totp", _("password and one-time code")

    purpose = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    subject_pk = models.CharField(max_length=40)
    title = models.CharField(_("what was signed"), max_length=300)
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    content = models.ForeignKey(SignedContent, models.PROTECT, related_name="signatures")
    sha256 = models.CharField(max_length=64)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    signer_name = models.CharField(max_length=240)
    office = models.ForeignKey("organisation.Office", models.PROTECT, null=True, blank=True, related_name="+")
    office_title = models.CharField(_("signed as"), max_length=200, blank=True)
    statement = models.CharField(_("words agreed to"), max_length=300, blank=True)
    at = models.DateTimeField()
    ip = models.GenericIPAddressField(null=True, blank=True)
    method = models.CharField(max_length=16, choices=Method.choices)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["subject", "subject_pk"], name="signature_by_subject")]
        constraints: ClassVar = [
            # A repeated request signs once.
            models.UniqueConstraint(
                fields=["signer", "purpose", "subject", "subject_pk", "edition", "office_title"],
                name="one_signature_a_deed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.signer_name}"
