"""The week as a form: one block of fields a line, overlapping lines refused beside the line, nothing typed lost."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models.schedules import LAST_WEEKDAY, MOST_LINES
from jetekchi.organisation.selectors.schedule_desk import NOT_IN_FORCE, STATES
from jetekchi.organisation.selectors.schedules import Line, weekday_name

PREFIX = "line"
# Empty lines below what is written; saving with them filled brings new ones.
SPARE = 3
ASKED = {
    "end": _("Write until when it lasts."),
    "start": _("Write from when."),
    "weekday": _("Choose the day."),
    "what": _("Write what is done at this time."),
}


class LineForm(forms.Form):
    """One line of the week. A line without times and words is no line: clearing it takes it out."""

    weekday = forms.ChoiceField(label=_("Day"), required=False)
    start = forms.TimeField(label=_("From"), required=False)
    end = forms.TimeField(label=_("Till"), required=False)
    what = forms.CharField(
        label=_("What"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"list": "week-what", "autocomplete": "off", "placeholder": _("What")}),
    )
    where = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"list": "week-where", "autocomplete": "off", "placeholder": _("Where")}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [(str(number), weekday_name(number)) for number in range(1, LAST_WEEKDAY + 1)]
        self.fields["weekday"].choices = [("", "–"), *days]  # type: ignore[attr-defined]

    @property
    def is_blank(self) -> bool:
        """Whether the person wrote nothing here; the day alone says nothing."""
        return not any(str(self[name].value() or "").strip() for name in ("start", "end", "what", "where"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_blank:
            return data
        for name, words in ASKED.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The end lies before the beginning."))
        return data

    @property
    def line(self) -> Line | None:
        """The line, when it is whole."""
        data = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        if self.is_blank or self.errors or not data:
            return None
        what, where = mend(data["what"]).strip(), mend(data["where"]).strip()
        return Line(
            int(data["weekday"]), data["start"].replace(second=0), data["end"].replace(second=0), what, where
        )


if TYPE_CHECKING:
    BaseLines = forms.BaseFormSet[LineForm]
else:
    BaseLines = forms.BaseFormSet


class BaseWeek(BaseLines):
    """All lines of the week; those that fall into the same time are refused beside the later one."""

    def clean(self) -> None:
        kept = sorted(
            ((form.line, place, form) for place, form in enumerate(self.forms) if form.line),
            key=lambda one: (one[0], one[1]),
        )
        latest: Line | None = None
        for line, _place, form in kept:
            assert line is not None
            if latest is not None and latest.overlaps(line):
                words = {"times": latest.times, "what": latest.what}
                form.add_error("start", _("Overlaps with %(times)s, “%(what)s”.") % words)
            if latest is None or line.weekday != latest.weekday or line.end > latest.end:
                latest = line

    @property
    def lines(self) -> list[Line]:
        """What was written."""
        return [form.line for form in self.forms if form.line]


WeekForms: type[BaseWeek] = forms.formset_factory(  # type: ignore[assignment]
    LineForm, formset=BaseWeek, extra=0, max_num=MOST_LINES + SPARE, absolute_max=MOST_LINES + 20
)


def week_forms(data: Any, lines: list[Line]) -> BaseWeek:
    """The lines as they stand with some empty ones; an empty week offers its days."""
    initial: list[dict[str, Any]] = [
        {
            "weekday": str(one.weekday),
            "start": one.start,
            "end": one.end,
            "what": one.what,
            "where": one.where,
        }
        for one in sorted(lines)
    ]
    initial += [{} for _spare in range(SPARE)] if initial else [{"weekday": str(day)} for day in range(1, 6)]
    # Each line is read as it was sent, also one that equals what stood there before.
    return WeekForms(data, initial=initial, prefix=PREFIX, form_kwargs={"empty_permitted": False})


class FromForm(forms.Form):
    """From which day it counts; the mark of what the window showed travels along."""

    from_on = DateField(label=_("In force from"), help_text=_("Never earlier than the day of the approval."))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


# What is offered while one types; anything else may be written.
OFFERED_WHAT = (
    _("Class hour"),
    _("Individual work with students"),
    _("Meeting with parents"),
    _("Work with the class's papers"),
    _("Meeting with the class's teachers"),
    _("Duty in the lyceum"),
    _("Methodological work"),
    _("Check of attendance"),
)
OFFERED_WHERE = (_("Classroom"), _("Teachers' room"), _("Assembly hall"), _("Library"))


class ScheduleSearch(forms.Form):
    """Search above the list of schedules."""

    is_search = True
    q = forms.CharField(label=_("Name or class"), required=False, max_length=80, widget=forms.SearchInput())
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (NOT_IN_FORCE, _("nothing in force")),
            *((key, words) for key, (_dye, words) in STATES.items() if key),
        ],
    )
