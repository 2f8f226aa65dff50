"""Term marks and missed lessons. A mark is the teacher's word: nothing computed ever takes its place."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TermMark(models.Model):
    """What a student got in a subject for a term: a figure, or one of the words that stand instead of it."""

    class Value(models.TextChoices):
        FIVE = "5", "5"
        FOUR = "4", "4"
        THREE = "3", "3"
        TWO = "2", "2"
        NOT_ATTESTED = "na", _("not attested")
        EXEMPT = "exempt", _("exempt")
        PASS = "pass", _("passed")
        FAIL = "fail", _("not passed")

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="term_marks")
    # The class in which the mark was given; a student may have moved since.
    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="term_marks")
    subject = models.ForeignKey("organisation.Subject", models.PROTECT, related_name="term_marks")
    term = models.ForeignKey("organisation.Term", models.PROTECT, related_name="marks")
    value = models.CharField(_("mark"), max_length=6, choices=Value.choices)

    class Meta:
        verbose_name = _("term mark")
        verbose_name_plural = _("term marks")
        ordering: ClassVar = ["term__start_on", "subject__sort_key", "student__person__sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["student", "subject", "term"], name="one_mark_a_subject_and_term"
            ),
            models.CheckConstraint(
                condition=Q(value__in=["5", "4", "3", "2", "na", "exempt", "pass", "fail"]), name="known_mark"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["class_group", "term"], name="marks_by_class_and_term")]

    def __str__(self) -> str:
        return f"{self.student} {self.subject} {self.get_value_display()}"


class Absence(models.Model):
    """A lesson that a student missed, or came late to (which is no missed lesson)."""

    class Kind(models.TextChoices):
        ILL = "ill", _("ill")
        VALID = "valid", _("valid reason")
        UNEXCUSED = "unexcused", _("without a reason")
        LATE = "late", _("late")
        UNKNOWN = "unknown", _("absent, reason not known yet")

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="absences")
    # The class on whose list the student stood on that day.
    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="absences")
    on = models.DateField(_("day"))
    lesson = models.PositiveSmallIntegerField(_("lesson"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    # The roll that says so; empty for what was brought by an import.
    roll = models.ForeignKey("journal.Roll", models.PROTECT, null=True, blank=True, related_name="absences")

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering: ClassVar = ["on", "lesson", "student__person__sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "on", "lesson"], name="one_absence_a_lesson"),
            models.CheckConstraint(condition=Q(lesson__gte=1, lesson__lte=12), name="lesson_of_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=["ill", "valid", "unexcused", "late", "unknown"]), name="known_absence"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["class_group", "on"], name="absences_by_class_and_day")]

    def __str__(self) -> str:
        return f"{self.student} {self.on} {self.lesson}"
