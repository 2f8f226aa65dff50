"""Facts that cannot change while one page is read are asked once a page and forgotten with it.

Only requests that read remember (GET, HEAD): whatever writes, and every command, always asks the database.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
T = TypeVar("T")
_facts: ContextVar[dict[Any, Any] | None] = ContextVar("facts of the page", default=None)


def once_a_page(function: Callable[P, T]) -> Callable[P, T]:
    """Ask this selector once while a page is made; its arguments must be hashable, its answer left as it is."""

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        facts = _facts.get()
        if facts is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in facts:
            facts[key] = function(*args, **kwargs)
        found: T = facts[key]
        return found

    return asked


class RememberMiddleware:
    """Opens and closes the memory of one page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        token = _facts.set({})
        try:
            return self.get_response(request)
        finally:
            _facts.reset(token)
