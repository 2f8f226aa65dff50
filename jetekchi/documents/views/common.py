"""What the pages share: the person at the screen, signing with everything that may go wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jetekchi.core import refusals, throttle
from jetekchi.core.http import Refused
from jetekchi.documents import services
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
    by = person(request)
    try:
        confirmation = services.confirm(
            by=by,
            password=form.cleaned_data["password"],
            code=form.cleaned_data.get("code", ""),
            ip=throttle.client_ip(request),
        )
        act(confirmation)
    except Refused as refusal:
        refusals.note(refusal, deed, subject)
        if refusal.code == AGREEMENT:
            back = urlencode({"next": form_page or request.path})
            return redirect(f"{reverse('documents:agreement')}?{back}")
        form.add_error(None, str(refusal.message))
        return None
    return redirect(then)


def to_the_agreement(request: HttpRequest) -> HttpResponse:
    """The agreement is accepted once; then the person is back where the signature is asked for."""
    messages.info(request, _("Accept the agreement on electronic signatures first, then sign."))
    return redirect(f"{reverse('documents:agreement')}?{urlencode({'next': request.path})}")


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
