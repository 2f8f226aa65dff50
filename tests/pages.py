"""Every page of the product with somebody who may open it: for the tests that look at all of them in a browser."""

import hashlib
import logging
import time
from dataclasses import dataclass

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.addresses import Address, addresses
from tests.cast import Cast
from tests.permission_world import World

# Whoever sees most of a page comes first; "" is a stranger.
ACTORS = (
    *("aigul", "damir", "farhat", "admin", "elmira", "gulnara"),
    *("rector_office", "doctor", "psychologist", "ainura", ""),
)
FOR_STRANGERS = {"account_login", "account_reset_password"}


@dataclass(frozen=True)
class Shown:
    """A page: its name for people, its address, and the session of who opens it ("" for a stranger)."""

    name: str
    url: str
    session: str


def pages(cast: Cast, world: World, part: int = 0, parts: int = 1) -> list[Shown]:
    """One page for each address that answers GET with HTML, the first page of every role, and the refusals.

    The list falls into parts of nearly equal length; what stands in which part does not change from run to run.
    """
    clients = {name: _client(cast, name) for name in (*ACTORS, *cast.users)}
    aigul = _session(clients["aigul"])
    firsts = [Shown(f"first page of {name}", "/", _session(clients[name])) for name in cast.users]
    refusals = [
        Shown("not found", "/nowhere/", aigul),
        Shown("not allowed", reverse("organisation:audit"), aigul),
    ]
    shown = [page for number, page in enumerate([*firsts, *refusals]) if number % parts == part]
    mixed = sorted(addresses(), key=lambda address: hashlib.sha256(address.name.encode()).digest())
    # A refusal is an answer here, nothing to log.
    logging.disable(logging.WARNING)
    try:
        shown += [page for address in mixed[part::parts] if (page := _opened(address, clients, world))]
    finally:
        logging.disable(logging.NOTSET)
    return shown


def _client(cast: Cast, name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name:
        client.force_login(getattr(cast, name))
        session = client.session
        # They have just given their password: the pages behind «confirm that it is you» open too.
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
        session.save()
    return client


def _session(client: Client) -> str:
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def _opened(address: Address, clients: dict[str, Client], world: World) -> Shown | None:
    url = reverse(address.name, kwargs=world.pair(address)[0])
    for actor in [""] if address.name in FOR_STRANGERS else ACTORS:
        answer = clients[actor].get(url)
        if answer.status_code == 405:
            return None
        is_page = answer.get("Content-Type", "").startswith("text/html") and b"<html" in answer.content
        if answer.status_code == 200 and is_page:
            return Shown(address.name, url, _session(clients[actor]))
    return None
