"""Forms of self-government: the list of offices, holders, assignments and reports."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import Chips, DateField
from jetekchi.organisation.models import Student
from jetekchi.plan.models import Assignment, ClassOffice


def area(rows: int) -> forms.Textarea:
    """A text field that grows with its words."""
    return forms.Textarea(attrs={"rows": rows, "data-behaviour": "autosize"})


def student_field() -> "forms.ModelChoiceField[Student]":
    """One student of the class; the form fills the list."""
    return forms.ModelChoiceField(
        label=_("Student"), queryset=Student.objects.none(), empty_label=_("Choose")
    )


class OfficeForm(forms.Form):
    """An office or a sector of the lyceum's list."""

    name = forms.CharField(label=_("Name of the office"), max_length=120)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ClassOffice.Kind.choices, widget=Chips)
    order = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=9999)
    is_required = forms.BooleanField(label=_("Every class has it"), required=False)
    is_active = forms.BooleanField(label=_("Offered to the classes"), required=False)


class SeatForm(forms.Form):
    """Who was chosen openly by the meeting of the class."""

    office = forms.ChoiceField(label=_("Office"))
    student = student_field()
    from_on = DateField(label=_("Term from"))
    until_on = DateField(label=_("Term until"))

    def __init__(
        self, *args: Any, offices: Iterable[ClassOffice], students: Iterable[Student], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(one.code, str(one)) for one in offices]  # type: ignore[attr-defined]
        self.fields["student"].queryset = students  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """A term ends before its day."""

    until_on = DateField(label=_("Last day in the office"))
    because = forms.CharField(label=_("Why"), max_length=400, widget=area(2))


class AssignmentForm(forms.Form):
    """What a holder is asked to do."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Assignment.Kind.choices, widget=Chips)
    title = forms.CharField(label=_("What is to be done"), max_length=200)
    due_on = DateField(label=_("By when"))
    details = forms.CharField(label=_("Details"), required=False, max_length=1000, widget=area(2))


class ReportForm(forms.Form):
    """What was done."""

    report = forms.CharField(label=_("What was done"), max_length=4000, widget=area(4))


class RemarkForm(forms.Form):
    """Words of the class leader on a report."""

    remark = forms.CharField(label=_("Remark"), required=False, max_length=1000, widget=area(2))
