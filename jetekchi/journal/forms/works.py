"""What is typed about kinds of work, and which of them a lesson is set aside for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from jetekchi.journal.models.grid import MAX_WEIGHT


class KindForm(forms.Form):
    """A kind of work."""

    name = forms.CharField(label=capfirst(_("name")), max_length=60)
    name_ru = forms.CharField(label=_("name in Russian"), max_length=60, required=False)
    name_en = forms.CharField(label=_("name in English"), max_length=60, required=False)
    symbol = forms.CharField(label=_("sign above the day"), max_length=3, required=False)
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=MAX_WEIGHT, initial=1)
    is_test = forms.BooleanField(label=_("counts in the load of tests"), required=False)


class WorkForm(forms.Form):
    """Which work the lesson is set aside for; none makes it an ordinary one."""

    kind = forms.TypedChoiceField(label=_("Kind of work"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any = None, *, kinds: Iterable[Any], chosen: int | None = None) -> None:
        super().__init__(data, initial={"kind": chosen or ""})
        self.kinds = {kind.pk: kind for kind in kinds}
        choices = [("", _("an ordinary lesson")), *((pk, str(kind)) for pk, kind in self.kinds.items())]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
