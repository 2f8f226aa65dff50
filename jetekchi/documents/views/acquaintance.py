"""Sheets B, C and D on the screen: register a change, read and sign, who has signed, who must."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit
from jetekchi.core.http import once
from jetekchi.core.sheets import export_response
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.forms import ChangeForm, ReadersForm, SignForm
from jetekchi.documents.selectors.library import acquaintance_of, reader_choices
from jetekchi.documents.selectors.lists import READER_HEADINGS, reader_rows
from jetekchi.documents.views.approvals import version_url
from jetekchi.documents.views.common import done, needs_code, person, signed, status_of


@require_http_methods(["GET", "POST"])
@once
def acquaintance(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the edition in force to its end, then sign that one knows it."""
    version = permissions.get_version(request.user, pk)
    mine = acquaintance_of(person(request), version)
    form = SignForm(request.POST or None, initial={"seen": version.sha256}, with_code=needs_code(request))

    def act(confirmation: services.Confirmation) -> object:
        return services.acknowledge(
            by=person(request),
            version=version,
            confirmation=confirmation,
            seen_sha256=form.cleaned_data["seen"],
        )

    then = reverse("documents:acquaintance", args=[pk])
    if request.method == "POST" and (
        answer := signed(request, form, version, "documents:acquaintance:refused", act, then)
    ):
        return answer
    context = {
        "version": version,
        "crumbs": [(_("Documents"), reverse("documents:documents")), (version.edition, version_url(version))],
        "meta": [_("edition %(number)s") % {"number": version.number}],
        "clauses": selectors.clauses_of(version),
        "mine": mine,
        "form": form,
        "may_sign": mine is None and version.status == "in_force",
    }
    return render(request, "documents/acquaintance.html", context, status=status_of(form))


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has signed and who has not."""
    version = permissions.get_version(request.user, pk)
    rows = selectors.acquaintance_sheet(version)
    if (file_format := request.GET.get("format")) in {"csv", "xlsx"}:
        audit.record_export(person(request), "documents", version, form=file_format, rows=len(rows))
        return export_response(file_format, _("Who has signed"), READER_HEADINGS, reader_rows(rows))
    signed_rows = [row for row in rows if row.row]
    context = {
        "version": version,
        "crumbs": [(_("Documents"), reverse("documents:documents")), (version.edition, version_url(version))],
        "meta": [_("edition %(number)s") % {"number": version.number}],
        "rows": rows,
        "signed_count": len(signed_rows),
        "today": timezone.localdate(),
        "may_manage": permissions.may_manage(request.user),
    }
    return render(request, "documents/acquaintance_sheet.html", context)


@require_http_methods(["GET", "POST"])
@once
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who must know the document."""
    document = permissions.get_document(request.user, pk, to="manage")
    known = list(document.readers.all())
    choices = reader_choices()
    initial = {
        "audiences": [row.audience for row in known],
        "offices": [str(row.office_id) for row in known if row.office_id],
        "people": [str(row.person_id) for row in known if row.person_id],
    }
    form = ReadersForm(
        request.POST or None,
        initial=initial,
        offices=[(o.pk, o.title) for o in choices.offices],
        people=[(p.pk, p.name) for p in choices.people],
    )
    then = reverse("documents:document", args=[pk])

    def act() -> object:
        wanted = form.cleaned_data
        return services.set_readers(
            by=person(request),
            document=document,
            audiences=wanted["audiences"],
            offices=[o for o in choices.offices if str(o.pk) in wanted["offices"]],
            people=[p for p in choices.people if str(p.pk) in wanted["people"]],
        )

    if request.method == "POST" and (
        answer := done(request, form, document, "documents:readers:refused", act, then)
    ):
        messages.success(request, _("The list of those who must know the document is saved."))
        return answer
    context = {"form": form, "document": document, "crumbs": [(document.code, then)]}
    return render(request, "documents/readers_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a change into the register (sheet B)."""
    version = permissions.get_version(request.user, pk, to="manage")
    initial = {"seen": version.sha256, "entered_on": timezone.localdate()}
    form = ChangeForm(request.POST or None, initial=initial, with_code=needs_code(request))

    def act(confirmation: services.Confirmation) -> object:
        wanted = form.cleaned_data
        return services.record_change(
            by=person(request),
            version=version,
            replaced_sheet=wanted["replaced_sheet"],
            basis=wanted["basis"],
            entered_on=wanted["entered_on"],
            confirmation=confirmation,
            seen_sha256=wanted["seen"],
        )

    then = reverse("documents:document", args=[version.document_id])
    if request.method == "POST" and (
        answer := signed(request, form, version, "documents:change:refused", act, then)
    ):
        return answer
    context = {"form": form, "version": version, "crumbs": [(version.edition, version_url(version))]}
    return render(request, "documents/change_form.html", context, status=status_of(form))
