"""Forms of classes: the class itself, appointment by order, deputy, hand-over, teaching."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField
from jetekchi.organisation.forms.common import MendedForm, NamedField
from jetekchi.organisation.models import ClassGroup, SchoolYear, Staff, Subject


def at_work() -> QuerySet[Staff]:
    """Colleagues who may be given work today."""
    today = timezone.localdate()
    return Staff.objects.filter(Q(dismissed_on=None) | Q(dismissed_on__gte=today)).select_related("person")


def staff_words(staff: Staff) -> str:
    """«Асанова Гүлмира, физика мугалими»."""
    return f"{staff.person.brief_name}, {staff.title}"


class ClassForm(MendedForm):
    """A class or a group: the label is free."""

    label = forms.CharField(
        label=_("Label"), max_length=24, help_text=_("As it stands on the door: 10-А, 3-топ.")
    )
    kind = forms.ChoiceField(
        label=_("Class or group"), choices=ClassGroup.Kind.choices, widget=forms.RadioSelect
    )
    grade = forms.IntegerField(
        label=_("Grade"), min_value=1, max_value=12, required=False, help_text=_("A group may have none.")
    )
    programme = forms.ChoiceField(
        label=_("Programme"), choices=ClassGroup.Programme.choices, widget=forms.RadioSelect
    )


class YearChoiceForm(forms.Form):
    """Which school year a list shows."""

    is_search = True
    year = forms.ModelChoiceField(
        label=_("School year"), queryset=SchoolYear.objects.all(), to_field_name="name"
    )


class AppointForm(MendedForm):
    """Who leads the class from which day, by which order (1.1)."""

    leader = NamedField(label=_("Class leader"), queryset=Staff.objects.none(), words=staff_words)
    order_no = forms.CharField(label=_("Order number"), max_length=32)
    order_on = DateField(label=_("Date of the order"))
    from_on = DateField(label=_("First day"))
    order_file = forms.FileField(
        label=_("The order as a file"), required=False, help_text=_("PDF, picture or Word, up to 10 MB.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = at_work()  # type: ignore[attr-defined]

    @property
    def upload(self) -> UploadedFile | None:
        """The file, when one was chosen."""
        return self.cleaned_data.get("order_file")


class LastDayForm(forms.Form):
    """The last day of something that ends."""

    until_on = DateField(label=_("Last day"))


class DeputyForm(MendedForm):
    """Somebody leads the class for a while under an own login."""

    person = NamedField(label=_("Deputy"), queryset=Staff.objects.none(), words=staff_words)
    from_on = DateField(label=_("First day"))
    until_on = DateField(label=_("Last day"))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, help_text=_("For example: order № 14 of 2 March, sick leave.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = at_work()  # type: ignore[attr-defined]


class HandoverForm(MendedForm):
    """Which papers go from one leader to the next."""

    on = DateField(label=_("Date"))
    papers = forms.CharField(
        label=_("Papers handed over"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        help_text=_("One paper a line."),
    )
    remarks = forms.CharField(
        label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class TeachingForm(MendedForm):
    """Who teaches which subject in the class."""

    teacher = NamedField(label=_("Teacher"), queryset=Staff.objects.none(), words=staff_words)
    subject = NamedField(label=_("Subject"), queryset=Subject.objects.all(), required=False)
    new_subject = forms.CharField(
        label=_("New subject"),
        max_length=120,
        required=False,
        help_text=_("Only when it is not in the list."),
    )
    from_on = DateField(label=_("First day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = at_work().filter(is_teacher=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("subject") and not data.get("new_subject"):
            self.add_error("subject", _("Choose a subject or write a new one."))
        return data
