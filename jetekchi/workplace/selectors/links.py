"""Addresses of pages in other storeys: a page that this installation does not have gives no link."""

from typing import Any

from django.urls import NoReverseMatch

from jetekchi.core import addresses


def address(name: str, *args: Any, query: str = "") -> str:
    """The address of a named page, empty where there is none; `query` stands after it as it is."""
    try:
        found = addresses.address(name, *args)
    except NoReverseMatch:
        return ""
    return f"{found}?{query}" if query else found
