"""Account slips: choose people, print once."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from jetekchi.core import refusals
from jetekchi.core.http import Refused
from jetekchi.organisation import selectors
from jetekchi.organisation.forms.setup import SlipsForm
from jetekchi.organisation.selectors import accounts
from jetekchi.organisation.services import slips as services
from jetekchi.organisation.views.common import me


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
    rows = accounts.slip_rows(me(request), key)
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
    context = {"form": form, "rows": rows, "title": lists[key]}
    return render(request, "organisation/slips_choose.html", context)
