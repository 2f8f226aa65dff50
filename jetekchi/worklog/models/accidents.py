"""Clause 3.2: an accident, the first aid given before the doctor, who was told when and who confirmed it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jetekchi.worklog.models.entries import WorkEntry


class AccidentQuerySet(models.QuerySet["AccidentReport"]):
    """Words of the list of accidents."""

    def unconfirmed(self) -> "AccidentQuerySet":
        """Accidents that the university administration has not confirmed yet."""
        confirmed = AccidentNotice.objects.filter(
            to_whom=AccidentNotice.Whom.UNIVERSITY, confirmed_at__isnull=False
        )
        return self.exclude(pk__in=confirmed.values("report"))

    def with_people(self) -> "AccidentQuerySet":
        """What a list shows, in a number of queries that does not grow."""
        return self.select_related("entry__class_group", "entry__by__person").prefetch_related(
            "entry__students__person",
            "entry__students__class_group",
            models.Prefetch(
                "notices", AccidentNotice.objects.select_related("by__person", "confirmed_by__person")
            ),
        )


class AccidentReport(models.Model):
    """An accident with one or several students; never deleted, what becomes known later is appended as a note."""

    entry = models.OneToOneField(WorkEntry, models.PROTECT, related_name="accident")
    happened_at = models.DateTimeField(_("when it happened"))
    place = models.CharField(_("where"), max_length=200)
    first_aid = models.TextField(_("first aid given"), max_length=2000)
    first_aid_by = models.CharField(_("who gave it"), max_length=160, blank=True)

    objects = AccidentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M} {self.place}"

    def deadline(self, minutes: int) -> datetime:
        """By when the university administration must confirm that it knows."""
        return self.entry.created_at + timedelta(minutes=minutes)

    @property
    def confirmation(self) -> "AccidentNotice | None":
        """The first confirmation by the university administration; reads what is prefetched."""
        done = [
            notice
            for notice in self.notices.all()
            if notice.to_whom == AccidentNotice.Whom.UNIVERSITY and notice.confirmed_at
        ]
        return min(done, key=lambda notice: notice.confirmed_at or notice.sent_at, default=None)


class AccidentNotice(models.Model):
    """Who was told about an accident, how and when, and who confirmed it."""

    class Whom(models.TextChoices):
        UNIVERSITY = "university_administration", _("university administration")
        DIRECTOR = "lyceum_director", _("lyceum director")
        UPBRINGING = "head_of_upbringing", _("head of upbringing department")
        MEDICAL = "medical", _("medical staff")
        LEADER = "class_leader", _("class leader")
        GUARDIAN = "guardian", _("parent or guardian")
        AMBULANCE = "103", _("ambulance, 103")
        POLICE = "102", _("police, 102")
        OTHER = "other", _("somebody else")

    class Channel(models.TextChoices):
        APP = "app", _("in the application")
        PHONE = "phone", _("by phone")
        PERSON = "person", _("in person")
        MESSAGE = "message", _("by a message")
        PAPER = "paper", _("on paper")

    report = models.ForeignKey(AccidentReport, models.PROTECT, related_name="notices")
    to_whom = models.CharField(_("who was told"), max_length=32, choices=Whom.choices)
    name = models.CharField(_("name"), max_length=160, blank=True)
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices, default=Channel.PHONE)
    # Who of the university answered, where the answer came past the application; `confirmed_by` wrote it down then.
    office = models.CharField(_("office"), max_length=160, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_by__isnull=False),
                name="a_confirmation_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None) | (~Q(name="") & ~Q(office="") & Q(confirmed_at__isnull=False)),
                name="a_kept_confirmation_names_who_gave_it",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["to_whom", "confirmed_at"], name="accident_confirmations")]

    def __str__(self) -> str:
        return f"{self.report}: {self.get_to_whom_display()}"

    @property
    def confirmer(self) -> str:
        """Who confirmed: the person named, with the office, where it was written down; else whose account it was."""
        if self.kept_at:
            return f"{self.name}, {self.office}"
        return self.confirmed_by.name if self.confirmed_by else ""


class AccidentNote(models.Model):
    """What became known later: appended, never changed."""

    append_only: ClassVar[bool] = True

    report = models.ForeignKey(AccidentReport, models.PROTECT, related_name="notes")
    text = models.TextField(_("what became known"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.at:%Y-%m-%d %H:%M}"
