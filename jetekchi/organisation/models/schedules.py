"""Clause 3.13: the weekly work schedule of a class leader, in versions; one is in force, the older ones stay."""

from datetime import date, datetime, time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# Monday to Saturday: nobody is on duty on Sunday.
LAST_WEEKDAY = 6
MOST_LINES = 60


class WorkSchedule(models.Model):
    """One version of one person's week in one school year.

    A version that was put before the director carries what was signed (`frozen`, `sha256`); its rows do not change any
    more. Approved, it is in force from `in_force_on` until the next approved version begins.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("waits for a decision")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    OPEN: ClassVar[frozenset[str]] = frozenset({"draft", "returned"})

    staff = models.ForeignKey("organisation.Staff", models.PROTECT, related_name="schedules")
    year = models.ForeignKey("organisation.SchoolYear", models.PROTECT, related_name="schedules")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    from_on = models.DateField(_("in force from"))
    in_force_on = models.DateField(null=True, blank=True)
    # How often it was put before the director: each time is signed anew.
    submission = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-year__start_on", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "year", "number"], name="one_schedule_a_number"),
            models.UniqueConstraint(
                fields=["staff", "year"], condition=~Q(state="approved"), name="one_open_schedule_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", in_force_on__isnull=False, approved_at__isnull=False)
                | (~Q(state="approved") & Q(in_force_on=None, approved_at=None)),
                name="schedule_in_force_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned"], frozen__isnull=True, sha256="")
                | (Q(state__in=["submitted", "approved"], frozen__isnull=False) & ~Q(sha256="")),
                name="schedule_frozen_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on=None) | Q(in_force_on__gte=F("from_on")),
                name="schedule_never_in_force_early",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.year} № {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its rows may still be changed."""
        return self.state in self.OPEN


class ScheduleRow(models.Model):
    """When, what and where on one day of the week."""

    schedule = models.ForeignKey(WorkSchedule, models.CASCADE, related_name="rows")
    weekday = models.PositiveSmallIntegerField(_("day of the week"))
    start = models.TimeField(_("from"))
    end = models.TimeField(_("till"))
    what = models.CharField(_("what"), max_length=160)
    where = models.CharField(_("where"), max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["weekday", "start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="schedule_row_times_in_order"),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, LAST_WEEKDAY)), name="schedule_row_weekday"
            ),
            models.UniqueConstraint(fields=["schedule", "weekday", "start"], name="one_schedule_row_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start:%H:%M}–{self.end:%H:%M} {self.what}"

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return minutes_between(self.start, self.end)


def minutes_between(start: time, end: time) -> int:
    """Minutes from one time of a day to a later one."""
    day = date(2000, 1, 3)
    return int((datetime.combine(day, end) - datetime.combine(day, start)).total_seconds() // 60)


class ScheduleAct(models.Model):
    """A step of a version: put before the director, taken back, returned with remarks, approved. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        SUBMITTED = "submitted", _("put before the director")
        TAKEN_BACK = "taken_back", _("taken back by its author")
        RETURNED = "returned", _("returned with remarks")
        APPROVED = "approved", _("approved")

    schedule = models.ForeignKey(WorkSchedule, models.PROTECT, related_name="acts")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    submission = models.PositiveSmallIntegerField()
    remark = models.TextField(_("remarks"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(deed="returned") | ~Q(remark=""), name="returned_schedule_says_why"
            ),
            # One submission is decided once, whoever decides and however often the request comes.
            models.UniqueConstraint(
                fields=["schedule", "submission"],
                condition=~Q(deed="submitted"),
                name="one_answer_a_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule}: {self.deed}"
