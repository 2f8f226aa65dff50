"""Forms of the work with libraries."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import Chips, DateField, Picker
from jetekchi.organisation.models import Student
from jetekchi.plan.forms.offices import area
from jetekchi.plan.models import LibraryAnswer, LibraryKind, ReadingList

ONE_A_LINE = _("One line, one book.")


class LibraryForm(forms.Form):
    """Which library it is."""

    library = forms.ChoiceField(label=_("Library"), choices=LibraryKind.choices, widget=Chips)
    library_name = forms.CharField(
        label=_("Name of the library"),
        required=False,
        max_length=160,
        help_text=_("Needed for another library."),
    )


class RequestForm(LibraryForm):
    """What is asked."""

    theme = forms.CharField(label=_("Theme"), max_length=200)
    details = forms.CharField(label=_("Details"), required=False, max_length=1000, widget=area(2))
    needed_on = DateField(label=_("Needed by"))


class AnswerForm(forms.Form):
    """What the library answers; titles become a reading list of the class."""

    # The answer that the window showed, for a correction; it stays with a draft on the device.
    corrects = forms.IntegerField(
        required=False, widget=forms.HiddenInput(attrs={"data-kept": "true"}), min_value=1, max_value=2**53
    )
    text = forms.CharField(label=_("Answer"), max_length=4000, widget=area(3))
    titles = forms.CharField(
        label=_("Books for the class"), required=False, max_length=8000, widget=area(4), help_text=ONE_A_LINE
    )
    theme = forms.ChoiceField(
        label=_("Theme of the list"), choices=ReadingList.Theme.choices, initial=ReadingList.Theme.SUBJECT
    )

    def set_corrects(self, answer: LibraryAnswer) -> None:
        """The next save has seen this answer and corrects it; what was typed stays."""
        sent = cast(QueryDict, self.data).copy()
        sent["corrects"] = str(answer.pk)
        self.data = sent


class OutsideAnswerForm(AnswerForm):
    """The leader writes down what an outside library answered."""

    answered_by = forms.CharField(label=_("Who answered"), max_length=160)
    answered_on = DateField(label=_("Answered on"))
    field_order = ("answered_by", "answered_on", "text", "titles", "theme")


class ReadingListForm(forms.Form):
    """A list of books."""

    theme = forms.ChoiceField(label=_("Theme"), choices=ReadingList.Theme.choices, widget=Chips)
    title = forms.CharField(label=_("Name of the list"), max_length=160)
    for_whom = forms.CharField(label=_("For whom"), required=False, max_length=160)
    titles = forms.CharField(label=_("Books"), max_length=8000, widget=area(5), help_text=ONE_A_LINE)


class TitlesForm(forms.Form):
    """More books."""

    titles = forms.CharField(label=_("Add books"), max_length=8000, widget=area(3), help_text=ONE_A_LINE)


class ReadForm(forms.Form):
    """The book was read, or it was not after all."""

    is_read = forms.BooleanField(required=False)


class VisitForm(LibraryForm):
    """Where the class goes, when and what for."""

    on = DateField(label=_("Day"))
    purpose = forms.CharField(label=_("What for"), max_length=200)


class VisitDoneForm(forms.Form):
    """Who went and what came of it."""

    students = forms.ModelMultipleChoiceField(
        label=_("Who went"), queryset=Student.objects.none(), widget=Picker
    )
    outcome = forms.CharField(label=_("What came of it"), required=False, max_length=2000, widget=area(2))

    def __init__(self, *args: Any, students: Iterable[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = students  # type: ignore[attr-defined]
