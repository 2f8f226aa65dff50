"""Lyceum settings: what practice or law leaves open is a value with a default and a history, never a rule in code."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class LyceumSetting(models.Model):
    """A value that differs from its default."""

    key = models.CharField(max_length=64, unique=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key


class LyceumSettingChange(models.Model):
    """Who changed what from what to what."""

    append_only: ClassVar[bool] = True

    key = models.CharField(max_length=64)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.key
