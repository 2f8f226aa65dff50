"""Forms of students and their families."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField
from jetekchi.organisation.forms.common import MendedForm, NamedField
from jetekchi.organisation.models import ClassGroup, Guardianship, Person
from jetekchi.organisation.selectors.families import KnownPerson

BRIEF = ("surname", "given", "patronymic", "sex", "born_on", "phone")
FULL = (*BRIEF, "email", "surname_ru", "given_ru", "patronymic_ru", "official_name")
RELATIVE = ("surname", "given", "patronymic", "phone", "email")


def person_fields(names: Iterable[str]) -> dict[str, forms.Field]:
    """Fields of a person as the model has them."""
    found = fields_for_model(Person, fields=list(names)) or {}
    for name, field in found.items():
        if name == "sex" and field is not None:
            # Two chips and no third one for «nothing chosen».
            found[name] = forms.ChoiceField(
                label=field.label, choices=Person.Sex.choices, required=False, widget=forms.RadioSelect
            )
        if name == "phone" and field is not None:
            field.widget.attrs.update(inputmode="tel", autocomplete="off")
    return {name: field for name, field in found.items() if field is not None}


def class_words(group: ClassGroup) -> str:
    """The label with its year: next year's 10-А is another class."""
    return f"{group.label}, {group.year.name}"


class PersonForm(MendedForm):
    """Names and data of a person; `person_data` is what the services take."""

    person_names: tuple[str, ...] = FULL

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        if person is not None:
            known = {name: getattr(person, name) for name in self.person_names}
            kwargs["initial"] = {**known, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        own = list(self.fields)
        self.fields.update(person_fields(self.person_names))
        self.order_fields([*self.person_names, *own])

    def clean_born_on(self) -> Any:
        """Nobody is born tomorrow."""
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on >= timezone.localdate():
            raise forms.ValidationError(_("A date of birth lies in the past."))
        return born_on

    @property
    def person_data(self) -> dict[str, Any]:
        """The cleaned fields of the person."""
        return {name: self.cleaned_data[name] for name in self.person_names}


SOMEBODY_ELSE = "new"


class KnownParent:
    """A parent who looks like somebody known is named once more: the same person, or another of that name."""

    def __init__(self, *args: Any, offers: Sequence[KnownPerson] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        if offers:
            choices = [(str(one.person.pk), one.words) for one in offers]
            field = forms.ChoiceField(
                label=_("Is it the same person?"),
                choices=[*choices, (SOMEBODY_ELSE, _("No, somebody else"))],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Somebody with this name or phone is known. Say whether it is the same.")
                },
            )
            self.fields: dict[str, forms.Field] = {"known": field, **self.fields}

    @property
    def known(self) -> Person | None:
        """The known person who was chosen; None for a new one."""
        chosen = self.cleaned_data.get("known")  # type: ignore[attr-defined]
        return next((one.person for one in self.offers if str(one.person.pk) == chosen), None)


class StudentForm(PersonForm):
    """Corrections of a card."""

    number = forms.CharField(label=_("Number"), max_length=32)
    is_listener = forms.BooleanField(label=_("Adult listener, without guardians"), required=False)


class NewStudentForm(KnownParent, PersonForm):
    """A newcomer in a minute: names, class, order and one parent; the rest can wait."""

    person_names = BRIEF
    number = forms.CharField(
        label=_("Number"), max_length=32, help_text=_("The number of the list or of the personal file.")
    )
    class_group = NamedField(label=_("Class"), queryset=ClassGroup.objects.none(), words=class_words)
    from_on = DateField(label=_("First day"))
    order_no = forms.CharField(label=_("Order number"), max_length=32, required=False)
    is_listener = forms.BooleanField(label=_("Adult listener, without guardians"), required=False)
    parent_kind = forms.ChoiceField(
        label=_("Parent or representative"),
        choices=Guardianship.Kind.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    parent_surname = forms.CharField(label=_("Surname of the parent"), max_length=80, required=False)
    parent_given = forms.CharField(label=_("Given name of the parent"), max_length=80, required=False)
    parent_phone = forms.CharField(
        label=_("Phone of the parent"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].queryset = classes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("parent_surname") and not data.get("parent_kind"):
            self.add_error("parent_kind", _("Say who it is."))
        if data.get("is_listener") and data.get("parent_surname"):
            self.add_error("is_listener", _("A listener is an adult and has no guardians."))
        return data

    @property
    def family_data(self) -> dict[str, Any] | None:
        """The parent, when a surname was written."""
        data = self.cleaned_data
        if not data["parent_surname"]:
            return None
        names = {key: data[f"parent_{key}"] for key in ("surname", "given", "phone", "kind")}
        sexes = {Guardianship.Kind.MOTHER: Person.Sex.FEMALE, Guardianship.Kind.FATHER: Person.Sex.MALE}
        return {**names, "sex": sexes.get(data["parent_kind"], "")}


class GuardianForm(KnownParent, PersonForm):
    """A parent or representative."""

    person_names = RELATIVE
    kind = forms.ChoiceField(label=_("Relation"), choices=Guardianship.Kind.choices, widget=forms.RadioSelect)
    is_legal = forms.BooleanField(label=_("Legal representative"), required=False, initial=True)


class BarForm(MendedForm):
    """The decision on which a bar rests."""

    basis = forms.CharField(
        label=_("Basis of the bar"),
        max_length=200,
        help_text=_("Which court or office, number and date of the decision."),
    )


def _come(day: date) -> date:
    """Lists and accounts follow at once, so an order is written down when its day has come."""
    if day > timezone.localdate():
        raise forms.ValidationError(
            _("This day is still to come; the list changes at once. Write it down on that day.")
        )
    return day


class MoveForm(MendedForm):
    """Another class from a day on, by an order."""

    class_group = NamedField(label=_("New class"), queryset=ClassGroup.objects.none(), words=class_words)
    from_on = DateField(label=_("First day in the new class"))
    order_no = forms.CharField(label=_("Order number"), max_length=32)

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_group"].queryset = classes  # type: ignore[attr-defined]

    def clean_from_on(self) -> date:
        """Not before the day comes."""
        return _come(self.cleaned_data["from_on"])


class LeaveForm(MendedForm):
    """The last day, by an order."""

    left_on = DateField(label=_("Last day"))
    order_no = forms.CharField(label=_("Order number"), max_length=32)

    def clean_left_on(self) -> date:
        """Not before the day comes."""
        return _come(self.cleaned_data["left_on"])


class StudentSearch(forms.Form):
    """Search and filters above the list of students."""

    is_search = True
    q = forms.CharField(
        label=_("Name, phone or number"),
        required=False,
        max_length=80,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    group = NamedField(
        label=_("Class"), queryset=ClassGroup.objects.none(), required=False, empty_label=_("All")
    )
    who = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", _("On the lists now")),
            ("listeners", _("Listeners")),
            ("left", _("Left the lyceum")),
            ("all", _("All")),
        ],
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = classes  # type: ignore[attr-defined]
