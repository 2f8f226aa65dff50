"""What is typed into the search, and up to which notice somebody has read."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Words of a name, a number, a paper or a page."""

    is_search = True
    is_find = True
    q = forms.CharField(label=_("A name, a paper, a page"), required=False, max_length=80)


class ReadForm(forms.Form):
    """The last notice that was shown."""

    upto = forms.IntegerField(min_value=1)


class RemovalForm(forms.Form):
    """The name of the lyceum, typed again: nobody removes a lyceum by a slip of the hand."""

    typed_name = forms.CharField(label=_("Name of the lyceum"), max_length=200)
