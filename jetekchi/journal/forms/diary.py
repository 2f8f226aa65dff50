"""What is typed in a diary and about an excuse."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jetekchi.core.forms import Chips, DateField
from jetekchi.journal.models import Excuse


class WeekForm(forms.Form):
    """Which week: any day of it."""

    week = DateField(label=_("Week"), widget=forms.HiddenInput)


class FamilyRemarkForm(WeekForm):
    """A word to the family in the diary of a week."""

    text = forms.CharField(
        label=_("To the family"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "data-behaviour": "autosize"}),
        help_text=_("Guardians and the student read it. It is not rewritten."),
    )


class LooksFilter(forms.Form):
    """Which families of the class."""

    is_search = True
    WHICH = (
        ("", _("all families")),
        ("week", _("have not seen this week")),
        ("silent", _("have not looked for long")),
        ("unreached", _("nobody has an account")),
    )
    week = DateField(required=False, widget=forms.HiddenInput)
    which = forms.ChoiceField(label=_("Who"), choices=WHICH, required=False)


class ExcuseForm(forms.Form):
    """Why a student was or will be away."""

    from_on = DateField(label=_("First day"))
    until_on = DateField(
        label=_("Last day"), required=False, help_text=_("Leave it empty when it is one day.")
    )
    first_lesson = forms.IntegerField(
        label=_("From lesson"),
        min_value=1,
        max_value=12,
        required=False,
        help_text=_("Only when a part of one day was missed."),
    )
    last_lesson = forms.IntegerField(label=_("Until lesson"), min_value=1, max_value=12, required=False)
    kind = forms.ChoiceField(label=_("Reason"), choices=Excuse.Kind.choices, widget=Chips)
    words = forms.CharField(
        label=_("In a few words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-behaviour": "autosize"}),
        help_text=_("Read by the family, the class leader and the medical office."),
    )
    upload = forms.FileField(label=_("A certificate or another paper"), required=False)

    def __init__(self, *args: Any, why_not: Callable[[date, date], str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.why_not = why_not

    def clean(self) -> dict[str, Any]:
        """One day where no last one is named; lessons come in a pair and belong to one day."""
        data = super().clean() or {}
        first, last = data.get("first_lesson"), data.get("last_lesson")
        data["until_on"] = data.get("until_on") or data.get("from_on")
        data["first_lesson"], data["last_lesson"] = first or last, last or first
        if data["first_lesson"] and data["until_on"] != data.get("from_on"):
            self.add_error("first_lesson", _("Lessons are named for one day only. Leave the last day empty."))
        elif first and last and last < first:
            self.add_error("last_lesson", _("The last lesson lies before the first one."))
        if (
            data.get("from_on")
            and data["until_on"]
            and (words := self.why_not(data["from_on"], data["until_on"]))
        ):
            self.add_error("from_on", words)
        return data


class AnswerForm(forms.Form):
    """Accept an excuse, or give it back with words."""

    decision = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            ("accept", pgettext_lazy("excuse", "accept")),
            ("return", pgettext_lazy("excuse", "return")),
        ],
    )
    words = forms.CharField(label=_("Why is it returned?"), max_length=500, required=False)


class AcceptForm(forms.Form):
    """Several excuses that wait, or the one whose button was pressed; `known` may have been answered meanwhile."""

    chosen = forms.TypedMultipleChoiceField(label=_("Excuses"), coerce=int, required=False)
    one = forms.TypedChoiceField(label=_("Excuse"), coerce=int, required=False, empty_value=None)

    def __init__(self, data: Any = None, *, known: Iterable[int], **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(str(pk), "") for pk in known]
        for name in ("chosen", "one"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The pressed one, else the ticked ones."""
        data = super().clean() or {}
        data["keys"] = [data["one"]] if data.get("one") else data.get("chosen") or []
        if not data["keys"] and not self.errors:
            raise forms.ValidationError(_("Tick the excuses that you accept."))
        return data


class RevokeForm(forms.Form):
    """Take back the acceptance of the named excuses, with the reason."""

    chosen = forms.TypedMultipleChoiceField(label=_("Excuses"), coerce=int)
    words = forms.CharField(
        label=_("Why is the acceptance taken back?"),
        max_length=500,
        help_text=_("The family reads it. The rolls say again what stood there before."),
    )

    def __init__(self, data: Any = None, *, known: Iterable[int] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["chosen"].choices = [(str(pk), "") for pk in known]  # type: ignore[attr-defined]


class ExcusesFilter(forms.Form):
    """Excuses in a state, of a student."""

    is_search = True
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *Excuse.State.choices], required=False
    )
    words = forms.CharField(label=_("Student"), max_length=60, required=False)
