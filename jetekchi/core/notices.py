"""Notices inside the application: queued in the transaction of what they tell of, seen only once it is committed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from jetekchi.core.models import Notice
from jetekchi.core.prepared import Prepared

if TYPE_CHECKING:
    from jetekchi.organisation.models import User


def queue(
    *, to: "Iterable[User]", message: str, url: str = "", clause: str = "", **values: Any
) -> list[Notice]:
    """Tell people; `message` is an English msgid marked with gettext_noop, `values` fill its named placeholders."""
    people = {user.pk: user for user in to}
    words = {name: str(value) for name, value in values.items()}
    return Notice.objects.bulk_create(
        Notice(to=user, message=message, values=words, url=url, clause=clause) for user in people.values()
    )


def unread_count(user: "User") -> int:
    """How many notices wait."""
    return sum(waiting for (waiting,) in _UNREAD.rows(user=user.pk))


def _unread(user: int) -> QuerySet[Notice, Any]:
    waiting = Notice.objects.filter(to=user, read_at=None).order_by()
    return waiting.values("to").annotate(waiting=Count("pk")).values_list("waiting")


# Asked by every page.
_UNREAD = Prepared(_unread)


def mark_read(user: "User", upto: int) -> int:
    """All notices up to the one shown last are read; newer ones stay unread."""
    return Notice.objects.filter(to=user, read_at=None, pk__lte=upto).update(read_at=timezone.now())
