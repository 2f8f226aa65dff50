"""Pages of the duty matrix."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.compliance import permissions, selectors, services
from jetekchi.compliance.clauses import RESPONSIBILITY, RIGHTS, row_for
from jetekchi.core import audit, papers, sheets
from jetekchi.core.forms import ConfirmForm
from jetekchi.core.http import download, is_number, once
from jetekchi.documents import selectors as documents
from jetekchi.documents.services import Confirmation
from jetekchi.documents.services.confirming import agreement_page, signed
from jetekchi.documents.services.identity import code_needed
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.reports.permissions import closed_to

if TYPE_CHECKING:
    from jetekchi.documents.models import Signature
    from jetekchi.organisation.models import Term

HALVES = ("1", "2")


def _half(request: HttpRequest) -> "Term | None":
    """The half-year asked for (`?half=1`), else the present one."""
    half = organisation.current_half_year()
    if half is None:
        return None
    asked = request.GET.get("half", "")
    if asked in HALVES:
        return organisation.term_for(half.year, "half_year", int(asked)) or half
    return half


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Class × clause for the supervision; a leader of one class comes to the own clauses at once."""
    half = _half(request)
    classes = list(permissions.visible_matrix_classes(signed_in(request), half.year)) if half else []
    if not permissions.may_see_all(signed_in(request)):
        if not classes:
            raise Http404
        if len(classes) == 1:
            return redirect("compliance:leader", classes[0].pk)
    found = selectors.matrix_of(half, classes) if half else None
    oversees = permissions.may_see_all(signed_in(request))
    section = request.GET.get("section", "")
    lines = found.section(section) if found and section else found.lines if found else ()
    context: dict[str, Any] = {
        "matrix": found,
        "lines": lines,
        "half": half,
        "section": section,
        "rights": RIGHTS,
    }
    context |= {"responsibility": RESPONSIBILITY, "oversees": oversees}
    return render(request, "compliance/matrix.html", context)


@require_GET
def leader(request: HttpRequest, class_pk: int) -> HttpResponse:
    """One leader's clauses: the to-do list of the leader, the overview of the supervision, which leaves its trace."""
    group = permissions.get_matrix_class(signed_in(request), class_pk)
    half = _half(request)
    found = selectors.leader_matrix(half, group) if half else None
    if half and found and not permissions.leads(signed_in(request), group):
        numbers = [line.number for line, _cell in found.rows]
        services.note_look(
            by=signed_in(request), class_group=group, half=half, clauses=numbers, side="supervision"
        )
    section = request.GET.get("section", "")
    only_open = request.GET.get("open") == "1"
    oversees = permissions.may_see_all(signed_in(request))
    rows = [
        (line, cell)
        for line, cell in (found.rows if found else ())
        if (not section or line.number.split(".")[0] == section) and not (only_open and cell.fulfilled)
    ]
    context = {"found": found, "rows": rows, "class_group": group, "half": half, "section": section}
    return render(
        request,
        "compliance/leader.html",
        {
            **context,
            "only_open": only_open,
            "oversees": oversees,
            "acts": permissions.leads(signed_in(request), group),
            "closed": closed_to(signed_in(request), group),
        },
    )


@require_GET
def clause(request: HttpRequest, class_pk: int, number: str) -> HttpResponse:
    """One clause of one leader: the instruction's words, what counts, what is there, what is missing."""
    group = permissions.get_matrix_class(signed_in(request), class_pk)
    half = _half(request)
    found = selectors.leader_matrix(half, group) if half else None
    row = next(((line, cell) for line, cell in (found.rows if found else ()) if line.number == number), None)
    if half is None or found is None or row is None:
        raise Http404
    side = "leader" if permissions.leads(signed_in(request), group) else "supervision"
    services.note_look(by=signed_in(request), class_group=group, half=half, clauses=[number], side=side)
    line, cell = row
    explained = row_for(number).rule.explain(found.facts)
    context = {"line": line, "cell": cell, "class_group": group, "half": half, "explained": explained}
    context |= {"acts": side == "leader", "closed": closed_to(signed_in(request), group)}
    return render(request, "compliance/clause.html", context)


@require_GET
def leader_paper(request: HttpRequest, class_pk: int) -> HttpResponse:
    """One leader's matrix as PDF or DOCX."""
    group = permissions.get_matrix_class(signed_in(request), class_pk)
    half = _half(request)
    found = selectors.leader_matrix(half, group) if half else None
    if found is None:
        raise Http404
    return _paper(request, selectors.leader_paper(found), f"duties-{group.label}")


@require_GET
def matrix_paper(request: HttpRequest) -> HttpResponse:
    """The whole matrix as PDF or DOCX, for the offices that oversee all classes."""
    half = _half(request)
    if half is None or not permissions.may_see_all(signed_in(request)):
        raise Http404
    found = selectors.matrix_of(half, list(permissions.visible_matrix_classes(signed_in(request), half.year)))
    if found is None:
        raise Http404
    return _paper(request, selectors.matrix_paper(found), f"duties-{half.year.name}-{half.number}")


@require_http_methods(["GET", "POST"])
@once
def signature(request: HttpRequest) -> HttpResponse:
    """The supervision signs the PDF of the whole matrix, or of one leader (`?class=`), for an inspector."""
    user = signed_in(request)
    half = _half(request)
    asked = request.GET.get("class", "")
    if half is None or not permissions.may_see_all(user) or (asked and not is_number(asked)):
        raise Http404
    group = permissions.get_matrix_class(user, int(asked)) if asked else None
    if not documents.has_accepted_agreement(user):
        return redirect(agreement_page(request.get_full_path()))
    form = ConfirmForm(request.POST or None, needs_code=code_needed(user))

    def deed(known: Confirmation) -> "Signature":
        return services.sign_matrix(by=user, half=half, class_group=group, confirmation=known)

    if request.method == "POST" and (made := signed(request, form, deed)):
        return redirect("documents:signature", made.pk)
    return render(request, "compliance/signature.html", {"form": form, "class_group": group, "half": half})


@require_GET
def matrix_export(request: HttpRequest) -> HttpResponse:
    """The matrix as a sheet: a row a clause and class."""
    half = _half(request)
    if half is None or not permissions.may_see_all(signed_in(request)):
        raise Http404
    found = selectors.matrix_of(half, list(permissions.visible_matrix_classes(signed_in(request), half.year)))
    headings, rows = selectors.matrix_rows(found)
    form = request.GET.get("format", "xlsx")
    response = sheets.export_response(form, f"duties-{half.year.name}", headings, rows)
    audit.record_export(signed_in(request), "compliance", half, form=form, rows=len(rows))
    return response


def _paper(request: HttpRequest, paper: papers.Paper, name: str) -> HttpResponse:
    kind = request.GET.get("format", "pdf")
    if kind not in papers.WRITERS:
        raise Http404
    writer, content_type = papers.WRITERS[kind]
    return download(f"{name}.{kind}", writer(paper), content_type)
