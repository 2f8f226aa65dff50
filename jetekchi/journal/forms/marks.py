"""Filters of the lists behind the figures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jetekchi.core import dates
from jetekchi.core.forms import DateField, DateInput
from jetekchi.organisation.models import Student, Subject, Term

VALUE_NAMES = {
    "": _("all marks"),
    "5": "5",
    "4": "4",
    "3": "3",
    "2": "2",
    "na": _("not attested"),
    "exempt": _("exempt"),
    "pass": _("passed"),
    "fail": _("not passed"),
    "unmarked": _("without a mark"),
    "counted": _("all who count (N)"),
    "success": _("success: 5, 4, 3"),
    "quality": _("quality: 5, 4"),
    "mean": _("figures only"),
}
LEVEL_NAMES = {
    "": _("all students"),
    "excellent": _("excellent (only 5)"),
    "good": _("good (only 5 and 4)"),
    "one_four": _("one single 4"),
    "one_three": _("one single 3"),
    "failing": _("failing"),
    "succeeding": _("succeeding"),
    "quality": _("excellent and good"),
    "counted": _("all who count (N)"),
}
KIND_NAMES = {
    "": _("all signs"),
    "missed": _("missed lessons"),
    "ill": _("ill"),
    "valid": _("valid reason"),
    "unexcused": _("without a reason"),
    "late": _("late"),
    "unknown": _("absent, reason not known yet"),
}


LESSONS = [("", _("all lessons")), *((str(number), str(number)) for number in range(1, 13))]


def _weekdays() -> list[tuple[str, str | Promise]]:
    return [("", _("all days")), *((str(number + 1), dates.weekday(number)) for number in range(6))]


class _Search(forms.Form):
    is_search = True


def _term_choices(terms: Iterable[Term]) -> list[tuple[str, str]]:
    return [(str(term.pk), str(term)) for term in terms]


class MarksFilter(_Search):
    """Which marks: of a term, a subject, a value."""

    term = forms.ChoiceField(label=_("Term"))
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    value = forms.ChoiceField(label=_("Mark"), required=False, choices=list(VALUE_NAMES.items()))

    def __init__(self, data: Any, *, terms: Iterable[Term], subjects: Iterable[Subject]) -> None:
        super().__init__(data)
        self.fields["term"].choices = _term_choices(terms)  # type: ignore[attr-defined]
        names = [(str(subject.pk), str(subject)) for subject in subjects]
        self.fields["subject"].choices = [("", _("all subjects")), *names]  # type: ignore[attr-defined]


class SheetFilter(_Search):
    """Which students: of a term, who finished it in a certain way."""

    term = forms.ChoiceField(label=_("Term"))
    level = forms.ChoiceField(label=_("Students"), required=False, choices=list(LEVEL_NAMES.items()))

    def __init__(self, data: Any, *, terms: Iterable[Term]) -> None:
        super().__init__(data)
        self.fields["term"].choices = _term_choices(terms)  # type: ignore[attr-defined]


class AbsencesFilter(_Search):
    """Which missed lessons: of a sign, a period, a student, a day of the week, a lesson of the day, a subject."""

    kind = forms.ChoiceField(label=_("Sign"), required=False, choices=list(KIND_NAMES.items()))
    from_on = DateField(label=_("From"), required=False, widget=DateInput)
    to_on = DateField(label=_("To"), required=False, widget=DateInput)
    student = forms.ChoiceField(label=_("Student"), required=False)
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), required=False, coerce=int, empty_value=None, choices=_weekdays
    )
    lesson = forms.TypedChoiceField(
        label=_("Lesson"), required=False, coerce=int, empty_value=None, choices=LESSONS
    )
    subject = forms.ChoiceField(label=_("Subject"), required=False)

    def __init__(self, data: Any, *, students: Iterable[Student], subjects: Iterable[Subject]) -> None:
        super().__init__(data)
        taught = [(str(subject.pk), str(subject)) for subject in subjects]
        self.fields["subject"].choices = [("", _("all subjects")), *taught]  # type: ignore[attr-defined]
        names = [(str(student.pk), student.person.name) for student in students]
        self.fields["student"].choices = [("", _("all students")), *names]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """The address says `from` and `to`, which Python keeps for itself."""
        return {"from_on": "from", "to_on": "to"}.get(field_name, field_name)
