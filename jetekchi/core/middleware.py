"""Language of the person, no caching of personal pages, short pages on thin lines, refusals as pages."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

import brotli
from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jetekchi.core import refusals
from jetekchi.core.http import Refused

logger = logging.getLogger(__name__)
MOST = 2**63 - 1
Handler = Callable[[HttpRequest], HttpResponse]


class CookiesMiddleware:
    """A cookie with a NUL was forged: no browser sends one, and PostgreSQL takes none in a question.

    The token against forged forms is not sent again to who has it: Django would renew its year with every page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\x00" not in value}
        brought = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
        response = self.get_response(request)
        sent = response.cookies.get(settings.CSRF_COOKIE_NAME)
        if sent is not None and sent.value == brought:
            del response.cookies[settings.CSRF_COOKIE_NAME]
        return response


class CompressionMiddleware(GZipMiddleware):
    """Pages in Brotli, a seventh shorter than gzip, where the browser takes it; everything else as Django does it.

    Both add a random number of bytes, so that the length of a page tells nothing about its secrets.
    """

    AT_LEAST = 200  # bytes; below it nothing is won, as Django finds

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if not (takes_brotli(request) and self.is_page(response)):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        noise = f"<!--{secrets.token_hex(secrets.randbelow(self.max_random_bytes // 2))}-->"
        # The eighth step costs some milliseconds for the longest page; the next one wins nothing for five times that.
        response.content = brotli.compress(
            response.content + noise.encode(), mode=brotli.MODE_TEXT, quality=8
        )
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        return response

    def is_page(self, response: Any) -> bool:
        """Whether it is HTML that nobody has compressed yet."""
        return bool(
            not response.streaming
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not response.has_header("Content-Encoding")
            and not response.has_header("ETag")
            and len(response.content) >= self.AT_LEAST
        )


def takes_brotli(request: HttpRequest) -> bool:
    """Whether the browser names Brotli among what it unpacks, and does not forbid it."""
    for one in request.headers.get("Accept-Encoding", "").split(","):
        name, _sign, weight = one.partition(";")
        if name.strip().lower() == "br":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


class LanguageMiddleware:
    """The profile's language, else the cookie's, else Kyrgyz: never the browser's guess, never the address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class PrivatePagesMiddleware:
    """A page of a signed-in person is kept by nobody: the Back button after signing out shows nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RefusedMiddleware:
    """A refusal that a view let pass becomes a page that says what happened and what to do (409); nonsense 400."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            # Somebody loaded the address of a button by itself; a white page would tell nothing.
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """A record whose number no table can hold does not exist."""
        if any(isinstance(value, int) and value > MOST for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            refusals.note(exception)
            return render(
                request, "409.html", {"message": exception.message, "code": exception.code}, status=409
            )
        if isinstance(exception, OverflowError | DataError):
            # A number or day that no column can hold, a NUL in a text: only nonsense brings it, nothing was written.
            logger.warning("%s refused: %s", request.method, type(exception).__name__)
            return render(request, "400.html", status=400)
        return None
