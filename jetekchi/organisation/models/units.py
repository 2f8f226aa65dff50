"""Units university → department → lyceum, and their offices; an office stays when its holder changes."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A structural unit; the lyceum is the lowest one."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("university")
        DEPARTMENT = "department", _("pre-university training department")
        LYCEUM = "lyceum", _("lyceum")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    place = models.CharField(_("town"), max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="lyceum"), name="one_lyceum_a_database")
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_ru, self.name_en)


class OfficeQuerySet(models.QuerySet["Office"]):
    """Words of the list of offices."""

    def with_holder(self) -> "OfficeQuerySet":
        """Offices with their present holders at hand (`holder` asks no query then)."""
        today = timezone.localdate()
        current = Holding.objects.filter(
            Q(until_on=None) | Q(until_on__gte=today), from_on__lte=today
        ).select_related("person__user")
        return self.prefetch_related(
            models.Prefetch("holdings", queryset=current, to_attr="current_holdings")
        )


class Office(models.Model):
    """A seat with a title. Its person is optional and changes; a seat may be vacant."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offices")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["unit__kind", "order", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "title"], name="one_office_a_title")]

    def __str__(self) -> str:
        return in_language(self.title, self.title_ru, self.title_en)

    def holding_on(self, day: date) -> "Holding | None":
        """Who held the seat on a day."""
        return (
            self.holdings.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)
            .select_related("person__user")
            .first()
        )


class Holding(models.Model):
    """A person in a seat from a day until a day; nobody twice in one seat at a time."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="holdings")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="holdings")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(until_on=None), name="one_open_holder_an_office"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="holding_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.person}"


def in_language(ky: str, ru: str, en: str) -> str:
    """The spelling of the active language, Kyrgyz where there is none."""
    return {"ru": ru, "en": en}.get(get_language() or "ky", "") or ky
