"""What the pages of the organisation share: the person at the screen, the plain form page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from jetekchi.core import audit

if TYPE_CHECKING:
    from jetekchi.organisation.models import User

T = TypeVar("T")
Words = str | Promise


def me(request: HttpRequest) -> "User":
    """The signed-in user; the login middleware lets nobody else in."""
    return cast("User", request.user)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: Words,
    crumbs: Sequence[tuple[Words, str]],
    action: Words,
    *,
    lead: Words = "",
    careful: Words = "",
    **more: Any,
) -> HttpResponse:
    """One question, one form: title, what it means, the fields, the deed, the way back."""
    context = {
        "form": form,
        "title": title,
        "crumbs": crumbs,
        "action": action,
        "lead": lead,
        "careful": careful,
        "back_url": crumbs[-1][1],
        "has_files": form.is_multipart(),
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "organisation/form.html", context, status=status)


def note_export(request: HttpRequest, what: str, rows: int) -> None:
    """A list that left the system as a file is on record: which one and how many lines."""
    audit.record_key(me(request), "organisation:list:exported", f"organisation.{what}", "-", rows=rows)
