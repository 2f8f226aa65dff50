"""Taking a run back as a whole, while nothing builds on what it brought."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.models import AuditEvent
from jetekchi.organisation.models import ImportedRow, ImportRun, User
from jetekchi.organisation.services.importing.kinds import kind_of

CHUNK = 500
# What builds on a list, in the words of the lyceum; a whole app where its tables are one thing to the reader.
NAMES = {
    "organisation.Appointment": _("appointments of class leaders"),
    "organisation.Enrolment": _("places in classes"),
    "organisation.Guardianship": _("parents of students"),
    "organisation.User": _("accounts"),
    "worklog": _("entries of work done"),
    "reports": _("half-year reports"),
    "documents": _("documents and signatures"),
}


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _by_model(run: ImportRun, *, added: bool) -> dict[type[Model], list[ImportedRow]]:
    """Rows by model, in the order in which they were written."""
    rows: dict[type[Model], list[ImportedRow]] = defaultdict(list)
    for row in run.rows.filter(before__isnull=added):
        rows[apps.get_model(row.label)].append(row)
    return rows


def what_builds_on(run: ImportRun) -> list[str]:
    """Why the run cannot be undone any more; empty when it can."""
    kind = kind_of(run.kind)
    reasons = [*(kind.holds(run) if kind else ()), *_later_runs(run)]
    added = _by_model(run, added=True)
    own = {model: {row.object_pk for row in rows} for model, rows in added.items()}
    mine = own | _untied(run, own)
    counts: Counter[str] = Counter()
    for model, pks in own.items():
        counts += _referring(model, pks, mine)
    reasons += [f"{capfirst(name)}: {count}" for name, count in counts.items()]
    if not reasons:
        reasons += _edited_since(run)
    return reasons


def _untied(run: ImportRun, own: dict[type[Model], set[int]]) -> dict[type[Model], set[int]]:
    """Records that the run changed and that its kind unties by itself."""
    kind = kind_of(run.kind)
    changed = _by_model(run, added=False) if kind and kind.unties else {}
    return {
        model: own.get(model, set()) | {row.object_pk for row in rows}
        for model, rows in changed.items()
        if kind and model._meta.label in kind.unties
    }


def _later_runs(run: ImportRun) -> list[str]:
    later = ImportRun.objects.filter(pk__gt=run.pk, undone_at=None)
    mine = run.rows.values_list("label", "object_pk")
    touched = set(mine)
    found = []
    for other in later:
        if touched & set(other.rows.values_list("label", "object_pk")):
            found.append(_("the later import «%(name)s»") % {"name": other.file_name})
    return [str(words) for words in found]


def _referring(model: type[Model], pks: set[int], own: dict[type[Model], set[int]]) -> Counter[str]:
    """Records outside the run that point to records of the run, whatever would become of them on deletion."""
    counts: Counter[str] = Counter()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        other: type[Model] = relation.related_model  # type: ignore[assignment]
        link = relation.field  # type: ignore[union-attr]
        if not isinstance(link, ForeignKey) or other._meta.label == "organisation.ImportedRow":
            continue
        if not getattr(link, "db_constraint", True):
            # A history outlives what it speaks of.
            continue
        count = 0
        mine = own.get(other, set())
        for chunk in _chunks(sorted(pks)):
            found = other._base_manager.filter(**{f"{link.name}__in": chunk}).values_list("pk", flat=True)
            count += sum(pk not in mine for pk in found)
        counts[_named(other)] += count
    return counts


def _named(model: type[Model]) -> str:
    """The model's own plural where it has one; the class name of a table says nothing to a lyceum."""
    own = model._meta.original_attrs.get("verbose_name_plural")
    known = NAMES.get(model._meta.label) or NAMES.get(model._meta.app_label)
    return str(own or known or _("other records"))


def _edited_since(run: ImportRun) -> list[str]:
    """Records that somebody worked on after the run, by the audit; looking at a card does not count."""
    keys: dict[str, list[str]] = defaultdict(list)
    for label, pk in run.rows.values_list("label", "object_pk"):
        keys[label].append(str(pk))
    count = 0
    for label, pks in keys.items():
        for chunk in _chunks(pks):
            events = AuditEvent.objects.filter(subject=label, subject_pk__in=chunk, at__gt=run.at)
            count += events.exclude(chain__in=("reading", "looks")).values("subject_pk").distinct().count()
    words = ngettext("%(count)d record changed by hand", "%(count)d records changed by hand", count)
    return [words % {"count": count}] if count else []


@transaction.atomic
def undo(*, by: User | None, run: ImportRun) -> ImportRun:
    """Take back everything a run added and changed; refused when something builds on it, with what that is."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.undone_at:
        raise Refused("import-undone", _("This import was undone already."))
    if reasons := what_builds_on(run):
        raise Refused(
            "import-built-upon",
            _("This import cannot be undone: other records build on it (%(what)s). Take those back first.")
            % {"what": "; ".join(reasons)},
        )
    if kind := kind_of(run.kind):
        kind.on_undo(run, by)
    for model, rows in reversed(_by_model(run, added=True).items()):
        for chunk in _chunks([row.object_pk for row in reversed(rows)]):
            model._base_manager.filter(pk__in=chunk).delete()
    for model, rows in reversed(_by_model(run, added=False).items()):
        _restore(model, rows)
    run.undone_at, run.undone_by = timezone.now(), by
    run.save(update_fields=["undone_at", "undone_by"])
    audit.record(by, "organisation:import:undone", run, kind=run.kind)
    return run


def _restore(model: type[Model], rows: list[ImportedRow]) -> None:
    objects = {}
    for chunk in _chunks([row.object_pk for row in rows]):
        objects.update(model._base_manager.in_bulk(chunk))
    for row in reversed(rows):
        item = objects.get(row.object_pk)
        if item is None:
            # A later record has taken its place: a roll says who was there, the missed lesson of the file is gone.
            continue
        for name, (old, _new) in (row.before or {}).items():
            field = item._meta.get_field(name)
            setattr(item, getattr(field, "attname", name), _value(field, old))
        # Each by itself: derived keys follow in `save`.
        item.save()


def _value(field: Any, kept: Any) -> Any:
    return kept if field.is_relation or kept is None else field.to_python(kept)
