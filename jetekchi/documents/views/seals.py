"""A sealed paper for those who may see it: its bytes, personal signatures, and prints that were signed by hand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import attachments, refusals
from jetekchi.core.http import Refused, download, once
from jetekchi.documents import permissions, services
from jetekchi.documents.forms import OutsideSignatureForm, ScanForm
from jetekchi.documents.selectors import seals
from jetekchi.documents.services.outside import LARGEST
from jetekchi.documents.views.common import person, status_of


@require_GET
def sealed(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper with everything that belongs to it."""
    return _page(request, pk, OutsideSignatureForm())


def _page(request: HttpRequest, pk: int, form: OutsideSignatureForm) -> HttpResponse:
    paper = permissions.get_sealed_paper(request.user, pk)
    is_current = seals.is_current(paper)
    context = {
        "paper": paper,
        "title": seals.kind_words(paper),
        "is_current": is_current,
        "replaced_by": "" if is_current else seals.replaced_by(paper),
        "lacks": seals.lacking(paper) if is_current else "",
        "begins": seals.begins(paper) if is_current else None,
        "offices": seals.offices_of(paper),
        "outside": seals.outside_signatures(paper),
        "scans": seals.scans(paper),
        "may_sign": permissions.may_sign_outside(request.user),
        "may_scan": permissions.may_scan(request.user),
        "form": form,
        "meta": [_("edition %(number)s") % {"number": paper.edition}, paper.shown_code],
    }
    return render(request, "documents/sealed.html", context, status=status_of(form))


@require_GET
def sealed_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact sealed bytes."""
    paper = permissions.get_sealed_paper(request.user, pk)
    return download(f"{paper.shown_code}.pdf", bytes(paper.content.data), "application/pdf")


@require_POST
@once
def outside_signature(request: HttpRequest, pk: int) -> HttpResponse:
    """A personal signature is checked against the exact bytes and kept."""
    paper = permissions.get_sealed_paper(request.user, pk, to="sign")
    form = OutsideSignatureForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data["file"].read(LARGEST + 1)
        try:
            services.add_outside_signature(by=person(request), paper=paper, data=data)
        except Refused as refusal:
            refusals.note(refusal, "documents:paper:refused", paper)
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The signature fits this paper and is kept."))
            return redirect("documents:sealed", pk)
    return _page(request, pk, form)


@require_GET
def outside_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature as it came."""
    found = permissions.get_outside_signature(request.user, pk)
    name = f"{found.paper.shown_code}-{found.pk}.p7s"
    return download(name, bytes(found.data), "application/pkcs7-signature")


@require_http_methods(["GET", "POST"])
@once
def scan_new(request: HttpRequest) -> HttpResponse:
    """A print that was signed by hand finds its paper by its square."""
    if not permissions.may_scan(request.user):
        raise PermissionDenied
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            scan = services.add_scan(
                by=person(request),
                upload=form.cleaned_data["file"],
                typed=form.cleaned_data["code"],
                is_looked_at=form.cleaned_data["is_looked_at"],
            )
        except Refused as refusal:
            refusals.note(refusal, "documents:scan:refused")
            form.add_error("is_looked_at" if refusal.code == services.NOT_LOOKED_AT else None, str(refusal))
        else:
            if scan.is_code_read:
                messages.success(request, _("The scan is kept with its paper."))
            else:
                messages.warning(
                    request,
                    _("The scan is kept. The paper says: the code was typed, not read from the picture."),
                )
            return redirect("documents:sealed", scan.paper_id)
    return render(request, "documents/scan_form.html", {"form": form}, status=status_of(form))


@require_GET
def scan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan as it came."""
    return attachments.response(permissions.get_scan(request.user, pk).attachment)
