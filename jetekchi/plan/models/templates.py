"""What the lyceum offers for a first plan: a template for each grade, resting on its own documents (2.2, 3.1)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

# Adults learn in groups, without a grade.
GROUP = "group"


class PlanTemplate(models.Model):
    """A first plan for the classes of one grade, or for groups of adults; `key` is the grade or «group»."""

    key = models.SlugField(max_length=8, unique=True)
    aim = models.TextField(_("aim"), max_length=2000, blank=True)
    tasks = models.TextField(_("tasks"), max_length=4000, blank=True)
    documents = models.ManyToManyField(
        "documents.ControlledDocument", related_name="+", blank=True, verbose_name=_("what the plan rests on")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return template_name(self.key)


def template_name(key: str) -> str:
    """«Grade 10», or «groups of adults»."""
    if key == GROUP:
        return gettext("groups of adults")
    return ngettext("grade %(n)s", "grade %(n)s", int(key)) % {"n": key}


class TemplateLine(models.Model):
    """One thing that such a class usually plans, in a month of every year."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="lines")
    direction = models.ForeignKey(
        "plan.Direction", models.PROTECT, related_name="+", verbose_name=_("direction")
    )
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    title = models.CharField(_("what"), max_length=200)
    form = models.CharField(_("form"), max_length=80, blank=True)
    responsible = models.CharField(_("who answers for it"), max_length=160, blank=True)
    participants = models.CharField(_("participants"), max_length=200, blank=True)
    expected = models.CharField(_("expected result"), max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["direction__order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="a_line_has_a_month")
        ]

    def __str__(self) -> str:
        return self.title


class ToldDays(models.Model):
    """The days of a half-year's plans as everybody was told last: when the calendar moves them, they are told again."""

    half_year = models.OneToOneField("organisation.Term", models.PROTECT, related_name="+")
    submit_by = models.DateField()
    approved_by = models.DateField()
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.half_year}: {self.submit_by}, {self.approved_by}"
