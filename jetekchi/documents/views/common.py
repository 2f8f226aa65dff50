"""What the pages share: the person at the screen, signing with everything that may go wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jetekchi.core import refusals
from jetekchi.core.http import Refused
from jetekchi.documents.services.confirming import agreement_page, confirmed
from jetekchi.documents.services.identity import Confirmation, code_needed

if TYPE_CHECKING:
    from jetekchi.organisation.models import User

Act = Callable[[Confirmation], object]
AGREEMENT = "agreement_needed"


def person(request: HttpRequest) -> "User":
    """The signed-in user; the login middleware lets nobody else in."""
    return cast("User", request.user)


def needs_code(request: HttpRequest) -> bool:
    """Whether the form asks for a one-time code."""
    return code_needed(person(request))


def signed(
    request: HttpRequest,
    form: forms.Form,
    subject: models.Model,
    deed: str,
    act: Act,
    then: str,
    *,
    form_page: str = "",
) -> HttpResponse | None:
    """Confirm who it is, do the deed, go on; a refusal stands above the form and in the audit.

    `form_page`: where the form stands when its own address only takes what is sent; the agreement leads back there.
    """
    if not form.is_valid():
        return None
    try:
        act(confirmed(request, form))
    except Refused as refusal:
        refusals.note(refusal, deed, subject)
        if refusal.code == AGREEMENT:
            return redirect(agreement_page(form_page or request.path))
        form.add_error(None, str(refusal.message))
        return None
    return redirect(then)


def done(
    request: HttpRequest,
    form: forms.Form,
    subject: models.Model,
    deed: str,
    act: Callable[[], object],
    then: str,
) -> HttpResponse | None:
    """The same for deeds without a signature."""
    if not form.is_valid():
        return None
    try:
        act()
    except Refused as refusal:
        refusals.note(refusal, deed, subject)
        form.add_error(None, str(refusal.message))
        return None
    return redirect(then)


def status_of(form: forms.Form) -> int:
    """A form that came back is no success for programs either."""
    return 422 if form.is_bound and form.errors else 200
