"""The quick entry, its correction, and the filters of the list."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import Chips, ChipsMany, DateField, DateInput, FilesField, Picker
from jetekchi.core.http import is_number
from jetekchi.worklog import selectors
from jetekchi.worklog.forms.choices import GuardiansField, KindChips, PeopleField, StudentsField

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, User

FIRST_CHIPS = 8
RESTRICTIONS = (
    ("", _("as usual for this kind")),
    ("yes", _("restricted")),
    ("no", _("open to the offices above")),
)
PEOPLE = ("students", "guardians", "colleagues", "readers")


def none() -> Any:
    """Nobody to choose from until the class is known."""
    return selectors.colleagues().none()


class RecordForm(forms.Form):
    """Kind, students, words; everything else has a sensible default and may stay closed."""

    kind = forms.ChoiceField(label=_("What was it?"), widget=KindChips)
    students = StudentsField(queryset=none(), required=False, label=_("With whom?"), widget=Picker)
    about_group = forms.BooleanField(required=False, label=_("With the whole class or group"))
    text = forms.CharField(
        label=_("What was done?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "data-behaviour": "autosize"}),
    )
    on = DateField(label=_("Day"), widget=DateInput)
    agreement = forms.CharField(
        required=False, max_length=2000, label=_("What was agreed?"), widget=forms.Textarea(attrs={"rows": 2})
    )
    follow_up_on = DateField(
        required=False,
        label=_("Come back to it on"),
        widget=DateInput,
        help_text=_("It will wait on your first page."),
    )
    guardians = GuardiansField(
        queryset=none(), required=False, label=_("Parents and guardians"), widget=Picker
    )
    colleagues = PeopleField(queryset=none(), required=False, label=_("Colleagues"), widget=Picker)
    clauses = forms.MultipleChoiceField(
        required=False,
        label=_("Clauses"),
        widget=ChipsMany,
        help_text=_("Choose here only when it counts for other clauses than the kind proposes."),
    )
    uploads = FilesField(required=False, label=_("Files"))
    restriction = forms.ChoiceField(
        required=False,
        choices=RESTRICTIONS,
        widget=Chips,
        label=_("Who may read it?"),
        help_text=_(
            "A restricted entry is read by you, the leader of the class, the director and those named below."
        ),
    )
    readers = PeopleField(queryset=none(), required=False, label=_("Who else may read it"), widget=Picker)

    def __init__(
        self,
        *args: Any,
        class_group: "ClassGroup",
        user: "User",
        first_kind: str = "",
        keep: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = selectors.offered_kinds(also=[keep])
        kinds.sort(key=lambda kind: kind.code != first_kind)
        kind: Any = self.fields["kind"]
        kind.choices = [(item.code, str(item)) for item in kinds]
        kind.widget.clauses = {item.code: item.clauses for item in kinds}
        fields: dict[str, Any] = self.fields
        fields["students"].queryset = selectors.students_of_class(class_group)
        fields["guardians"].queryset = selectors.guardians_of_class(class_group)
        fields["colleagues"].queryset = selectors.colleagues()
        fields["readers"].queryset = selectors.possible_readers().exclude(pk=user.pk)
        fields["clauses"].choices = [(number, number) for number in selectors.CLAUSE_NUMBERS]
        fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @property
    def first_kinds(self) -> list[Any]:
        """The chips in sight."""
        return list(self["kind"].subwidgets)[:FIRST_CHIPS]

    @property
    def other_kinds(self) -> list[Any]:
        """The chips behind «all kinds»."""
        return list(self["kind"].subwidgets)[FIRST_CHIPS:]

    @property
    def proposed(self) -> list[str]:
        """The clauses of the kind that is chosen now."""
        kind: Any = self.fields["kind"]
        return list(kind.widget.clauses.get(self["kind"].value() or "", []))

    @property
    def is_opened(self) -> bool:
        """Whether something behind «more» was filled in or is wrong, so that it must not stay closed."""
        more = (
            "on",
            "agreement",
            "follow_up_on",
            "guardians",
            "colleagues",
            "clauses",
            "uploads",
            "restriction",
        )
        filled = any(self[name].value() for name in more if name != "on")
        return filled or any(name in self.errors for name in (*more, "readers"))

    @property
    def names_a_stranger(self) -> bool:
        """Whether somebody or something was named that this form does not offer."""
        bad = {"invalid_choice", "invalid_pk_value", "invalid_list"}
        return any(error.code in bad for errors in self.errors.as_data().values() for error in errors)

    def work(self) -> dict[str, Any]:
        """The cleaned words as the service takes them."""
        work = {
            name: value for name, value in self.cleaned_data.items() if name not in ("restriction", "uploads")
        }
        work["is_restricted"] = {"yes": True, "no": False}.get(self.cleaned_data["restriction"])
        work["files"] = self.cleaned_data["uploads"]
        work["clauses"] = self.cleaned_data["clauses"] or None
        return work


class FollowUpForm(forms.Form):
    """What came of it."""

    note = forms.CharField(
        required=False, max_length=2000, label=_("What came of it?"), widget=forms.Textarea(attrs={"rows": 2})
    )


class WithdrawForm(forms.Form):
    """Why an entry is withdrawn."""

    reason = forms.CharField(max_length=300, label=_("Why is it withdrawn?"))


class SilentFilter(forms.Form):
    """Which of the students nobody has written about; the class stays the one that is open."""

    is_search = True

    q = forms.CharField(required=False, max_length=200, label=_("Name"))
    which = forms.ChoiceField(
        required=False,
        label=_("Last entry"),
        choices=[("", _("all")), ("never", _("never")), ("before", _("long ago"))],
    )

    def __init__(self, *args: Any, class_pk: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=class_pk)

    def filters(self) -> dict[str, str]:
        """What the list is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        return {"words": self.cleaned_data.get("q", ""), "which": self.cleaned_data.get("which", "")}


class FilterForm(forms.Form):
    """The filters of the list; each may stay empty, a wrong value is simply not used."""

    is_search = True

    q = forms.CharField(required=False, max_length=200, label=_("Words or name"))
    group = forms.ChoiceField(required=False, label=_("Class or group"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    clause = forms.ChoiceField(required=False, label=_("Clause"))
    person = forms.ChoiceField(required=False, label=_("Author"))
    start = DateField(required=False, label=_("From"), widget=DateInput)
    end = DateField(required=False, label=_("Until"), widget=DateInput)
    restricted = forms.BooleanField(required=False, label=_("restricted only"))
    struck = forms.BooleanField(required=False, label=_("with corrected and withdrawn ones"))
    student = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = str(self.data.get("group") or "")
        classes = selectors.classes_with_work(user, int(asked) if is_number(asked) else None)
        choices: dict[str, list[tuple[str, str]]] = {
            "group": [(str(group.pk), str(group)) for group in classes],
            "kind": [(kind.code, str(kind)) for kind in selectors.all_kinds()],
            "clause": [(number, number) for number in selectors.CLAUSE_NUMBERS],
            "person": [(str(author.pk), author.name) for author in selectors.authors(user)],
        }
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *options]
        # A class that a figure leads to is never left out: the list would show more than the figure counts.
        if len(choices["group"]) < 2 and not asked:
            del self.fields["group"]
        if len(choices["person"]) < 2:
            del self.fields["person"]

    def filters(self) -> selectors.EntryFilters:
        """What the list is narrowed by."""
        self.full_clean()
        found = self.cleaned_data
        return selectors.EntryFilters(
            class_group=int(found["group"]) if found.get("group") else None,
            student=found.get("student"),
            kind=found.get("kind", ""),
            clause=found.get("clause", ""),
            person=int(found["person"]) if found.get("person") else None,
            start=found.get("start"),
            end=found.get("end"),
            words=found.get("q", ""),
            restricted=bool(found.get("restricted")),
            with_struck=bool(found.get("struck")),
        )
