"""The marks of a term, half-year or year: one choice a student, each with the mark that stood when the page opened."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.journal.selectors.term_marks import TermRow

TERM_MARK_NAMES = [
    ("", "–"),
    ("5", "5"),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("na", _("not attested")),
    ("exempt", _("exempt")),
    ("pass", _("passed")),
    ("fail", _("not passed")),
]


class TermMarksForm(forms.Form):
    """A mark for each student of the list, and why locked ones change."""

    def __init__(self, data: Any = None, *, rows: Iterable[TermRow]) -> None:
        super().__init__(data)
        self.rows = list(rows)
        for row in self.rows:
            key = row.student.pk
            self.fields[f"mark_{key}"] = forms.ChoiceField(
                choices=TERM_MARK_NAMES,
                required=False,
                initial=row.value,
                label=row.student.person.brief_name,
            )
            self.fields[f"was_{key}"] = forms.CharField(
                max_length=6, required=False, initial=row.value, widget=forms.HiddenInput
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why a locked mark changes"), max_length=200, required=False
        )

    @property
    def typed(self) -> list[tuple[int, str, str]]:
        """Student, chosen mark and the mark that was seen, of each line; for a form that is right."""
        data = self.cleaned_data
        return [
            (row.student.pk, data[f"mark_{row.student.pk}"], data[f"was_{row.student.pk}"])
            for row in self.rows
            if f"mark_{row.student.pk}" in self.data
        ]

    def lines(self) -> list[tuple[TermRow, forms.BoundField, forms.BoundField]]:
        """Each student with the two fields, as the page lays them out."""
        return [(row, self[f"mark_{row.student.pk}"], self[f"was_{row.student.pk}"]) for row in self.rows]
