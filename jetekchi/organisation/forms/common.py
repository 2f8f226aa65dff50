"""What the forms share: letters mended on input, a field that finds one of many."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.kyrgyz import mend


class MendedForm(forms.Form):
    """Typed and pasted texts get the right letters, one space, no control characters."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, value in list(data.items()):
            if isinstance(value, str) and not isinstance(self.fields[name], forms.ChoiceField):
                data[name] = mend(value)
        return data


if TYPE_CHECKING:
    ChoiceOfOne = forms.ModelChoiceField[Any]
else:
    ChoiceOfOne = forms.ModelChoiceField


class NamedField(ChoiceOfOne):
    """One record of a list; the words of each are given by a function."""

    def __init__(self, *args: Any, words: Any = str, **kwargs: Any) -> None:
        self.words = words
        # A row of dashes says nothing.
        kwargs.setdefault("empty_label", _("Choose"))
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(self.words(obj))
