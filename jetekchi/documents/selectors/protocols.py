"""Protocols and their signatures: which of them stand under what the record says now (1.2, 2.2, 3.11).

A protocol is not frozen when it is signed. A signature stands under the bytes of its moment; it counts as long as the
record says the same, and is shown as an earlier one when the record was put right since.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.papers import Paper, SignatureRow
from jetekchi.documents.models import SealedPaper, Signature
from jetekchi.documents.permissions import Protocol, Side, Somebody, protocol_kind
from jetekchi.documents.selectors.seals import Sealing, seals_of
from jetekchi.documents.selectors.signatures import signatures_of


@dataclass(frozen=True)
class SideRow:
    """A line of signatures: the signature under the words of now, or that there is one under earlier words."""

    side: Side
    signature: Signature | None
    has_earlier: bool


@dataclass(frozen=True)
class ProtocolState:
    """What a page shows: the lines, whether this person signs one of them now, the sealed prints."""

    rows: tuple[SideRow, ...]
    why_not: str
    sign_url: str
    seals: tuple[SealedPaper, ...]


def _all_signatures(protocol: Protocol) -> list[Signature]:
    """Under whatever words, the oldest first."""
    purposes = [side.purpose for side in protocol.sides]
    return list(signatures_of(protocol.subject).filter(purpose__in=purposes).order_by("at", "pk"))


def signed_sides(protocol: Protocol) -> dict[str, Signature]:
    """By purpose, the signatures under exactly what the record says now."""
    return {one.purpose: one for one in _all_signatures(protocol) if one.sha256 == protocol.sha256}


def protocol_edition(protocol: Protocol) -> int:
    """The how-manieth wording of the record this is, of those that somebody signed."""
    known = list(dict.fromkeys(one.sha256 for one in _all_signatures(protocol)))
    return (known.index(protocol.sha256) if protocol.sha256 in known else len(known)) + 1


def protocol_state(protocol: Protocol, user: Somebody) -> ProtocolState:
    """The lines and seals of a protocol for this person; two queries."""
    found = _all_signatures(protocol)
    current = {one.purpose: one for one in found if one.sha256 == protocol.sha256}
    earlier = {one.purpose for one in found if one.sha256 != protocol.sha256}
    mine = protocol.side_of(user)
    may_sign = mine is not None and mine.purpose not in current and not protocol.why_not
    return ProtocolState(
        rows=tuple(
            SideRow(side, current.get(side.purpose), side.purpose in earlier) for side in protocol.sides
        ),
        why_not=protocol.why_not,
        sign_url=reverse("documents:protocol_signature", args=[protocol.kind, protocol.subject.pk])
        if may_sign
        else "",
        seals=tuple(seals_of(protocol.subject, protocol.kind)),
    )


def protocol_sealing(protocol: Protocol) -> Sealing | None:
    """What the seal of a protocol says: offices and times; nothing while nobody signed its present words."""
    current = signed_sides(protocol)
    signed = [(side.office, current[side.purpose].at) for side in protocol.sides if side.purpose in current]
    if not signed or protocol.why_not:
        return None
    return Sealing(
        kind=protocol.kind,
        subject=protocol.subject,
        edition=str(protocol_edition(protocol)),
        signed_sha256=protocol.sha256,
        signatures=tuple(signed),
    )


def protocol_paper(protocol: Protocol) -> Paper:
    """The paper of a protocol as it is printed now."""
    kind = protocol_kind(protocol.kind)
    assert kind is not None
    return kind.paper(protocol)


def signature_row(position: str, name: str, signature: Signature | None) -> SignatureRow:
    """The line on paper: empty for a hand, or with the mark of the signature."""
    if signature is None:
        return SignatureRow(position=position, name=name)
    at = dates.date_time(timezone.localtime(signature.at))
    return SignatureRow(
        position=position,
        name=name,
        mark=_("electronic signature %(at)s") % {"at": at},
        date_text=dates.official_date(signature.at),
    )
