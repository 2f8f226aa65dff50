"""People and staff. A patronymic is not guaranteed, a surname may be two words, the Russian spelling may differ."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jetekchi.core import kyrgyz


class Person(models.Model):
    """Anybody the lyceum knows by name; students, staff and guardians point here."""

    class Sex(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    surname = models.CharField(_("surname"), max_length=80)
    given = models.CharField(_("given name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    surname_ru = models.CharField(_("surname in Russian"), max_length=80, blank=True)
    given_ru = models.CharField(_("given name in Russian"), max_length=80, blank=True)
    patronymic_ru = models.CharField(_("patronymic in Russian"), max_length=80, blank=True)
    official_name = models.CharField(_("full name as in the document"), max_length=240, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    sort_key = models.CharField(max_length=300, editable=False)
    search_key = models.CharField(max_length=600, editable=False)

    class Meta:
        ordering: ClassVar = ["sort_key", "pk"]
        # Lists follow it; a search by a part of a name reads it from end to end, and not the records.
        indexes: ClassVar = [models.Index(fields=["sort_key", "id", "search_key"], name="people_by_name")]

    def __str__(self) -> str:
        return self.name

    DERIVED: ClassVar[tuple[str, ...]] = ("sort_key", "search_key")

    def derive(self) -> None:
        """Keys follow the names: SQLite neither sorts nor searches Kyrgyz letters by itself."""
        self.sort_key = kyrgyz.sort_key(self._joined(self.surname, self.given, self.patronymic))[:300]
        spellings = self._joined(
            self.surname,
            self.given,
            self.patronymic,
            self.surname_ru,
            self.given_ru,
            self.phone.replace(" ", ""),
        )
        self.search_key = kyrgyz.search_key(spellings)[:600]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.DERIVED}
        super().save(*args, **kwargs)

    @staticmethod
    def _joined(*parts: str) -> str:
        return " ".join(part for part in parts if part)

    @property
    def name(self) -> str:
        """Surname, given name, patronymic, in the spelling of the active language."""
        if get_language() == "ru" and self.surname_ru:
            return self._joined(
                self.surname_ru, self.given_ru or self.given, self.patronymic_ru or self.patronymic
            )
        return self._joined(self.surname, self.given, self.patronymic)

    @property
    def brief_name(self) -> str:
        """Surname and given name, for rows and menus."""
        if get_language() == "ru" and self.surname_ru:
            return self._joined(self.surname_ru, self.given_ru or self.given)
        return self._joined(self.surname, self.given)

    @property
    def short_name(self) -> str:
        """Surname and initials as official papers have them."""
        if get_language() == "ru" and self.surname_ru:
            return kyrgyz.short_name(
                self.surname_ru, self.given_ru or self.given, self.patronymic_ru or self.patronymic
            )
        return kyrgyz.short_name(self.surname, self.given, self.patronymic)

    @property
    def initials(self) -> str:
        """Two letters for the round sign beside a name."""
        return (self.surname[:1] + self.given[:1]).upper()


class Staff(models.Model):
    """A person who works in the lyceum or above it. A dismissed one is out at the next request."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="staff")
    number = models.CharField(_("staff number"), max_length=32, unique=True, null=True, blank=True)
    position = models.CharField(_("position"), max_length=160)
    position_ru = models.CharField(_("position in Russian"), max_length=160, blank=True)
    is_teacher = models.BooleanField(_("teaches"), default=True)
    hired_on = models.DateField(_("hired on"))
    dismissed_on = models.DateField(_("dismissed on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["person__sort_key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dismissed_on=None) | Q(dismissed_on__gte=F("hired_on")),
                name="staff_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def title(self) -> str:
        """The position in the active language."""
        return self.position_ru if get_language() == "ru" and self.position_ru else self.position
