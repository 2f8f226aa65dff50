"""Signing on a page of any room: the agreement accepted first, the person shown anew, what is refused above the form."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jetekchi.core import refusals, throttle
from jetekchi.core.forms import seen_anew
from jetekchi.core.http import Refused
from jetekchi.documents.selectors.signatures import has_accepted_agreement
from jetekchi.documents.services.identity import Confirmation, confirm
from jetekchi.organisation.permissions import signed_in

T = TypeVar("T")


def agreement_page(then: str) -> str:
    """Where the agreement is accepted; from there one comes back to `then`."""
    return f"{reverse('documents:agreement')}?{urlencode({'next': then})}"


def agreement_first(request: HttpRequest) -> HttpResponse | None:
    """Send who has not accepted the agreement to it; then the person is back where the signature is asked for."""
    if has_accepted_agreement(signed_in(request)):
        return None
    messages.info(request, _("Accept the agreement on electronic signatures first, then sign."))
    return redirect(agreement_page(request.path))


def confirmed(request: HttpRequest, form: forms.Form) -> Confirmation:
    """The person has just entered the own password, and the code of those who have one; refused otherwise."""
    return confirm(
        by=signed_in(request),
        password=form.cleaned_data["password"],
        code=form.cleaned_data.get("code", ""),
        ip=throttle.client_ip(request),
    )


def signed(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[Confirmation], T],
    kind: str = "",
    about: models.Model | None = None,
) -> T | None:
    """Confirm who it is, then do the deed; what is refused stands above the form and is noted as `kind` about the record.

    The password is asked before the transaction of the deed: guesses are counted also when the deed is refused.
    """
    if not form.is_valid():
        return None
    try:
        return deed(confirmed(request, form))
    except Refused as refusal:
        refusals.note(refusal, kind, about)
        form.add_error(None, str(refusal.message))
        return None


def tell_also(form: forms.Form, look: Callable[[], None]) -> None:
    """Beside what was refused (a wrong password), that the page now shows something else than what was read.

    The next sending has seen it, so it is said once; `look` refuses what was read when it is no longer what there is.
    """
    if not form.is_bound:
        return
    try:
        look()
    except Refused as refusal:
        if str(refusal.message) not in form.non_field_errors():
            form.add_error(None, str(refusal.message))


def shown_anew(form: forms.Form, now: str, look: Callable[[str], None]) -> None:
    """The same for a form that carries what was read: `look` is asked about that, the next sending has seen `now`."""
    if form.is_bound:
        tell_also(form, lambda: look(form.data.get("seen", "")))
        seen_anew(form, now)


def sends_back(request: HttpRequest) -> bool:
    """Whether the button was pressed that returns a paper, not the one that signs it."""
    return request.POST.get("decision") == "return"


def decided(
    request: HttpRequest,
    form: forms.Form,
    sign: Callable[..., T],
    give_back: Callable[..., T],
    kind: str,
    about: models.Model,
) -> T | None:
    """Sign with a `confirmation`, or give back with the `remark` of the form, which needs no password."""
    if sends_back(request):
        return refusals.done(form, lambda: give_back(remark=form.cleaned_data["remark"]), kind, about)
    return signed(request, form, lambda known: sign(confirmation=known), kind, about)
