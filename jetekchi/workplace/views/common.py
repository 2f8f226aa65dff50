"""The person at the screen."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from jetekchi.organisation.models import User


def me(request: HttpRequest) -> "User":
    """The signed-in user; the login middleware lets nobody else in."""
    return cast("User", request.user)
