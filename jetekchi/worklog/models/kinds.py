"""Kinds of work: what was done, and which clauses of the instruction such work serves."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.models.units import in_language

_LAST_IN_SECTION = {1: 3, 2: 3, 3: 14, 4: 3, 5: 5, 6: 3, 7: 4}
CLAUSE_NUMBERS: tuple[str, ...] = tuple(
    f"{section}.{number}" for section, last in _LAST_IN_SECTION.items() for number in range(1, last + 1)
)


def clause_order(number: str) -> tuple[int, int]:
    """3.2 stands before 3.10."""
    section, _dot, part = number.partition(".")
    return int(section), int(part)


def check_clauses(numbers: object) -> None:
    """Only clauses that the instruction has, each once."""
    known = isinstance(numbers, list) and all(number in CLAUSE_NUMBERS for number in numbers)
    if not known or len(set(numbers)) != len(numbers):  # type: ignore[arg-type, call-overload]
        raise ValidationError(_("Name clauses of the instruction, each once, for example 3.4."))


class WorkKind(models.Model):
    """A kind of work in the words of the lyceum; `code` is what programs know it by and never changes."""

    class Needs(models.TextChoices):
        NOBODY = "nobody", _("nobody in particular")
        STUDENTS = "students", _("one student or several")
        GROUP = "group", _("the whole class or group")
        FAMILY = "family", _("a family")
        COLLEAGUES = "colleagues", _("colleagues")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80, blank=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    clauses = models.JSONField(_("clauses it serves"), default=list, validators=[check_clauses], blank=True)
    needs = models.CharField(
        _("whom it is about"), max_length=10, choices=Needs.choices, default=Needs.STUDENTS
    )
    icon = models.CharField(max_length=32, default="pencil")
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("offered"), default=True)
    is_accident = models.BooleanField(default=False, editable=False)
    is_restricted_default = models.BooleanField(_("restricted unless said otherwise"), default=False)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)
