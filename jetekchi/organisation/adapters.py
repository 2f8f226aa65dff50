"""How allauth behaves in this house: our throttle, our words, our audit; no sign-up and no letters of its own."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jetekchi.core import throttle
from jetekchi.organisation.backends import may_enter
from jetekchi.organisation.models import User
from jetekchi.organisation.services import entrance


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Login and password: one answer for an unknown login and a wrong password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The login or the password is not right. Check capital and small letters, and the keyboard's language."
        ),
        "incorrect_password": entrance.WRONG_PASSWORD,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return throttle.client_ip(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that follows says enough."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Only the letter that a person asked for is ever sent."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        login = str(credentials.get("username") or "")
        try:
            entrance.spend_password_guess(login, throttle.client_ip(request))
        except throttle.Spent as spent:
            entrance.note_shut_door(login)
            raise ValidationError(str(spent), code=spent.code) from spent
        user = authenticate(request, username=login, password=credentials.get("password"))
        if not isinstance(user, User):
            entrance.note_refused(login)
            return None
        entrance.forgive_password_guesses(login, throttle.client_ip(request))
        return user

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """One page asks for all that proves a person: the password, and the code of those who have one."""
        url = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "url": url}] if user.is_authenticated else []

    def reauthenticate(self, user: User, password: str) -> bool:
        try:
            return entrance.knows_password(user, password, throttle.client_ip(context.request))
        except throttle.Spent as spent:
            raise ValidationError(str(spent), code=spent.code) from spent

    def login(self, request: HttpRequest, user: User) -> None:
        """A person dismissed between the password and the code does not come in."""
        if not may_enter(user):
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        entrance.note_signed_in(user)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            entrance.close_session(request.user, request.session.session_key or "")
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        entrance.change_password(by=user, password=password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who must set up a second factor right after signing in is not asked for the password twice."""
        return not entrance.is_fresh(context.request.user, context.request.session)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time codes from an application, and recovery codes on paper; the pages are ours."""

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not entrance.needs_second_factor(authenticator.user)
