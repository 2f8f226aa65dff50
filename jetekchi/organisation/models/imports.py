"""What a file brought in, so that it can be taken back as a whole while nothing builds on it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file that was taken in: whose, when, which bytes, how many rows of each fate."""

    class Kind(models.TextChoices):
        STUDENTS = "students", _("students")
        STAFF = "staff", _("staff")
        TERM_MARKS = "term-marks", _("term marks")
        ABSENCES = "absences", _("absences")
        TIMETABLE = "timetable", _("timetable")
        LESSON_MARKS = "lesson-marks", _("marks of lessons")
        LESSONS = "lessons", _("lessons")
        ROLLS = "rolls", _("rolls")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    file_name = models.CharField(_("file name"), max_length=150)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"


class ImportedRow(models.Model):
    """A record that the run added (before is null) or changed (before holds the old values)."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    label = models.CharField(max_length=64)
    object_pk = models.BigIntegerField()
    before = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.label} {self.object_pk}"
