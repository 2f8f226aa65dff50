"""What pages ask again and again: once a page, or once for as long as nothing was recorded that could change it.

Only requests that read remember (GET, HEAD): whatever writes, and every command, always asks the database. Rights are
never taken from here: who may see what is asked anew on every page.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from jetekchi.core.models import AuditChain

P = ParamSpec("P")
T = TypeVar("T")
_facts: ContextVar[dict[Any, Any] | None] = ContextVar("facts of the page", default=None)
# A process holds so many answers, the least used one goes first; none grows older than these seconds, whatever is
# recorded: each from its own making, so that they are not all worked out anew at one stroke of the clock.
KEPT, OLDEST = 1000, 600
_kept: OrderedDict[Any, tuple[Any, float, Any]] = OrderedDict()
_lock = Lock()


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


def while_unchanged(*chains: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the answer of this selector in the process until something is recorded in one of these audit chains.

    Each write leaves an event in the chain of its app, in the same transaction (core.audit): the head of a chain is the
    stamp of all its records. The answer must be left as it is, and must not depend on who asks.
    """

    def remembering(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            if _facts.get() is None:
                return function(*args, **kwargs)
            key = (function, translation.get_language(), _plain(args), _plain(sorted(kwargs.items())))
            # The heads are read before the records: what is recorded in between is found again by the next page.
            stamp = _stamp(chains)
            with _lock:
                known = _kept.get(key)
                if known and known[0] == stamp and time.monotonic() - known[1] < OLDEST:
                    _kept.move_to_end(key)
                    kept: T = known[2]
                    return kept
            begun = time.monotonic()
            found = function(*args, **kwargs)
            with _lock:
                _kept[key] = (stamp, begun, found)
                _kept.move_to_end(key)
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
            return found

        return asked

    return remembering


def forget() -> None:
    """Let go of everything: for whoever changes records past the services (a test that builds its world)."""
    with _lock:
        _kept.clear()


def _plain(value: Any) -> Any:
    """Arguments as a key that holds no record."""
    if isinstance(value, Model):
        return value._meta.label, value.pk
    if isinstance(value, (list, tuple)):
        return tuple(map(_plain, value))
    return value


def _stamp(chains: tuple[str, ...]) -> Any:
    heads = _heads()
    return timezone.localdate(), tuple(heads.get(name, "") for name in chains)


@once_a_page
def _heads() -> dict[str, str]:
    """The head of every audit chain, one query a page."""
    return dict(AuditChain.objects.values_list("name", "head"))


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
