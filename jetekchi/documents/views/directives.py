"""Directives: the list with its export, one directive and what its executor and its issuer do with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import audit, refusals
from jetekchi.core.attachments import response
from jetekchi.core.http import Refused, once, page_of
from jetekchi.core.sheets import export_response
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.forms import AnswerForm, DirectiveFilter, DirectiveForm, EvidenceForm, ReasonForm
from jetekchi.documents.selectors.library import reader_choices
from jetekchi.documents.selectors.lists import DIRECTIVE_HEADINGS, directive_rows
from jetekchi.documents.views.common import done, person, status_of


@require_GET
def directives(request: HttpRequest) -> HttpResponse:
    """Own directives, or all of them for those who issue."""
    form = DirectiveFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = selectors.find_directives(person(request), **wanted)
    if (file_format := request.GET.get("format")) in {"csv", "xlsx"}:
        rows = list(directive_rows(found))
        audit.record_export(
            person(request), "documents", "documents.Directive", form=file_format, rows=len(rows)
        )
        return export_response(file_format, _("Directives"), DIRECTIVE_HEADINGS, rows)
    page = page_of(request, found)
    count = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "found": ngettext("%(n)d directive", "%(n)d directives", count) % {"n": count},
        "today": timezone.localdate(),
        "is_filtered": any(wanted.values()),
        "may_issue": permissions.may_issue(request.user),
    }
    return render(request, "documents/directive_list.html", context)


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest) -> HttpResponse:
    """Give a directive."""
    if not permissions.may_issue(request.user):
        raise PermissionDenied
    people = reader_choices().people
    form = DirectiveForm(
        request.POST or None,
        initial={"given_on": timezone.localdate()},
        people=[(p.pk, p.name) for p in people],
    )
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        wanted["executor"] = next(p for p in people if p.pk == wanted["executor"])
        try:
            made = services.issue_directive(by=person(request), **wanted)
        except Refused as refusal:
            refusals.note(refusal)
            form.add_error(None, str(refusal.message))
        else:
            return redirect("documents:directive", made.pk)
    crumbs = [(_("Directives"), reverse("documents:directives"))]
    return render(
        request, "documents/directive_form.html", {"form": form, "crumbs": crumbs}, status=status_of(form)
    )


@require_GET
def directive(request: HttpRequest, pk: int) -> HttpResponse:
    """One directive and the one thing that comes next."""
    found = permissions.get_directive(request.user, pk)
    return render(request, "documents/directive_detail.html", _context(request, found))


def _context(request: HttpRequest, found: Any, **forms: Any) -> dict[str, Any]:
    mine = found.executor_id == person(request).person_id
    judges = permissions.may_issue(request.user) and not mine
    state = found.status
    return {
        "directive": found,
        "crumbs": [(_("Directives"), reverse("documents:directives"))],
        "meta": [found.get_status_display(), found.issued_as],
        "today": timezone.localdate(),
        "may_acknowledge": mine and state == "issued",
        "may_complete": mine and state in {"acknowledged", "explained"},
        "may_explain": mine and state == "acknowledged",
        "may_answer": judges and state == "explained",
        "may_withdraw": judges and state in {"issued", "acknowledged"},
        "evidence_form": EvidenceForm(),
        "reason_form": ReasonForm(),
        "answer_form": AnswerForm(),
        **forms,
    }


def _after(request: HttpRequest, found: Any, name: str, form: Any, act: Any) -> HttpResponse:
    then = reverse("documents:directive", args=[found.pk])
    if answer := done(request, form, found, "documents:directive:refused", act, then):
        return answer
    found.refresh_from_db()
    context = _context(request, found, **{name: form})
    return render(request, "documents/directive_detail.html", context, status=status_of(form))


@require_POST
@once
def acknowledgement(request: HttpRequest, pk: int) -> HttpResponse:
    """«I have read it.»"""
    found = permissions.get_directive(request.user, pk, to="execute")
    services.acknowledge_directive(by=person(request), directive=found)
    messages.success(request, _("The directive is acknowledged."))
    return redirect("documents:directive", pk)


@require_POST
@once
def completion(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done, with what shows it."""
    found = permissions.get_directive(request.user, pk, to="execute")
    form = EvidenceForm(request.POST, request.FILES)

    def act() -> object:
        return services.complete_directive(by=person(request), directive=found, **form.cleaned_data)

    return _after(request, found, "evidence_form", form, act)


@require_POST
@once
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it is not done."""
    found = permissions.get_directive(request.user, pk, to="execute")
    form = ReasonForm(request.POST)

    def act() -> object:
        return services.give_reason(by=person(request), directive=found, **form.cleaned_data)

    return _after(request, found, "reason_form", form, act)


@require_POST
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or refuse the reason."""
    found = permissions.get_directive(request.user, pk, to="judge")
    form = AnswerForm(request.POST)

    def act() -> object:
        deed = services.accept_reason if request.POST.get("decision") == "accept" else services.refuse_reason
        return deed(by=person(request), directive=found, answer=form.cleaned_data["answer"])

    return _after(request, found, "answer_form", form, act)


@require_POST
@once
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a directive back."""
    found = permissions.get_directive(request.user, pk, to="judge")
    services.withdraw_directive(by=person(request), directive=found)
    messages.success(request, _("The directive is withdrawn."))
    return redirect("documents:directive", pk)


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that shows that it is done."""
    found = permissions.get_directive(request.user, pk)
    if found.evidence_file is None:
        raise Http404
    return response(found.evidence_file)
