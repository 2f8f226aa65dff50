"""How a run writes: many rows at once, and everything it touched remembered for its undoing."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from jetekchi.organisation.models import ImportedRow, ImportRun, User

M = TypeVar("M", bound=Model)
BATCH = 500


class Writer:
    """Adds and changes records for one run; `finish` keeps what was touched."""

    def __init__(self, run: ImportRun, by: User | None) -> None:
        self.run = run
        self.by = by
        self.touched: list[ImportedRow] = []

    def add(self, model: type[M], objects: Sequence[M]) -> Sequence[M]:
        """Add many records of one model at once; their rules are checked one by one before."""
        for item in objects:
            _prepare(item)
        made = model._default_manager.bulk_create(objects, batch_size=BATCH)
        self.touched += [self._row(item, None) for item in made]
        return made

    def change(self, model: type[M], changes: Sequence[tuple[M, Mapping[str, Any]]]) -> None:
        """Change fields of many records; each one's old and new values are kept for the undoing."""
        names: set[str] = set()
        for item, fields in changes:
            before = {
                name: [_kept(getattr(item, _attname(item, name))), _kept(_plain(value))]
                for name, value in fields.items()
            }
            for name, value in fields.items():
                setattr(item, name, value)
            _prepare(item)
            names |= fields.keys() | set(getattr(item, "DERIVED", ()))
            self.touched.append(self._row(item, before))
        if names:
            items = [item for item, _fields in changes]
            model._default_manager.bulk_update(items, sorted(names), batch_size=BATCH // 5)

    def finish(self) -> None:
        """Keep what was touched, in order."""
        ImportedRow.objects.bulk_create(self.touched, batch_size=BATCH)

    def _row(self, item: Model, before: dict[str, Any] | None) -> ImportedRow:
        return ImportedRow(run=self.run, label=item._meta.label, object_pk=item.pk, before=before)


def _prepare(item: Model) -> None:
    """What `save` and `full_clean` do for one record; the planner has looked at relations and uniqueness."""
    if derive := getattr(item, "derive", None):
        derive()
    item.clean_fields(exclude=_derived(item))


def _derived(item: Model) -> list[str]:
    """Fields the database or `save` fills, and relations, which the database itself checks."""
    return [
        field.name
        for field in item._meta.concrete_fields
        if not field.editable or field.primary_key or field.is_relation
    ]


def _attname(item: Model, name: str) -> str:
    field = item._meta.get_field(name)
    return str(getattr(field, "attname", name))


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _kept(value: Any) -> Any:
    """A value as JSON keeps it: dates as text."""
    if value is None or isinstance(value, str | int | bool):
        return value
    return DjangoJSONEncoder().default(value)
