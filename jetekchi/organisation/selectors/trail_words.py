"""An event of the audit in the reader's words: the record it is about, its details field by field, its reason.

The words come from the storeys above (`organisation.links.records`); what has none keeps its technical name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.models import AuditEvent
from jetekchi.organisation import links
from jetekchi.organisation.models import User

# Keys that hold keys of other records, and the kind of those.
KINDS_OF_KEYS = {
    "student": "organisation.Student",
    "students": "organisation.Student",
    "class_group": "organisation.ClassGroup",
    "person": "organisation.Person",
    "executor": "organisation.Person",
    "addressee": "organisation.Person",
    "entry": "worklog.WorkEntry",
    "version": "documents.DocumentVersion",
    "signature": "documents.Signature",
    "lesson": "journal.Lesson",
    "item": "plan.PlanItem",
}
# Codes that another record has words for, in its field of the same name.
CODES_OF = {
    "role": "organisation.RoleGrant",
    "decision": "documents.ApprovalAct",
    "basis": "plan.OfficeTerm",
    "point": "plan.HeadCount",
    "answer": "plan.EventInvitation",
    "to_whom": "worklog.AccidentNotice",
    "channel": "worklog.AccidentNotice",
}
# Lists of names of fields.
NAMES_OF_FIELDS = frozenset({"fields", "parts", "changes"})
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
Names = Mapping[tuple[str, int], links.Link]


@dataclass(frozen=True)
class Told:
    """What a cell says: words, and the page they lead to when the reader may open it."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Detail:
    """One field of an event with its values."""

    name: str
    values: tuple[Told, ...]


def names_for(user: User, events: Iterable[AuditEvent]) -> Names:
    """Every record that the events speak of and the reader may open: a query for each kind, not for each event."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        for label, pk in _mentioned(event):
            wanted[label].add(pk)
    return links.records().pages(user, wanted)


def _mentioned(event: AuditEvent) -> Iterator[tuple[str, int]]:
    if _is_key(event.subject_pk):
        yield event.subject, int(event.subject_pk)
    for key, value in event.detail.items():
        if label := KINDS_OF_KEYS.get(key):
            for one in value if isinstance(value, list) else [value]:
                if _is_key(one):
                    yield label, int(one)


def _is_key(value: object) -> bool:
    return (
        not isinstance(value, bool) and str(value).isascii() and str(value).isdigit() and len(str(value)) < 12
    )


def about(event: AuditEvent, names: Names) -> tuple[str, Told]:
    """The kind of the record in words and its name; a number where there is no page for the reader."""
    kind = str(links.records().kinds.get(event.subject, event.subject))
    return kind, _named(event.subject, event.subject_pk, names)


def _named(label: str, pk: object, names: Names) -> Told:
    if not _is_key(pk):
        return Told("" if pk in (None, "", "-") else str(pk))
    link = names.get((label, int(str(pk))))
    return Told(str(link.title), link.url) if link else Told(f"№ {pk}")


def reason(event: AuditEvent) -> str:
    """Why a page was read, in words; other reasons as they are kept."""
    return str(links.records().reasons.get(event.reason, event.reason))


def details(event: AuditEvent, names: Names) -> list[Detail]:
    """The details, each under the words of its field."""
    model = _model(event.subject)
    return [
        Detail(_name(model, key), tuple(_values(model, key, value, names)))
        for key, value in event.detail.items()
        if value not in (None, "", [])
    ]


def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field(model: type[Model] | None, key: str) -> Any:
    return next((one for one in model._meta.get_fields() if one.name == key), None) if model else None


def _name(model: type[Model] | None, key: str) -> str:
    if words := links.records().details.get(key):
        return str(words)
    # A name that nobody gave is the technical one made of it by Django: it would only look like words.
    for known in (model, _model(CODES_OF.get(key, ""))):
        words = getattr(_field(known, key), "verbose_name", None)
        if isinstance(words, Promise):
            return capfirst(str(words))
    return key


def _values(model: type[Model] | None, key: str, value: Any, names: Names) -> Iterator[Told]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield Told(f"{_name(model, str(name))}: {_plain(model, str(name), one)}")
        return
    for one in value if isinstance(value, list) else [value]:
        if label := KINDS_OF_KEYS.get(key):
            yield _named(label, one, names)
        elif key in NAMES_OF_FIELDS:
            yield Told(_name(model, str(one)))
        else:
            yield Told(_plain(model, key, one))


def _plain(model: type[Model] | None, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    for known in (model, _model(CODES_OF.get(key, ""))):
        choices = dict(getattr(_field(known, key), "flatchoices", ()))
        if value in choices:
            return str(choices[value])
    if DAY.fullmatch(text):
        return dates.short_date(date.fromisoformat(text))
    return f"{text[:12]}…" if FINGERPRINT.fullmatch(text) else text
