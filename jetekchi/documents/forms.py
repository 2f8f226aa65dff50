"""Fields and their parsing; what a state allows is asked of the services."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField, Picker
from jetekchi.core.kyrgyz import mend
from jetekchi.documents.models import ApprovalRoute, ControlledDocument, Directive, RequiredReader


class MendedText(forms.CharField):
    """Typed words as they should be kept: right letters, no control characters."""

    def to_python(self, value: Any) -> str:
        return mend(super().to_python(value) or "")


class SignForm(forms.Form):
    """Who one is, shown anew; the fingerprint of what was shown travels along."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Confirms that it is you who signs."),
    )
    code = forms.CharField(
        label=_("One-time code"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, with_code: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_code:
            self.fields["code"].required = True
        else:
            del self.fields["code"]


class DecisionForm(SignForm):
    """The answer of an office."""

    remark = MendedText(
        label=_("Remark"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return the document; if you agree, it goes along as your remark."),
    )
    field_order = ("remark", "password", "code", "seen")


class ScheduleDecisionForm(SignForm):
    """The director approves a work schedule with a signature, or returns it with remarks and without one."""

    remark = MendedText(
        label=_("Remarks"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return the schedule."),
    )
    field_order = ("remark", "password", "code", "seen")

    def __init__(self, *args: Any, returns: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password", "code"):
            if returns and name in self.fields:
                self.fields[name].required = False


class ForceForm(SignForm):
    """The day from which an edition counts."""

    from_on = DateField(label=_("In force from"), widget=forms.DateInput)
    field_order = ("from_on", "password", "code", "seen")


class ChangeForm(SignForm):
    """A row of the register of changes."""

    replaced_sheet = MendedText(label=_("Number of the replaced sheet"), max_length=80)
    basis = MendedText(
        label=_("Basis (document)"), max_length=200, help_text=_("For example: order № 14 of 3 May")
    )
    entered_on = DateField(label=_("Date of the change"), widget=forms.DateInput)
    field_order = ("replaced_sheet", "basis", "entered_on", "password", "code", "seen")


class ImportForm(forms.Form):
    """A file and what it is."""

    file = forms.FileField(label=_("File"), help_text=_("Word (.docx) or plain text (.txt)"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ControlledDocument.Kind.choices)
    code = MendedText(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("A known code makes a new edition of that document."),
    )
    title = MendedText(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("Of a job instruction it is taken from the text."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES, initial="ky")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_instruction = cleaned.get("kind") == ControlledDocument.Kind.JOB_INSTRUCTION
        if not is_instruction:
            for name in ("code", "title"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for this kind of document."))
        return cleaned


class ConfirmImportForm(forms.Form):
    """The previewed file, sent back unchanged."""

    name = forms.CharField(max_length=255, widget=forms.HiddenInput)
    code = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=settings.LANGUAGES, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput)


class TextForm(forms.Form):
    """A corrected text in place of one that is not in force."""

    file = forms.FileField(
        label=_("File with the corrected text"), help_text=_("Word (.docx) or plain text (.txt)")
    )


class RouteForm(forms.Form):
    """Which offices are asked, and how."""

    order = forms.ChoiceField(label=_("Order"), choices=ApprovalRoute.Order.choices, widget=forms.RadioSelect)
    offices = forms.MultipleChoiceField(label=_("Offices"), widget=Picker)
    added = MendedText(
        label=_("One more office"),
        max_length=200,
        required=False,
        help_text=_("It is added at the end, its seat vacant."),
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].choices = choices  # type: ignore[attr-defined]
        self.fields["offices"].required = False


class VacantForm(forms.Form):
    """Why a vacant seat is skipped."""

    reason = MendedText(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReadersForm(forms.Form):
    """Who must know a document."""

    audiences = forms.MultipleChoiceField(
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[c for c in RequiredReader.Audience.choices if c[0] not in {"office", "person"}],
    )
    offices = forms.MultipleChoiceField(label=_("Holders of offices"), required=False, widget=Picker)
    people = forms.MultipleChoiceField(label=_("People"), required=False, widget=Picker)

    def __init__(
        self, *args: Any, offices: list[tuple[int, str]], people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offices"].choices = offices  # type: ignore[attr-defined]
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class DirectiveForm(forms.Form):
    """A new directive."""

    number = MendedText(label=_("Number"), max_length=32)
    given_on = DateField(label=_("Given on"), widget=forms.DateInput)
    executor = forms.TypedChoiceField(label=_("Executor"), coerce=int)
    due_on = DateField(label=_("Due"), widget=forms.DateInput)
    text = MendedText(
        label=_("What is to be done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody is chosen beforehand: a directive must not go to the first of the list by a slip of the hand.
        self.fields["executor"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]


class EvidenceForm(forms.Form):
    """What shows that a directive is done."""

    evidence = MendedText(
        label=_("What was done, what shows it"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    upload = forms.FileField(label=_("File"), required=False)


class ReasonForm(forms.Form):
    """Why a directive is not done."""

    reason = MendedText(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The answer to a reason."""

    answer = MendedText(
        label=_("Answer"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DirectiveFilter(forms.Form):
    """What to find among directives."""

    is_search = True
    text = forms.CharField(label=_("Number or executor"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All states")),
            ("overdue", _("overdue")),
            ("standing", _("all but withdrawn")),
            *Directive.Status.choices,
        ],
    )
    start = DateField(label=_("Given from"), required=False, widget=forms.DateInput)
    end = DateField(label=_("Until"), required=False, widget=forms.DateInput)


class DocumentFilter(forms.Form):
    """What to find among documents."""

    is_search = True
    text = forms.CharField(label=_("Title or code"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *ControlledDocument.Kind.choices]
    )
    read = forms.ChoiceField(
        label=_("Acquaintance"),
        required=False,
        choices=[("", _("all")), ("signed", _("read and signed")), ("due", _("still to be signed"))],
    )
    # Whose signatures a figure counted; empty for the own ones.
    reader = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by; a wrong value is simply not used."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CheckForm(forms.Form):
    """A file to be compared with what was signed."""

    file = forms.FileField(label=_("File to check"))


class CheckPaperForm(forms.Form):
    """What a stranger has: the code, the file, or both."""

    # Longer than any code, so that what was typed wrongly is answered as what is unknown.
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Twelve signs beside the square at the foot of the paper, for example ABCD-EFGH-JKMN."),
    )
    file = forms.FileField(
        label=_("File (PDF)"),
        required=False,
        allow_empty_file=True,
        help_text=_("The file is compared and not kept."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        file = found.get("file")
        if file is not None and file.size > settings.ATTACHMENT_MAX_BYTES:
            self.add_error("file", _("The file is larger than 10 MB. Make it smaller and add it again."))
        if not self.errors and not found.get("code") and file is None:
            raise forms.ValidationError(_("Type the code or add the file."), code="nothing")
        return found


class OutsideSignatureForm(forms.Form):
    """A signature made with one's own certificate."""

    file = forms.FileField(
        label=_("Signature file (.p7s)"),
        help_text=_("A detached CMS signature under the PDF of this page, byte for byte."),
    )


class ScanForm(forms.Form):
    """A print signed by hand and scanned back."""

    file = forms.FileField(label=_("Scan (PDF, JPEG or PNG)"))
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Only when the square cannot be read: the twelve signs beside it."),
    )
    is_looked_at = forms.BooleanField(
        label=_("I have looked: this picture shows the paper with this code, signed"),
        required=False,
        help_text=_(
            "Only with a typed code. The paper will say that its code was not read from the picture."
        ),
    )
