"""What stands around every page: the menu, the bar of a phone, who is signed in. Loaded only where a page shows it."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from jetekchi.core import kyrgyz, notices
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.models import Office, User
from jetekchi.organisation.permissions import Permission, Standing, standing
from jetekchi.workplace.selectors.links import address
from jetekchi.workplace.selectors.menu import CORE, CORE_SIZE, SECTION_TITLES, places_for
from jetekchi.workplace.selectors.wording import leader_title

# The part of the handbook that belongs to a page, by the storey the page lives in.
HELP_PARTS = {
    "worklog": "record",
    "journal": "class",
    "reports": "report",
    "compliance": "duties",
    "documents": "papers",
    "organisation": "people",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the shell for a signed-in person; a plain bar for everybody else."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_authenticated:
        return {}
    return {"shell": SimpleLazyObject(partial(_build, request, user))}


def _build(request: HttpRequest, user: User) -> dict[str, Any]:
    who = standing(user)
    may_report = who.may(Permission.ACCIDENT_REPORT)
    lyceum = organisation.lyceum()
    return {
        "nav": _sections(request, who),
        "user": {"name": user.name, "initials": _initials(user), "subtitle": _subtitle(user, who)},
        "accident_url": address("worklog:accident_new") if may_report else "",
        "search_url": address("workplace:search"),
        "notices_url": address("workplace:notices"),
        "unread": notices.unread_count(user),
        "help_url": _help_address(request),
        "profile_url": address("organisation:profile"),
        "theme_url": address("organisation:theme"),
        "lyceum_name": str(lyceum) if lyceum else "",
        "theme": user.theme,
    }


def _sections(request: HttpRequest, who: Standing) -> list[dict[str, Any]]:
    places = places_for(who, getattr(request, "half_year", None))
    core = sorted((p.key for p in places if p.key in CORE), key=CORE.index)[:CORE_SIZE]
    sections = []
    current = _current(request.path, [place.url for place in places])
    for key, title in SECTION_TITLES.items():
        items = [
            {
                "title": place.title,
                "url": place.url,
                "icon": place.icon,
                "count": getattr(request, "due_count", 0) if place.key == "today" else 0,
                "is_core": place.key in core,
                "is_current": place.url == current,
            }
            for place in places
            if place.section == key
        ]
        if items:
            sections.append({"title": title, "items": items})
    return sections


def _current(path: str, urls: list[str]) -> str:
    """The place of the menu that this page belongs to: the longest address that begins the page's own."""
    inside = [url for url in urls if url == path or (url != "/" and path.startswith(url.split("?")[0]))]
    return max(inside, key=len, default="")


def _initials(user: User) -> str:
    if user.person is None:
        return user.username[:2].upper()
    return kyrgyz.avatar_initials(user.person.surname, user.person.given)


def _subtitle(user: User, who: Standing) -> str:
    """Whose class somebody leads, else the seat, else the position, else the role."""
    if who.own_classes:
        return leader_title(organisation.classes_by_key(tuple(sorted(who.own_classes))))
    if who.offices:
        return str(Office.objects.filter(pk__in=who.offices).first() or "")
    staff = getattr(user.person, "staff", None) if user.person else None
    if staff is not None:
        return str(staff.title)
    names = [str(role.label) for role in sorted(who.roles)]
    return ", ".join(names) or _("no role yet")


def _help_address(request: HttpRequest) -> str:
    url = address("workplace:help")
    match = request.resolver_match
    part = HELP_PARTS.get(match.app_name, "") if match else ""
    return f"{url}#{part}" if url and part else url
