"""The paper of a class for a half-year or the whole year, its route, and the day all of it hangs on."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class InstitutionPlan(models.Model):
    """When the institution's plan of a half-year is approved: the class plans must be approved before it (3.1)."""

    half_year = models.OneToOneField("organisation.Term", models.PROTECT, related_name="+")
    approval_on = models.DateField(_("the institution's plan is approved on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.half_year}: {self.approval_on}"


class PlanPaper(models.Model):
    """The plan of one class for a half-year; without a half-year it is the frame of the whole year."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        CORRECTING = "correcting", _("being corrected")

    OPEN: ClassVar[frozenset[str]] = frozenset({State.DRAFT, State.RETURNED, State.CORRECTING})

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    half_year = models.ForeignKey(
        "organisation.Term", models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveSmallIntegerField(default=0)
    analysis = models.TextField(_("analysis of the period before"), max_length=8000, blank=True)
    aim = models.TextField(_("aim"), max_length=2000, blank=True)
    tasks = models.TextField(_("tasks"), max_length=4000, blank=True)
    material = models.JSONField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signature = models.ForeignKey(
        "documents.Signature", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Of the edition that counts: the first one of the half-year is held against the two clocks.
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    first_approved_at = models.DateTimeField(null=True, blank=True)
    late_reason = models.TextField(_("why it is late"), max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["class_group__sort_key", "half_year__start_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group", "half_year"], name="one_plan_a_class_and_half_year"
            ),
            models.UniqueConstraint(
                fields=["class_group"], condition=Q(half_year=None), name="one_year_plan_a_class"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "approved"])
                | (Q(frozen_at__isnull=False) & ~Q(sha256="")),
                name="a_submitted_plan_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(first_approved_at__isnull=False),
                name="an_approved_plan_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_group}, {self.period}"

    @property
    def period(self) -> str:
        """«Half-year I», or the whole year."""
        return str(self.half_year) if self.half_year else gettext("the whole year")

    @property
    def is_open(self) -> bool:
        """Whether the leader may still write."""
        return self.state in self.OPEN


class PlanAct(models.Model):
    """What happened to a plan: submitted, returned with remarks, approved, opened for correction. Only grows."""

    append_only: ClassVar[bool] = True

    paper = models.ForeignKey(PlanPaper, models.PROTECT, related_name="acts")
    from_state = models.CharField(max_length=10, choices=PlanPaper.State.choices)
    to_state = models.CharField(max_length=10, choices=PlanPaper.State.choices)
    edition = models.PositiveSmallIntegerField()
    remark = models.TextField(_("remarks"), max_length=4000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signature = models.ForeignKey(
        "documents.Signature", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.paper}: {self.to_state}"
