"""The report of one class and half-year, the leader's words, and what happened to it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HalfYearReport(models.Model):
    """One report a class and half-year. While it is a draft its figures are always the records' own."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    half_year = models.ForeignKey("organisation.Term", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveSmallIntegerField(default=0)
    material = models.JSONField(null=True)
    frozen_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signature = models.ForeignKey("documents.Signature", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-half_year__start_on", "class_group__sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group", "half_year"], name="one_report_a_class_and_half_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"]) | (Q(frozen_at__isnull=False) & ~Q(sha256="")),
                name="a_submitted_report_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_group} {self.half_year}"

    @property
    def is_open(self) -> bool:
        """Whether the leader may still write."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class ReportWords(models.Model):
    """The leader's own words to one section."""

    report = models.ForeignKey(HalfYearReport, models.CASCADE, related_name="words")
    section = models.CharField(max_length=24)
    text = models.TextField(_("your words"), max_length=8000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "section"], name="one_text_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.section}"


class ReportAct(models.Model):
    """What happened to the report: submitted, returned with remarks, accepted. Only grows."""

    append_only: ClassVar[bool] = True

    report = models.ForeignKey(HalfYearReport, models.PROTECT, related_name="acts")
    from_state = models.CharField(max_length=9, choices=HalfYearReport.State.choices)
    to_state = models.CharField(max_length=9, choices=HalfYearReport.State.choices)
    edition = models.PositiveSmallIntegerField()
    remark = models.TextField(_("remarks"), max_length=4000, blank=True)
    sha256 = models.CharField(max_length=64)
    signature = models.ForeignKey("documents.Signature", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.to_state}"
