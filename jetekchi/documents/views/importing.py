"""Import of a document: choose a file, see what was recognised, confirm."""

import base64
import binascii
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jetekchi.core import refusals
from jetekchi.core.http import Refused, once
from jetekchi.documents import permissions, services
from jetekchi.documents.forms import ConfirmImportForm, ImportForm, TextForm
from jetekchi.documents.services.importing import UNCHANGED
from jetekchi.documents.views.common import done, person, status_of


def _keeper(request: HttpRequest) -> None:
    if not permissions.may_manage(request.user):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file of a job instruction is previewed, another paper is stored at once as a draft."""
    _keeper(request)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"kind": "job_instruction"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            if form.cleaned_data["kind"] == "job_instruction":
                return _preview(request, form.cleaned_data, data)
            return _store_other(request, form.cleaned_data, data)
        except Refused as refusal:
            refusals.note(refusal)
            form.add_error("file", str(refusal.message))
    context = {"form": form, "crumbs": [(_("Documents"), reverse("documents:documents"))]}
    return render(request, "documents/import.html", context, status=status_of(form))


def _preview(request: HttpRequest, cleaned: dict[str, Any], data: bytes) -> HttpResponse:
    name = cleaned["file"].name
    preview = services.preview_instruction(data=data, name=name, code=cleaned["code"])
    initial = {
        "name": name,
        "code": preview.code,
        "language": cleaned["language"],
        "seen": preview.sha256,
        "content": base64.b64encode(data).decode(),
    }
    context = {
        "preview": preview,
        "read": preview.read,
        "form": ConfirmImportForm(initial=initial),
        "crumbs": [
            (_("Documents"), reverse("documents:documents")),
            (_("Import"), reverse("documents:import")),
        ],
        "vacant": sum(not office.name for office in preview.read.offices),
    }
    return render(request, "documents/import_preview.html", context)


def _store_other(request: HttpRequest, cleaned: dict[str, Any], data: bytes) -> HttpResponse:
    outcome = services.import_document(
        by=person(request),
        data=data,
        name=cleaned["file"].name,
        kind=cleaned["kind"],
        code=cleaned["code"],
        title=cleaned["title"],
        language=cleaned["language"],
    )
    _say(request, outcome)
    return redirect("documents:version", outcome.version.pk)


@require_POST
@once
def confirmation(request: HttpRequest) -> HttpResponse:
    """Store exactly what was previewed."""
    _keeper(request)
    form = ConfirmImportForm(request.POST)
    if not form.is_valid():
        return redirect("documents:import")
    try:
        data = base64.b64decode(form.cleaned_data["content"], validate=True)
    except (binascii.Error, ValueError):
        return redirect("documents:import")
    outcome = services.import_instruction(
        by=person(request),
        data=data,
        name=form.cleaned_data["name"],
        language=form.cleaned_data["language"],
        code=form.cleaned_data["code"],
        seen_sha256=form.cleaned_data["seen"],
    )
    _say(request, outcome)
    return redirect("documents:version", outcome.version.pk)


def _say(request: HttpRequest, outcome: services.ImportOutcome) -> None:
    if outcome.fate == UNCHANGED:
        messages.info(request, _("The text is the same as in the newest edition: nothing was changed."))
    else:
        number = outcome.version.number
        messages.success(request, _("Stored as edition %(number)s, a draft.") % {"number": number})


@require_http_methods(["GET", "POST"])
@once
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """A corrected text in place of a draft; every office is asked anew."""
    version = permissions.get_version(request.user, pk, to="manage")
    form = TextForm(request.POST or None, request.FILES or None)
    then = reverse("documents:version", args=[pk])

    def act() -> object:
        upload = form.cleaned_data["file"]
        return services.replace_text(
            by=person(request), version=version, data=upload.read(), name=upload.name
        )

    if request.method == "POST" and (
        answer := done(request, form, version, "documents:text:refused", act, then)
    ):
        messages.success(request, _("The text is replaced; the offices are asked anew."))
        return answer
    context = {"form": form, "version": version, "crumbs": [(version.edition, then)]}
    return render(request, "documents/text_form.html", context, status=status_of(form))
