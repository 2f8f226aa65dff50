"""The list of plans, and the day that all of them hang on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit, dates, refusals, sheets
from jetekchi.core.http import Refused, once
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms import DayForm
from jetekchi.plan.forms.listed import ListFilterForm
from jetekchi.plan.selectors import listed

REFUSED = "plan:day:refused"


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Class × half-year: for the head of upbringing what waits first, for a leader the own classes."""
    user = signed_in(request)
    if not permissions.may_list(user):
        raise PermissionDenied
    half = organisation.current_half_year()
    if half is None:
        raise Http404
    asked = request.GET.get("half", "")
    if asked in ("1", "2"):
        half = organisation.term_for(half.year, "half_year", int(asked)) or half
    classes = permissions.visible_plan_classes(user, half.year_id)
    form = ListFilterForm(request.GET, show=listed.PLAN_STATES, words=_("Class or leader"), keep=["half"])
    by = listed.Asked(**form.filters())
    rows = listed.narrowed_plans(selectors.plan_rows(user, classes, half, dates.today()), by)
    if "format" in request.GET:
        wanted = request.GET["format"]
        headings, lines = selectors.plan_sheet(rows)
        response = sheets.export_response(wanted, f"plans-{half.year.name}-{half.number}", headings, lines)
        audit.record_export(user, "plan", half, form=wanted, rows=len(lines))
        return response
    context = {"rows": rows, "half": half, "clocks": selectors.clocks_of(half), "period": str(half.number)}
    return render(
        request,
        "plan/plan_list.html",
        {
            **context,
            "filter_form": form,
            "found": ngettext("%(n)d class", "%(n)d classes", len(rows)) % {"n": len(rows)},
            "is_narrowed": by.is_any,
            "may_set": permissions.may_set_dates(user),
            "may_keep": permissions.may_keep_lists(user),
        },
    )


@require_http_methods(["GET", "POST"])
@once
def day(request: HttpRequest) -> HttpResponse:
    """The day on which the institution's plan of a half-year is approved."""
    user = signed_in(request)
    if not permissions.may_set_dates(user):
        raise PermissionDenied
    half = organisation.current_half_year()
    if half is None:
        raise Http404
    known = selectors.clocks_of(half)
    initial = {"half": str(half.number), "approval_on": known.institution_on}
    form = DayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = organisation.term_for(half.year, "half_year", int(form.cleaned_data["half"])) or half
        try:
            services.set_institution_day(by=user, half=chosen, approval_on=form.cleaned_data["approval_on"])
        except Refused as refusal:
            refusals.note(refusal, REFUSED, chosen)
            form.add_error("approval_on", str(refusal))
        else:
            messages.success(request, _("The day is set. Everybody whose plan it moves was told."))
            return redirect("plan:list")
    return render(request, "plan/day.html", {"form": form, "half": half, "clocks": known})
