"""Forms of the calendar, the settings and the audit's filters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField
from jetekchi.organisation.forms.common import MendedForm
from jetekchi.organisation.models import CalendarDay
from jetekchi.organisation.settings_catalogue import CHOICE_NAMES, Setting


class YearForm(forms.Form):
    """A school year by its two calendar years."""

    name = forms.RegexField(
        label=_("School year"),
        regex=r"^\d{4}-\d{4}$",
        help_text=_("For example: 2026-2027."),
        error_messages={"invalid": _("A school year is named by its two years, for example 2026-2027.")},
    )


class TermForm(forms.Form):
    """New dates of a quarter or half-year."""

    start_on = DateField(label=_("First day"))
    end_on = DateField(label=_("Last day"))


class DayForm(MendedForm):
    """What kind of day it is."""

    day = DateField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Kind of day"), choices=CalendarDay.Kind.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Note"), max_length=160, required=False)


class CloseForm(MendedForm):
    """A half-year that still runs is closed knowingly and with a reason; one that is over needs neither."""

    is_meant = forms.BooleanField(
        label=_("I know that the half-year is not over and that nobody can write into it any more"),
        error_messages={"required": _("Tick here: the half-year is not over yet.")},
    )
    reason = forms.CharField(
        label=_("Why is it closed before its end?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_early:
            self.fields.clear()


class ReopenForm(MendedForm):
    """Why a closed half-year is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SettingForm(forms.Form):
    """One setting of the lyceum by its kind."""

    def __init__(self, *args: Any, setting: Setting, value: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"value": value}
        super().__init__(*args, **kwargs)
        self.setting = setting
        self.fields["value"] = _field_of(setting)

    @property
    def value(self) -> Any:
        """The value in the type of the setting."""
        value = self.cleaned_data["value"]
        if self.setting.kind == "choice":
            return next(choice for choice in self.setting.choices if str(choice) == value)
        return float(value) if self.setting.kind == "share" else value


def _field_of(setting: Setting) -> forms.Field:
    label: Any = setting.label
    match setting.kind:
        case "int":
            return forms.IntegerField(label=label, min_value=0, max_value=10_000)
        case "share":
            return forms.DecimalField(
                label=label,
                min_value=0,
                max_value=1,
                max_digits=4,
                decimal_places=3,
                help_text=_("A share between 0 and 1: 0,5 is one half."),
            )
        case "flag":
            return forms.BooleanField(label=label, required=False)
        case "choice":
            choices = [(str(choice), CHOICE_NAMES.get(choice, str(choice))) for choice in setting.choices]
            return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        case _:
            return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea)


class TrailSearch(forms.Form):
    """Filters of the audit."""

    is_search = True
    action = forms.ChoiceField(label=_("Deed"), required=False)
    who = forms.CharField(label=_("Person"), required=False, max_length=80)
    since = DateField(label=_("Since"), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("All")), *actions]  # type: ignore[attr-defined]
