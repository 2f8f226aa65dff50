"""The invented lyceum is removed by one button, the name of the lyceum typed again."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jetekchi.core import refusals
from jetekchi.core.http import Refused
from jetekchi.organisation.permissions import Permission, require
from jetekchi.organisation.selectors import lyceum
from jetekchi.workplace.forms import RemovalForm
from jetekchi.workplace.selectors.demo import is_demo
from jetekchi.workplace.services import remove_demo
from jetekchi.workplace.views.common import me


@require_http_methods(["GET", "POST"])
def removal(request: HttpRequest) -> HttpResponse:
    """Say what goes, then empty everything; afterwards the set-up page waits. No demo, no page."""
    require(request.user, Permission.SETTINGS)
    if not is_demo():
        raise Http404
    form = RemovalForm(request.POST or None)
    if form.is_valid():
        try:
            remove_demo(by=me(request), typed_name=form.cleaned_data["typed_name"])
        except Refused as refusal:
            refusals.note(refusal)
            form.add_error("typed_name", str(refusal))
        else:
            # The account behind this session is gone already.
            request.session.flush()
            request.user = AnonymousUser()
            return redirect("organisation:setup")
    context = {"form": form, "title": _("Remove the demo"), "lyceum": lyceum()}
    return render(request, "workplace/demo.html", context)
