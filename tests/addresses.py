"""Every address of the product, as the resolver knows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its name with the namespace, and what its path asks for."""

    name: str
    route: str
    kwargs: tuple[str, ...]


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, in the order of the resolver."""
    return tuple(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, route: str) -> Iterator[Address]:
    for pattern in patterns:
        path = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, path)
        else:
            asks = tuple(pattern.pattern.converters)
            yield Address(f"{namespace}{pattern.name}", path, asks)
