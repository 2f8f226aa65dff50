"""Class hours and events: what was held with whom, to what end; its people, guests, papers and pictures."""

from datetime import datetime
from datetime import time as clock
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import kyrgyz
from jetekchi.organisation.models.units import in_language
from jetekchi.plan.models.items import PlanItem


class EventKind(models.Model):
    """A kind of event in the lyceum's words; `code` is what programs know it by and never changes."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    clauses = models.JSONField(_("clauses it serves"), default=list, blank=True)
    # The kind of work that an event held writes into the record of work.
    work_kind = models.SlugField(max_length=40, default="event")
    is_outside = models.BooleanField(_("usually outside the lyceum"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)


class Event(models.Model):
    """A class hour or an event of one class; other classes are invited. Held, it stands in the record of work."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Risk(models.TextChoices):
        NONE = "", _("not written")
        SUBMITTED = "submitted", _("waits for approval")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")

    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    kind = models.ForeignKey(EventKind, models.PROTECT, related_name="events", verbose_name=_("kind"))
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True, related_name="events")
    theme = models.CharField(_("theme"), max_length=200)
    method = models.CharField(_("method"), max_length=120, blank=True)
    on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_outside = models.BooleanField(_("outside the lyceum"), default=False)
    guests = models.TextField(_("guests"), max_length=1000, blank=True)
    # Adults who answer for the children on the way and there.
    adults = models.ManyToManyField("organisation.Staff", related_name="+", blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    result = models.TextField(_("result"), max_length=2000, blank=True)
    reflection = models.TextField(_("reflection"), max_length=2000, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    risk = models.CharField(
        _("risk assessment"), max_length=9, choices=Risk.choices, default=Risk.NONE, blank=True
    )
    # Why the approver let it go on without an approved risk assessment or with consents missing.
    gap_reason = models.TextField(_("why the gap was opened"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = models.TextField(editable=False)

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["class_group", "on"], name="event_by_class_and_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""), name="a_cancelled_event_says_why"
            ),
            models.CheckConstraint(
                condition=Q(is_outside=False) | Q(starts_at__isnull=False), name="an_outing_has_its_hour"
            ),
        ]

    def __str__(self) -> str:
        return self.theme

    DERIVED: ClassVar[tuple[str, ...]] = ("search_key",)

    def derive(self) -> None:
        """The key follows the words: SQLite does not search Kyrgyz letters by itself."""
        words = f"{self.theme} {self.method} {self.place} {self.guests} {self.result}"
        self.search_key = kyrgyz.search_key(words)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.DERIVED}
        super().save(*args, **kwargs)

    @property
    def begins(self) -> datetime:
        """When it begins; without an hour the day itself."""
        return timezone.make_aware(datetime.combine(self.on, self.starts_at or clock.min))

    @property
    def has_begun(self) -> bool:
        """Whether its hour has come; what must be settled before it can no longer be settled."""
        return timezone.now() >= self.begins

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held."""
        return self.state == self.State.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether it was held."""
        return self.state == self.State.HELD


class EventParticipant(models.Model):
    """A student who takes part; an organiser among them prepares and leads."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants")
    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    is_organiser = models.BooleanField(_("organiser"), default=False)

    class Meta:
        ordering: ClassVar = ["student__person__sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "student"], name="a_student_takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.student_id}"


class EventEntry(models.Model):
    """The entry of the record of work that an event held wrote, one for each class that took part."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="entries")
    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    entry = models.ForeignKey("worklog.WorkEntry", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "class_group"], name="one_entry_an_event_and_class")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.entry_id}"


class EventInvitation(models.Model):
    """Another class is invited; its leader accepts with own participants, or declines."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    event = models.ForeignKey(Event, models.CASCADE, related_name="invitations")
    class_group = models.ForeignKey("organisation.ClassGroup", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.NONE, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["class_group__sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "class_group"], name="a_class_is_invited_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_by__isnull=False), name="an_answer_has_its_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.class_group_id}"


class EventFile(models.Model):
    """The protocol, a photograph or another file; a photograph remembers whose missing consent was known."""

    class Kind(models.TextChoices):
        PROTOCOL = "protocol", _("protocol")
        PHOTO = "photo", _("photograph")
        OTHER = "other", _("other file")

    event = models.ForeignKey(Event, models.PROTECT, related_name="files")
    attachment = models.ForeignKey("core.Attachment", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    # Students without consent for pictures when it was added: the leader said that none of them is to be seen.
    not_seen = models.ManyToManyField("organisation.Student", related_name="+", blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.event}: {self.kind}"
