"""What the person was told inside the application."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jetekchi.core import audit, notices, sheets
from jetekchi.core.http import page_of
from jetekchi.workplace.forms import NoticesFilter, ReadForm
from jetekchi.workplace.selectors.own_notices import narrowed_notices, notice_sheet
from jetekchi.workplace.views.common import me


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """My notices; unread ones are marked; search, days, csv and xlsx."""
    form = NoticesFilter(request.GET)
    filters = form.filters()
    found = narrowed_notices(me(request), **filters)
    if "format" in request.GET:
        headings, lines = notice_sheet(found)
        wanted = request.GET["format"]
        response = sheets.export_response(wanted, _("Notices"), headings, lines)
        audit.record_export(me(request), "workplace", "core.Notice", form=wanted, rows=len(lines))
        return response
    page = page_of(request, found, 30)
    count = page.paginator.count
    context = {
        "page": page,
        # «All are read» reaches up to the newest one that is shown; a narrowed list does not show them all.
        "last": 0 if filters else max((notice.pk for notice in page), default=0),
        "unread": notices.unread_count(me(request)),
        "filter_form": form,
        "found": ngettext("%(n)d notice", "%(n)d notices", count) % {"n": count},
        "is_narrowed": bool(filters),
    }
    return render(request, "workplace/notices.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All notices up to the last one shown are read."""
    form = ReadForm(request.POST)
    if form.is_valid():
        notices.mark_read(me(request), form.cleaned_data["upto"])
    return redirect("workplace:notices")
