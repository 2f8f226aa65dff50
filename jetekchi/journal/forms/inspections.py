"""What is typed about an inspection, a remark, its mending and its verification."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jetekchi.core.forms import Chips, DateField, DateInput
from jetekchi.journal.models import Inspection, Paper
from jetekchi.organisation.models import ClassGroup, Person


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-behaviour": "autosize"})


class AddresseeField(forms.TypedChoiceField):
    """One of the people who work with the class."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Addressed to"), **kwargs)

    def offer(self, people: Sequence[Person]) -> None:
        """Only these can be chosen; the value is the person."""
        known = {str(person.pk): person for person in people}
        self.choices = [(key, person.name) for key, person in known.items()]
        self.coerce = lambda value: known[value]
        self.empty_value = None


class Apart(forms.Form):
    """A form that stands on a page with others: its fields have names of their own for who listens to the page."""

    part = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.part}_%s", **kwargs})


class RemarkForm(Apart):
    """What is to be mended, in which paper, by whom, by when."""

    part = "remark"
    words = forms.CharField(label=_("Remark"), max_length=2000, widget=_area(3))
    paper = forms.ChoiceField(
        label=_("Paper"), required=False, choices=[(key, words) for key, words in Paper.choices if key]
    )
    addressee = AddresseeField()
    due_on = DateField(label=_("To be mended by"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["addressee"].offer(people)
        fields["paper"].choices = [("", Paper.NONE.label), *fields["paper"].choices]


class InspectionForm(forms.Form):
    """A visit or a check; with words in its last part the first remark is made at once."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Inspection.Kind.choices, widget=Chips)
    on = DateField(label=_("Day"))
    subject = forms.CharField(
        label=_("What was looked at"),
        max_length=200,
        help_text=_("The theme of the lesson, the papers that were checked."),
    )
    grade = forms.ChoiceField(
        label=pgettext_lazy("inspection", "Grade"),
        required=False,
        widget=Chips,
        help_text=_("Needed for a check of the papers."),
    )
    words = forms.CharField(label=_("Conclusion"), required=False, max_length=4000, widget=_area(3))
    remark = forms.CharField(label=_("Remark"), required=False, max_length=2000, widget=_area(3))
    paper = forms.ChoiceField(label=_("Paper"), required=False)
    addressee = AddresseeField(required=False)
    due_on = DateField(label=_("To be mended by"), required=False)

    def __init__(self, *args: Any, scale: Iterable[str], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["grade"].choices = [("", _("without a grade")), *((one, one) for one in scale)]
        fields["addressee"].offer(people)
        fields["paper"].choices = [
            ("", Paper.NONE.label),
            *((key, words) for key, words in Paper.choices if key),
        ]

    def clean(self) -> dict[str, Any]:
        """A remark has its person and its day."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("remark", "").strip():
            for name in ("addressee", "due_on"):
                if name not in self.errors and not found.get(name):
                    self.add_error(name, _("A remark has its person and its day."))
        return found

    def check(self) -> dict[str, Any]:
        """What was looked at."""
        return {name: self.cleaned_data[name] for name in ("kind", "on", "subject", "grade", "words")}

    def remarks(self) -> list[dict[str, Any]]:
        """The first remark, where there is one."""
        data = self.cleaned_data
        if not data["remark"].strip():
            return []
        return [{"words": data["remark"], **{name: data[name] for name in ("addressee", "due_on", "paper")}}]


class MendForm(Apart):
    """What was mended, and on which page of the product it is seen."""

    part = "mend"
    words = forms.CharField(label=_("What was mended"), max_length=2000, widget=_area(3))
    link = forms.CharField(
        label=_("Page on which it is seen"),
        required=False,
        max_length=400,
        help_text=_("The address of the page, copied from the browser."),
    )

    def __init__(self, *args: Any, host: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host = host

    def clean_link(self) -> str:
        """An address inside this product, without its house."""
        typed = self.cleaned_data["link"].strip()
        if not typed:
            return ""
        try:
            parts = urlsplit(typed)
            is_ours = not parts.netloc or (parts.netloc == self.host and parts.scheme in ("http", "https"))
            if not is_ours or (parts.scheme and not parts.netloc) or not parts.path.startswith("/"):
                raise ValueError
            resolve(parts.path)
        except (ValueError, Resolver404) as error:
            message = _("This is no page of this application. Copy the address of the page, or leave it out.")
            raise forms.ValidationError(message) from error
        return f"{parts.path}?{parts.query}"[:300] if parts.query else parts.path[:300]


class JudgeForm(Apart):
    """Verified, or sent back with what is missing and, where the old day is over, a new one."""

    part = "judge"
    words = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=2000,
        widget=_area(2),
        help_text=_("Needed when you send the remark back."),
    )
    due_on = DateField(label=_("New day, when it is sent back"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**62)


class PassOnForm(Apart):
    """Another person or another day, and why."""

    part = "pass_on"
    addressee = AddresseeField()
    due_on = DateField(label=_("To be mended by"))
    words = forms.CharField(label=_("Why"), max_length=1000, widget=_area(2))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["addressee"].offer(people)


class WhyForm(Apart):
    """Why it is withdrawn."""

    part = "why"
    words = forms.CharField(label=_("Reason"), max_length=1000, widget=_area(2))


class InspectionFilterForm(forms.Form):
    """The filters of the list; each may stay empty, a wrong value is simply not used."""

    is_search = True

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    group = forms.ChoiceField(required=False, label=_("Class or group"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    remarks = forms.ChoiceField(
        required=False,
        label=_("Remarks"),
        choices=[
            ("", _("all")),
            ("open", _("to be mended")),
            ("late", _("past their day")),
            ("waiting", _("to be verified")),
            ("none", _("without remarks")),
        ],
    )
    start = DateField(required=False, label=_("From"), widget=DateInput)
    end = DateField(required=False, label=_("Until"), widget=DateInput)
    standing = forms.BooleanField(required=False, label=_("without withdrawn ones"))

    def __init__(self, *args: Any, classes: Iterable[ClassGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("all")), *Inspection.Kind.choices]
        offered = [(str(one.pk), str(one)) for one in classes]
        fields["group"].choices = [("", _("all")), *offered]

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by."""
        self.full_clean()
        found = self.cleaned_data
        return {
            "words": found.get("q", ""),
            "class_group": int(found["group"]) if found.get("group") else None,
            "kind": found.get("kind", ""),
            "remarks": found.get("remarks", ""),
            "start": found.get("start"),
            "end": found.get("end"),
            "is_standing": bool(found.get("standing")),
        }
