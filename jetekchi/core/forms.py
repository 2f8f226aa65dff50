"""How every form of the product looks: one renderer, native date inputs, choices that are easy to tap."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from jetekchi.core import inputs

PICKER_FROM = 9  # this many choices or more get a list with a filter instead of chips


class JetekchiRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` come out as our field component."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        write = inputs.WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


class DateInput(forms.DateInput):
    """The browser's own calendar; the value travels as 2026-11-23 in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__(attrs=attrs, format=format or "%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__(attrs=attrs, format=format or "%H:%M")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__(attrs=attrs, format=format or "%Y-%m-%dT%H:%M")


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


def check_day(value: date) -> None:
    """A year typed with a slip (0026, 20026) is no day of a lyceum; a day beside it would not even exist."""
    day = value.date() if isinstance(value, datetime) else value
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(_("Choose a day between the years 1900 and 2100."), code="far_day")


class DateField(forms.DateField):
    """A day within living memory."""

    default_validators = [check_day]  # noqa: RUF012


class DateTimeField(forms.DateTimeField):
    """A moment within living memory."""

    default_validators = [check_day]  # noqa: RUF012


class Chips(forms.RadioSelect):
    """One of a few, as chips."""


class ChipsMany(forms.CheckboxSelectMultiple):
    """Several of a few, as chips."""


class Picker(forms.CheckboxSelectMultiple):
    """Several of many: a list with a filter box (pupils, people, clauses)."""


class FilesInput(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleans to a list of uploads, empty when none was chosen."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        single = super().clean
        uploads = data if isinstance(data, (list, tuple)) else [data]
        return [item for upload in uploads or [None] if (item := single(upload, initial))]


def field_kind(field: BoundField) -> str:
    """Which shape the field component takes: hidden, check, chips, picker, parts, file or plain."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, Picker):
        return "picker"
    if isinstance(widget, forms.CheckboxSelectMultiple) and not isinstance(widget, ChipsMany):
        return "picker" if len(list(widget.choices)) >= PICKER_FROM else "chips"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "chips"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


def native(widget: forms.Widget) -> forms.Widget:
    """The browser's own date, time or date-time input in place of Django's plain text one."""
    for plain, ours in (
        (forms.DateTimeInput, DateTimeInput),
        (forms.DateInput, DateInput),
        (forms.TimeInput, TimeInput),
    ):
        if type(widget) is plain:
            made = ours(attrs=widget.attrs)
            made.is_localized = False
            return made
    return widget


def called(choices: Any, value: object) -> Any:
    """What a choice is called, also inside a group of choices; the value itself where it is none of them."""
    return dict(_flat(choices)).get(str(value), value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for key, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            yield str(key), words


def seen_anew(form: forms.Form, seen: str) -> None:
    """What was typed stays; the page that comes back shows what there is now, and the next sending has seen it."""
    sent = cast(QueryDict, form.data).copy()
    sent["seen"] = seen
    form.data = sent


class SeenForm(forms.Form):
    """A form that knows what its window showed; `others` is what another window saved meanwhile."""

    # The draft on the device keeps it too: what was typed over older words is not sent as if it had seen the new ones.
    seen = forms.CharField(
        required=False, max_length=200, widget=forms.HiddenInput(attrs={"data-kept": "true"})
    )
    others: Sequence[tuple[str, Any]] = ()

    def set_against(self, saved: dict[str, Any]) -> None:
        """What was typed stays in the fields, what is saved is shown beside; the next save has seen it."""
        seen_anew(self, saved["seen"])
        self.initial = saved
        self.others = [(str(self[name].label), self._readable(name)) for name in self.changed_data]

    def _readable(self, name: str) -> Any:
        field, value = self.fields[name], self.initial[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(one) for one in value)
        if isinstance(field, forms.ChoiceField):
            return called(field.choices, value)
        return value


class ConfirmForm(forms.Form):
    """Who signs shows who it is: password, and the one-time code of those who have one."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("It confirms that it is you who signs."),
    )
    code = forms.CharField(
        label=_("One-time code"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_code:
            self.fields["code"].required = True
        else:
            del self.fields["code"]


class SignOrReturnForm(ConfirmForm):
    """Signed with the password, or sent back with remarks and without one: only the deed of signing asks for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("decision") == "return":
            for name in {"password", "code"} & set(self.fields):
                self.fields[name].required = False
