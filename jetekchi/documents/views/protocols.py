"""A protocol where it is signed: word for word, with its fingerprint (1.2, 2.2, 3.11)."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jetekchi.core.http import once
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.forms import SignForm
from jetekchi.documents.services.confirming import agreement_first, shown_anew
from jetekchi.documents.views.common import needs_code, person, signed, status_of

REFUSED = "documents:protocol:refused"


@require_http_methods(["GET", "POST"])
@once
def protocol_signature(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Who is named in the record reads it once more and signs it."""
    protocol, side = permissions.get_protocol(request.user, kind, pk)
    if asked := agreement_first(request):
        return asked
    form = SignForm(request.POST or None, initial={"seen": protocol.sha256}, with_code=needs_code(request))

    def act(confirmation: services.Confirmation) -> None:
        services.sign_protocol(
            by=person(request),
            kind=kind,
            pk=pk,
            confirmation=confirmation,
            seen_sha256=form.cleaned_data["seen"],
        )
        messages.success(request, _("Your signature stands under the paper. Its print now carries the seal."))

    if request.method == "POST" and (
        answer := signed(request, form, protocol.subject, REFUSED, act, protocol.page)
    ):
        return answer
    shown_anew(form, protocol.sha256, partial(services.refuse_reworded, protocol.sha256))
    context = {
        "protocol": protocol,
        "side": side,
        "is_signed": side.purpose in selectors.signed_sides(protocol),
        # A record that is not to be signed yet may have no paper: a vote that is open is not counted.
        "paper": None if protocol.why_not else selectors.protocol_paper(protocol),
        "form": form,
    }
    return render(request, "documents/protocol_signature.html", context, status=status_of(form))
