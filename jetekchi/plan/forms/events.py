"""What is typed about events: the occasion, what came of it, consents, hazards, counts, answers, files."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core import dates
from jetekchi.core.forms import (
    Chips,
    ChipsMany,
    DateField,
    DateInput,
    DateTimeField,
    FilesField,
    Picker,
    SignOrReturnForm,
)
from jetekchi.organisation.models import ClassGroup, Guardianship, Staff, Student
from jetekchi.plan.models import EventConsent, EventFile, EventKind, HeadCount
from jetekchi.worklog.selectors import CLAUSE_NUMBERS


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-behaviour": "autosize"})


class StudentsField(forms.ModelMultipleChoiceField[Student]):
    """Students by name."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(queryset=Student.objects.none(), required=required, widget=Picker, **kwargs)


class OccasionForm(forms.Form):
    """A class hour or an event: what, when, where, with whom."""

    kind = forms.ChoiceField(label=_("Kind"))
    theme = forms.CharField(label=_("Theme"), max_length=200)
    on = DateField(label=_("Day"))
    starts_at = forms.TimeField(label=_("Begins at"), required=False)
    method = forms.CharField(
        label=_("Method"),
        required=False,
        max_length=120,
        help_text=_("Talk, debate, game, project, excursion."),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    is_outside = forms.BooleanField(
        label=_("Outside the lyceum"),
        required=False,
        help_text=_("Then a risk assessment, consents and counts are needed."),
    )
    students = StudentsField(
        required=True,
        label=_("Participants"),
        help_text=_("The whole class is ticked; take off who is not there."),
    )
    organisers = StudentsField(label=_("Organisers among them"))
    adults = forms.ModelMultipleChoiceField(
        label=_("Adults who answer for the children"),
        queryset=Staff.objects.none(),
        required=False,
        widget=Picker,
    )
    guests = forms.CharField(label=_("Guests"), required=False, max_length=1000, widget=_area(2))

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[EventKind],
        students: Iterable[Student],
        adults: Iterable[Staff],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [(one.code, str(one)) for one in kinds]
        fields["students"].queryset = fields["organisers"].queryset = students
        fields["adults"].queryset = adults


class HeldForm(forms.Form):
    """What came of it."""

    result = forms.CharField(label=_("Result"), required=False, max_length=2000, widget=_area(3))
    reflection = forms.CharField(
        label=_("Reflection"),
        required=False,
        max_length=2000,
        widget=_area(3),
        help_text=_("What the students took away; what to do otherwise next time."),
    )
    missing_words = forms.CharField(
        label=_("Where the missing child is, who took over"), max_length=1000, widget=_area(3)
    )
    field_order = ("missing_words", "result", "reflection")

    def __init__(
        self, *args: Any, missing: Sequence[Student] = (), is_uncounted: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = self.fields["missing_words"]
        if missing:
            names = ", ".join(one.person.name for one in missing)
            asked.help_text = _("Missing at the last count: %(names)s.") % {"names": names}
        elif is_uncounted:
            asked.label = _("The children were not counted back: how it is known that all are back")
            asked.help_text = _("Who saw them, when and where. It stands in the protocol.")
        else:
            del self.fields["missing_words"]


class CorrectionForm(HeldForm):
    """The same, and who took part, of an event that was held already."""

    students = StudentsField(label=_("Participants"))
    organisers = StudentsField(label=_("Organisers among them"))

    def __init__(self, *args: Any, students: Iterable[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["students"].queryset = fields["organisers"].queryset = students


YES_NO = (("yes", _("yes")), ("no", _("no")))


def _answer(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=YES_NO, widget=Chips)


class ConsentForm(forms.Form):
    """Yes or no, for taking part and for pictures; an empty one changes nothing."""

    later = ("part", "picture")
    part = _answer(_("I agree that the student takes part"))
    picture = _answer(_("I agree that the student is seen in pictures of the event"))

    def __init__(self, *args: Any, is_closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_closed:
            del self.fields["part"]

    def answers(self) -> dict[str, Any]:
        """What was said: True, False, or None where nothing was."""
        found = {"yes": True, "no": False}
        return {name: found.get(self.cleaned_data.get(name, "")) for name in ("part", "picture")}


class WrittenConsentForm(ConsentForm):
    """A consent that came otherwise than in the application: by whom, how and when."""

    guardian = forms.ModelChoiceField(
        label=_("Who said it"), queryset=Guardianship.objects.none(), empty_label=None, widget=Chips
    )
    how = forms.ChoiceField(
        label=_("How"),
        choices=[one for one in EventConsent.How.choices if one[0] != EventConsent.How.LOGIN],
        widget=Chips,
    )
    said_at = DateTimeField(label=_("When"))
    field_order = ("guardian", "how", "said_at", "part", "picture")

    def __init__(self, *args: Any, guardians: Any, speaks_alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["part"].label, fields["picture"].label = _("Takes part"), _("May be seen in pictures")
        if speaks_alone:
            del self.fields["guardian"]
        else:
            fields["guardian"].queryset = guardians

    def answers(self) -> dict[str, Any]:
        """The answers with who said them, how and when."""
        data = self.cleaned_data
        return {
            **super().answers(),
            "guardian": data.get("guardian"),
            "how": data["how"],
            "said_at": data["said_at"],
        }


class HazardForm(forms.Form):
    """A hazard with its measure."""

    hazard = forms.CharField(label=_("Hazard"), max_length=200)
    measure = forms.CharField(label=_("Measure"), max_length=400, widget=_area(2))
    who = forms.CharField(label=_("Who takes it"), required=False, max_length=160)


class RiskDecisionForm(SignOrReturnForm):
    """The approver signs the assessment, or returns it with remarks and without a signature."""

    remark = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=1000,
        widget=_area(3),
        help_text=_("Needed when you return the assessment."),
    )
    field_order = ("remark", "password", "code")


class GapForm(forms.Form):
    """Why an outing may go on although something is missing."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, widget=_area(3))


class CountForm(forms.Form):
    """Where, and who is here."""

    point = forms.ChoiceField(label=_("Where it is counted"), choices=HeadCount.Point.choices, widget=Chips)
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    here = StudentsField(label=_("Who is here"))
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, students: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["here"].queryset = students
        if is_correction:
            del self.fields["point"]
            fields["note"].required = True
            fields["note"].label = _("Why it is corrected")


class InviteForm(forms.Form):
    """Classes to invite."""

    classes = forms.ModelMultipleChoiceField(
        label=_("Classes"), queryset=ClassGroup.objects.none(), widget=ChipsMany
    )

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classes"].queryset = classes  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Whether the own class comes, said by the button, and who of it takes part."""

    ANSWERS: ClassVar = {"accept": True, "decline": False}

    students = StudentsField(label=_("Participants"))
    remark = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, students: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = students  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only one of the two answers is an answer."""
        data = super().clean() or {}
        said = self.data.get("answer")
        if said not in self.ANSWERS:
            raise forms.ValidationError(_("Say whether the class comes: choose one of the two answers."))
        return {**data, "accepts": self.ANSWERS[said]}


class FilesForm(forms.Form):
    """Files with their kind, and the rule on pictures."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EventFile.Kind.choices, widget=Chips)
    uploads = FilesField(label=_("Files"))
    knows_rule = forms.BooleanField(
        label=_("I know the rule on pictures: nobody without consent is seen in them."), required=False
    )


class EventKindForm(forms.Form):
    """Names in three languages, the clauses it serves, whether it is offered."""

    name = forms.CharField(max_length=80, label=_("Name in Kyrgyz"))
    name_ru = forms.CharField(max_length=80, required=False, label=_("Name in Russian"))
    name_en = forms.CharField(max_length=80, required=False, label=_("Name in English"))
    clauses = forms.MultipleChoiceField(
        required=False,
        label=_("Clauses it serves"),
        widget=ChipsMany,
        choices=[(one, one) for one in CLAUSE_NUMBERS],
    )
    is_class_hour = forms.BooleanField(required=False, label=_("Counted as a class hour"))
    is_outside = forms.BooleanField(required=False, label=_("Usually outside the lyceum"))
    is_active = forms.BooleanField(required=False, label=_("Offered in forms"), initial=True)


class EventFilterForm(forms.Form):
    """The filters of the list; each may stay empty, a wrong value is simply not used."""

    is_search = True

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    group = forms.ChoiceField(required=False, label=_("Class or group"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    clause = forms.ChoiceField(required=False, label=_("Clause"))
    month = forms.ChoiceField(required=False, label=_("Month"))
    state = forms.ChoiceField(required=False, label=_("State"))
    start = DateField(required=False, label=_("From"), widget=DateInput)
    end = DateField(required=False, label=_("Until"), widget=DateInput)
    outside = forms.BooleanField(required=False, label=_("outside the lyceum only"))

    def __init__(
        self,
        *args: Any,
        classes: Iterable[ClassGroup],
        kinds: Iterable[EventKind],
        months: Iterable[date],
        states: Iterable[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(kinds)
        clauses = [one for one in CLAUSE_NUMBERS if any(one in kind.clauses for kind in kinds)]
        choices = {
            "group": [(str(one.pk), str(one)) for one in classes],
            "kind": [(one.code, str(one)) for one in kinds],
            "clause": [(one, one) for one in clauses],
            "month": [(one.isoformat(), f"{dates.month_name(one)} {one.year}") for one in months],
            "state": list(states),
        }
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *options]
        # A class that a figure leads to is never left out: the list would show more than the figure counts.
        if len(choices["group"]) < 2 and not self.data.get("group"):
            del self.fields["group"]

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by."""
        self.full_clean()
        found = self.cleaned_data
        month = found.get("month")
        return {
            "words": found.get("q", ""),
            "class_group": int(found["group"]) if found.get("group") else None,
            "kind": found.get("kind", ""),
            "clause": found.get("clause", ""),
            "month": date.fromisoformat(month) if month else None,
            "state": found.get("state", ""),
            "start": found.get("start"),
            "end": found.get("end"),
            "is_outside": bool(found.get("outside")),
        }
