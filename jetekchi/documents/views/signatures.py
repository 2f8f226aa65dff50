"""The agreement on signatures, one signature, and whether a file is what was signed."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core.http import download, once, safe_next
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.forms import CheckForm, SignForm
from jetekchi.documents.services.confirming import shown_anew
from jetekchi.documents.views.common import needs_code, person, signed, status_of


@require_http_methods(["GET", "POST"])
@once
def agreement(request: HttpRequest) -> HttpResponse:
    """The agreement that everybody accepts before the first signature."""
    version = services.ensure_agreement()
    form = SignForm(request.POST or None, initial={"seen": version.sha256}, with_code=needs_code(request))

    def act(confirmation: services.Confirmation) -> object:
        return services.accept_agreement(
            by=person(request), confirmation=confirmation, seen_sha256=form.cleaned_data["seen"]
        )

    then = safe_next(request, reverse("documents:agreement"))
    if request.method == "POST" and (
        answer := signed(request, form, version, "documents:agreement:refused", act, then)
    ):
        messages.success(request, _("The agreement is accepted. Now you can sign."))
        return answer
    shown_anew(form, version.sha256, partial(services.refuse_if_changed, version))
    translated = version.translations.get(get_language() or "ky", "")
    context = {
        "version": version,
        "text": version.source_text,
        "translated": translated,
        "has_accepted": selectors.has_accepted_agreement(person(request)),
        "form": form,
        "next": safe_next(request, ""),
    }
    return render(request, "documents/agreement.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed what, when, as whom; a file can be compared with the signed bytes."""
    found = permissions.get_signature(request.user, pk)
    form = CheckForm(request.POST or None, request.FILES or None)
    verdict = None
    if request.method == "POST" and form.is_valid():
        verdict = selectors.is_whole(found, form.cleaned_data["file"].read())
    context = {
        "signature": found,
        "is_whole": selectors.is_whole(found),
        "may_read": permissions.may_read_signed(request.user, found),
        "form": form,
        "verdict": verdict,
        "meta": [
            _("edition %(number)s") % {"number": found.edition} if found.edition.isdigit() else found.edition
        ],
    }
    return render(request, "documents/signature.html", context, status=status_of(form))


@require_GET
def content(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact bytes that were signed."""
    found = permissions.get_signature(request.user, pk, to="read")
    data = selectors.signed_bytes(found)
    is_pdf = data.startswith(b"%PDF-")
    kind, end = ("application/pdf", "pdf") if is_pdf else ("text/plain; charset=utf-8", "txt")
    return download(f"{found.sha256[:16]}.{end}", data, kind)
