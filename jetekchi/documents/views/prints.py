"""Prints of the text and of sheets A–D: a page for the printer, PDF and DOCX."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jetekchi.core.http import download
from jetekchi.core.papers import DOCX, to_docx
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.selectors.papers import SHEETS, paper_of, sheet_of
from jetekchi.documents.selectors.sealed_kinds import kind_key, sealing_of
from jetekchi.documents.views.approvals import version_url
from jetekchi.documents.views.common import person


@require_GET
def paper(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One paper of an edition: `text`, or sheet A, B, C or D."""
    version = permissions.get_version(request.user, pk)
    if key not in (*SHEETS, "text"):
        raise Http404
    wanted = request.GET.get("format", "")
    name = f"{version.document.code}-{version.number}-{key}"
    if wanted == "pdf":
        data = services.sealed_pdf(
            by=person(request), paper=paper_of(version, key), what=sealing_of(version, key)
        )
        return download(f"{name}.pdf", data, "application/pdf")
    if wanted == "docx":
        return download(f"{name}.docx", to_docx(paper_of(version, key)), DOCX)
    if key == "text":
        raise Http404
    sheet = sheet_of(version, key)
    is_open = version.status in {"draft", "returned"}
    context = {
        "version": version,
        "sheet": sheet,
        "key": key,
        "may_ask": key == "A" and not sheet.rows and is_open and permissions.may_manage(request.user),
        "crumbs": [(_("Documents"), reverse("documents:documents")), (version.edition, version_url(version))],
        "sheets": SHEETS,
        "seals": selectors.seals_of(version, kind_key(key)),
    }
    return render(request, "documents/sheet_print.html", context)
