"""Addresses of pages in other storeys: a page that this installation does not have gives no link."""

from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: Any, query: str = "") -> str:
    """The address of a named page, empty where there is none; `query` stands after it as it is."""
    try:
        found = reverse(name, args=args) if args else _plain(name)
    except NoReverseMatch:
        return ""
    return f"{found}?{query}" if query else found


@cache
def _plain(name: str) -> str:
    return reverse(name)
