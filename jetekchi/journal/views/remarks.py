"""A remark: its addressee mends it, the supervision verifies it, sends it back or passes it on (3.9)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jetekchi.core import dates
from jetekchi.core.forms import seen_anew
from jetekchi.core.http import MEANWHILE, once
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.inspections import JudgeForm, MendForm, PassOnForm, WhyForm
from jetekchi.journal.views.inspections import crumbs, done
from jetekchi.organisation import links
from jetekchi.organisation.permissions import signed_in

if TYPE_CHECKING:
    from jetekchi.journal.models import Remark
    from jetekchi.journal.permissions import RemarkRights

REFUSED = "journal:remark:refused"


@require_GET
def remark(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """One remark, what became of it, and the one thing that comes next."""
    found, rights = permissions.get_remark(signed_in(request), remark_pk)
    return _page(request, found, rights)


def _page(request: HttpRequest, found: "Remark", rights: "RemarkRights", **given: Any) -> HttpResponse:
    acts = selectors.acts_of(found)
    group = found.inspection.class_group
    context: dict[str, Any] = {
        "remark": found,
        "row": selectors.RemarkRow(found, dates.today()),
        "rights": rights,
        "acts": acts,
        "gaps": selectors.filled_of(found),
        "crumbs": crumbs(found.inspection) if rights.may_read_inspection else (),
        **given,
    }
    if rights.may_mend and found.is_open:
        context.setdefault("mend_form", MendForm())
        context["paper_url"] = links.paper_address(signed_in(request), group, found.paper)
    if rights.may_judge and found.is_mended:
        context.setdefault("judge_form", JudgeForm(initial={"seen": acts[-1].pk if acts else 0}))
    if rights.may_judge and found.is_open:
        context.setdefault("pass_form", _pass_form(found))
    if rights.may_judge and (found.is_open or found.is_mended):
        context.setdefault("why_form", WhyForm())
    return render(request, "journal/remark.html", context)


def _pass_form(found: "Remark", data: Any = None) -> PassOnForm:
    people = selectors.addressees_of(found.inspection.class_group)
    initial = {"addressee": found.addressee_id, "due_on": max(found.due_on, dates.today())}
    return PassOnForm(data, people=people, initial=initial)


def _decided(
    request: HttpRequest,
    found: "Remark",
    rights: "RemarkRights",
    form: tuple[str, forms.Form],
    deed: Callable[[], "Remark"],
    thanks: str,
) -> HttpResponse:
    """The remark again: with thanks when the deed was done, else with the form and what was wrong."""
    name, sent = form
    if done(request, sent, found, deed, REFUSED) is None:
        if sent.has_error(NON_FIELD_ERRORS, MEANWHILE):
            # What was written meanwhile stands above the form; the next decision has seen it.
            seen_anew(sent, str(selectors.acts_of(found)[-1].pk))
        return _page(request, found, rights, **{name: sent})
    messages.success(request, thanks)
    return redirect("journal:remark", found.pk)


@require_POST
@once
def remark_mend(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """What was mended and where it is seen."""
    user = signed_in(request)
    found, rights = permissions.get_remark(user, remark_pk, to="mend")
    form = MendForm(request.POST, host=request.get_host())

    def deed() -> "Remark":
        return services.mend_remark(by=user, remark=found, **form.cleaned_data)

    return _decided(
        request, found, rights, ("mend_form", form), deed, _("Thank you. The supervision verifies it.")
    )


@require_POST
@once
def remark_judge(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """Verified, or sent back with what is missing."""
    user = signed_in(request)
    found, rights = permissions.get_remark(user, remark_pk, to="judge")
    form = JudgeForm(request.POST)
    sends_back = request.POST.get("decision") == "send_back"

    def judge() -> "Remark":
        data = form.cleaned_data
        if sends_back:
            return services.send_back_remark(by=user, remark=found, **data)
        return services.verify_remark(by=user, remark=found, words=data["words"], seen=data["seen"])

    thanks = _("The remark is sent back.") if sends_back else _("Verified. The remark is closed.")
    return _decided(request, found, rights, ("judge_form", form), judge, thanks)


@require_POST
@once
def remark_pass_on(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """Another person or another day."""
    user = signed_in(request)
    found, rights = permissions.get_remark(user, remark_pk, to="judge")
    form = _pass_form(found, request.POST)

    def deed() -> "Remark":
        return services.pass_on_remark(by=user, remark=found, **form.cleaned_data)

    return _decided(
        request, found, rights, ("pass_form", form), deed, _("Changed. The addressee got a notice.")
    )


@require_POST
@once
def remark_withdraw(request: HttpRequest, remark_pk: int) -> HttpResponse:
    """It was made by mistake."""
    user = signed_in(request)
    found, rights = permissions.get_remark(user, remark_pk, to="judge")
    form = WhyForm(request.POST)

    def deed() -> "Remark":
        return services.withdraw_remark(by=user, remark=found, **form.cleaned_data)

    return _decided(request, found, rights, ("why_form", form), deed, _("The remark is withdrawn."))
