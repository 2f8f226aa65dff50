"""What is typed where the timetable is made: an hour of the week, a part of the class, shifts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core import dates
from jetekchi.core.forms import Chips, DateField, DateInput, Picker
from jetekchi.journal.models import BellSchedule, ClassPart
from jetekchi.organisation.models import ClassGroup, Student, Teaching


class SlotForm(forms.Form):
    """What a class learns in an hour: subject with its teacher, part, room, from which day."""

    seen = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    teaching = forms.ChoiceField(
        label=_("Subject and teacher"),
        help_text=_("Who gives a lesson elsewhere at that time is named with the class."),
    )
    part = forms.ChoiceField(label=_("Who learns it"), required=False, widget=Chips)
    room = forms.CharField(label=_("Room"), max_length=40, required=False)
    from_on = DateField(label=_("From which day"), widget=DateInput)

    def __init__(
        self,
        data: Any = None,
        *,
        teachings: Sequence[tuple[Teaching, str]],
        parts: Sequence[ClassPart],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.teachings = {str(one.pk): one for one, _busy in teachings}
        self.parts = {str(part.pk): part for part in parts}
        names = [(str(one.pk), _named(one, busy)) for one, busy in teachings]
        self.fields["teaching"].choices = [("", "–"), *names]  # type: ignore[attr-defined]
        whole = [("", _("the whole class"))]
        self.fields["part"].choices = whole + [(pk, one.name) for pk, one in self.parts.items()]  # type: ignore[attr-defined]
        if not parts:
            self.fields["part"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """The chosen records instead of their keys."""
        data = super().clean() or {}
        data["teaching"] = self.teachings.get(data.get("teaching") or "")
        data["part"] = self.parts.get(data.get("part") or "")
        return data


def _named(teaching: Teaching, busy: str) -> str:
    words = {"subject": teaching.subject, "name": teaching.teacher.person.brief_name, "label": busy}
    if busy:
        return _("%(subject)s – %(name)s (at that time in %(label)s)") % words
    return f"{teaching.subject} – {teaching.teacher.person.brief_name}"


class EndSlotForm(forms.Form):
    """From which day a lesson stands no longer."""

    seen = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    from_on = DateField(label=_("From which day"), widget=DateInput)


class PartForm(forms.Form):
    """The name of a part and its students, ticked on the list of the class, from which day on."""

    name = forms.CharField(label=_("name"), max_length=40)
    from_on = DateField(
        label=_("From which day"),
        help_text=_("Lessons before this day keep the students that they had."),
        widget=DateInput,
    )
    students = forms.MultipleChoiceField(label=_("Students"), required=False, widget=Picker)

    def __init__(
        self, data: Any = None, *, students: Iterable[Student], beside: Mapping[int, str], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.known = {str(one.pk): one for one in students}
        self.fields["students"].choices = [  # type: ignore[attr-defined]
            (pk, f"{one.person.name} · {beside[one.pk]}" if one.pk in beside else one.person.name)
            for pk, one in self.known.items()
        ]

    def clean_students(self) -> list[Student]:
        """The ticked ones."""
        return [self.known[pk] for pk in self.cleaned_data["students"]]


class TakeBackForm(forms.Form):
    """Whose planned change does not happen, and the day from which it would have."""

    student = forms.ChoiceField(widget=forms.HiddenInput)
    day = DateField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, students: Sequence[Student]) -> None:
        super().__init__(data)
        self.students = {str(one.pk): one for one in students}
        self.fields["student"].choices = [(pk, "") for pk in self.students]  # type: ignore[attr-defined]

    def clean_student(self) -> Student:
        """The student of the class."""
        return self.students[self.cleaned_data["student"]]


class MoveForm(forms.Form):
    """Who of which part, into which other one, from which day on."""

    member = forms.ChoiceField(label=_("Student"))
    into = forms.ChoiceField(label=_("Into which part"))
    moves_on = DateField(
        label=_("From which day"),
        help_text=_("Lessons before this day stay in the journal of the part in which they were."),
        widget=DateInput,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        rows: Sequence[tuple[ClassPart, Sequence[Student], Sequence[tuple[date, Student]]]],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.parts = {str(part.pk): part for part, *_who in rows}
        self.members: dict[str, tuple[ClassPart, Student]] = {}
        grouped = [(part.name, self._choices(part, now, coming)) for part, now, coming in rows]
        grouped = [one for one in grouped if one[1]]
        self.fields["member"].choices = [("", "–"), *grouped]  # type: ignore[attr-defined]
        into = [("", "–"), *((pk, part.name) for pk, part in self.parts.items())]
        self.fields["into"].choices = into  # type: ignore[attr-defined]

    def _choices(
        self, part: ClassPart, now: Sequence[Student], coming: Sequence[tuple[date, Student]]
    ) -> list[tuple[str, str]]:
        """Whoever is in the part, and who comes into it: a planned move is taken back from its own day on."""
        labels = {f"{part.pk}-{one.pk}": one.person.name for one in now}
        self.members |= {f"{part.pk}-{one.pk}": (part, one) for one in now}
        for day, one in coming:
            key = f"{part.pk}-{one.pk}"
            self.members[key] = (part, one)
            words = {"name": one.person.name, "day": dates.official_date(day)}
            labels.setdefault(key, _("%(name)s (there from %(day)s)") % words)
        return list(labels.items())

    def clean_member(self) -> tuple[ClassPart, Student]:
        """The part with its student."""
        return self.members[self.cleaned_data["member"]]

    def clean_into(self) -> ClassPart:
        """The other part."""
        return self.parts[self.cleaned_data["into"]]


class ShiftsForm(forms.Form):
    """In which shift each class learns: `shift_<key of the class>`."""

    def __init__(
        self,
        data: Any = None,
        *,
        classes: Sequence[ClassGroup],
        schedules: Sequence[BellSchedule],
        placed: Mapping[int, int],
        **more: Any,
    ) -> None:
        super().__init__(data, **more)
        self.classes, self.schedules = classes, {one.pk: one for one in schedules}
        self.placed = placed
        self.first = schedules[0].pk if schedules else None
        for group in classes:
            self.fields[f"shift_{group.pk}"] = forms.TypedChoiceField(
                label=_("Shift of %(label)s") % {"label": group.label},
                coerce=int,
                choices=[(one.pk, str(one.shift)) for one in schedules],
                initial=placed.get(group.pk, self.first),
            )

    def rows(self) -> list[tuple[ClassGroup, Any]]:
        """Each class with its field."""
        return [(group, self[f"shift_{group.pk}"]) for group in self.classes]

    def moved(self) -> list[tuple[ClassGroup, BellSchedule]]:
        """The classes that come into another shift."""
        chosen = [(group, self.cleaned_data[f"shift_{group.pk}"]) for group in self.classes]
        return [
            (group, self.schedules[pk]) for group, pk in chosen if pk != self.placed.get(group.pk, self.first)
        ]
