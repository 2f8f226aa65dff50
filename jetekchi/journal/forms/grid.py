"""The marks of one lesson as a list, for any device; the cells that the script of the grid sends."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jetekchi.journal.selectors.grid import ColumnRow

MARK_NAMES = [
    ("", "–"),
    ("5", "5"),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("pass", _("passed")),
    ("fail", _("not passed")),
]
# What the script of the grid says; it puts its own numbers and words into the places.
SAYS = {
    "saved": _("Saved: {n}"),
    "signin": _("Your session is over. Sign in again: what is not sent yet is kept on this device."),
    "denied": _("The server did not take the marks. Open the page anew; they are kept on this device."),
    "clash": _("{name}, {day}: you wrote {mine}, {by} wrote {theirs} ({at})."),
    "elsewhere": _("A mark outside this page"),
    "undone": _("Taken back: {n}"),
    "nothing": _("There is nothing to take back."),
    "overtaken": _("{name}, {day}: a colleague has changed the mark since, {theirs} stands."),
    "unknown": _("«{text}» is no mark."),
    "rows": _("Line {n} is beyond the last student."),
    "columns": _("There is no lesson for «{text}»."),
    "late": _("Minutes late are written in the roll of the lesson."),
    "empty": _("empty"),
}
GREATEST = 2_000_000_000
CELL = re.compile(r"(\d{1,10})\.(\d{1,10})\.(\d{1,9})\.([a-z0-9]{0,8})", re.ASCII)


class CellsForm(forms.Form):
    """Cells as «lesson.student.version.mark», as many as were changed; and why locked ones change."""

    reason = forms.CharField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The cells of all lines; one that is no cell spoils the form, for only a foreign script sends it."""
        data = cast(QueryDict, self.data)
        found = [CELL.fullmatch(line) for line in data.getlist("cell")]
        if not found or not all(found):
            raise forms.ValidationError(_("These are no marks of this page. Open the journal anew."))
        parts = [one.groups() for one in found if one]
        rows = [(int(lesson), int(student), value, int(version)) for lesson, student, version, value in parts]
        if any(number > GREATEST for row in rows for number in (row[0], row[1], row[3])):
            raise forms.ValidationError(_("These are no marks of this page. Open the journal anew."))
        return {**self.cleaned_data, "cells": rows}


class ColumnForm(forms.Form):
    """A mark for each student of the list, each with the version it is typed over."""

    def __init__(self, data: Any = None, *, rows: Iterable[ColumnRow]) -> None:
        super().__init__(data)
        self.rows = list(rows)
        for row in self.rows:
            key = row.student.pk
            self.fields[f"mark_{key}"] = forms.ChoiceField(
                choices=MARK_NAMES,
                required=False,
                initial=row.cell.value,
                label=row.student.person.brief_name,
            )
            self.fields[f"version_{key}"] = forms.IntegerField(
                min_value=0, max_value=GREATEST, initial=row.cell.version, widget=forms.HiddenInput
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why a locked mark changes"), max_length=200, required=False
        )

    @property
    def typed(self) -> list[tuple[int, str, int]]:
        """Student, mark and version of each line; for a form that is right."""
        data = self.cleaned_data
        return [
            (row.student.pk, data[f"mark_{row.student.pk}"], data[f"version_{row.student.pk}"])
            for row in self.rows
        ]

    def lines(self) -> list[tuple[ColumnRow, forms.BoundField, forms.BoundField]]:
        """Each student with the two fields, as the page lays them out."""
        return [(row, self[f"mark_{row.student.pk}"], self[f"version_{row.student.pk}"]) for row in self.rows]
