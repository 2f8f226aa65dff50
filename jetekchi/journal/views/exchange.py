"""The journal of a class and half-year as files (3.9)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jetekchi.core import audit
from jetekchi.core.http import download
from jetekchi.core.office_files import XLSX
from jetekchi.core.sheets import export_response, write_book
from jetekchi.journal import permissions
from jetekchi.journal.selectors import links
from jetekchi.journal.selectors.exchange import PARTS
from jetekchi.organisation.permissions import signed_in
from jetekchi.organisation.selectors import half_years_of


@require_GET
def exchange(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Lessons, roll, marks, term marks: a workbook with a sheet each, or a csv each with the fields of the e-journal."""
    group = permissions.get_class(request.user, pk)
    half = next((half for half in half_years_of(group.year) if half.number == number), None)
    if half is None:
        raise Http404
    user, form = signed_in(request), request.GET.get("format", "")
    name = f"{group.label}-{group.year.name}-{number}"
    if form == "xlsx":
        tables = {part: list(part.rows(group, half)) for part in PARTS.values()}
        data = write_book((part.title, part.headings, rows) for part, rows in tables.items())
        audit.record_export(user, "journal", group, form=form, rows=sum(map(len, tables.values())))
        return download(f"{name}.xlsx", data, XLSX)
    if form:
        part = PARTS.get(request.GET.get("part", ""))
        if part is None or form != "csv":
            raise Http404
        rows = list(part.rows(group, half))
        audit.record_export(user, "journal", group, form=form, rows=len(rows))
        return export_response(form, f"{name}-{part.key}", part.fields, rows)
    context = {
        "group": group,
        "half": half,
        "parts": [(key, part.title, ", ".join(part.fields)) for key, part in PARTS.items()],
        "crumbs": [(group.label, links.half_year(group, half)), (str(half), links.half_year(group, half))],
        "title": _("Journal as files"),
    }
    return render(request, "journal/exchange.html", context)
