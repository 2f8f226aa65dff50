"""What the pages of the record of work share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jetekchi.core import refusals
from jetekchi.core.http import is_number

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, User

T = TypeVar("T")


def me(request: HttpRequest) -> "User":
    """The signed-in user; the login middleware lets nobody else in."""
    return cast("User", request.user)


def number(text: str | None) -> int | None:
    """A number of the address; what is no number finds nothing (404), an empty one asks nothing."""
    if not text:
        return None
    if not is_number(text):
        raise Http404
    return int(text)


def done(
    request: HttpRequest, form: forms.Form, deed: Callable[[], T], *, class_group: "ClassGroup | None" = None
) -> T | None:
    """Do it when the form is right; a refusal stands above the form, nothing is written, the words stay.

    What was refused goes on the chain all the same.
    """
    kind = "worklog:entry:refused" if class_group else ""
    return refusals.done(form, deed, kind, class_group) if request.method == "POST" else None


def form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; 400 when somebody was named whom the form does not offer."""
    stranger = getattr(context["form"], "names_a_stranger", False) if request.method == "POST" else False
    return render(request, template, context, status=400 if stranger else 200)


def crumbs(*pairs: tuple[Any, str]) -> list[tuple[str, str]]:
    """The way here, the list first."""
    return [(str(text), url) for text, url in pairs]


def entry_url(pk: int) -> str:
    """The page of an entry."""
    return reverse("worklog:entry", args=[pk])
