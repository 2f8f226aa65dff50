"""Parsing of what the leader, the head of upbringing and the keepers of the lists send."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jetekchi.core import dates
from jetekchi.core.forms import Chips, ConfirmForm, DateField, Picker, SeenForm, SignOrReturnForm
from jetekchi.organisation.models import Student
from jetekchi.plan.models import Direction, PlanItem

SCHOOL_MONTHS = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-behaviour": "autosize"})


class WordsForm(SeenForm):
    """The leader's own words of a plan."""

    # A draft may do without them, a signature not.
    later = ("aim", "tasks")
    analysis = forms.CharField(
        label=_("Analysis of the period before"), required=False, max_length=8000, widget=_area(4)
    )
    aim = forms.CharField(
        label=_("Aim"),
        required=False,
        max_length=2000,
        widget=_area(2),
        help_text=_("Without an aim and tasks the plan is not signed."),
    )
    tasks = forms.CharField(
        label=_("Tasks"),
        required=False,
        max_length=4000,
        widget=_area(4),
        help_text=_("A few, so that they are carried out."),
    )


def _months(months: Iterable[date]) -> list[tuple[str, str]]:
    return [(one.isoformat(), f"{dates.month_name(one)} {one.year}") for one in months]


class MonthField(forms.TypedChoiceField):
    """A month of the school year as its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=date.fromisoformat, empty_value=None, **kwargs)


class ItemForm(SeenForm):
    """One thing that is planned."""

    title = forms.CharField(label=_("What is planned"), max_length=200)
    direction = forms.ChoiceField(label=_("Direction"))
    month = MonthField(label=_("Month"))
    on = DateField(label=_("Day"), required=False, help_text=_("When it is known already; inside the month."))
    form = forms.CharField(label=_("Form"), required=False, max_length=80)
    responsible = forms.CharField(label=_("Who answers for it"), required=False, max_length=160)
    participants = forms.CharField(label=_("Participants"), required=False, max_length=200)
    expected = forms.CharField(label=_("Expected result"), required=False, max_length=400, widget=_area(2))
    students = forms.ModelMultipleChoiceField(
        label=_("Students it is meant for"), queryset=Student.objects.none(), required=False, widget=Picker
    )

    def __init__(
        self,
        *args: Any,
        directions: Sequence[Direction],
        months: Iterable[date],
        students: Iterable[Student],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [(one.code, str(one)) for one in directions]  # type: ignore[attr-defined]
        self.fields["month"].choices = _months(months)  # type: ignore[attr-defined]
        self.fields["students"].queryset = students  # type: ignore[attr-defined]


class QuickForm(forms.Form):
    """The shortest way: what, in which direction, in which month."""

    title = forms.CharField(label=_("What is planned"), max_length=200)
    direction = forms.ChoiceField(label=_("Direction"))
    month = MonthField(label=_("Month"))

    def __init__(
        self, *args: Any, directions: Sequence[Direction], months: Iterable[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [(one.code, str(one)) for one in directions]  # type: ignore[attr-defined]
        self.fields["month"].choices = _months(months)  # type: ignore[attr-defined]


class FillForm(forms.Form):
    """From where an empty plan is filled; of the country's dates those that are named."""

    source = forms.ChoiceField(choices=[(one.value, one.label) for one in PlanItem.Source if one != "own"])
    dates = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, dates: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dates"].choices = [(code, code) for code in dates]  # type: ignore[attr-defined]


class ShownForm(forms.Form):
    """An entry of the record of work, and the item that it shows."""

    entry = forms.IntegerField()
    item = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, items: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(pk, pk) for pk in items]  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """It was done: today unless another day is chosen; an entry that is there already may show it."""

    done_on = DateField(label=_("Done on"))
    result = forms.CharField(label=_("Result"), required=False, max_length=2000, widget=_area(2))
    entry = forms.TypedChoiceField(
        label=_("Entry that shows it"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Without a choice an entry of the record of work is written from this item."),
    )

    def __init__(self, *args: Any, entries: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [("", _("write a new entry")), *entries]  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """An entry of the record of work."""

    entry = forms.IntegerField()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=1000, widget=_area(2))


class MoveForm(ReasonForm):
    """To which month, and why."""

    month = MonthField(label=_("To which month"))
    field_order = ("month", "reason")

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = _months(months)  # type: ignore[attr-defined]


class SubmitForm(ConfirmForm):
    """Who submits shows who it is; after the day with the reason."""

    late_reason = forms.CharField(label=_("Why it is late"), max_length=2000, widget=_area(2))
    field_order = ("late_reason", "password", "code")

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_reason"]


class DecisionForm(SignOrReturnForm):
    """The head of upbringing approves with a signature, or returns with remarks and without one."""

    remark = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return the plan."),
    )
    field_order = ("remark", "password", "code")


class DayForm(forms.Form):
    """The day on which the institution's plan is approved."""

    half = forms.ChoiceField(
        label=_("Half-year"), choices=[("1", _("half-year I")), ("2", _("half-year II"))], widget=Chips
    )
    approval_on = DateField(label=_("The institution's plan is approved on"))


class DirectionForm(forms.Form):
    """A direction in the lyceum's words: what it is called, where it stands, what an item of it writes down."""

    name = forms.CharField(label=capfirst(_("name")), max_length=120)
    name_ru = forms.CharField(label=_("name in Russian"), max_length=120, required=False)
    name_en = forms.CharField(label=_("name in English"), max_length=120, required=False)
    part = forms.ChoiceField(label=_("part of the plan"), choices=Direction.Part.choices)
    kind = forms.ChoiceField(
        label=_("Kind of work"), help_text=_("An item that was done is written down as work of this kind.")
    )
    clauses = forms.MultipleChoiceField(label=_("clauses it serves"), required=False, widget=Picker)
    order = forms.IntegerField(
        label=_("place in the list"),
        min_value=1,
        max_value=999,
        help_text=_("The least number stands first."),
    )
    is_active = forms.BooleanField(label=_("offered in new plans"), required=False)

    def __init__(
        self, *args: Any, kinds: Iterable[tuple[str, str]], clauses: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["clauses"].choices = [(one, one) for one in clauses]  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """What stands above the lines of a template."""

    aim = forms.CharField(label=_("Aim"), required=False, max_length=2000, widget=_area(2))
    tasks = forms.CharField(label=_("Tasks"), required=False, max_length=4000, widget=_area(4))
    documents: Any = forms.ModelMultipleChoiceField(
        label=_("What the plan rests on"),
        queryset=None,
        required=False,
        widget=Picker,
        help_text=_(
            "Documents of the lyceum. Their editions in force are named in every plan of this grade."
        ),
    )

    def __init__(self, *args: Any, documents: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = documents  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line of a template."""

    title = forms.CharField(label=_("What is planned"), max_length=200)
    direction = forms.ChoiceField(label=_("Direction"))
    month = forms.TypedChoiceField(label=_("Month"), coerce=int)
    form = forms.CharField(label=_("Form"), required=False, max_length=80)
    responsible = forms.CharField(label=_("Who answers for it"), required=False, max_length=160)
    participants = forms.CharField(label=_("Participants"), required=False, max_length=200)
    expected = forms.CharField(label=_("Expected result"), required=False, max_length=400, widget=_area(2))

    def __init__(self, *args: Any, directions: Sequence[Direction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [(one.code, str(one)) for one in directions]  # type: ignore[attr-defined]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (month, dates.month_name(month).capitalize()) for month in SCHOOL_MONTHS
        ]
