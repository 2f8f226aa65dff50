"""A person's notices, the newest first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jetekchi.core.kyrgyz import search_key
from jetekchi.core.models import Notice
from jetekchi.organisation.models import User


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything the person was told inside the application."""
    return Notice.objects.filter(to=user)


def narrowed_notices(
    user: User, *, words: str = "", show: str = "", start: date | None = None, end: date | None = None
) -> Sequence[Notice] | QuerySet[Notice]:
    """Those of these days, not read yet, with these words: the words are those of the reader's language."""
    found = notices_of(user)
    if show == "unread":
        found = found.filter(read_at=None)
    if start:
        found = found.filter(created_at__date__gte=start)
    if end:
        found = found.filter(created_at__date__lte=end)
    asked = search_key(words).split()[:6]
    if not asked:
        return found
    return [one for one in found if all(word in search_key(one.text) for word in asked)]


def notice_sheet(found: Iterable[Notice]) -> tuple[list[str], list[list[Any]]]:
    """The list as a sheet."""
    headings = [_("When"), _("Notice"), _("Clause"), _("Read at")]
    return headings, [[one.created_at, one.text, one.clause, one.read_at] for one in found]
