"""The filters of the lists: words, a state or a part of the page, a class; each may stay empty."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.organisation.models import ClassGroup

Choices = Sequence[tuple[Any, Any]]


class ListFilterForm(forms.Form):
    """What a list is narrowed to; a wrong value is simply not used."""

    is_search = True

    q = forms.CharField(required=False, max_length=200, label=_("Words or name"))
    group = forms.ChoiceField(required=False, label=_("Class or group"))
    show = forms.ChoiceField(required=False, label=_("Show"))

    def __init__(
        self,
        *args: Any,
        show: Choices,
        classes: Iterable[ClassGroup] = (),
        words: str | Promise = "",
        keep: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["show"].choices = [("", _("all")), *show]
        fields["group"].choices = [("", _("all")), *((str(one.pk), str(one)) for one in classes)]
        if len(fields["group"].choices) < 3:
            del self.fields["group"]
        if words:
            fields["q"].label = words
        # What the page shows besides stays as it is: the half-year of a tab.
        for name in keep:
            self.fields[name] = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by."""
        self.full_clean()
        found = self.cleaned_data
        return {
            "words": found.get("q", ""),
            "show": found.get("show", ""),
            "class_group": int(found["group"]) if found.get("group") else None,
        }
