"""Parsing of what the leader and the head of study send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.reports.selectors.sentences import Section


class WordsForm(forms.Form):
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


class ConfirmForm(forms.Form):
    """Password, and the one-time code of those who have one."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("It confirms that it is you who signs."),
    )
    code = forms.CharField(
        label=_("One-time code"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, needs_code: bool, may_return: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_code:
            del self.fields["code"]
        if may_return:
            self.fields["remark"] = forms.CharField(
                label=_("Remarks"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Needed when you return the report."),
            )
            self.order_fields(["remark", "password", "code"])
