"""The own calendar for a calendar program: its secret address, and the file behind it (3.13)."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jetekchi.core import throttle
from jetekchi.core.http import once
from jetekchi.organisation import services
from jetekchi.organisation.schedule_rights import may_have_feed
from jetekchi.organisation.selectors.feeds import feed_address_of
from jetekchi.organisation.services.feeds import count_reading, feed_address_by
from jetekchi.workplace.selectors.feed import GUESSES, READS, feed_of
from jetekchi.workplace.views.common import me


def _guard(request: HttpRequest) -> None:
    if not may_have_feed(request.user):
        raise PermissionDenied


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Whether there is an address, since when, how often and when it was read last; never the address itself."""
    _guard(request)
    return render(request, "workplace/feed.html", {"address": feed_address_of(me(request))})


@require_POST
@once
def feed_make(request: HttpRequest) -> HttpResponse:
    """Make the address, or make it anew; the answer is the only page that ever shows it."""
    _guard(request)
    secret = services.make_feed_address(by=me(request))
    url = f"{settings.PUBLIC_URL}{reverse('workplace:feed_file', args=[secret])}"
    context = {
        "address": feed_address_of(me(request)),
        "url": url,
        "webcal": "webcal" + url[url.index("://") :],
    }
    return render(request, "workplace/feed.html", context)


@require_POST
@once
def feed_take_back(request: HttpRequest) -> HttpResponse:
    """The address opens nothing any more."""
    _guard(request)
    if services.take_back_feed_address(by=me(request)):
        messages.success(request, _("The address is taken back: whoever has it reads nothing any more."))
    return redirect("workplace:feed")


@login_not_required
@require_safe
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself. The address is the key: no session is asked or begun, a wrong key is a page that is not there."""
    place = throttle.place(throttle.client_ip(request))
    is_spent = not _may("feed", place, GUESSES)
    address = feed_address_by(secret)
    if address is None or not may_have_feed(address.user):
        raise Http404
    # Who guessed too often from this place waits, even with the right key; the wrong one is told nothing of it.
    if is_spent or not _may("feed-read", str(address.pk), READS):
        return _later()
    throttle.forgive("feed", place, guesses=GUESSES)
    body = feed_of(address)
    count_reading(address)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="jetekchi.ics"'
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _may(door: str, key: str, guesses: int) -> bool:
    try:
        throttle.spend(door, key, guesses=guesses)
    except throttle.Spent:
        return False
    return True


def _later() -> HttpResponse:
    response = HttpResponse(status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(throttle.WINDOW)
    return response
