"""Of which runs of absence a class leader was told."""

from typing import ClassVar

from django.db import models


class ToldRun(models.Model):
    """A student began to be away day after day, and whoever leads the class was told of it: once."""

    append_only: ClassVar[bool] = True

    student = models.ForeignKey("organisation.Student", models.PROTECT, related_name="+")
    first_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "first_on"], name="a_run_of_absence_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.student_id}: {self.first_on}"
