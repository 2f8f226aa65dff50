"""Why a student was or will be away: written by the family, accepted or returned by the class leader (5.1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jetekchi.journal.models.marks import Absence


class Excuse(models.Model):
    """One absence explained: days, or lessons of one day. What became of it stands in its acts."""

    class Kind(models.TextChoices):
        ILL = "ill", _("ill")
        FAMILY = "family", _("family circumstances")
        OTHER = "other", _("another valid reason")

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("excuse", "waits")
        ACCEPTED = "accepted", pgettext_lazy("excuse", "accepted")
        RETURNED = "returned", pgettext_lazy("excuse", "returned")
        WITHDRAWN = "withdrawn", pgettext_lazy("excuse", "withdrawn")

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="excuses")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    # Only lessons of one day: empty means the whole days.
    first_lesson = models.PositiveSmallIntegerField(_("from lesson"), null=True, blank=True)
    last_lesson = models.PositiveSmallIntegerField(_("until lesson"), null=True, blank=True)
    kind = models.CharField(_("reason"), max_length=6, choices=Kind.choices)
    words = models.TextField(_("words"), max_length=1000, blank=True)
    file = models.ForeignKey("core.Attachment", models.PROTECT, null=True, blank=True, related_name="excuses")
    # The class leader wrote it down from a note on paper.
    is_paper = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.SENT)

    class Meta:
        verbose_name_plural = _("excuses")
        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["student", "from_on"], name="excuses_by_student_and_day"),
            models.Index(fields=["sent_at"], condition=Q(state="sent"), name="excuses_that_wait"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="excuse_days_in_order"),
            models.CheckConstraint(
                condition=Q(first_lesson=None, last_lesson=None)
                | Q(
                    first_lesson__range=(1, 12),
                    last_lesson__range=(1, 12),
                    last_lesson__gte=F("first_lesson"),
                    until_on=F("from_on"),
                ),
                name="excuse_lessons_of_one_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "returned", "withdrawn"]),
                name="known_excuse_state",
            ),
            models.CheckConstraint(condition=Q(kind__in=["ill", "family", "other"]), name="known_excuse"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.from_on}–{self.until_on}"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.state == self.State.SENT


class ExcuseAct(models.Model):
    """What was done with an excuse, by whom, with which words. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        SENT = "sent", pgettext_lazy("excuse", "sent")
        ACCEPTED = "accepted", pgettext_lazy("excuse", "accepted")
        RETURNED = "returned", pgettext_lazy("excuse", "returned")
        WITHDRAWN = "withdrawn", pgettext_lazy("excuse", "withdrawn")
        REVOKED = "revoked", pgettext_lazy("excuse", "acceptance taken back")
        CORRECTED = "corrected", pgettext_lazy("excuse", "corrected and sent again")

    excuse = models.ForeignKey(Excuse, models.PROTECT, related_name="acts")
    state = models.CharField(max_length=9, choices=Deed.choices)
    # What stood in the excuse before it was corrected: days, lessons, reason, words, name of the file.
    was = models.JSONField(default=dict, blank=True)
    words = models.CharField(_("words"), max_length=500, blank=True)
    # How many absences on record got its reason.
    settled = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(words=""), name="a_returned_excuse_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | ~Q(words=""), name="a_revoked_excuse_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.excuse_id}: {self.state}"


class ExcusedLesson(models.Model):
    """A missed lesson that got the reason of an accepted excuse, and what had stood there. Only grows."""

    append_only: ClassVar[bool] = True

    excuse = models.ForeignKey(Excuse, models.PROTECT, related_name="lessons")
    # The acceptance that changed it; empty in old records, which know of one acceptance only.
    act = models.ForeignKey(ExcuseAct, models.PROTECT, null=True, blank=True, related_name="lessons")
    on = models.DateField()
    lesson = models.PositiveSmallIntegerField()
    old = models.CharField(max_length=9, choices=Absence.Kind.choices)
    new = models.CharField(max_length=9, choices=Absence.Kind.choices)

    class Meta:
        ordering: ClassVar = ["on", "lesson"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["excuse", "act", "on", "lesson"], name="excused_once"),
        ]

    def __str__(self) -> str:
        return f"{self.excuse_id}: {self.on} {self.lesson}"
