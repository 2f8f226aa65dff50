"""Search over people, pages and deeds: whatever letters were typed, and only what the person may open."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.kyrgyz import search_key
from jetekchi.documents import permissions as documents_permissions
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import User
from jetekchi.organisation.permissions import Permission, standing
from jetekchi.worklog import selectors as worklog
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.selectors.menu import places_for
from jetekchi.workplace.selectors.wording import class_name

SHOWN = 8
LOOKED_AT = 60
SHORTEST = 2


@dataclass(frozen=True)
class Hit:
    """Something found: words, what it is, its drawing and address."""

    title: str
    note: str
    icon: str
    url: str
    # 0: a word begins with what was typed, 1: it only holds it.
    rank: int = 0


@dataclass(frozen=True)
class Group:
    """Hits of one kind."""

    title: str
    hits: tuple[Hit, ...]


def find(user: User, text: str) -> list[Group]:
    """Groups of hits, the group with the best hit first; with nothing typed, the pages of the menu."""
    key = search_key(text)
    if len(key) < SHORTEST and not text.strip().isdigit():
        return [Group(_("Pages"), tuple(_pages(user, "")))]
    groups = [
        Group(_("Students"), _best(_students(user, text))),
        Group(_("Staff"), _best(_staff(user, text))),
        Group(_("Classes"), _best(_classes(user, key))),
        Group(_("Pages"), _best(_pages(user, key))),
        Group(_("Documents"), _best(_documents(user, key))),
        Group(_("Entries of work"), _best(_entries(user, text))),
    ]
    found = [group for group in groups if group.hits]
    return sorted(found, key=lambda group: group.hits[0].rank)


def best_hit(groups: list[Group]) -> Hit | None:
    """What Enter opens: the first hit."""
    return groups[0].hits[0] if groups else None


def lone_hit(groups: list[Group]) -> Hit | None:
    """The only hit, when there is only one."""
    hits = [hit for group in groups for hit in group.hits]
    return hits[0] if len(hits) == 1 else None


def _best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted((hit for hit in hits if hit.url), key=lambda hit: hit.rank)[:SHOWN])


def _rank(words: str, typed: str) -> int:
    """Names that begin with what was typed stand before those that only hold it."""
    known = f" {words}"
    return 0 if all(f" {word}" in known for word in search_key(typed).split()) else 1


def _first(ranks: dict[int, int]) -> list[int]:
    """Keys of those that are shown; of the others nothing more is read."""
    return sorted(ranks, key=ranks.__getitem__)[:SHOWN]


def _students(user: User, text: str) -> list[Hit]:
    found = organisation.first_students(user, text, LOOKED_AT)
    ranks = {one.pk: 0 if one.number == text.strip() else _rank(one.search_key, text) for one in found}
    if not ranks:
        return []
    return [
        Hit(
            student.person.name,
            class_name(student.class_group),
            "user",
            address("organisation:student", student.pk),
            rank=ranks[student.pk],
        )
        for student in organisation.find_students(user, text).filter(pk__in=_first(ranks))
    ]


def _staff(user: User, text: str) -> list[Hit]:
    ranks = {pk: _rank(key, text) for pk, key in organisation.first_people(user, text, LOOKED_AT)}
    if not ranks:
        return []
    return [
        Hit(
            person.name,
            person.staff.title,
            "id-card",
            address("organisation:staff_member", person.staff.pk),
            rank=ranks[person.pk],
        )
        for person in organisation.find_people(user, text).filter(pk__in=_first(ranks))
    ]


def _classes(user: User, key: str) -> list[Hit]:
    found = organisation.find_classes(user, key, SHOWN)
    return [Hit(class_name(group), "", "people", address("organisation:class", group.pk)) for group in found]


def _pages(user: User, key: str) -> list[Hit]:
    who = standing(user)
    pages = [
        (place.title, place.also, place.icon, place.url)
        for place in places_for(who)
        if place.key != "today" or key
    ]
    if who.may(Permission.ACCIDENT_REPORT):
        pages.insert(0, (_("Report an accident"), "", "alert", address("worklog:accident_new")))
    pages.append((_("Help"), "", "help", address("workplace:help")))
    pages.append((_("My page"), _("password language colours"), "user", address("organisation:profile")))
    words = key.split()
    return [
        Hit(title, "", icon, url, rank=_rank(search_key(f"{title} {also}"), key))
        for title, also, icon, url in pages
        if url and all(word in search_key(f"{title} {also}") for word in words)
    ]


def _documents(user: User, key: str) -> list[Hit]:
    return [
        Hit(str(document), _("document"), "paper", address("documents:document", document.pk))
        for document in documents_permissions.visible_documents(user)
        if all(word in search_key(str(document)) for word in key.split())
    ]


def _entries(user: User, text: str) -> list[Hit]:
    if not standing(user).may(Permission.WORK_VIEW):
        return []
    return [
        Hit(
            f"{dates.short_day(entry.on)} · {entry.kind}",
            str(entry.class_group),
            "notebook-pen",
            address("worklog:entry", entry.pk),
            rank=2,
        )
        for entry in worklog.search(user, text, limit=SHOWN)
    ]
