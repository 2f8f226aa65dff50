"""The handbook of each role."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jetekchi.organisation.permissions import standing
from jetekchi.workplace.selectors.handbooks import handbook, handbooks_for
from jetekchi.workplace.selectors.links import address


@require_safe
def help_page(request: HttpRequest, role: str = "") -> HttpResponse:
    """One page of help, the own one when none is named; the others are a step away."""
    who = standing(request.user)
    book = handbook(who, role)
    if book is None:
        raise Http404
    context = {
        "book": book,
        "books": handbooks_for(who),
        "who_sees_url": address("organisation:who_sees_what"),
    }
    return render(request, "workplace/help.html", context)
