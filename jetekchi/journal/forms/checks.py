"""Filters of the gaps of the journal, and which of them become remarks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import DateField, DateInput
from jetekchi.journal.selectors.gaps import CHECK_NAMES, Gap
from jetekchi.organisation.models import ClassGroup, Person


class GapFilterForm(forms.Form):
    """Each may stay empty, a wrong value is simply not used."""

    is_search = True

    group = forms.ChoiceField(required=False, label=_("Class or group"))
    person = forms.ChoiceField(required=False, label=_("Who mends it"))
    check = forms.ChoiceField(
        required=False, label=_("What is lacking"), choices=[("", _("all")), *CHECK_NAMES]
    )
    from_on = DateField(label=_("From"), required=False, widget=DateInput)
    to_on = DateField(label=_("To"), required=False, widget=DateInput)

    def __init__(
        self, *args: Any, classes: Iterable[ClassGroup], people: Iterable[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        groups = [(str(one.pk), str(one)) for one in classes]
        names = [(str(one.pk), one.name) for one in people]
        for name, offered in (("group", groups), ("person", names)):
            if offered:
                self.fields[name].choices = [("", _("all")), *offered]  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def add_prefix(self, field_name: str) -> str:
        """The address says `from` and `to`, which Python keeps for itself."""
        return {"from_on": "from", "to_on": "to"}.get(field_name, field_name)

    def filters(self) -> dict[str, Any]:
        """What the list is narrowed by."""
        self.full_clean()
        found = self.cleaned_data
        return {
            "group": int(found["group"]) if found.get("group") else None,
            "person": int(found["person"]) if found.get("person") else None,
            "check": found.get("check", ""),
            "from_on": found.get("from_on"),
            "to_on": found.get("to_on"),
        }


class GapRemarksForm(forms.Form):
    """Which gaps become remarks: the ticked ones, or all of one check; and by when they are filled."""

    due_on = DateField(label=_("To be mended by"))

    def __init__(self, *args: Any, gaps: Sequence[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        names = {one.check_key for one in gaps}
        self.offered = [(key, title) for key, title in CHECK_NAMES if key in names]

    def clean(self) -> dict[str, Any]:
        """Something is chosen."""
        found: dict[str, Any] = super().clean() or {}
        if not self.chosen():
            raise forms.ValidationError(
                _("Choose at least one gap. What was filled meanwhile stands here no more.")
            )
        return found

    def chosen(self) -> list[str]:
        """The names of the chosen gaps that are still there."""
        ticked = set(self.data.getlist("gap")) if isinstance(self.data, QueryDict) else set()
        check = self.data.get("check", "")
        return [one.key for one in self.gaps if (one.check_key == check if check else one.key in ticked)]
