"""Clause 4.1: what the class leader did, for whom, on which day. Nothing is rewritten: a correction is a new entry."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jetekchi.core import kyrgyz
from jetekchi.worklog.models.kinds import WorkKind

BY_HAND = "hand"


class WorkEntryQuerySet(models.QuerySet["WorkEntry"]):
    """Words of the record of work."""

    def live(self) -> "WorkEntryQuerySet":
        """Entries that stand: neither corrected nor withdrawn."""
        return self.filter(is_live=True)

    def between(self, start: Any, end: Any) -> "WorkEntryQuerySet":
        """Entries of work done in these days."""
        return self.filter(on__gte=start, on__lte=end)

    def awaiting(self) -> "WorkEntryQuerySet":
        """Standing entries whose follow-up was promised and is not done."""
        return self.filter(is_live=True, follow_up_on__isnull=False, follow_up_done_on=None)

    def with_people(self) -> "WorkEntryQuerySet":
        """Everything a list shows, in a number of queries that does not grow."""
        return self.select_related("kind", "class_group", "by__person", "accident").prefetch_related(
            "students__person", "guardians__person", "colleagues__person", "clauses", "files"
        )


class WorkEntry(models.Model):
    """A piece of work done; `is_live` is false once it was corrected or withdrawn, its words stay readable."""

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="work_entries")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="entries")
    on = models.DateField(_("day"))
    text = models.TextField(_("what was done"), max_length=5000)
    agreement = models.TextField(_("what was agreed"), max_length=2000, blank=True)
    about_group = models.BooleanField(_("with the whole class or group"), default=False)
    is_restricted = models.BooleanField(_("restricted"), default=False)
    students = models.ManyToManyField("organisation.Student", related_name="work_entries", blank=True)
    guardians = models.ManyToManyField("organisation.Guardianship", related_name="work_entries", blank=True)
    colleagues = models.ManyToManyField("organisation.Staff", related_name="work_entries", blank=True)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    files = models.ManyToManyField("core.Attachment", related_name="work_entries", blank=True)
    follow_up_on = models.DateField(_("come back to it on"), null=True, blank=True)
    follow_up_done_on = models.DateField(null=True, blank=True)
    follow_up_done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    follow_up_note = models.TextField(_("what came of it"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="work_entries")
    created_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=32, default=BY_HAND)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    is_live = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)
    search_key = models.TextField(editable=False)

    objects = WorkEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_on__gte=F("on")), name="follow_up_after_the_day"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_done_on=None) | Q(follow_up_on__isnull=False),
                name="only_a_promised_follow_up_is_done",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(is_live=False), name="a_withdrawn_entry_does_not_stand"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(withdrawn_at=None), name="one_standing_correction_an_entry"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["class_group", "is_live", "on"], name="work_by_class_and_day"),
            models.Index(fields=["by", "-on"], name="work_by_author"),
            models.Index(
                fields=["class_group", "follow_up_on"],
                condition=Q(is_live=True, follow_up_done_on=None, follow_up_on__isnull=False),
                name="work_follow_ups",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = kyrgyz.search_key(f"{self.text} {self.agreement}")
        super().save(*args, **kwargs)

    @property
    def is_awaiting(self) -> bool:
        """Whether something was promised and is not done."""
        return self.is_live and self.follow_up_on is not None and self.follow_up_done_on is None

    @property
    def numbers(self) -> list[str]:
        """The clauses it serves, as numbers in order."""
        return [clause.number for clause in self.clauses.all()]


class WorkEntryClause(models.Model):
    """A clause of the instruction that an entry serves."""

    entry = models.ForeignKey(WorkEntry, models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=5)
    order = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_clause_an_entry")
        ]
        indexes: ClassVar = [models.Index(fields=["number", "entry"], name="work_by_clause")]

    def __str__(self) -> str:
        return self.number
