"""Marks of lessons with the history of each cell, and the works that weigh more than an ordinary answer (3.9, 5.2)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.models.units import in_language

MAX_WEIGHT = 9
MARKS = ["5", "4", "3", "2", "pass", "fail"]


class MarkKind(models.Model):
    """A kind of work on the lyceum's list: how much its marks weigh, and whether it counts in the load of tests."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_ru = models.CharField(_("name in Russian"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    symbol = models.CharField(_("sign above the day"), max_length=3, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_WEIGHT)]
    )
    is_test = models.BooleanField(_("counts in the load of tests"), default=False)

    class Meta:
        verbose_name_plural = _("kinds of work")
        ordering: ClassVar = ["-weight", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weight__range=(1, MAX_WEIGHT)), name="weight_of_a_kind"),
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)


class LessonWork(models.Model):
    """The work that a lesson is set aside for; the marks of this lesson are of its kind. Without one they weigh 1."""

    lesson = models.OneToOneField("journal.Lesson", models.PROTECT, related_name="work")
    kind = models.ForeignKey(MarkKind, models.PROTECT, related_name="works")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = _("works of lessons")

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.kind}"


class LessonMark(models.Model):
    """A cell of the grid. A mark that was taken away stays as an empty one, so that its history has a place."""

    class Value(models.TextChoices):
        FIVE = "5", "5"
        FOUR = "4", "4"
        THREE = "3", "3"
        TWO = "2", "2"
        PASS = "pass", _("passed")
        FAIL = "fail", _("not passed")

    lesson = models.ForeignKey("journal.Lesson", models.PROTECT, related_name="marks", db_index=False)
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="lesson_marks")
    value = models.CharField(_("mark"), max_length=4, choices=Value.choices, blank=True)
    # Grows with every change: who typed over an older one is told what a colleague has written.
    version = models.PositiveIntegerField(default=1)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("marks of lessons")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lesson", "student"], name="one_mark_a_lesson_and_student"),
            models.CheckConstraint(condition=Q(value__in=["", *MARKS]), name="known_lesson_mark"),
            models.CheckConstraint(condition=Q(version__gte=1), name="version_of_a_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id}/{self.student_id}: {self.value}"


class MarkChange(models.Model):
    """What was written into a cell: old and new, who, when, why; also what lost against a colleague. Only grows."""

    append_only: ClassVar[bool] = True

    mark = models.ForeignKey(LessonMark, models.PROTECT, related_name="changes")
    old = models.CharField(max_length=4, choices=LessonMark.Value.choices, blank=True)
    new = models.CharField(max_length=4, choices=LessonMark.Value.choices, blank=True)
    # True where a colleague's mark stayed: `old` is the mark that stands, `new` the one that was not taken.
    is_conflict = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.mark_id}: {self.old} → {self.new}"
