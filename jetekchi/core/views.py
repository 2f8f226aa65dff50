"""Refusals of the whole server as pages that say what to do, and the page of components (in debug only)."""

import logging
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.paginator import Paginator
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jetekchi.core import gallery
from jetekchi.core.database import is_full

SOON = "30"
logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What nobody could read is 400; what was merely too large is said so (413)."""
    status = 413 if isinstance(exception, RequestDataTooBig | TooManyFilesSent) else 400
    return _refusal(request, status)


def server_error(request: HttpRequest) -> HttpResponse:
    """A full disk (507) and a database that does not answer (503) are no riddles; everything else is 500."""
    error = sys.exc_info()[1]
    if is_full(error):
        return _refusal(request, 507)
    if isinstance(error, OperationalError | InterfaceError):
        response = _refusal(request, 503)
        response["Retry-After"] = SOON
        return response
    return _refusal(request, 500)


def _refusal(request: HttpRequest, status: int) -> HttpResponse:
    """The page without anything that would ask the database: it may be what does not answer.

    Where even the page cannot be made (no list of static files yet), its words stand alone.
    """
    try:
        return HttpResponse(render_to_string(f"{status}.html", {"request": request}), status=status)
    except Exception:
        logger.exception("the page of the refusal %s could not be made", status)
        title = _("Something broke on our side")
        advice = _(
            "Nothing you had saved is lost. Try again in a minute; "
            "if it happens again, tell the administrator when it happened."
        )
        return HttpResponse(f"{title}. {advice}", status=status, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component and token on one page, with invented content."""
    if not settings.DEBUG:
        raise Http404
    context = {
        "shell": gallery.shell(request),
        "form": gallery.SampleForm(gallery.SAMPLE_ANSWERS, prefix="sample"),
        "filter_form": gallery.SampleFilters(request.GET or None),
        "sign_form": gallery.SampleSignature(),
        "page": Paginator(range(230), 10).get_page(request.GET.get("page", 4)),
        "meta": [_("One file each"), _("built of tokens")],
        **gallery.CONTENT,
    }
    return render(request, "core/components.html", context)
