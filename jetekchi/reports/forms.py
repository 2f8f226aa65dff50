"""Parsing of what the leader and the head of study send."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import ConfirmForm, SeenForm, SignOrReturnForm
from jetekchi.reports.selectors.marks import meant
from jetekchi.reports.selectors.sentences import Section
from jetekchi.reports.selectors.states import BADGES


class WordsForm(SeenForm):
    """The leader's own words, one field a section."""

    def __init__(self, *args: Any, sections: tuple[Section, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in sections:
            self.fields[section.key] = forms.CharField(
                label=section.title,
                required=False,
                max_length=8000,
                widget=forms.Textarea(
                    attrs={
                        "rows": 3,
                        "placeholder": section.hint,
                        "data-behaviour": "autosize",
                        "class": "input",
                    }
                ),
            )

    def set_against(self, saved: dict[str, Any]) -> None:
        """Where nothing was typed here the field takes what the other window saved; only what is disputed is asked."""
        typed = self.words()
        now = {name: saved.get(name, "") for name in typed}
        found = meant(typed, self.cleaned_data["seen"], now)
        sent = cast(QueryDict, self.data).copy()
        for name in found.untouched:
            sent[name] = now[name]
        self.data = sent
        super().set_against({**now, "seen": saved["seen"]})
        self.others = [(str(self[name].label), now[name]) for name in typed if name in found.disputed]

    def words(self) -> dict[str, str]:
        """What was sent to each section."""
        return {name: text for name, text in self.cleaned_data.items() if name != "seen"}


class ReportFilter(forms.Form):
    """Which reports: of a half-year, a class or leader, a state."""

    is_search = True
    half = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Class or leader"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *((state, badge.name) for state, badge in BADGES.items())],
    )


class SubmitForm(ConfirmForm):
    """The leader signs; while the half-year still runs, knowingly."""

    is_early = forms.BooleanField(
        label=_("I know that the half-year is not over and sign the figures as they stand today"),
        error_messages={
            "required": _("Tick here, or sign after the last day: the half-year is not over yet.")
        },
    )
    field_order = ("is_early", "password", "code")

    def __init__(self, *args: Any, days_left: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not days_left:
            del self.fields["is_early"]


class DecisionForm(SignOrReturnForm):
    """The head of study accepts with a signature, or returns with remarks and without one."""

    remark = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return the report."),
    )
    field_order = ("remark", "password", "code")
