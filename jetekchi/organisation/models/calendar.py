"""School years, terms within half-years, days by kind. Dates move in mid-year; nothing that was recorded is lost."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _


class SchoolYear(models.Model):
    """A school year, named by its two calendar years: 2026-2027."""

    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    name = models.CharField(_("name"), max_length=9, unique=True)
    # When its classes were taken into the next year; it happens once.
    carried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-start_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end_on__gt=F("start_on")), name="school_year_dates_in_order")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def next_name(self) -> str:
        """The name of the year that follows."""
        first = int(self.name[:4]) + 1
        return f"{first}-{first + 1}"


class Term(models.Model):
    """A quarter inside its half-year, or a half-year. The parent says which, not arithmetic on dates."""

    class Kind(models.TextChoices):
        QUARTER = "quarter", _("quarter")
        HALF_YEAR = "half_year", _("half-year")

    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    start_on = models.DateField(_("first day"))
    end_on = models.DateField(_("last day"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="quarters")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["start_on", "-kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "kind", "number"], name="one_term_a_number"),
            models.CheckConstraint(condition=Q(end_on__gt=F("start_on")), name="term_dates_in_order"),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.HALF_YEAR:
            return gettext("half-year I") if self.number == 1 else gettext("half-year II")
        return gettext("quarter %(number)s") % {"number": self.number}

    def holds(self, day: date) -> bool:
        """Whether the day lies in the term."""
        return self.start_on <= day <= self.end_on

    def days_left(self, day: date) -> int:
        """Days of the term that are not over yet, the day itself included; 0 after its end."""
        return max(0, (self.end_on - max(day, self.start_on)).days + 1)


class TermAct(models.Model):
    """A half-year was closed or opened again: who, when, and why in that person's words. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        CLOSED = "closed", _("closed")
        OPENED = "opened", _("opened again")

    term = models.ForeignKey(Term, models.PROTECT, related_name="acts")
    deed = models.CharField(_("deed"), max_length=6, choices=Deed.choices)
    # Days that were still to run when it was closed; 0 after its end.
    days_left = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deed="closed", days_left=0) | ~Q(reason=""),
                name="opening_and_early_closing_say_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.deed}"


class CalendarDay(models.Model):
    """A day that is not an ordinary one."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("public holiday")
        VACATION = "vacation", _("school holidays")
        WORKING = "working", _("working day")
        ONLINE = "online", _("lessons from home")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    note = models.CharField(_("note"), max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


def days_in_words(days: int) -> str:
    """«3 күн» in the active language."""
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
