"""Who looked at which clause of which leader in which half-year: the trace of reading, not a form."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Look(models.Model):
    """The first time somebody opened a clause of a class in a half-year, by side: the leader's or the supervision's."""

    class Side(models.TextChoices):
        LEADER = "leader"
        SUPERVISION = "supervision"

    class_group = models.ForeignKey("organisation.ClassGroup", models.CASCADE, related_name="+")
    half_year = models.ForeignKey("organisation.Term", models.CASCADE, related_name="+")
    clause = models.CharField(max_length=8)
    side = models.CharField(max_length=11, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["class_group", "half_year", "clause", "side"], name="first_look_a_side"
            )
        ]

    def __str__(self) -> str:
        return f"{self.class_group} {self.clause} {self.side}"
