"""Protocols: records of the storeys above that are signed as they stand, and who signs them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jetekchi.core.exact import exact
from jetekchi.documents.models import SealedPaper
from jetekchi.documents.permissions.papers import SealedKind, Somebody, register_sealed_kind
from jetekchi.organisation.models import Person

if TYPE_CHECKING:
    from jetekchi.core.papers import Paper

M = TypeVar("M", bound=Model)
LEADER = gettext_noop("Class leader")


@dataclass(frozen=True)
class Side:
    """One line of signatures under a protocol: who signs it as what, with which words.

    `office` stands in the seal and names nobody; `office_title` is what the signer signs as; `signer` is the account of the
    person whom the record names, None where there is none: such a line is signed by hand.
    """

    purpose: str
    office: str
    office_title: str
    statement: str
    signer: int | None


@dataclass(frozen=True)
class Protocol:
    """What a record says now, as plain values, and who signs it; `why_not` says why it is not signed yet or any more."""

    kind: str
    subject: Model
    title: str
    material: dict[str, Any]
    sides: tuple[Side, ...]
    page: str
    why_not: str = ""

    @cached_property
    def _exact(self) -> tuple[bytes, str]:
        return exact(self.material, indent=1)

    @property
    def content(self) -> bytes:
        """The exact bytes that are signed."""
        return self._exact[0]

    @property
    def sha256(self) -> str:
        """Their fingerprint."""
        return self._exact[1]

    def side_of(self, user: Somebody) -> Side | None:
        """The line on which this very person signs."""
        return next((side for side in self.sides if user.pk and side.signer == user.pk), None)


@dataclass(frozen=True)
class ProtocolKind:
    """What a storey says of its protocols: find one (with its row locked), who sees it, how it looks on paper."""

    title: str | Promise
    find: Callable[[int, bool], Protocol | None]
    may_see: Callable[[Somebody, int], bool]
    paper: "Callable[[Protocol], Paper]"


def leader_side(purpose: str, label: str, leader: Person | None, statement: str) -> Side:
    """The class leader's line; a deputy and a later leader do not sign for the person who is named."""
    account = getattr(leader, "user", None)
    return Side(
        purpose=purpose,
        office=LEADER,
        office_title=_("class leader of %(label)s") % {"label": label},
        statement=statement,
        signer=account.pk if account else None,
    )


def finder(
    records: QuerySet[M], made: Callable[[M], Protocol], *, no_key: bool = False
) -> Callable[[int, bool], Protocol | None]:
    """How a kind finds one of its records by its key, locked when asked, and what its protocol says now.

    `no_key`: a record that only names this one, by its key, is not kept waiting.
    """

    def find(pk: int, lock: bool) -> Protocol | None:
        found = records.filter(pk=pk)
        record = (found.select_for_update(of=("self",), no_key=no_key) if lock else found).first()
        return made(record) if record else None

    return find


_protocols: dict[str, ProtocolKind] = {}


def register_protocol_kind(key: str, kind: ProtocolKind) -> None:
    """Called by a storey above at its start: its records are signed and sealed here, and known there."""

    def is_current(paper: SealedPaper) -> bool:
        found = kind.find(int(paper.subject_pk), False)
        return found is not None and not found.why_not and found.sha256 == paper.signed_sha256

    _protocols[key] = kind
    register_sealed_kind(
        key, SealedKind(kind.title, lambda user, paper: kind.may_see(user, int(paper.subject_pk)), is_current)
    )


def protocol_kind(key: str) -> ProtocolKind | None:
    """What is known of this kind of protocol."""
    return _protocols.get(key)


def get_protocol(user: Somebody, key: str, pk: int) -> tuple[Protocol, Side]:
    """A protocol and the line on which the user signs; 404 for one not seen, 403 for who sees it and is not named in it.

    A deputy and another office are not named: they read, and do not sign for somebody.
    """
    kind = protocol_kind(key)
    if kind is None or not kind.may_see(user, pk):
        raise Http404
    found = kind.find(pk, False)
    if found is None:
        raise Http404
    side = found.side_of(user)
    if side is None:
        raise PermissionDenied
    return found, side
