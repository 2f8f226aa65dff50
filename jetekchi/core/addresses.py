"""Addresses that a page writes by the thousand: each is worked out once a process, since none changes while it runs."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address(name: str, *keys: int | str) -> str:
    """The address of the page of this name, as `reverse` says it."""
    return _written(get_script_prefix(), name, keys)


@lru_cache(maxsize=8192)
def _written(prefix: str, name: str, keys: tuple[int | str, ...]) -> str:
    # The prefix is asked for to be part of the key: the same name below another prefix is another address.
    return reverse(name, args=keys)
