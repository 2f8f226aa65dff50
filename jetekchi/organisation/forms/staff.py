"""Forms of colleagues, roles, units and offices."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField
from jetekchi.organisation.forms.classes import at_work, staff_words
from jetekchi.organisation.forms.common import MendedForm, NamedField
from jetekchi.organisation.forms.students import PersonForm
from jetekchi.organisation.models import Office, Staff, Unit
from jetekchi.organisation.roles import GRANTED


class StaffForm(PersonForm):
    """Names, position, since when."""

    person_names = (
        "surname", "given", "patronymic", "sex", "phone", "email", "surname_ru", "given_ru", "patronymic_ru",
    )  # fmt: skip
    position = forms.CharField(label=_("Position"), max_length=160)
    position_ru = forms.CharField(label=_("Position in Russian"), max_length=160, required=False)
    is_teacher = forms.BooleanField(label=_("Teaches"), required=False, initial=True)
    hired_on = DateField(label=_("Works since"))

    @property
    def work_data(self) -> dict[str, Any]:
        """The cleaned fields of the work."""
        return {
            name: self.cleaned_data[name] for name in ("position", "position_ru", "is_teacher", "hired_on")
        }


class StaffSearch(forms.Form):
    """Search above the list of colleagues."""

    is_search = True
    q = forms.CharField(
        label=_("Name or position"), required=False, max_length=80, widget=forms.SearchInput()
    )
    show = forms.ChoiceField(
        label=_("Who"), required=False, choices=[("", _("At work now")), ("all", _("All"))]
    )


class DismissForm(forms.Form):
    """The last day of work."""

    dismissed_on = DateField(label=_("Last day of work"))


class RoleForm(forms.Form):
    """A role from a day until a day, or for good."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in GRANTED])
    from_on = DateField(label=_("First day"))
    until_on = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty when the role has no end yet.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("until_on") and data.get("from_on") and data["until_on"] < data["from_on"]:
            self.add_error("until_on", _("The last day is before the first one. Choose a later day."))
        return data


class OfficeForm(MendedForm):
    """The title of an office and its place in the list."""

    order = forms.IntegerField(label=_("Place in the list"), min_value=0, max_value=999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(Office, fields=["title", "title_ru", "title_en"]) or {})
        self.order_fields(["title", "title_ru", "title_en", "order"])


class NewOfficeForm(OfficeForm):
    """The same with the unit it belongs to."""

    unit = NamedField(label=_("Unit"), queryset=Unit.objects.all())


class UnitForm(MendedForm):
    """Names and town of a unit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(Unit, fields=["name", "name_ru", "name_en", "place"]) or {})


class SeatForm(forms.Form):
    """Who takes the seat from which day."""

    person = NamedField(label=_("Person"), queryset=Staff.objects.none(), words=staff_words)
    from_on = DateField(label=_("First day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = at_work()  # type: ignore[attr-defined]
