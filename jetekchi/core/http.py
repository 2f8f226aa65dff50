"""What views share: refusals, once-only forms, pages of a list, downloads of bytes."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from jetekchi.core.models import FormKey

P = ParamSpec("P")
FORM_KEY = "form_key"


# The code of a refusal: another window, or a colleague, saved something else after this page was opened.
MEANWHILE = "changed-meanwhile"


class Refused(Exception):
    """The state does not allow it. `code` is for programs and tests, `message` says what happened and what to do.

    `field` names the field beside which it stands, where one field is to be put right.
    """

    def __init__(self, code: str, message: str | Promise, field: str = "") -> None:
        self.code = code
        self.field = field
        self.message = message
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message)


def new_form_key() -> str:
    """The hidden key of a fresh form, see `once`."""
    return uuid.uuid4().hex


def once(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """One form, one effect: a second sending of the same form is answered with where the first one led.

    The key is spent in the transaction of the change itself, so a cut link leaves either both or neither.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.POST.get(FORM_KEY, "").replace("\x00", "")[:64]
        if request.method != "POST" or not key or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            spent = _spent(request.user, key)
            if spent is None:
                before = FormKey.objects.get(user=request.user, key=key)
                return redirect(before.location or request.path)
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                FormKey.objects.filter(pk=spent.pk).update(location=response.url[:300])
            else:
                # The form came back with remarks: the same form may be sent again.
                spent.delete()
        return response

    return guarded


def _spent(user: Any, key: str) -> FormKey | None:
    """The key of a form that comes for the first time, which is nearly always: nobody looks for it before."""
    spent = FormKey(user=user, key=key)
    try:
        with transaction.atomic():
            spent.save(force_insert=True)
    except IntegrityError:
        return None
    return spent


def is_number(text: str) -> bool:
    """Whether a part of an address is a plain number that both databases can hold."""
    return text.isascii() and text.isdigit() and len(text) < 12


def page_of(request: HttpRequest, items: Any, size: int = 50) -> Page[Any]:
    """The asked page of a list; a page that does not exist shows the nearest one."""
    return Paginator(items, size).get_page(request.GET.get("page"))


def download(name: str, data: bytes, content_type: str) -> HttpResponse:
    """Bytes as a file: always downloaded, never shown inside our own address."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def safe_next(request: HttpRequest, default: str) -> str:
    """The `next` address when it stays inside this application, else the default."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    # What is no path would be taken for the name of a page by `redirect`.
    if target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return default
