"""Who may come in: an active account whose person still works or studies here."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils import timezone

from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import User


class EmployedBackend(BaseBackend):
    """Login and password; asked again at every request, so a dismissed person is out at the next one."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: object,
    ) -> User | None:
        """The user, or None after the same amount of work whether the login exists or not."""
        if not username or password is None:
            return None
        user = User.objects.select_related("person__staff").filter(username=username.strip().lower()).first()
        if user is None or not user.has_usable_password():
            make_password(password)
            return None
        if not user.check_password(password) or not may_enter(user):
            return None
        return user

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, if the person may still enter today."""
        user = the_one(User.objects.select_related("person__staff").filter(pk=user_id))
        return user if user and may_enter(user) else None


def may_enter(user: User) -> bool:
    """Active, and not dismissed as of today."""
    if not user.is_active:
        return False
    staff = getattr(user.person, "staff", None) if user.person else None
    return staff is None or staff.dismissed_on is None or staff.dismissed_on >= timezone.localdate()


def password_fits(user: User, password: str) -> bool:
    """For signing: does this person know the password right now (never rehashes, never signs in)."""
    return bool(password) and check_password(password, user.password)
