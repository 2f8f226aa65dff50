"""Who signs shows who it is; what every page of the plan that asks for a signature shares."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jetekchi.core import refusals, throttle
from jetekchi.core.forms import ConfirmForm
from jetekchi.core.http import Refused
from jetekchi.documents.services import Confirmation, confirm
from jetekchi.organisation.permissions import signed_in

T = TypeVar("T")


def confirmed(request: HttpRequest, form: ConfirmForm) -> Confirmation:
    """The person has just entered the own password, and the code of those who have one; refused otherwise."""
    data = form.cleaned_data
    return confirm(
        by=signed_in(request),
        password=data["password"],
        code=data.get("code", ""),
        ip=throttle.client_ip(request),
    )


def to_the_agreement(request: HttpRequest) -> HttpResponse:
    """The agreement is accepted once; then the person is back where the signature is asked for."""
    messages.info(request, _("Accept the agreement on electronic signatures first, then sign."))
    return redirect(f"{reverse('documents:agreement')}?{urlencode({'next': request.path})}")


def signed(
    request: HttpRequest, form: ConfirmForm, about: Model, kind: str, deed: Callable[[Confirmation], T]
) -> T | None:
    """Confirm who it is, then sign; what is refused stands above the form and is noted as `kind` about the record.

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
