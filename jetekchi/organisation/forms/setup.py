"""The form of the first hour, and whose slips are printed."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import Picker
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.forms.accounts import password_field
from jetekchi.organisation.models import User
from jetekchi.organisation.selectors.accounts import SLIP_STATES

login_letters = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$", _("Latin letters, figures, dot and hyphen only, for example a.sydykova.")
)


class SetupForm(forms.Form):
    """Names of the lyceum, its first administrator, and the code from the console."""

    code = forms.CharField(
        label=_("Set-up code"),
        max_length=32,
        help_text=_("It stands on the server's console and in the file setup-code of its data folder."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    lyceum = forms.CharField(label=_("Name of the lyceum in Kyrgyz"), max_length=200)
    lyceum_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)
    lyceum_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    place = forms.CharField(label=_("Town"), max_length=80, required=False)
    year = forms.RegexField(r"^\d{4}-\d{4}$", label=_("School year"))
    surname = forms.CharField(label=_("Your surname"), max_length=80)
    given = forms.CharField(label=_("Your given name"), max_length=80)
    username = forms.CharField(label=_("Your login name"), max_length=64, validators=[login_letters])
    password = password_field(
        _("Your password"),
        is_new=True,
        hint=_("At least 12 characters. Three or four words that you remember are best."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, year: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language(), "year": year})
        super().__init__(*args, **kwargs)

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].lower()
        return username

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("lyceum", "lyceum_ru", "lyceum_en", "place", "surname", "given"):
            given[name] = mend(given.get(name) or "")
        if password := given.get("password"):
            try:
                validate_password(password, User(username=given.get("username", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class SlipsFilter(forms.Form):
    """Which people of a list: by name or login, by how far the account has got."""

    is_search = True
    q = forms.CharField(label=_("Name or login"), required=False, max_length=80)
    show = forms.ChoiceField(label=_("Account"), required=False, choices=[("", _("all")), *SLIP_STATES])

    def filters(self) -> dict[str, str]:
        """What the list is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        return {"words": self.cleaned_data.get("q", ""), "state": self.cleaned_data.get("show", "")}


class SlipsForm(forms.Form):
    """For whom slips are printed."""

    people = forms.TypedMultipleChoiceField(label=_("For whom"), coerce=int, widget=Picker)

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (row.person.pk, f"{row.person.name} · {row.note}") for row in rows
        ]
        self.fields["people"].initial = [row.person.pk for row in rows if row.is_new]
