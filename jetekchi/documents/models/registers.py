"""Sheets B, C and D: the register of changes and of those who know the document; both only grow."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeEntry(models.Model):
    """A row of sheet B: number, replaced sheet, basis, signature, date."""

    append_only: ClassVar[bool] = True

    document = models.ForeignKey("documents.ControlledDocument", models.PROTECT, related_name="changes")
    version = models.ForeignKey("documents.DocumentVersion", models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField(_("number of the change"))
    replaced_sheet = models.CharField(_("number of the replaced sheet"), max_length=80)
    basis = models.CharField(_("basis (document)"), max_length=200)
    entered_on = models.DateField(_("date of the change"))
    signature = models.OneToOneField("documents.Signature", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["document", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="one_change_a_number"),
            models.UniqueConstraint(fields=["version"], name="one_change_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.document.code} № {self.number}"


class Acquaintance(models.Model):
    """«I have read it»: a row of sheet C, and of sheet D for a class leader; by the person alone, for a named version."""

    append_only: ClassVar[bool] = True

    version = models.ForeignKey("documents.DocumentVersion", models.PROTECT, related_name="acquaintances")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="acquaintances")
    position = models.CharField(_("position"), max_length=200, blank=True)
    as_class_leader = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    signature = models.OneToOneField("documents.Signature", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["signed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "person"], name="one_acquaintance_a_person_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.person}"
