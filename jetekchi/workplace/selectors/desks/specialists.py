"""Desks of the doctor, the psychologist and the librarian: small, with the one door each of them needs (6.2, 6.3)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.roles import Role
from jetekchi.workplace.selectors.desks.page import Card, FirstPage
from jetekchi.workplace.selectors.links import address


@dataclass(frozen=True)
class Door:
    """A way onward with its reason: a drawing, words, where it leads."""

    icon: str
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Doors:
    """The few pages this role works with."""

    title: str
    doors: tuple[Door, ...]
    searches: str = ""


def add(page: FirstPage) -> None:
    """Students for doctor and psychologist, the papers for the librarian."""
    who = page.who
    if who.is_a(Role.MEDICAL, Role.PSYCHOLOGIST):
        page.main.append(Card("find_student", address("workplace:search")))
    if who.is_a(Role.MEDICAL, Role.PSYCHOLOGIST, Role.LIBRARIAN):
        page.side.append(
            Card("doors", Doors(_("Where to go"), tuple(door for door in _doors(page) if door.url)))
        )


def _doors(page: FirstPage) -> list[Door]:
    doors = []
    if page.who.may(Permission.STUDENT_VIEW):
        note = _("the list of the class and each card that you may open")
        doors.append(Door("people", _("Classes"), note, address("organisation:classes")))
    if page.who.may(Permission.ACCIDENT_REPORT):
        note = _("first aid, who was told and when")
        doors.append(Door("shield-alert", _("Accidents"), note, address("worklog:accidents")))
    if page.who.may(Permission.LIBRARY_ANSWER):
        note = _("what class leaders ask, and your answers")
        doors.append(Door("library", _("Requests to the library"), note, address("plan:library_desk")))
    note = _("rules of the lyceum and what is to be signed")
    doors.append(Door("sign", _("Documents"), note, address("documents:documents")))
    doors.append(Door("help", _("Help"), _("your work in one page"), address("workplace:help")))
    return doors
