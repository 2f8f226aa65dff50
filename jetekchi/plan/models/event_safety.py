"""Clause 7.1: consents, hazards with measures and their approval, children counted out and back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jetekchi.plan.models.events import Event


class EventConsent(models.Model):
    """What was asked and answered about one student: the last word counts, none is rewritten."""

    append_only: ClassVar[bool] = True

    class Purpose(models.TextChoices):
        PART = "part", _("taking part")
        PICTURE = "picture", _("pictures")

    class Said(models.TextChoices):
        ASKED = "asked", _("asked")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("not agreed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class How(models.TextChoices):
        LOGIN = "login", _("in the application")
        PAPER = "paper", _("on paper")
        PHONE = "phone", _("by phone")
        PERSON = "person", _("in person")
        MESSAGE = "message", _("by a message")

    event = models.ForeignKey(Event, models.PROTECT, related_name="consents")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    said = models.CharField(max_length=9, choices=Said.choices)
    how = models.CharField(_("how"), max_length=8, choices=How.choices, default=How.LOGIN)
    # The legal representative who said it; empty where an adult student speaks for oneself.
    guardian = models.ForeignKey(
        "organisation.Guardianship", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When it was said; `at` is when it was written down.
    said_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["event", "student"], name="event_consent_by_student")]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.student_id} {self.purpose}: {self.said}"


class EventHazard(models.Model):
    """A hazard of the event, the measure against it, who takes it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="hazards")
    hazard = models.CharField(_("hazard"), max_length=200)
    measure = models.CharField(_("measure"), max_length=400)
    who = models.CharField(_("who takes it"), max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(measure=""), name="a_hazard_has_its_measure")
        ]

    def __str__(self) -> str:
        return self.hazard


class EventAct(models.Model):
    """What happened to the risk assessment and to the event itself. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        SUBMITTED = "submitted", _("risk assessment submitted")
        APPROVED = "approved", _("risk assessment approved")
        RETURNED = "returned", _("risk assessment returned")
        DROPPED = "dropped", _("approval fell: the event was changed")
        OPENED = "opened", _("gap opened with a reason")
        HELD = "held", _("held")
        CORRECTED = "corrected", _("corrected")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey(Event, models.PROTECT, related_name="acts")
    deed = models.CharField(max_length=9, choices=Deed.choices)
    remark = models.TextField(_("remarks"), max_length=1000, blank=True)
    # What was submitted and approved, word for word, and its fingerprint.
    material = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # The approver's signature under the very bytes of the material; approvals of older editions of the product have none.
    signature = models.OneToOneField(
        "documents.Signature", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signature=None) | (Q(deed="approved") & ~Q(sha256="")),
                name="only_an_approval_is_signed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.deed}"


class HeadCount(models.Model):
    """Children counted at one point; a correction is another count that names the one it corrects. Only grows."""

    append_only: ClassVar[bool] = True

    class Point(models.TextChoices):
        OUT = "out", _("setting out")
        WAY = "way", _("on the way or there")
        BACK = "back", _("back")

    event = models.ForeignKey(Event, models.PROTECT, related_name="counts")
    point = models.CharField(_("where it was counted"), max_length=4, choices=Point.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.event}: {self.point}"


class HeadCountMark(models.Model):
    """One child at one count: seen, or not. Only grows."""

    append_only: ClassVar[bool] = True

    count = models.ForeignKey(HeadCount, models.PROTECT, related_name="marks")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    is_here = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["count", "student"], name="a_child_is_counted_once_a_count")
        ]

    def __str__(self) -> str:
        return f"{self.count_id}/{self.student_id}"
