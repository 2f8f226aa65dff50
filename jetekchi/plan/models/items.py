"""Directions of the lyceum's list, the items of a plan, and what came of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.models.units import in_language


class Direction(models.Model):
    """A direction of upbringing work in the lyceum's words; `code` is what programs know it by and never changes."""

    class Part(models.TextChoices):
        UPBRINGING = "upbringing", _("upbringing work")
        INDIVIDUAL = "individual", _("individual work")
        PARENTS = "parents", _("work with parents")
        SELF_GOVERNMENT = "self_government", _("self-government")
        SAFETY = "safety", _("safety briefings")
        DIAGNOSTICS = "diagnostics", _("diagnostics")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    part = models.CharField(_("part of the plan"), max_length=16, choices=Part.choices)
    clauses = models.JSONField(_("clauses it serves"), default=list, blank=True)
    # The kind of work that an item done writes into the record of work; the leader may choose another.
    kind = models.SlugField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)


class PlanItem(models.Model):
    """One thing that a class intends: in which month or on which day, in what form, who answers for it, for what result."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    class Source(models.TextChoices):
        OWN = "own", _("own")
        TEMPLATE = "template", _("from the template")
        LAST_YEAR = "last_year", _("from the year before")
        DATES = "dates", _("from the dates of the country")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    half_year = models.ForeignKey("organisation.Term", models.PROTECT, related_name="+")
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="items", verbose_name=_("direction")
    )
    # The first day of the month; `on` when the day itself is known.
    month = models.DateField(_("month"))
    on = models.DateField(_("day"), null=True, blank=True)
    title = models.CharField(_("what"), max_length=200)
    form = models.CharField(_("form"), max_length=80, blank=True)
    responsible = models.CharField(_("who answers for it"), max_length=160, blank=True)
    participants = models.CharField(_("participants"), max_length=200, blank=True)
    expected = models.CharField(_("expected result"), max_length=400, blank=True)
    students = models.ManyToManyField("organisation.Student", related_name="+", blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.OWN)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    # The month it was planned for first; empty while it has not been moved.
    moved_from = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["month", "on", "pk"]
        indexes: ClassVar = [models.Index(fields=["class_group", "month"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(state="done") & Q(done_on__isnull=False)) | (~Q(state="done") & Q(done_on=None)),
                name="a_done_item_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="a_dropped_item_says_why"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_moved(self) -> bool:
        """Whether it stands in another month than it was planned for."""
        return self.moved_from is not None and self.moved_from != self.month


class PlanEvidence(models.Model):
    """An entry of the record of work that shows that an item was done."""

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="evidence")
    entry = models.ForeignKey("worklog.WorkEntry", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "entry"], name="an_entry_shows_an_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.entry_id}"


class PlanItemAct(models.Model):
    """What happened to an item: done, moved, dropped, opened again. Only grows."""

    append_only: ClassVar[bool] = True

    class Deed(models.TextChoices):
        DONE = "done", _("done")
        MOVED = "moved", _("moved")
        DROPPED = "dropped", _("dropped")
        REOPENED = "reopened", _("opened again")

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="acts")
    deed = models.CharField(max_length=8, choices=Deed.choices)
    reason = models.TextField(max_length=1000, blank=True)
    from_month = models.DateField(null=True, blank=True)
    to_month = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.deed}"
