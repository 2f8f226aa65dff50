"""What was refused is on record: who asked for what, and why not. One record a request, after its transaction is over.

A view that catches a `Refused` says so with `note`. What no view caught is told by the answer: 403 on any request; 400,
404 and 409 on one that would have changed something. A page that merely does not exist is no refusal.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from jetekchi.core import audit
from jetekchi.core.http import Refused

CHAIN = "refusals"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
DENIED = frozenset({403})
DENIED_WRITES = frozenset({400, 403, 404, 409})
Handler = Callable[[HttpRequest], HttpResponse]
T = TypeVar("T")


@dataclass(frozen=True)
class Denial:
    """A refusal as the chain keeps it."""

    code: str
    deed: str = ""
    subject: str = ""
    subject_pk: str = ""


_noted: ContextVar[list[Denial] | None] = ContextVar("refusals_noted", default=None)


def note(refusal: Refused, deed: str = "", subject: models.Model | None = None) -> None:
    """Say that this request was refused, by the deed `app:noun:refused` where the address alone tells too little."""
    noted = _noted.get()
    if noted is not None:
        about = (subject._meta.label, str(subject.pk)) if subject else ("", "")
        noted.append(Denial(refusal.code, deed, *about))


def done(
    form: forms.Form, deed: Callable[[], T], kind: str = "", about: models.Model | None = None
) -> T | None:
    """Do it when the form is right; a refusal or a wrong value stands above the form, nothing is written, the words stay.

    A refusal that names a field of the form stands beside it.

    What was refused is noted as `kind` about the record: it goes on the chain all the same.
    """
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return deed()
    except Refused as refusal:
        note(refusal, kind, about)
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, ValidationError(str(refusal.message), code=refusal.code))
    except ValidationError as error:
        for message in error.messages:
            form.add_error(None, message)
    return None


class RefusalsMiddleware:
    """Writes the record; strangers are refused at the doors, which keep their own chain."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = _noted.set([])
        try:
            response = self.get_response(request)
            noted = _noted.get() or []
        finally:
            _noted.reset(mark)
        if not noted and _is_denied(request, response.status_code):
            noted = [Denial(str(response.status_code))]
        if noted and request.user.is_authenticated:
            _record(request, noted[-1])
        return response


def _is_denied(request: HttpRequest, status: int) -> bool:
    return request.resolver_match is not None and status in (
        DENIED if request.method in SAFE else DENIED_WRITES
    )


def _record(request: HttpRequest, denial: Denial) -> None:
    match = request.resolver_match
    app, _colon, name = (match.view_name if match else "").rpartition(":")
    keys = "/".join(str(value) for value in match.kwargs.values()) if match else ""
    audit.record_key(
        request.user,  # type: ignore[arg-type]
        denial.deed or f"{app or 'doors'}:{name}:refused",
        denial.subject or "address",
        (denial.subject_pk if denial.subject else keys)[:40],
        chain=CHAIN,
        reason=denial.code[:32],
        method=request.method,
    )
