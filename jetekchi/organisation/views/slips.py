"""Account slips: choose people, print once."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jetekchi.core import refusals
from jetekchi.core.http import Refused
from jetekchi.core.sheets import export_response
from jetekchi.organisation import selectors
from jetekchi.organisation.forms.setup import SlipsFilter, SlipsForm
from jetekchi.organisation.selectors import accounts
from jetekchi.organisation.services import slips as services
from jetekchi.organisation.views.common import me, note_export


@require_safe
def slip_lists(request: HttpRequest) -> HttpResponse:
    """The lists for which the user may print slips."""
    lists = accounts.slip_lists(me(request))
    if not lists:
        raise PermissionDenied
    return render(request, "organisation/slips.html", {"lists": lists})


@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest, key: str) -> HttpResponse:
    """Whom to print for; the answer to POST is the paper itself, and the only time its passwords are seen."""
    lists = dict(accounts.slip_lists(me(request)))
    if key not in lists:
        raise Http404
    filter_form = SlipsFilter(request.GET)
    filters = filter_form.filters()
    rows = accounts.narrowed_slips(accounts.slip_rows(me(request), key), **filters)
    if request.method == "GET" and "format" in request.GET:
        return _list_file(request, key, rows)
    form = SlipsForm(request.POST or None, rows=rows)
    if form.is_valid():
        chosen = set(form.cleaned_data["people"])
        people = [row.person for row in rows if row.person.pk in chosen]
        try:
            printed = services.print_slips(by=me(request), people=people)
        except Refused as refused:
            refusals.note(refused)
            form.add_error("people", str(refused))
        else:
            paper = {
                "slips": printed,
                "title": lists[key],
                "lyceum": selectors.lyceum(),
                "address": settings.PUBLIC_URL,
            }
            return render(request, "organisation/slips_paper.html", paper)
    context = {
        "form": form,
        "rows": rows,
        "title": lists[key],
        "filter_form": filter_form,
        "found": ngettext("%(n)d person", "%(n)d people", len(rows)) % {"n": len(rows)},
        "is_narrowed": any(filters.values()),
    }
    return render(request, "organisation/slips_choose.html", context)


def _list_file(request: HttpRequest, key: str, rows: list[accounts.SlipRow]) -> HttpResponse:
    """Whose account has got how far; a password stands on the paper alone."""
    headings = (_("Full name"), _("Login name"), _("Account"))
    lines = [(row.person.name, row.login, row.note) for row in rows]
    response = export_response(request.GET["format"], f"accounts-{key}", headings, lines)
    note_export(request, "User", len(rows))
    return response
