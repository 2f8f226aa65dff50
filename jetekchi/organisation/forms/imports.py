"""Forms of an import: the file with its choices, and which column of the file is which."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _


class Column(Protocol):
    """What the form needs to know of a column that an import understands."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> Any: ...
    @property
    def required(self) -> bool: ...
    @property
    def instead(self) -> str: ...


class ImportFileForm(forms.Form):
    """A table and the year its rows belong to."""

    file = forms.FileField(
        label=_("Table"), help_text=_("xlsx or csv, 10 MB at most. Headings in Kyrgyz, Russian or English.")
    )
    year = forms.ChoiceField(label=_("School year"))
    create_missing = forms.BooleanField(
        label=_("Make classes and subjects that are missing"), required=False, initial=True
    )

    def __init__(self, *args: Any, years: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(name, name) for name in years]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".csv,.xlsx"


class MappingForm(forms.Form):
    """For each column that is understood: the file's column, or none."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[Column],
        headings: Sequence[str],
        mapping: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [("", "—"), *((str(index), heading) for index, heading in enumerate(headings) if heading)]
        for column in columns:
            self.fields[f"column_{column.key}"] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=column.required and not column.instead,
                initial=str(mapping[column.key]) if column.key in mapping else "",
            )

    def clean(self) -> dict[str, Any]:
        """A column of the file is used once."""
        chosen = [value for value in (super().clean() or {}).values() if value]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("One column of the file is chosen twice."))
        return self.cleaned_data

    @property
    def mapping(self) -> dict[str, int]:
        """Column key → index of the file's column."""
        asked = {column.key: self.cleaned_data.get(f"column_{column.key}") for column in self.columns}
        return {key: int(value) for key, value in asked.items() if value}
