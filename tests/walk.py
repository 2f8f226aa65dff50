"""One walk through the product, for many eyes: every address as every person, own and foreign object, in one world.

What was answered is kept: the permission table, the leaks, the headers and the exports read it instead of walking
themselves. Whoever asks more goes on with `ask`, in the same world.

Two thirds of all requests are refused, most of their price is what stands around the view. So where the table expects a
refusal the view itself is asked first, as this person: when it refuses, the request would have been refused too, since
nothing before a view lets anybody in. Every answer that is no refusal goes the whole way; so does whoever stands in
EVERYWHERE when a page is opened, and in WHOLE_WAY whatever is asked.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import cache as for_good
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any, ClassVar

import pypdfium2
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, TestCase
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone

from jetekchi.core import remember
from jetekchi.organisation import permissions, services
from jetekchi.organisation.backends import EmployedBackend
from jetekchi.organisation.models import Person, User
from jetekchi.worklog import services as work
from jetekchi.worklog.models import WorkEntry
from tests import cast
from tests.addresses import Address, addresses
from tests.permission_table import ACTORS, TABLE
from tests.permission_world import CANARY, World, peopled

SECRET = "жашыруун-сөз-4471"
PHONE = "+996 777 000 111"
STRANGER = ""
# Who may everything and who may nothing. What refuses a method stands before every guard, so it cannot know the person:
# where both are answered 405, everybody is.
FEW = ("farhat", "tilek_user")
# They open every address, also those that only take forms: every answer carries its headers.
EVERYWHERE = (STRANGER, "aigul", *FEW)
# They send forms the whole way too, which shows that nothing before a view lets anybody in.
WHOLE_WAY = (STRANGER, "tilek_user")
# Signs of the table and what they stand for.
REFUSED = {"-": 403, "0": 404}

SESSIONS = import_module(settings.SESSION_ENGINE)
# A word that goes on in the next line of a paper.
CUT = re.compile("\ufffe\\s*")
WRITES = re.compile(r'\s*(?:insert (?:or \w+ )?into|update|delete from) "(\w+)"', re.I)


@dataclass(frozen=True)
class Answer:
    """What came back, of a paper its words, and which tables were written to meanwhile."""

    address: Address
    status: int
    headers: dict[str, str]
    body: str
    wrote: frozenset[str] = frozenset()

    @property
    def is_paper(self) -> bool:
        return self.headers.get("Content-Type") == "application/pdf"

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def leads_to_sign_in(self) -> bool:
        return self.status == 302 and self.headers["Location"].startswith(reverse("account_login"))


class Visitor(Client):
    """A client that asks and no more: no copies of what the templates were given, no cookies of the answer."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))


class Kept(dict[tuple[str, str, int], Answer]):
    """Answers by person, name of the address and side (0: class A, 1: class B); no test changes them."""

    def __deepcopy__(self, memo: Any) -> "Kept":
        return self


class Walked(TestCase):
    """The world, planted with secrets, and what it answered."""

    kept: ClassVar[Kept]
    refused: ClassVar[Kept]
    unknown: ClassVar[dict[str, Kept]]
    cookies: ClassVar[dict[str, str]]
    users: ClassVar[dict[str, User]]
    visitor: ClassVar[Visitor]

    @classmethod
    def setUpTestData(cls) -> None:
        # A refusal is an answer here, nothing to log; an error of the server still is.
        logging.disable(logging.WARNING)
        cls.addClassCleanup(logging.disable, logging.NOTSET)
        cls.cast, cls.world = peopled()
        plant(cls.cast)
        cls.visitor = Visitor()
        cls.users = {actor: signed_in(getattr(cls.cast, actor)) for actor in ACTORS}
        cls.cookies = {STRANGER: ""}
        for actor in ACTORS:
            client = Client()
            client.force_login(getattr(cls.cast, actor))
            cls.cookies[actor] = client.cookies[settings.SESSION_COOKIE_NAME].value
        cls.kept, cls.refused, cls.unknown = Kept(), Kept(), {}
        remember.forget()
        for address in addresses():
            cls.walk(address)

    @classmethod
    def walk(cls, address: Address) -> None:
        """Open the address as everybody; as a few where they show that it answers nobody."""
        cls.open(address, EVERYWHERE)
        if f"{address.name} GET" in TABLE or not cls.refuses(address, "GET"):
            cls.open(address, tuple(actor for actor in ACTORS if actor not in EVERYWHERE))

    @classmethod
    def open(cls, address: Address, actors: tuple[str, ...]) -> None:
        for side, url in enumerate(urls(cls.world, address)):
            for actor in actors:
                refusal = None if actor in EVERYWHERE else cls.refusal(actor, "GET", url, address, side)
                if refusal is not None:
                    cls.refused[actor, address.name, side] = refusal
                else:
                    cls.kept[actor, address.name, side] = cls.ask(actor, "GET", url, address)

    @classmethod
    def refuses(cls, address: Address, method: str) -> bool:
        """Whether the address does not know the method at all."""
        return all(
            cls.answer(actor, method, address, side).status == 405
            for side, _url in enumerate(urls(cls.world, address))
            for actor in FEW
        )

    @classmethod
    def answer(cls, actor: str, method: str, address: Address, side: int) -> Answer:
        """The answer of the walk, or to another method: asked anew, unless it is known that nobody may ask so."""
        key = actor, address.name, side
        if method == "GET":
            return cls.refused.get(key) or cls.kept[key]
        unknown = cls.unknown.setdefault(method, Kept())
        if key in unknown:
            return unknown[key]
        url = urls(cls.world, address)[side]
        refusal = None if actor in WHOLE_WAY else cls.refusal(actor, method, url, address, side)
        found = refusal or cls.ask(actor, method, url, address)
        if found.status == 405:
            unknown[key] = found
        return found

    @classmethod
    def refusal(cls, actor: str, method: str, url: str, address: Address, side: int) -> Answer | None:
        """How the view refuses this person, where the table says that it does; its effects are undone."""
        if expected(address.name, method, actor, side) not in REFUSED:
            return None
        request = RequestFactory().generic(method, url)
        request.user, request.session = copy(cls.users[actor]), SESSIONS.SessionStore(cls.cookies[actor])
        cache.clear()
        with transaction.atomic(), writes() as wrote:
            status = status_of_view(request)
            transaction.set_rollback(True)
        return Answer(address, status, {}, "", frozenset(wrote)) if status in REFUSED.values() else None

    @classmethod
    def ask(cls, actor: str, method: str, url: str, address: Address) -> Answer:
        """One request whose effects are undone."""
        cache.clear()
        with transaction.atomic(), writes() as wrote:
            response = cls.respond(actor, method, url)
            transaction.set_rollback(True)
        answer = Answer(address, response.status_code, dict(response.headers), "", frozenset(wrote))
        words = words_of_paper if answer.is_paper else in_letters
        return replace(answer, body=words(response.content))

    @classmethod
    def respond(cls, actor: str, method: str, url: str) -> Any:
        """One request of this person, who brings nothing along from the one before."""
        cls.visitor.cookies = SimpleCookie()
        if actor:
            cls.visitor.cookies[settings.SESSION_COOKIE_NAME] = cls.cookies[actor]
        return cls.visitor.generic(method, url)


def in_letters(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def words_of_paper(data: bytes) -> str:
    """What a paper says, and what it says of itself, in one line: where its own lines end is left to the drawing."""
    with pypdfium2.PdfDocument(data) as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
        said = "\n".join([*pages, *paper.get_metadata_dict().values()])
    return " ".join(CUT.sub("", said).split())


def signed_in(user: User) -> User:
    """The account as a request finds it, and what it is today: every view asks for that before it changes anything."""
    found = EmployedBackend().get_user(user.pk)
    assert found is not None
    permissions.standing(found)
    return found


def status_of_view(request: HttpRequest) -> int:
    """What the view alone answers."""
    view, words, named = place(request.path)
    try:
        answer: HttpResponse = view(request, *words, **named)
        return answer.status_code
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    except Exception:
        # No refusal: somebody came in, and what stands around a view was missing. The whole request says what comes of it.
        return 500


@for_good
def place(path: str) -> ResolverMatch:
    """Which view stands there."""
    return resolve(path)


def expected(name: str, method: str, actor: str, side: int) -> str:
    """The sign of the table for one person, for the object of class A (0) or B (1); nothing where it answers nobody."""
    row = TABLE.get(f"{name} {method}", "").split("|")
    return row[side].replace(" ", "")[ACTORS.index(actor)] if side < len(row) and row[side] else ""


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables that are written to inside."""
    seen: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITES.match(sql):
            seen.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def urls(world: World, address: Address) -> list[str]:
    """Where the address stands: for class A and for class B; once where it names no record of a class."""
    return [reverse(address.name, kwargs=kwargs) for kwargs in world.pair(address)]


def plant(people: cast.Cast) -> WorkEntry:
    """Words and numbers of class A that only some may read; the restricted entry."""
    both = [people.nurlan, people.meerim]
    common = {"by": people.aigul, "class_group": people.class_a, "on": timezone.localdate(), "students": both}
    work.record_work(kind="talk", text=f"Ачык {SECRET}", **common)
    closed = work.record_work(kind="conflict", text=f"Жабык {SECRET}", **common)
    work.record_work(kind="event", text=f"Иш-чара жабык {SECRET}", is_restricted=True, **common)
    mother = services.add_person(by=None, surname="Бакытова", given="Зуура", sex="f", phone=PHONE)
    services.add_guardian(by=None, student=people.meerim, person=mother, kind="mother")
    Person.objects.filter(pk=people.meerim.person_id).update(phone="+996 777 222 333")
    of_b = Person.objects.filter(pk=people.sanjar.person_id)
    of_b.update(given=CANARY, search_key=CANARY, sort_key=CANARY)
    return closed
