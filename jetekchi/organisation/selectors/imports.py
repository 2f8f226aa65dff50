"""Runs of imports, for those who may make them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from jetekchi.organisation.models import ImportRun, SchoolYear, User
from jetekchi.organisation.permissions import Permission, may, visible_students
from jetekchi.organisation.selectors import calendar as selectors_calendar


def _kinds(user: User) -> list[str]:
    kinds = set()
    if may(user, Permission.IMPORT):
        kinds |= set(ImportRun.Kind.values) - {ImportRun.Kind.STAFF.value}
    if may(user, Permission.PEOPLE_MANAGE):
        kinds.add(ImportRun.Kind.STAFF.value)
    return sorted(kinds)


def years_for_import() -> list[str]:
    """School years a list may belong to, the present one first; the present and the next may still be missing."""
    present = selectors_calendar.current_year()
    today = timezone.localdate()
    first = today.year if today.month >= 8 else today.year - 1
    defaults = [f"{first}-{first + 1}", f"{first + 1}-{first + 2}"]
    known = list(SchoolYear.objects.values_list("name", flat=True))
    return list(dict.fromkeys([*([present.name] if present else []), *defaults, *known]))


def import_runs(user: User) -> QuerySet[ImportRun]:
    """Runs of the kinds that the user may import, the newest first."""
    return ImportRun.objects.filter(kind__in=_kinds(user)).select_related("by__person", "undone_by__person")


def student_names(user: User, numbers: Iterable[str]) -> dict[str, str]:
    """Surname and given name by number, of those whom the user may see; one query, none for no numbers."""
    found = visible_students(user).filter(number__in=set(numbers))
    return {one.number: one.person.brief_name for one in found}


def get_import_run(user: User, pk: int) -> ImportRun:
    """One of these runs; 404 for everything else."""
    return get_object_or_404(import_runs(user), pk=pk)
