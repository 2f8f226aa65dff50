"""The handbook of each role: one page in three languages, and for whom it is."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jetekchi.organisation.permissions import Standing
from jetekchi.organisation.roles import Role

OFFICE = "office"
LANGUAGES = ("ky", "ru", "en")


@dataclass(frozen=True)
class Handbook:
    """One page of help: its key, whose it is, the template that holds its words."""

    key: str
    title: str
    template: str
    is_own: bool


def handbooks_for(who: Standing) -> list[Handbook]:
    """All handbooks, the own ones first: nothing in them is secret, and each may know what the other does."""
    language = (get_language() or "ky")[:2]
    language = language if language in LANGUAGES else "ky"
    own = {str(role) for role in who.roles} | ({OFFICE} if who.offices else set())
    titles = {str(role): capfirst(str(role.label)) for role in Role} | {
        OFFICE: _("Office of the approval sheet")
    }
    books = [
        Handbook(key, title, f"workplace/help/{key}.{language}.html", key in own)
        for key, title in titles.items()
    ]
    return sorted(books, key=lambda book: not book.is_own)


def handbook(who: Standing, key: str) -> Handbook | None:
    """The asked handbook, else the first own one, else none for an unknown key."""
    books = handbooks_for(who)
    if not key:
        return books[0]
    return next((book for book in books if book.key == key), None)
