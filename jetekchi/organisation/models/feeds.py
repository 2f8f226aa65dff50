"""The secret address under which a person's own calendar may be read by a calendar program."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class FeedAddress(models.Model):
    """One address a person. Only the hash of its secret is kept; made anew, the one before opens nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_address")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    reads = models.PositiveIntegerField(default=0)
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.user)
