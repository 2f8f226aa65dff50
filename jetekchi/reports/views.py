"""Pages of the half-year report."""

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit, dates, papers, refusals
from jetekchi.core.http import MEANWHILE, Refused, download, once
from jetekchi.core.sheets import export_response
from jetekchi.documents import selectors as documents
from jetekchi.documents.services import Confirmation, sealed_pdf
from jetekchi.documents.services.confirming import agreement_first, decided, sends_back, signed, tell_also
from jetekchi.documents.services.identity import code_needed
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.reports import permissions, selectors, services
from jetekchi.reports.forms import DecisionForm, ReportFilter, SubmitForm, WordsForm

if TYPE_CHECKING:
    from jetekchi.organisation.models import Term
    from jetekchi.reports.models import HalfYearReport

REFUSED = "reports:report:refused"


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports by class, found by class, leader and state, csv and xlsx: all of them or, for a leader, the own."""
    if not permissions.may_list(signed_in(request)):
        raise PermissionDenied
    half = organisation.current_half_year()
    if half is None:
        raise Http404
    asked = request.GET.get("half", "")
    if asked in ("1", "2"):
        half = organisation.term_for(half.year, "half_year", int(asked)) or half
    form = ReportFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    text, state = wanted.get("text", ""), wanted.get("state", "")
    rows = [row for row in selectors.report_list(signed_in(request), half) if row.fits(text, state)]
    if "format" in request.GET:
        return _export(request, half, rows)
    may_open = permissions.visible_reports(signed_in(request)).values_list("pk", flat=True)
    context = {
        "rows": rows,
        "half": half,
        "form": form,
        "is_filtered": text or state,
        "opened": set(may_open),
    }
    return render(
        request, "reports/report_list.html", {**context, "user_leads": permissions.led(signed_in(request))}
    )


def _export(request: HttpRequest, half: "Term", rows: "list[selectors.ReportRow]") -> HttpResponse:
    wanted = request.GET["format"]
    response = export_response(
        wanted, f"{half.year.name} {half}", selectors.HEADINGS, selectors.report_sheet(rows)
    )
    audit.record_export(signed_in(request), "reports", "reports.HalfYearReport", form=wanted, rows=len(rows))
    return response


def _words(draft: selectors.Draft) -> dict[str, str]:
    """The saved words, and the mark by which a save tells that these were seen."""
    return {**draft.words, "seen": selectors.words_mark(draft.words)}


def _words_form(request: HttpRequest, draft: selectors.Draft) -> WordsForm:
    return WordsForm(request.POST or None, sections=draft.sections[:-1], initial=_words(draft))


@require_http_methods(["GET", "POST"])
@once
def report(request: HttpRequest, class_pk: int, half: int) -> HttpResponse:
    """The report: figures sewn to their records, the leader's words beside; a save keeps every word."""
    group, term, rights = permissions.get_report_place(signed_in(request), class_pk, half)
    draft = selectors.draft_of(group, term)
    form = _words_form(request, draft)
    status = 200
    if request.method == "POST":
        if not rights.may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                services.save_words(
                    by=signed_in(request),
                    class_group=group,
                    half=term,
                    words=form.words(),
                    seen=form.cleaned_data["seen"],
                )
            except Refused as refusal:
                refusals.note(refusal, REFUSED, group)
                form.add_error(None, str(refusal))
                if refusal.code == MEANWHILE:
                    draft, status = selectors.draft_of(group, term), 422
                    form.set_against(_words(draft))
            else:
                messages.success(request, _("Your words are saved."))
                return redirect("reports:report", class_pk, half)
    sections = [
        (section, form[section.key] if section.key in form.fields else None) for section in draft.sections
    ]
    due_on = term.end_on + timedelta(days=int(organisation.setting("report_due_days")))
    context = {"draft": draft, "form": form, "sections": sections, "rights": rights, "due_on": due_on}
    context["closed"] = permissions.closed_to(signed_in(request), group)
    context["seals"] = documents.seals_of(draft.report) if draft.report else []
    context |= {"class_group": group, "half": term}
    return render(request, "reports/report.html", context, status=status)


@require_http_methods(["GET", "POST"])
@once
def signature(request: HttpRequest, class_pk: int, half: int) -> HttpResponse:
    """The leader reads what is signed, confirms who signs, and submits."""
    group, term, rights = permissions.get_report_place(signed_in(request), class_pk, half)
    if not rights.may_write:
        raise PermissionDenied
    if asked := agreement_first(request):
        return asked
    draft = selectors.draft_of(group, term)
    days_left = term.days_left(dates.today())
    needs_code = code_needed(signed_in(request))
    form = SubmitForm(request.POST or None, needs_code=needs_code, days_left=days_left)

    def deed(confirmation: Confirmation) -> "HalfYearReport":
        return services.submit(
            by=signed_in(request),
            class_group=group,
            half=term,
            confirmation=confirmation,
            seen_sha256=request.POST.get("seen", ""),
        )

    if request.method == "POST" and signed(request, form, deed, REFUSED, group) is not None:
        messages.success(request, _("The report is signed and submitted."))
        return redirect("reports:report", class_pk, half)
    words = {key: text for key, text in draft.words.items() if text}
    _content, sha256 = selectors.seal(draft.material.as_json(), words)
    tell_also(form, lambda: services.refuse_unseen(sha256, request.POST.get("seen")))
    context = {"draft": draft, "form": form, "sha256": sha256, "class_group": group, "half": term}
    return render(request, "reports/signature.html", {**context, "days_left": days_left})


@require_http_methods(["GET", "POST"])
@once
def decision(request: HttpRequest, class_pk: int, half: int) -> HttpResponse:
    """The head of study accepts with a signature, or returns with remarks."""
    group, term, rights = permissions.get_report_place(signed_in(request), class_pk, half)
    if not rights.may_judge:
        raise PermissionDenied
    draft = selectors.draft_of(group, term)
    form = DecisionForm(request.POST or None, needs_code=code_needed(signed_in(request)))
    if request.method == "POST" and form.is_valid():
        is_return = sends_back(request)
        if not is_return and (asked := agreement_first(request)):
            return asked
        seen = request.POST.get("seen", "")
        place: dict[str, Any] = {
            "by": signed_in(request),
            "class_group": group,
            "half": term,
            "seen_sha256": seen,
        }
        deeds = partial(services.accept, **place), partial(services.return_with_remarks, **place)
        if decided(request, form, *deeds, REFUSED, group):
            if is_return:
                messages.success(request, _("The report is returned with your remarks."))
                return redirect("reports:list")
            messages.success(request, _("The report is accepted."))
            return redirect("reports:report", class_pk, half)
    known = draft.report.sha256 if draft.report else ""
    tell_also(form, lambda: services.refuse_unseen(known, request.POST.get("seen")))
    context = {"draft": draft, "form": form, "class_group": group, "half": term}
    context["closed"] = permissions.closed_to(signed_in(request), group)
    return render(request, "reports/decision.html", context)


@require_GET
def paper(request: HttpRequest, class_pk: int, half: int) -> HttpResponse:
    """The report as PDF, DOCX or JSON."""
    group, term, _rights = permissions.get_report_place(signed_in(request), class_pk, half)
    draft = selectors.draft_of(group, term)
    kind = request.GET.get("format", "pdf")
    name = f"report-{group.label}-{term.year.name}-{half}.{kind}"
    if kind == "json":
        data = json.dumps(selectors.to_json(draft), ensure_ascii=False, indent=1).encode()
        return download(name, data, "application/json")
    if kind == "docx":
        return download(name, papers.to_docx(selectors.report_paper(draft)), papers.DOCX)
    if kind == "pdf":
        made = selectors.report_paper(draft)
        data = sealed_pdf(by=signed_in(request), paper=made, what=selectors.sealing_of(draft))
        return download(name, data, "application/pdf")
    raise Http404
