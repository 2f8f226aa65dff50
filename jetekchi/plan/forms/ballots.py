"""Forms of an election: announced, candidates, the ballot itself, voting slips."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField, Picker
from jetekchi.organisation.models import Student
from jetekchi.plan.forms.offices import area, student_field
from jetekchi.plan.models import ClassOffice
from jetekchi.plan.selectors.ballots import Turnout


class ElectionForm(forms.Form):
    """Which office is filled, when, for how long."""

    office = forms.ChoiceField(label=_("Office"))
    vote_on = DateField(label=_("Day of the vote"))
    term_from = DateField(label=_("Term from"))
    term_until = DateField(label=_("Term until"))
    chair = forms.CharField(label=_("Chair of the meeting"), required=False, max_length=120)
    secretary = forms.CharField(label=_("Secretary of the meeting"), required=False, max_length=120)

    def __init__(self, *args: Any, offices: Iterable[ClassOffice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(one.code, str(one)) for one in offices]  # type: ignore[attr-defined]


class CandidateForm(forms.Form):
    """Who stands, and why in own words."""

    student = student_field()
    words = forms.CharField(
        label=_("Own words of the candidate"), required=False, max_length=2000, widget=area(3)
    )

    def __init__(self, *args: Any, students: Iterable[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["student"].queryset = students  # type: ignore[attr-defined]


class OwnWordsForm(forms.Form):
    """A student stands, or says it otherwise."""

    words = forms.CharField(
        label=_("Why I stand"),
        required=False,
        max_length=2000,
        widget=area(4),
        help_text=_("Your classmates read this before they vote."),
    )


class BallotForm(forms.Form):
    """One line of the ballot. Nothing is chosen beforehand, and the browser keeps nothing."""

    line = forms.ChoiceField(label=_("For whom do you vote?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = lines  # type: ignore[attr-defined]


class BoothForm(BallotForm):
    """The same with the code of a printed slip."""

    code = forms.CharField(
        label=_("Code of the slip"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ("code", "line")


class CloseForm(forms.Form):
    """While too few have voted: that it is known what closing does."""

    though_too_few = forms.BooleanField(required=False)

    def __init__(self, *args: Any, turnout: Turnout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if turnout.is_enough:
            del self.fields["though_too_few"]
            return
        words = _(
            "I know that %(voted)s of %(roll)s have voted, fewer than the %(needed)s that are needed: the votes are "
            "destroyed and nobody is elected."
        )
        figures = {"voted": turnout.voted, "roll": turnout.on_roll, "needed": turnout.needed}
        self.fields["though_too_few"].label = words % figures


class SlipsForm(forms.Form):
    """Who votes without an account."""

    students = forms.ModelMultipleChoiceField(
        label=_("Who votes with a slip"), queryset=Student.objects.none(), widget=Picker
    )
    void_unused = forms.BooleanField(
        label=_("The slips that were printed before become void"),
        required=False,
        help_text=_("Collect them and give new ones to everybody who has not voted with a slip yet."),
    )

    def __init__(self, *args: Any, students: Iterable[Student], unused: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unused:
            del self.fields["void_unused"]
        self.fields["students"].queryset = students  # type: ignore[attr-defined]
