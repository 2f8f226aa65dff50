"""What stands between signing in and the pages: a password of one's own, a second factor where a role needs it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jetekchi.core import throttle
from jetekchi.organisation.models import User
from jetekchi.organisation.services import entrance

Handler = Callable[[HttpRequest], HttpResponse]

ALWAYS_OPEN = frozenset({"account_logout", "account_login", "set_language", "core:health"})
PASSWORD_PAGE = "account_change_password"
FACTOR_PAGE = "mfa_activate_totp"
WHILE_SETTING_UP = frozenset({FACTOR_PAGE, "account_reauthenticate", PASSWORD_PAGE})


class DoorsMiddleware:
    """Nothing else opens until the one-time password is changed and the second factor is set up."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with throttle.lasting():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None or match.view_name in ALWAYS_OPEN:
            return None
        if user.must_change_password:
            return None if match.view_name == PASSWORD_PAGE else redirect(PASSWORD_PAGE)
        if match.view_name in WHILE_SETTING_UP:
            return None
        if entrance.needs_second_factor(user) and not entrance.has_second_factor(user):
            return redirect(FACTOR_PAGE)
        return None
