"""One record, looked up by what only one can have."""

from typing import TypeVar

from django.db.models import ForeignKey, Model, QuerySet

Found = TypeVar("Found", bound=Model)


def the_one(found: QuerySet[Found, Found]) -> Found | None:
    """The record of a query that finds one at most.

    Asked without an order: Django weighs every column of the answer against each word of it, a tenth of the price of a page.
    """
    return next(iter(found.order_by()[:1]), None)


def with_what_is_known(found: Found, known: Found) -> Found:
    """The record as it was read again; what it points at is taken over from the one at hand where it still is the same."""
    for field in found._meta.concrete_fields:
        same = getattr(found, field.attname) == getattr(known, field.attname)
        if isinstance(field, ForeignKey) and same and field.is_cached(known):
            field.set_cached_value(found, field.get_cached_value(known))
    return found
