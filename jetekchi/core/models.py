"""Tables of the ground: the audit chain, notices, attachments, keys of forms already sent."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class AuditChain(models.Model):
    """Head and length of one chain; locked while an event is added, so that the chain cannot fork."""

    name = models.CharField(max_length=64, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """One thing that happened, in the same transaction as the change itself. Holds no personal value, only keys."""

    append_only: ClassVar[bool] = True

    chain = models.CharField(max_length=64)
    position = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=64)
    subject_pk = models.CharField(max_length=40)
    reason = models.CharField(max_length=32, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "position"], name="audit_one_event_a_position")
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "subject_pk", "-at"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.position} {self.action}"


class AuditCheckpoint(models.Model):
    """A signed statement of how long each chain was and where its head stood: finds a truncated or rewritten chain."""

    append_only: ClassVar[bool] = True

    at = models.DateTimeField()
    heads = models.JSONField()
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Notice(models.Model):
    """A line for one person inside the application; its words are a message of the catalogue, so each reads own language."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    message = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    clause = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["to", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The words in the language that is active now."""
        return str(gettext(self.message) % self.values)

    def text_in(self, language: str) -> str:
        """The words in a named language, for letters."""
        with translation.override(language):
            return self.text


class Attachment(models.Model):
    """A file that somebody added to a record; never served by the web server, always downloaded, under a random name."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to="", max_length=120)
    name = models.CharField(_("file name"), max_length=150)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class FormKey(models.Model):
    """The key of a form that was already sent: a double click or a repeated request has one effect."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    location = models.CharField(max_length=300, blank=True)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="one_effect_a_form")]

    def __str__(self) -> str:
        return self.key
