"""An accident in a minute: who, what, where, first aid; the rest has defaults."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import Chips, DateField, DateInput, DateTimeField, DateTimeInput, FilesField, Picker
from jetekchi.worklog import selectors
from jetekchi.worklog.forms.choices import StudentsWithClassField

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup


class AccidentForm(forms.Form):
    """The minimum that must be known at once."""

    students = StudentsWithClassField(queryset=None, label=_("Who was hurt?"), widget=Picker)
    text = forms.CharField(
        label=_("What happened?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.CharField(label=_("Where?"), max_length=200)
    first_aid = forms.CharField(
        label=_("What first aid was given?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    first_aid_by = forms.CharField(required=False, max_length=160, label=_("Who gave it?"))
    happened_at = DateTimeField(label=_("When?"), widget=DateTimeInput)
    uploads = FilesField(required=False, label=_("Files"))

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["students"]
        field.queryset = students

    @property
    def is_opened(self) -> bool:
        """Whether the closed part has something to say."""
        return any(name in self.errors for name in ("first_aid_by", "happened_at", "uploads"))

    @property
    def names_a_stranger(self) -> bool:
        """Whether somebody was named whom this form does not offer."""
        errors = self.errors.as_data().get("students", [])
        return any(error.code in {"invalid_choice", "invalid_pk_value", "invalid_list"} for error in errors)

    def accident(self) -> dict[str, Any]:
        """The cleaned words as the service takes them."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "uploads"}
        return {**words, "files": self.cleaned_data["uploads"]}


class NoticeForm(forms.Form):
    """Whom else somebody told."""

    to_whom = forms.ChoiceField(
        label=_("Who was told?"),
        widget=Chips,
        choices=selectors.WHOM_CHOICES,
        help_text=_(
            "That you told the university administration is kept and does not stop the clock: it confirms itself."
        ),
    )
    name = forms.CharField(required=False, max_length=160, label=_("Name"))
    channel = forms.ChoiceField(
        label=_("How?"),
        widget=Chips,
        choices=selectors.CHANNEL_CHOICES,
        initial=selectors.CHANNEL_CHOICES[0][0],
    )
    sent_at = DateTimeField(label=_("When?"), widget=DateTimeInput, required=False)
    answered = forms.BooleanField(required=False, label=_("They confirmed that they know"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answered") and data.get("to_whom") == selectors.UNIVERSITY:
            self.add_error("answered", selectors.UNIVERSITY_CONFIRMS)
        return data


class ConfirmationForm(forms.Form):
    """Who of the university confirmed past the application, and when."""

    name = forms.CharField(max_length=160, label=_("Who confirmed?"), help_text=_("Surname and given name."))
    office = forms.CharField(
        max_length=160, label=_("Office"), help_text=_("For example: vice-rector on duty.")
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        widget=Chips,
        choices=selectors.ANSWER_CHOICES,
        initial=selectors.ANSWER_CHOICES[0][0],
    )
    confirmed_at = DateTimeField(label=_("When did they confirm?"), widget=DateTimeInput)


class NoteForm(forms.Form):
    """What became known later."""

    text = forms.CharField(
        label=_("What became known?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AccidentFilter(forms.Form):
    """Which accidents: words, the class that a figure was counted for, days, not confirmed ones only."""

    is_search = True

    q = forms.CharField(required=False, max_length=200, label=_("Words or name"))
    group = forms.TypedChoiceField(required=False, label=_("Class or group"), coerce=int, empty_value=None)
    waiting = forms.BooleanField(required=False, widget=forms.HiddenInput)
    start = DateField(required=False, label=_("From"), widget=DateInput)
    end = DateField(required=False, label=_("Until"), widget=DateInput)

    def __init__(self, *args: Any, classes: Iterable["ClassGroup"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        group: Any = self.fields["group"]
        group.choices = [("", _("all")), *((str(one.pk), str(one)) for one in classes)]

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        found = self.cleaned_data
        return {
            "group": found.get("group"),
            "start": found.get("start"),
            "end": found.get("end"),
            "words": found.get("q", ""),
        }
