"""What is typed about a lesson: its roll, its topic, another time, how a difference was settled."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jetekchi.core.forms import Chips, DateField, DateInput, SeenForm
from jetekchi.core.http import is_number
from jetekchi.organisation.models import Staff

# What a tapped name may mean; the first one holds until another is chosen.
REASONS = (
    ("unknown", _("not known yet")),
    ("ill", _("ill")),
    ("valid", _("valid reason")),
    ("without", _("without a reason")),
    ("late", _("late")),
    ("exempt", _("exempt")),
)
STATUSES = (("present", _("present")), *REASONS)
MOST_MINUTES = 90


class RollForm(forms.Form):
    """The roll of one lesson: a tapped name `a<key>`, its reason `w<key>`, its minutes `m<key>`; nothing else is read.

    Who stands on the list is asked where it is saved, under the lock of the lesson.
    """

    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=200, required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.typed: dict[int, tuple[str, int | None]] = {}

    def clean(self) -> dict[str, Any]:
        """Statuses by student; what was typed is kept for the page also when something in it is wrong."""
        known = dict(REASONS)
        for name in self.data:
            if not (name.startswith("a") and is_number(name[1:]) and self.data.get(name)):
                continue
            pk = int(name[1:])
            status = self.data.get(f"w{pk}", "")
            status = status if status in known else "unknown"
            minutes = self._minutes(pk) if status == "late" else None
            self.typed[pk] = (status, minutes)
        return {**self.cleaned_data, "typed": self.typed}

    def _minutes(self, pk: int) -> int | None:
        text = str(self.data.get(f"m{pk}", "")).strip()
        minutes = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if 1 <= minutes <= MOST_MINUTES:
            return minutes
        message = str(_("Write how many minutes late the student came: from 1 to 90."))
        if message not in self.non_field_errors():
            self.add_error(None, message)
        return None


class LessonForm(SeenForm):
    """What the lesson was about and what is to be done at home."""

    topic = forms.CharField(label=_("Topic"), max_length=300, required=False)
    homework = forms.CharField(
        label=_("Homework"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettleForm(forms.Form):
    """What holds where two rolls differ."""

    decided = forms.ChoiceField(label=_("What holds"), choices=STATUSES, widget=Chips)
    minutes = forms.IntegerField(label=_("Minutes late"), min_value=1, max_value=MOST_MINUTES, required=False)
    words = forms.CharField(label=_("How it was found out"), max_length=300)


class LessonChangeForm(forms.Form):
    """A lesson that does not take place as the timetable has it."""

    DEEDS = (
        ("cancel", pgettext_lazy("lesson deed", "cancel")),
        ("move", pgettext_lazy("lesson deed", "move to another time")),
        ("substitute", pgettext_lazy("lesson deed", "give to a substitute")),
        ("restore", pgettext_lazy("lesson deed", "restore")),
    )

    deed = forms.ChoiceField(label=_("What is done"), choices=DEEDS, widget=Chips)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    on = DateField(label=_("New day"), required=False, widget=DateInput)
    number = forms.IntegerField(label=_("New lesson number"), min_value=1, max_value=12, required=False)
    substitute = forms.ChoiceField(label=_("Substitute"), required=False)

    def __init__(
        self, data: Any = None, *, people: Iterable[Staff], why_not: Callable[[date], str], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.why_not = why_not
        self.people = {str(one.pk): one for one in people}
        names = [(pk, one.person.name) for pk, one in self.people.items()]
        self.fields["substitute"].choices = [("", "–"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Each deed asks for its own; a lesson moves to a day with lessons, `why_not` says what stands against one."""
        data = super().clean() or {}
        deed = data.get("deed")
        if deed == "move":
            for name in ("on", "number"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Write when the lesson takes place."))
            if data.get("on") and (why := self.why_not(data["on"])):
                self.add_error("on", why)
        if deed == "substitute" and not data.get("substitute"):
            self.add_error("substitute", _("Choose who gives the lesson."))
        if deed in ("move", "cancel") and not data.get("reason"):
            self.add_error("reason", _("Write the reason."))
        data["substitute"] = self.people.get(data.get("substitute") or "")
        return data


class DayFilter(forms.Form):
    """Which day."""

    is_search = True
    day = DateField(label=_("Day"), required=False, widget=DateInput)


class MakeLessonsForm(forms.Form):
    """For which days lessons are made of the timetable."""

    first = DateField(label=_("From"), widget=DateInput)
    last = DateField(label=_("Till"), widget=DateInput)
    weekday = forms.TypedChoiceField(
        label=_("By the timetable of"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only where a day works by the timetable of another one."),
    )

    def __init__(self, data: Any = None, *, weekdays: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        choices = [("", _("each day's own")), *((str(number), name) for number, name in weekdays)]
        self.fields["weekday"].choices = choices  # type: ignore[attr-defined]


class BellsForm(forms.Form):
    """The bells of a shift: one lesson a line."""

    shift = forms.TypedChoiceField(
        label=_("Shift"), coerce=int, choices=[("1", "1"), ("2", "2"), ("3", "3")], widget=Chips
    )
    name = forms.CharField(label=capfirst(_("name")), max_length=80)
    times = forms.CharField(
        label=_("Lessons, one a line"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For example 8:00-8:45."),
    )

    def clean_times(self) -> list[tuple[Any, Any]]:
        """«8:00-8:45» a line."""
        field = forms.TimeField(input_formats=["%H:%M", "%H.%M"])
        found = []
        for line in self.cleaned_data["times"].replace("–", "-").splitlines():
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split("-")]
            try:
                start, end = (field.clean(part) for part in parts)
            except (ValueError, forms.ValidationError) as error:
                raise forms.ValidationError(
                    _("The line «%(line)s» is not two times. Write for example 8:00-8:45."),
                    params={"line": line.strip()[:40]},
                ) from error
            if end <= start:
                raise forms.ValidationError(
                    _("In the line «%(line)s» the end is not after the beginning."),
                    params={"line": line.strip()[:40]},
                )
            found.append((start, end))
        if not 1 <= len(found) <= 12:
            raise forms.ValidationError(_("Write one to twelve lessons."))
        return found
