"""The diary of a week: who looked at it, what the class leader checked and wrote to the family (4.1). It only grows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DiarySeen(models.Model):
    """A guardian, or an adult listener, said of the week of a student: I have seen it. The page alone says nothing."""

    append_only: ClassVar[bool] = True

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="diary_seen")
    # The Monday of the week.
    week = models.DateField(_("week"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "week", "by"], name="seen_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.week}"


class DiaryCheck(models.Model):
    """The class leader went through the diaries of a class for a week."""

    append_only: ClassVar[bool] = True

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="diary_checks")
    week = models.DateField(_("week"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["week", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["class_group", "week"], name="one_diary_check_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.class_group_id} {self.week}"


class DiaryRemark(models.Model):
    """What the class leader wrote to the family of one student in the diary of a week."""

    append_only: ClassVar[bool] = True

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="diary_remarks")
    # The class in whose time it was written.
    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    week = models.DateField(_("week"))
    text = models.CharField(_("to the family"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["student", "week"], name="diary_remarks_by_week")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="a_diary_remark_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.student_id} {self.week}"
