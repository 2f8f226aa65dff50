"""The plan of one class and period: words, board, signature, decision, correction, paper."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates, refusals
from jetekchi.core import papers as writers
from jetekchi.core.http import MEANWHILE, Refused, download, once
from jetekchi.documents.services import Confirmation, sealed_pdf
from jetekchi.documents.services.confirming import agreement_first, decided, sends_back, signed, tell_also
from jetekchi.documents.services.identity import code_needed
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms import DecisionForm, FillForm, ReasonForm, SubmitForm, WordsForm
from jetekchi.plan.views.items import quick_form

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, Term
    from jetekchi.plan.models import PlanAct, PlanPaper

REFUSED = "plan:paper:refused"


def _is_signed_only(rights: permissions.PlanRights, known: "PlanPaper | None", half: "Term | None") -> bool:
    """Whether only the signed edition is for these eyes; the year's board shows drafts of half-years."""
    return not rights.may_write and (half is None or known is None or known.is_open)


def _shown(
    group: "ClassGroup", half: "Term | None", rights: permissions.PlanRights, known: "PlanPaper | None"
) -> dict[str, Any]:
    """What the page says of this plan to these eyes, beside the words."""
    today = dates.today()
    found: dict[str, Any] = {}
    is_signed_only = _is_signed_only(rights, known, half)
    if is_signed_only and known is not None:
        found["months"] = selectors.months_signed(known.material or {"items": []})
    board = None if is_signed_only else selectors.board_of(group, today, half)
    if half is not None:
        clocks = selectors.clocks_of(half)
        fact = selectors.plan_fact(group, half, [one.item for one in board.items] if board else None)
        pictures = selectors.fact_pictures(fact)
        found |= {"way": selectors.way_of(known, clocks, today), "fact": fact, "pictures": pictures}
    is_archived = selectors.is_archived(group, half)
    is_open = not is_archived and (known is None or known.is_open)
    may_write = rights.may_write and is_open
    if may_write and board is not None:
        planned = [one.item for one in board.items]
        found["suggested"] = selectors.suggested_dates(group, half, planned)
        found["quick"] = quick_form(group, half, {"month": today.replace(day=1).isoformat()})
    acts = selectors.acts_of(known)
    return found | {
        "board": board,
        "may_write": may_write,
        "is_open": is_open,
        "is_archived": is_archived,
        "is_signed_only": is_signed_only,
        "basis": selectors.basis_of(group),
        "acts": acts,
        "in_force": selectors.last_approval(acts) if known and known.state != known.State.APPROVED else None,
        "seals": selectors.seals_of(known),
        "before": _before(group, half, known, may_write),
    }


def _before(
    group: "ClassGroup", half: "Term | None", known: "PlanPaper | None", may_write: bool
) -> selectors.Before | None:
    """The figures for the analysis: as the records say now to who writes it, as they were signed to all others."""
    if not may_write:
        return selectors.figures_signed(known.material if known else None)
    found = selectors.figures_before(group, half)
    return found if found.figures else None


def _words(known: "PlanPaper | None") -> dict[str, str]:
    """The saved words, and the mark by which a save tells that these were seen."""
    return {**selectors.words_of(known), "seen": selectors.words_mark(known)}


@require_http_methods(["GET", "POST"])
@once
def paper(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """The plan: both clocks, the leader's words, the board, plan against fact; a save keeps every word."""
    group, half, rights = permissions.get_plan_place(signed_in(request), class_pk, period)
    known = selectors.paper_of(group, half)
    form = WordsForm(request.POST or None, initial=_words(known))
    status = 200
    if request.method == "POST":
        if not rights.may_write:
            raise PermissionDenied
        if form.is_valid():
            try:
                services.save_words(by=signed_in(request), class_group=group, half=half, **form.cleaned_data)
            except Refused as refusal:
                refusals.note(refusal, REFUSED, group)
                form.add_error(None, str(refusal))
                if refusal.code == MEANWHILE:
                    known, status = selectors.paper_of(group, half), 422
                    form.set_against(_words(known))
            else:
                messages.success(request, _("Your words are saved."))
                return redirect("plan:paper", class_pk, period)
    context = {"form": form, "rights": rights, "paper": known, "class_group": group, "half": half}
    context |= {"period": period, **_shown(group, half, rights, known)}
    context["periods"] = permissions.open_periods(rights, group)
    context["may_sign"] = context["may_write"] and permissions.may_sign(signed_in(request), group)
    return render(request, "plan/paper.html", context, status=status)


@require_POST
@once
def fill(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """Fill the months from the template or from the year before."""
    group, half, _rights = permissions.get_plan_place(signed_in(request), class_pk, period, to="write")
    form = FillForm(request.POST, dates=[one.code for one in selectors.suggested_dates(group, half)])
    if form.is_valid():
        try:
            added = services.fill_plan(
                by=signed_in(request), class_group=group, half=half, **form.cleaned_data
            )
        except Refused as refusal:
            refusals.note(refusal, REFUSED, group)
            messages.error(request, str(refusal))
        else:
            words = ngettext("%(n)s item was added.", "%(n)s items were added.", added)
            messages.success(request, words % {"n": added})
    return redirect("plan:paper", class_pk, period)


@require_http_methods(["GET", "POST"])
@once
def signature(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """The leader reads what is signed, confirms who signs, and submits."""
    user = signed_in(request)
    group, half, _rights = permissions.get_plan_place(user, class_pk, period, to="write")
    may_sign = permissions.may_sign(user, group)
    if may_sign and (asked := agreement_first(request)):
        return asked
    known = selectors.paper_of(group, half)
    is_first = half is not None and (known is None or known.first_submitted_at is None)
    is_late = is_first and half is not None and dates.today() > selectors.clocks_of(half).submit_by
    form = SubmitForm(request.POST or None, needs_code=code_needed(user), is_late=is_late)

    def deed(confirmation: Confirmation) -> "PlanPaper":
        return services.submit(
            by=user,
            class_group=group,
            half=half,
            confirmation=confirmation,
            late_reason=form.cleaned_data.get("late_reason", ""),
            seen=request.POST.get("seen", ""),
        )

    if request.method == "POST" and signed(request, form, deed, REFUSED, group) is not None:
        messages.success(request, _("The plan is signed and submitted."))
        return redirect("plan:paper", class_pk, period)
    material = selectors.material_of(group, half, known)
    seen = selectors.seen_mark(material)
    tell_also(form, lambda: services.refuse_unseen(seen, request.POST.get("seen")))
    context = {"form": form, "seen": seen, "paper": known, "class_group": group, "half": half}
    context["sha256"] = seen.partition(".")[0]
    context |= {"months": selectors.months_signed(material), "period": period, "may_sign": may_sign}
    context["before"] = selectors.figures_signed(material)
    return render(request, "plan/signature.html", context)


@require_http_methods(["GET", "POST"])
@once
def decision(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """The head of upbringing approves with a signature, or returns with remarks."""
    user = signed_in(request)
    group, half, _rights = permissions.get_plan_place(user, class_pk, period, to="judge")
    form = DecisionForm(request.POST or None, needs_code=code_needed(user))
    if request.method == "POST" and form.is_valid():
        is_return = sends_back(request)
        if not is_return and (asked := agreement_first(request)):
            return asked
        seen = request.POST.get("seen", "")
        place: dict[str, Any] = {
            "by": signed_in(request),
            "class_group": group,
            "half": half,
            "seen_sha256": seen,
        }
        deeds = partial(services.approve, **place), partial(services.return_with_remarks, **place)
        if decided(request, form, *deeds, REFUSED, group):
            done = _("The plan is returned with your remarks.") if is_return else _("The plan is approved.")
            messages.success(request, done)
            return redirect("plan:list")
    context = {"form": form, "class_group": group, "half": half, "period": period}
    context["is_archived"] = selectors.is_archived(group, half)
    known = selectors.paper_of(group, half)
    # What is approved is what was signed: a later move of an item does not change it.
    material = known.material if known and known.material else {"items": []}
    context |= {"paper": known, "material": material, "months": selectors.months_signed(material)}
    context["before"] = selectors.figures_signed(material)
    acts = selectors.acts_of(known)
    context["in_force"] = selectors.last_approval(acts)
    context["corrected"] = selectors.last_correction(acts)
    sha256 = known.sha256 if known else ""
    tell_also(form, lambda: services.refuse_unseen(sha256, request.POST.get("seen")))
    return render(request, "plan/decision.html", context)


@require_http_methods(["GET", "POST"])
@once
def correction(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """The leader opens an approved plan for a new edition, with the reason."""
    group, half, _rights = permissions.get_plan_place(signed_in(request), class_pk, period, to="write")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            services.open_correction(by=signed_in(request), class_group=group, half=half, reason=reason)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, group)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan is open for correction. Submit it again when it is ready."))
            return redirect("plan:paper", class_pk, period)
    context = {"form": form, "class_group": group, "half": half, "period": period}
    return render(request, "plan/correction.html", context)


@require_GET
def printed(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """The plan as PDF or DOCX; `edition` asks for the approved one while another is written or waits."""
    group, half, rights = permissions.get_plan_place(signed_in(request), class_pk, period)
    kind = request.GET.get("format", "pdf")
    if kind not in ("pdf", "docx"):
        raise Http404
    known = selectors.paper_of(group, half)
    as_signed = not rights.may_write
    approval = _asked_approval(request, known)
    made = selectors.plan_paper(group, half, known, as_signed=as_signed, approval=approval)
    which = f"-{approval.edition}" if approval else ""
    name = f"plan-{group.label}-{group.year.name}-{period}{which}.{kind}"
    if kind == "docx":
        return download(name, writers.to_docx(made), writers.DOCX)
    what = selectors.sealing_of(known, as_signed=as_signed, approval=approval)
    data = sealed_pdf(by=signed_in(request), paper=made, what=what)
    return download(name, data, "application/pdf")


def _asked_approval(request: HttpRequest, known: "PlanPaper | None") -> "PlanAct | None":
    """The approval of the edition that the address names; only the one in force is to be had."""
    edition = request.GET.get("edition")
    if edition is None:
        return None
    approval = selectors.approval_in_force(known)
    if approval is None or str(approval.edition) != edition:
        raise Http404
    return approval
