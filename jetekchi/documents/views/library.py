"""The library of documents, one document, one edition with its clauses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jetekchi.core import audit
from jetekchi.core.attachments import response
from jetekchi.core.http import download, once, page_of
from jetekchi.core.sheets import export_response
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.forms import DocumentFilter
from jetekchi.documents.selectors.library import find_documents, known_documents, versions_of
from jetekchi.documents.selectors.lists import DOCUMENT_HEADINGS, document_rows
from jetekchi.documents.views.common import person


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """All documents that the person may see."""
    form = DocumentFilter(request.GET)
    wanted = form.filters()
    read, reader = wanted.pop("read", ""), wanted.pop("reader", None)
    known, only = None, None
    if read or reader:
        known = known_documents(person(request), reader)
        only = known.of(read) if known else frozenset[int]()
    found = find_documents(person(request), only=only, **wanted)
    if (file_format := request.GET.get("format")) in {"csv", "xlsx"}:
        rows = list(document_rows(found))
        audit.record_export(
            person(request), "documents", "documents.ControlledDocument", form=file_format, rows=len(rows)
        )
        return export_response(file_format, _("Documents"), DOCUMENT_HEADINGS, rows)
    page = page_of(request, found)
    count = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "found": ngettext("%(n)d document", "%(n)d documents", count) % {"n": count},
        "known": known,
        "is_filtered": bool(wanted or read or reader),
        "may_manage": permissions.may_manage(request.user),
    }
    return render(request, "documents/document_list.html", context)


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its editions, who must know it, its register of changes."""
    found = permissions.get_document(request.user, pk)
    context = {
        "document": found,
        "crumbs": [(_("Documents"), reverse("documents:documents"))],
        "meta": [found.code, found.get_kind_display()],
        "versions": versions_of(person(request), found),
        "readers": found.readers.select_related("office", "person"),
        "changes": found.changes.select_related("version", "signature"),
        "may_manage": permissions.may_manage(request.user),
    }
    return render(request, "documents/document_detail.html", context)


@require_GET
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: its clauses verbatim, where it stands, what may be done next."""
    found = permissions.get_version(request.user, pk)
    clauses = selectors.clauses_of(found)
    context: dict[str, Any] = {
        "version": found,
        "crumbs": _crumbs(found.document),
        "meta": [_("edition %(number)s") % {"number": found.number}, found.get_status_display()],
        "clauses": clauses,
        "sections": (found.structure or {}).get("sections", []),
        "notes": (found.structure or {}).get("notes", []),
        "has_earlier": selectors.version_before(found) is not None,
        "signatures": selectors.signatures_of(found)[:60],
        **_deeds(request, found),
    }
    return render(request, "documents/version_detail.html", context)


def _deeds(request: HttpRequest, found: Any) -> dict[str, bool]:
    manages = permissions.may_manage(request.user)
    state = found.status
    return {
        "may_manage": manages,
        "may_replace": manages and state in {"draft", "in_approval", "returned", "agreed"},
        "may_register_change": manages and found.number > 1 and not found.changes.exists(),
        "may_force": permissions.may_bring_into_force(request.user) and state == "agreed",
        "may_acquaint": state == "in_force",
    }


def _crumbs(document: Any) -> list[tuple[str, str]]:
    return [
        (_("Documents"), reverse("documents:documents")),
        (document.code, reverse("documents:document", args=[document.pk])),
    ]


@require_GET
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed against the edition before, clause by clause."""
    found = permissions.get_version(request.user, pk)
    old = selectors.version_before(found)
    context = {
        "version": found,
        "old": old,
        "crumbs": _crumbs(found.document),
        "difference": selectors.difference_between(old, found) if old else None,
    }
    return render(request, "documents/difference.html", context)


@require_GET
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was given, else its exact text."""
    found = permissions.get_version(request.user, pk)
    if found.source_file:
        return response(found.source_file)
    return download(f"{found.document.code}-{found.number}.txt", found.content, "text/plain; charset=utf-8")


@require_POST
@once
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an edition that is not in force."""
    found = permissions.get_version(request.user, pk, to="manage")
    services.withdraw_version(by=person(request), version=found)
    messages.success(request, _("The edition is taken back."))
    return redirect("documents:document", found.document_id)
