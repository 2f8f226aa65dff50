"""Term and year marks with their history, missed lessons.

A mark is the teacher's word: nothing computed ever takes its place.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# A mark closes a term, or the whole year; never both.
TERM_OR_YEAR = Q(term__isnull=False, year__isnull=True) | Q(term__isnull=True, year__isnull=False)
STEP_OF_A_YEAR = Q(step="") | Q(step__in=["exam", "final"], year__isnull=False)


class TermMark(models.Model):
    """What a student got in a subject for a term or a year: a figure, or one of the words that stand instead of it.

    Beside the mark of a year may stand that of its examination, and the final mark made of both.
    """

    class Value(models.TextChoices):
        FIVE = "5", "5"
        FOUR = "4", "4"
        THREE = "3", "3"
        TWO = "2", "2"
        NOT_ATTESTED = "na", _("not attested")
        EXEMPT = "exempt", _("exempt")
        PASS = "pass", _("passed")
        FAIL = "fail", _("not passed")

    class Step(models.TextChoices):
        EXAM = "exam", _("examination")
        FINAL = "final", _("final mark")

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="term_marks")
    # The class in which the mark was given; a student may have moved since.
    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="term_marks")
    subject = models.ForeignKey("organisation.Subject", models.PROTECT, related_name="term_marks")
    term = models.ForeignKey("organisation.Term", models.PROTECT, null=True, blank=True, related_name="marks")
    # Set where the mark is of the whole year.
    year = models.ForeignKey(
        "organisation.SchoolYear", models.PROTECT, null=True, blank=True, related_name="marks", db_index=False
    )
    # Of a year: the mark of its examination, or the final one. Empty: the mark of the term or the year itself.
    step = models.CharField(max_length=5, choices=Step.choices, blank=True, default="")
    value = models.CharField(_("mark"), max_length=6, choices=Value.choices)
    # Who took the mark upon himself first, and when; the history says who changed it since. Empty: an import brought it.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    given_at = models.DateTimeField(null=True, blank=True)

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
            models.UniqueConstraint(
                fields=["year", "student", "subject", "step"],
                condition=Q(year__isnull=False),
                name="one_mark_a_subject_and_year",
            ),
            models.CheckConstraint(condition=TERM_OR_YEAR, name="mark_of_a_term_or_a_year"),
            models.CheckConstraint(condition=STEP_OF_A_YEAR, name="examination_and_final_mark_of_a_year"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True, given_at__isnull=True)
                | Q(given_by__isnull=False, given_at__isnull=False),
                name="who_gave_a_mark_and_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["class_group", "term"], name="marks_by_class_and_term")]

    def __str__(self) -> str:
        return f"{self.student} {self.subject} {self.get_value_display()}"


class TermMarkChange(models.Model):
    """What became of a term mark: old and new, who, when, why; also what lost against a colleague. Only grows.

    It outlives what it speaks of: an import that is undone takes its marks, subjects and students, its lines stay.
    """

    append_only: ClassVar[bool] = True

    student = models.ForeignKey(
        "organisation.Student", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    class_group = models.ForeignKey(
        "organisation.ClassGroup", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    subject = models.ForeignKey(
        "organisation.Subject", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    term = models.ForeignKey("organisation.Term", models.PROTECT, null=True, related_name="+", db_index=False)
    year = models.ForeignKey(
        "organisation.SchoolYear", models.PROTECT, null=True, related_name="+", db_index=False
    )
    step = models.CharField(max_length=5, choices=TermMark.Step.choices, blank=True, default="")
    old = models.CharField(max_length=6, choices=TermMark.Value.choices, blank=True)
    new = models.CharField(max_length=6, choices=TermMark.Value.choices, blank=True)
    # True where a colleague's mark stayed: `old` is the mark that stands, `new` the one that was not taken.
    is_conflict = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # The file that brought or changed the mark, or that was taken back.
    run = models.ForeignKey(
        "organisation.ImportRun", models.PROTECT, null=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=TERM_OR_YEAR, name="change_of_a_term_or_a_year"),
            models.CheckConstraint(condition=STEP_OF_A_YEAR, name="change_of_an_examination_of_a_year"),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(run__isnull=False), name="who_changed_a_term_mark"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["student", "subject"], name="changes_of_a_term_mark")]

    def __str__(self) -> str:
        return f"{self.student_id} {self.subject_id}: {self.old} → {self.new}"


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
