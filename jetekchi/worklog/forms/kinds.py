"""A kind of work, edited by the lyceum."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jetekchi.core.forms import Chips, ChipsMany
from jetekchi.worklog import selectors


class KindForm(forms.Form):
    """Names in three languages, the clauses it serves, whether it is offered."""

    name = forms.CharField(max_length=80, label=_("Name in Kyrgyz"))
    name_ru = forms.CharField(max_length=80, required=False, label=_("Name in Russian"))
    name_en = forms.CharField(max_length=80, required=False, label=_("Name in English"))
    needs = forms.ChoiceField(label=_("Whom it is about"), widget=Chips, choices=selectors.NEEDS_CHOICES)
    clauses = forms.MultipleChoiceField(required=False, label=_("Clauses it serves"), widget=ChipsMany)
    is_restricted_default = forms.BooleanField(required=False, label=_("Restricted unless said otherwise"))
    is_active = forms.BooleanField(required=False, label=_("Offered in forms"), initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses: Any = self.fields["clauses"]
        clauses.choices = [(number, number) for number in selectors.CLAUSE_NUMBERS]
