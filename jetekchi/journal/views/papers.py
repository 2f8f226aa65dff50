"""Papers of the journal as PDF and DOCX: summary sheet, attendance sheet, the pages of a subject (3.9, 4.3, 5.1)."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jetekchi.core import audit
from jetekchi.core import papers as writers
from jetekchi.core.http import download
from jetekchi.journal import permissions, selectors
from jetekchi.journal.selectors import pages as shown
from jetekchi.organisation.permissions import signed_in
from jetekchi.organisation.selectors import half_years_of

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, Term


@require_GET
def summary(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Students by subjects and terms, with the figures of the page."""
    group, half = _place(request, pk, number)
    paper, rows = selectors.summary_paper(group, half)
    return paper_file(request, group, paper, rows, f"{group.label} {half} {_('Summary sheet')}")


@require_GET
def attendance(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Missed lessons by students and months."""
    group, half = _place(request, pk, number)
    paper, rows = selectors.attendance_paper(group, half)
    return paper_file(request, group, paper, rows, f"{group.label} {half} {_('Attendance')}")


@require_GET
def pages(request: HttpRequest, pk: int, subject_pk: int) -> HttpResponse:
    """The journal pages of a subject in a term, for those who read its marks."""
    group, subject, _may_write = permissions.get_grid(signed_in(request), pk, subject_pk)
    terms = shown.terms_with_names(group)
    term = shown.chosen_term(terms, request.GET.get("term") or shown.default_term(terms))
    if term is None:
        raise Http404
    paper, rows = selectors.pages_paper(group, subject, term)
    return paper_file(request, group, paper, rows, f"{group.label} {subject} {term}")


def _place(request: HttpRequest, pk: int, number: int) -> "tuple[ClassGroup, Term]":
    group = permissions.get_class(request.user, pk)
    half = next((half for half in half_years_of(group.year) if half.number == number), None)
    if half is None:
        raise Http404
    return group, half


def paper_file(
    request: HttpRequest, group: "ClassGroup", paper: writers.Paper, rows: int, name: str
) -> HttpResponse:
    """A paper as a file, and that it left the system on record."""
    form = request.GET.get("format", "pdf")
    if form not in writers.WRITERS:
        raise Http404
    writer, content_type = writers.WRITERS[form]
    data = writer(paper)
    audit.record_export(signed_in(request), "journal", group, form=form, rows=rows)
    return download(f"{name}.{form}", data, content_type)
