"""One small form a class: where it goes, under which label, with whom and by which order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField, Picker
from jetekchi.organisation.forms.common import MendedForm
from jetekchi.organisation.selectors.next_year import GRADUATE, NEXT, STAY, ClassAhead


class ClassAheadForm(MendedForm):
    """The fate of one class; what is prefilled may be changed."""

    fate = forms.ChoiceField(
        label=_("What becomes of the class"),
        choices=[(NEXT, _("goes on")), (GRADUATE, _("graduates")), (STAY, _("stays as it is"))],
        widget=forms.RadioSelect,
    )
    label = forms.CharField(label=_("New label"), max_length=24, required=False)
    grade = forms.IntegerField(label=_("New grade"), min_value=1, max_value=12, required=False)
    students = forms.TypedMultipleChoiceField(
        label=_("Who goes with the class"), coerce=int, widget=Picker, required=False
    )
    order_no = forms.CharField(label=_("New order number"), max_length=32, required=False)
    order_on = DateField(label=_("Date of the order"), required=False)

    def __init__(self, *args: Any, ahead: ClassAhead, **kwargs: Any) -> None:
        everybody = [row.student_id for row in ahead.rows]
        initial = {"fate": ahead.fate, "label": ahead.label, "grade": ahead.grade, "students": everybody}
        kwargs |= {"prefix": f"class-{ahead.group.pk}", "initial": initial}
        super().__init__(*args, **kwargs)
        self.ahead = ahead
        names = [(row.student_id, row.student.person.name) for row in ahead.rows]
        self.fields["students"].choices = names  # type: ignore[attr-defined]
        if ahead.appointment is None:
            del self.fields["order_no"], self.fields["order_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("fate") == NEXT and not data.get("label") and "label" not in self.errors:
            self.add_error("label", _("Write what the class is called in the new year."))
        if "order_on" in self.fields and "order_on" not in self.errors:
            if data.get("order_no") and not data.get("order_on"):
                self.add_error("order_on", _("Write the date of the order too."))
            if data.get("order_on") and not data.get("order_no"):
                self.add_error("order_no", _("Write the number of the order too."))
        return data

    @property
    def plan(self) -> dict[str, Any]:
        """The cleaned words as the service takes them."""
        data = self.cleaned_data
        names = ("fate", "label", "grade", "order_no", "order_on")
        words = {name: data[name] for name in names if name in data}
        return {"class_group": self.ahead.group, "students": frozenset(data["students"]), **words}


class CarryForm(MendedForm):
    """What holds for all classes; refusals of the whole deed stand here."""

    order_no = forms.CharField(
        label=_("Number of the order on the move to the next grade"), max_length=32, required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


def refuse_twins(rows: Sequence[ClassAheadForm]) -> bool:
    """Whether two classes would be called the same; it is said beside each label after the first."""
    seen: set[str] = set()
    found = False
    for row in rows:
        label = row.cleaned_data["label"] if row.cleaned_data["fate"] == NEXT else ""
        if label and label in seen:
            row.add_error("label", _("Another class gets this label."))
            found = True
        seen.add(label)
    return found
