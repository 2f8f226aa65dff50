"""What is typed into the search, the filters of the desk, up to which notice somebody has read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField, DateInput


class SearchForm(forms.Form):
    """Words of a name, a number, a paper or a page."""

    is_search = True
    is_find = True
    q = forms.CharField(label=_("A name, a paper, a page"), required=False, max_length=80)


class ReadForm(forms.Form):
    """The last notice that was shown."""

    upto = forms.IntegerField(min_value=1)


class NoticesFilter(forms.Form):
    """Which of the own notices: by words, not read yet, of some days."""

    is_search = True
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("all")), ("unread", _("not read yet"))]
    )
    start = DateField(required=False, label=_("From"), widget=DateInput)
    end = DateField(required=False, label=_("Until"), widget=DateInput)

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {"words" if name == "q" else name: value for name, value in found.items()}


class RemovalForm(forms.Form):
    """The name of the lyceum, typed again: nobody removes a lyceum by a slip of the hand."""

    typed_name = forms.CharField(label=_("Name of the lyceum"), max_length=200)


class DeskFilterForm(forms.Form):
    """The filters of the queue; only kinds and classes that wait are offered."""

    is_search = True
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    group = forms.ChoiceField(label=_("Class or group"), required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[str, Any]], classes: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", _("all")), *kinds]
        fields["group"].choices = [("", _("all")), *classes]

    def filters(self) -> dict[str, Any]:
        """What the queue is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        found = self.cleaned_data
        group = found.get("group")
        return {
            "words": found.get("q", ""),
            "kind": found.get("kind", ""),
            "class_pk": int(group) if group else None,
        }


class PapersFilterForm(forms.Form):
    """The filters of class × papers."""

    is_search = True
    q = forms.CharField(label=_("Class or leader"), required=False, max_length=80)
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("all")), ("late", _("with something overdue"))]
    )

    def filters(self) -> dict[str, Any]:
        """What the board is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        found = self.cleaned_data
        return {"words": found.get("q", ""), "is_late": found.get("show") == "late"}
