"""Lists that leave the system as a file: a whole list, or one part of a page, each as it is narrowed."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse

from jetekchi.core import audit, sheets
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan.selectors.listed import Sheet

if TYPE_CHECKING:
    from django.db.models import Model


def sheet_file(request: HttpRequest, deed: str, about: "Model | str", name: str, made: Sheet) -> HttpResponse:
    """A list as csv or xlsx; that it went out, about which record (or kind of records), is on record."""
    headings, lines = made
    wanted = request.GET["format"]
    response = sheets.export_response(wanted, name, headings, lines)
    label, pk = (about, "") if isinstance(about, str) else (about._meta.label, str(about.pk))
    audit.record_key(signed_in(request), deed, label, pk, format=wanted, rows=len(lines))
    return response


def part_file(
    request: HttpRequest,
    deed: str,
    group: Any,
    parts: Mapping[str, tuple[Callable[[Any], Sheet], Any]],
) -> HttpResponse:
    """The part of a class's page that is asked for; another one does not exist."""
    part = request.GET.get("list", "")
    if part not in parts:
        raise Http404
    sheet, rows = parts[part]
    return sheet_file(request, deed, group, f"{group.label}-{part}", sheet(rows))
