"""From the bytes of a file to a plan, and from a plan to the tables: all of it in one transaction, or nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.sheets import Table, read_table
from jetekchi.organisation.models import ImportRun, SchoolYear, User
from jetekchi.organisation.selectors import current_year, lyceum, year_named
from jetekchi.organisation.services.calendar import ensure_year, year_name
from jetekchi.organisation.services.importing.headings import map_headings, missing
from jetekchi.organisation.services.importing.kinds import (
    Fate,
    ImportKind,
    Options,
    Plan,
    PlannedRow,
    Row,
    Text,
)
from jetekchi.organisation.services.importing.values import BadCell
from jetekchi.organisation.services.importing.writing import Writer
from jetekchi.organisation.services.units import ensure_lyceum


@dataclass
class Rehearsal:
    """What the file would do: its table, the mapping, the plan; `run` is there when it was done in earnest."""

    table: Table
    mapping: dict[str, int]
    plan: Plan
    run: ImportRun | None = None
    said: list[str] = field(default_factory=list)


def make_plan(kind: ImportKind, table: Table, mapping: Mapping[str, int], options: Options) -> Plan:
    """Every row's fate; refused as a whole when a column is missing that nothing can be done without."""
    if lacking := missing(kind.columns, mapping):
        names = ", ".join(f"«{column.label}»" for column in lacking)
        raise Refused(
            "columns-missing",
            _("The file has no column %(names)s. Add it or say which column it is.") % {"names": names},
        )
    rows = [_parsed(kind, line, cells, mapping) for line, cells in table.rows]
    if not rows:
        raise Refused("no-rows", _("There are headings in the file, but no rows below them."))
    sound = [row for row in rows if not row.problems]
    plan = kind.plan(sound, options)
    planned = {id(item.row): item for item in plan.rows}
    plan.rows = [planned.get(id(row)) or _refused(kind, row) for row in rows]
    plan.notes = [*table.notes, *plan.notes]
    return plan


def _parsed(kind: ImportKind, line: int, cells: list[str], mapping: Mapping[str, int]) -> Row:
    row = Row(line, {key: cells[index] for key, index in mapping.items() if index < len(cells)}, {})
    for column in kind.columns:
        text = row.cells.get(column.key, "").strip()
        if not text:
            if column.required and not row.cells.get(column.instead, "").strip():
                row.refuse(column.key, _("The cell is empty."))
            continue
        try:
            row.values[column.key] = column.parse(text)
        except BadCell as error:
            row.refuse(column.key, error.reason)
    return row


def _refused(kind: ImportKind, row: Row) -> PlannedRow:
    who = next((row.cells[column.key] for column in kind.columns if row.cells.get(column.key)), "")
    return PlannedRow(row, Fate.REFUSED, who=who)


@transaction.atomic
def carry_out(
    *, by: User | None, plan: Plan, file_name: str, sha256: str, skip_bad_rows: bool = False
) -> ImportRun | None:
    """Write what the plan says, one audit event for the file; None when everything is there already.

    Refused as a whole when a row is refused and the person did not say to skip such rows.
    """
    refused = plan.count(Fate.REFUSED)
    if refused and not skip_bad_rows:
        words = ngettext(
            "Nothing was written: %(count)d row is refused. Correct it, or choose to leave such rows out.",
            "Nothing was written: %(count)d rows are refused. Correct them, or choose to leave such rows out.",
            refused,
        )
        raise Refused("rows-refused", words % {"count": refused})
    if not plan.deeds:
        return None
    run = ImportRun(kind=plan.kind.key, file_name=file_name[-150:], sha256=sha256, by=by, **plan.counts)
    run.clean_fields(exclude=["by", "undone_at", "undone_by"])
    run.save()
    writer = Writer(run, by)
    plan.kind.write(plan, writer)
    writer.finish()
    audit.record(
        by,
        "organisation:import:done",
        run,
        kind=plan.kind.key,
        sha256=sha256,
        year=plan.options.year.name,
        rows=plan.counts,
    )
    return run


def rehearse(
    *,
    kind: ImportKind,
    name: str,
    data: bytes,
    year_name: str = "",
    create_missing: bool = False,
    mapping: Mapping[str, int] | None = None,
) -> Rehearsal:
    """Read a file and say each row's fate; nothing is written, also not the year or lyceum it would need."""
    with transaction.atomic():
        rehearsal = _planned(None, kind, name, data, year_name, create_missing, mapping)
        transaction.set_rollback(True)
    return rehearsal


def take_in(
    *,
    by: User | None,
    kind: ImportKind,
    name: str,
    data: bytes,
    year_name: str = "",
    create_missing: bool = False,
    skip_bad_rows: bool = False,
    mapping: Mapping[str, int] | None = None,
    agreed: str = "",
) -> Rehearsal:
    """Read, plan and write in one transaction; `agreed` is the signature of the plan that the person saw."""
    with transaction.atomic():
        done = _planned(by, kind, name, data, year_name, create_missing, mapping)
        if agreed and agreed != done.plan.signature:
            raise Refused(
                "plan-changed",
                _("The lists have changed since you looked. Look at the rows once more and confirm again."),
            )
        digest = hashlib.sha256(data).hexdigest()
        done.run = carry_out(
            by=by, plan=done.plan, file_name=name, sha256=digest, skip_bad_rows=skip_bad_rows
        )
    return done


def _planned(
    by: User | None,
    kind: ImportKind,
    name: str,
    data: bytes,
    year: str,
    create_missing: bool,
    mapping: Mapping[str, int] | None,
) -> Rehearsal:
    table = read_table(name, data, kind.is_sheet)
    chosen = dict(map_headings(kind.columns, table.headings) if mapping is None else mapping)
    with _ground(by, year, create_missing) as (school_year, said):
        options = Options(school_year, timezone.localdate(), create_missing)
        return Rehearsal(table, chosen, make_plan(kind, table, chosen, options), said=said)


@contextmanager
def _ground(by: User | None, name: str, create_missing: bool) -> Iterator[tuple[SchoolYear, list[str]]]:
    """The lyceum and the year the rows belong to, made with defaults where a fresh database has none."""
    said: list[Text] = []
    if lyceum() is None:
        ensure_lyceum(by=by)
        said.append(_("A lyceum was made with its name by default; correct it in the settings."))
    year = year_named(name) if name else current_year()
    if year is None and name and not create_missing and SchoolYear.objects.exists():
        raise Refused(
            "unknown-year",
            _("There is no school year %(year)s. Make it first, or allow missing things to be made.")
            % {"year": name},
        )
    if year is None:
        year = ensure_year(by=by, name=name or year_name(timezone.localdate()))
        said.append(
            _("The school year %(year)s was made with quarters by default; correct their dates.")
            % {"year": year.name}
        )
    # Two imports at once wait for each other here.
    yield SchoolYear.objects.select_for_update().get(pk=year.pk), [str(words) for words in said]
