"""The audit chain: an event joins the chain in the transaction of the change it tells of.

SHA-256 over the canonical words of the event and the digest before it. One chain a kind of record, so that writers
of different kinds do not wait for each other. Personal values never enter an event: keys and digests only, so that
erasing a person leaves the chain whole. Evident, not proof: `verify` finds an edit, a deletion, a swap and a cut.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from jetekchi.core.lookup import the_one
from jetekchi.core.models import AuditChain, AuditCheckpoint, AuditEvent

if TYPE_CHECKING:
    from jetekchi.organisation.models import User

COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Damage:
    """The first entry at which a chain stops being true."""

    chain: str
    position: int
    reason: str

    def __str__(self) -> str:
        return f"{self.chain}/{self.position}: {self.reason}"


def record(
    by: "User | None",
    action: str,
    subject: models.Model,
    *,
    reason: str = "",
    chain: str = "",
    actor: str = "",
    **detail: Any,
) -> AuditEvent:
    """Add one event `app:noun:verb` about a record; `by` None means the command line (or the named `actor`)."""
    return record_key(
        by, action, subject._meta.label, str(subject.pk), reason=reason, chain=chain, actor=actor, **detail
    )


# Inside the change that it tells of: what fails here takes that back too, so it needs no point to return to.
@transaction.atomic(savepoint=False)
def record_key(
    by: "User | None",
    action: str,
    subject: str,
    subject_pk: str,
    *,
    reason: str = "",
    chain: str = "",
    actor: str = "",
    **detail: Any,
) -> AuditEvent:
    """The same where the record itself is not at hand (a refused sign-in, a list that was exported)."""
    name = chain or action.split(":", 1)[0]
    head = _held(name)
    event = AuditEvent(
        chain=name,
        position=head.length + 1,
        at=timezone.now(),
        by=by,
        actor="" if by else actor or COMMAND_LINE,
        action=action,
        subject=subject,
        subject_pk=subject_pk,
        reason=reason,
        detail=detail,
        previous=head.head,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    AuditChain.objects.filter(pk=head.pk).update(length=event.position, head=event.digest)
    return event


def _held(name: str) -> AuditChain:
    """The chain, held until the change is done; begun when this is its first event."""
    chains = AuditChain.objects.select_for_update().filter(name=name)
    head = the_one(chains)
    if head is None:
        AuditChain.objects.get_or_create(name=name)
        head = chains.get()
    return head


def record_export(by: "User", app: str, about: models.Model | str, *, form: str, rows: int) -> AuditEvent:
    """Keep that a list left the system as a file: about which record (or kind of records), how many lines."""
    label, pk = (about, "") if isinstance(about, str) else (about._meta.label, str(about.pk))
    return record_key(by, f"{app}:list:exported", label, pk, format=form, rows=rows)


def digest_of(event: AuditEvent) -> str:
    """SHA-256 of the event's canonical words and the digest before it."""
    words = [
        event.chain,
        event.position,
        event.at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds"),
        event.by_id,
        event.actor,
        event.action,
        event.subject,
        event.subject_pk,
        event.reason,
        event.detail,
        event.previous,
    ]
    return hashlib.sha256(_canonical(words)).hexdigest()


def verify() -> Damage | None:
    """None when every chain is whole, else the first damaged entry."""
    chains = {chain.name: chain for chain in AuditChain.objects.all()}
    seen: dict[str, tuple[int, str]] = dict.fromkeys(chains, (0, ""))
    for event in AuditEvent.objects.order_by("chain", "position").iterator(chunk_size=2000):
        position, head = seen.get(event.chain, (0, ""))
        if event.position != position + 1:
            return Damage(event.chain, position + 1, "an entry is missing")
        if event.previous != head:
            return Damage(event.chain, event.position, "it does not follow the entry before it")
        if event.digest != digest_of(event):
            return Damage(event.chain, event.position, "the entry was changed")
        seen[event.chain] = (event.position, event.digest)
    for name, (position, head) in sorted(seen.items()):
        if name not in chains:
            return Damage(name, 1, "a chain that nobody began")
        if (chains[name].length, chains[name].head) != (position, head):
            return Damage(name, position + 1, "the end of the chain was cut off or replaced")
    return _verify_checkpoints()


def _verify_checkpoints() -> Damage | None:
    for checkpoint in AuditCheckpoint.objects.order_by("pk"):
        if not hmac.compare_digest(checkpoint.signature, _sign(checkpoint.at, checkpoint.heads)):
            return Damage("checkpoint", checkpoint.pk, "its signature does not fit")
        for name, (length, head) in checkpoint.heads.items():
            event = AuditEvent.objects.filter(chain=name, position=length).only("digest").first()
            if event is None or event.digest != head:
                return Damage(name, length, "the chain was rewritten after a signed checkpoint")
    return None


@transaction.atomic
def checkpoint() -> AuditCheckpoint:
    """Sign the heads as they stand; run daily, and printed on the foot of signed papers."""
    heads = {
        chain.name: [chain.length, chain.head]
        for chain in AuditChain.objects.exclude(length=0).order_by("name")
    }
    at = timezone.now()
    return AuditCheckpoint.objects.create(at=at, heads=heads, signature=_sign(at, heads))


def looked_at_recently(by: "User", action: str, subject: models.Model, minutes: int = 30) -> bool:
    """Whether this reading is on record already; one line a half-hour tells enough."""
    return AuditEvent.objects.filter(
        by=by,
        action=action,
        subject=subject._meta.label,
        subject_pk=str(subject.pk),
        at__gte=timezone.now() - timedelta(minutes=minutes),
    ).exists()


def record_reading(by: "User", action: str, subject: models.Model, *, reason: str) -> None:
    """Keep who looked at a sensitive card and why they may (3.6); repeated looks within half an hour are one."""
    if not looked_at_recently(by, action, subject):
        record(by, action, subject, reason=reason, chain="reading")


def history_of(subject: models.Model, limit: int = 100) -> list[AuditEvent]:
    """The newest events about one record."""
    events = AuditEvent.objects.filter(subject=subject._meta.label, subject_pk=str(subject.pk))
    return list(events.select_related("by__person").order_by("-at", "-pk")[:limit])


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def _sign(at: datetime, heads: dict[str, list[Any]]) -> str:
    moment = at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds")
    key = hashlib.sha256(b"audit checkpoint" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, _canonical([moment, heads]), hashlib.sha256).hexdigest()
