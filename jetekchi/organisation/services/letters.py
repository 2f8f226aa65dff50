"""The one letter of the doors: a link for a new password. It bypasses no second factor and says nothing of others."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from jetekchi.core import audit, jobs, throttle
from jetekchi.core.lookup import the_one
from jetekchi.organisation.backends import may_enter
from jetekchi.organisation.models import User
from jetekchi.organisation.services.entrance import CHAIN, STRANGER, login_mark

ONE_LETTER_EVERY = 5 * 60


def ask_for_reset(login: str, ip: str) -> None:
    """Put a letter into the queue; the same work, answer and time whether the login and its address exist or not."""
    throttle.spend("reset", f"{login.strip().lower()}|{throttle.place(ip)}")
    user = User.objects.filter(username=login.strip().lower()).only("pk").first()
    audit.record_key(
        None,
        "organisation:password:reset-asked",
        User._meta.label,
        "",
        chain=CHAIN,
        actor=STRANGER,
        login=login_mark(login),
    )
    send_reset_letter.enqueue(user.pk if user else 0, translation.get_language() or settings.LANGUAGE_CODE)


@jobs.task()
def send_reset_letter(user_pk: int, language: str) -> bool:
    """Write to the account's own address, at most once in five minutes; False when there is nobody to write to."""
    user = User.objects.select_related("person__staff").filter(pk=user_pk).exclude(email="").first()
    if user is None or not may_enter(user) or not cache.add(f"letter:{user.pk}", 1, ONE_LETTER_EVERY):
        return False
    parts = {
        "uid": urlsafe_base64_encode(str(user.pk).encode()),
        "token": default_token_generator.make_token(user),
    }
    with translation.override(user.language or language):
        link = settings.PUBLIC_URL + reverse("account_reset_password_link", kwargs=parts)
        text = render_to_string("account/reset_letter.txt", {"link": link, "login": user.username})
        send_mail(_("A new password for Jetekchi"), text, None, [user.email])
    return True


def user_of_link(uid: str, token: str, ip: str) -> User | None:
    """Whom the link belongs to while it is good: two hours, once."""
    if not uid:
        return None
    throttle.spend("reset", throttle.place(ip))
    try:
        pk = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    user = the_one(User.objects.select_related("person__staff").filter(pk=pk))
    if user is None or not may_enter(user) or not default_token_generator.check_token(user, token):
        return None
    throttle.forgive("reset", throttle.place(ip))
    return user
