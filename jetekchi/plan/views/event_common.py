"""What the pages of events share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jetekchi.core import refusals
from jetekchi.core.http import Refused

if TYPE_CHECKING:
    from jetekchi.plan.models import Event

T = TypeVar("T")
REFUSED = "plan:event:refused"


def done(request: HttpRequest, form: forms.Form, about: Any, deed: Callable[[], T]) -> T | None:
    """Do it when the form is right; a refusal stands above the form, nothing is written, the words stay."""
    return refusals.done(form, deed, REFUSED, about) if request.method == "POST" else None


def tried(request: HttpRequest, about: Any, deed: Callable[[], Any], said: str) -> bool:
    """Do it at a tap; what was refused is said on the page that follows."""
    try:
        with transaction.atomic():
            deed()
    except Refused as refusal:
        refusals.note(refusal, REFUSED, about)
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def crumbs(event: "Event | None" = None) -> list[tuple[str, str]]:
    """The way here: the list, then the event."""
    way = [(_("Events"), reverse("plan:event_list"))]
    return [*way, (event.theme, reverse("plan:event", args=[event.pk]))] if event else way
