"""What a list is narrowed by, in words: a printed list says of itself what it holds."""

from datetime import date
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.text import capfirst

from jetekchi.core import dates
from jetekchi.core.forms import called

NOTHING: tuple[Any, ...] = (None, "", False, [])


def narrowed_by(form: BaseForm) -> list[str]:
    """«Kind: talk», «From: 01.09.2026» of each field in use; of what was not understood the words that were typed."""
    return [_words(field, form) for field in form.visible_fields() if field.value() not in NOTHING]


def _words(field: BoundField, form: BaseForm) -> str:
    label = capfirst(str(field.label))
    value = getattr(form, "cleaned_data", {}).get(field.name) or field.value()
    if value is True or value == "on":
        return label
    if isinstance(value, date):
        return f"{label}: {dates.short_date(value)}"
    # A record is known by its own name: its choices would be read from the database once more.
    choices = () if hasattr(field.field, "queryset") else getattr(field.field, "choices", ())
    return f"{label}: {called(choices, value)}"
