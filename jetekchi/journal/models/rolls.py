"""Who was at a lesson. A roll that nobody took says nothing: it is not the same as «all present» (5.1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How a student stood in a roll; the ones that miss the lesson are in MISSED."""

    PRESENT = "present", _("present")
    LATE = "late", _("late")
    ILL = "ill", _("ill")
    VALID = "valid", _("valid reason")
    WITHOUT = "without", _("without a reason")
    UNKNOWN = "unknown", _("absent, reason not known yet")
    EXEMPT = "exempt", _("exempt")


MISSED: frozenset[str] = frozenset({"ill", "valid", "without", "unknown"})
_KNOWN = ["present", "late", "ill", "valid", "without", "unknown", "exempt"]


class Roll(models.Model):
    """One taking of the roll at one lesson: the teacher's, or the leader's own check beside it."""

    class Kind(models.TextChoices):
        ROLL = "roll", _("roll of the lesson")
        CHECK = "check", _("check by the class leader")

    lesson = models.ForeignKey("journal.Lesson", models.PROTECT, related_name="rolls", db_index=False)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.ROLL)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    # Grows with every change: a page that shows an older one is told so.
    version = models.PositiveIntegerField(default=1)
    # Students who had to be there (the exempt have not), and those of them who missed it.
    listed = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = _("rolls")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lesson", "kind"], name="one_roll_a_lesson_and_kind"),
            models.CheckConstraint(condition=Q(missed__lte=F("listed")), name="missed_are_of_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.kind}"


class RollEntry(models.Model):
    """One student in one roll; who is not in it was not on the list of the class that day."""

    roll = models.ForeignKey(Roll, models.PROTECT, related_name="entries", db_index=False)
    student = models.ForeignKey(
        "organisation.Student", models.PROTECT, related_name="roll_entries", db_index=False
    )
    status = models.CharField(max_length=7, choices=Status.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes late"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roll", "student"], name="one_entry_a_roll_and_student"),
            models.CheckConstraint(condition=Q(status__in=_KNOWN), name="known_roll_status"),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(status="late", minutes__range=(1, 90)),
                name="minutes_are_of_the_late",
            ),
        ]
        indexes: ClassVar = [
            # Everybody present is most of the table; what people look for is the rest.
            models.Index(
                fields=["student", "status"], condition=~Q(status="present"), name="entries_not_present"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roll_id}/{self.student_id}: {self.status}"


class RollChange(models.Model):
    """A status that became another one after the roll was taken: what it was, what it is, who, when, why."""

    append_only: ClassVar[bool] = True

    roll = models.ForeignKey(Roll, models.PROTECT, related_name="changes")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    # Empty where the student was not in the roll before.
    old = models.CharField(max_length=7, choices=Status.choices, blank=True)
    old_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    # What stood before had been brought by an import, not said by the roll.
    is_imported = models.BooleanField(default=False)
    new = models.CharField(max_length=7, choices=Status.choices)
    new_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # None: the rule about reasons that nobody told in time.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.roll_id}/{self.student_id}: {self.old} → {self.new}"


class RollSettlement(models.Model):
    """How a difference between the teacher's roll and the leader's check was settled (5.1). Only grows."""

    append_only: ClassVar[bool] = True

    check_roll = models.ForeignKey(Roll, models.PROTECT, related_name="settlements")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    # What each of the two said, and what holds.
    taught = models.CharField(max_length=7, choices=Status.choices)
    checked = models.CharField(max_length=7, choices=Status.choices)
    decided = models.CharField(max_length=7, choices=Status.choices)
    words = models.CharField(_("how it was found out"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_roll", "student", "taught", "checked"], name="one_settlement_a_difference"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_settlement_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.check_roll_id}/{self.student_id}: {self.decided}"
