"""The line that says what was done, shown on the next page once.

It waits in a sealed cookie instead of the session: each saved form would else write the session a second time, and the
page that shows the line a third time. Nobody can read or change it on the device, and it opens in the very session it
was said in; what is too long for a cookie, or said to nobody who is signed in, waits in the session.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpResponseBase

# Bytes of a cookie: browsers keep four thousand for a name.
MOST = 2000


class SealedStorage(SessionStorage):
    """Messages of Django: in the cookie while they are short."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        sealed = self.request.COOKIES.get(settings.FLASH_COOKIE_NAME, "")
        waiting, _all = super()._get(*args, **kwargs)  # type: ignore[misc]  # the stubs lack it
        return [*self._opened(sealed), *(waiting or [])], True

    def _store(
        self, messages: Sequence[Message], response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> list[Message]:
        sealed = self._sealed(messages)
        if sealed:
            response.set_cookie(
                settings.FLASH_COOKIE_NAME,
                sealed,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif settings.FLASH_COOKIE_NAME in self.request.COOKIES:
            response.delete_cookie(settings.FLASH_COOKIE_NAME, samesite="Lax")
        left = [] if sealed else messages
        if left or self.session_key in self.request.session:
            super()._store(left, response, *args, **kwargs)  # type: ignore[misc]  # the stubs lack it
        return []

    def _sealed(self, messages: Sequence[Message]) -> str:
        """The messages as the value of a cookie; "" where they must wait in the session."""
        session = self.request.session.session_key
        if not messages or not session:
            return ""
        words = f"{session}\n{self.serialize_messages(messages)}"
        sealed = _seal().encrypt(words.encode()).decode()
        return sealed if len(sealed) <= MOST else ""

    def _opened(self, sealed: str) -> list[Message]:
        """What the cookie holds, if it was said in this session."""
        if not sealed:
            return []
        try:
            session, _line, words = _seal().decrypt(sealed.encode()).decode().partition("\n")
        except (InvalidToken, UnicodeError):
            return []
        if session != self.request.session.session_key:
            return []
        return list(self.deserialize_messages(words) or [])


@cache
def _seal() -> Fernet:
    """From the key of the installation, for this one use."""
    digest = hashlib.sha256(b"jetekchi flash\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
