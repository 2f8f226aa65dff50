"""Self-government of a class: offices and their holders, assignments and reports; the lyceum's list of offices (2.2)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import dates, refusals
from jetekchi.core.http import Refused, once
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import selectors, services
from jetekchi.plan.forms import ReasonForm
from jetekchi.plan.forms.listed import ListFilterForm
from jetekchi.plan.forms.offices import AssignmentForm, EndForm, OfficeForm, RemarkForm, ReportForm, SeatForm
from jetekchi.plan.permissions import offices as permissions
from jetekchi.plan.selectors import listed
from jetekchi.plan.views.files import part_file, sheet_file

if TYPE_CHECKING:
    from jetekchi.organisation.models import User
    from jetekchi.plan.models import Assignment, ClassOffice, OfficeTerm

EXPORTED = "plan:self_government:exported"
REFUSED_TERM = "plan:term:refused"
REFUSED_ASSIGNMENT = "plan:assignment:refused"
SAID = {
    "report": gettext_lazy("The report is sent to the class leader."),
    "accept": gettext_lazy("The report is accepted."),
    "send_back": gettext_lazy("The report is sent back with your remark."),
    "withdraw": gettext_lazy("The assignment is withdrawn."),
}


@require_GET
def class_list(request: HttpRequest) -> HttpResponse:
    """Whoever has one class is led to it; the offices above see every class."""
    user = signed_in(request)
    if not permissions.may_list(user):
        raise PermissionDenied
    own = permissions.own_class_pk(user)
    if own is not None:
        return redirect("plan:self_government", own)
    half = organisation.current_half_year()
    if half is None:
        raise Http404
    groups = list(permissions.visible_classes(user, half.year_id))
    known, work = selectors.self_government(groups, half, dates.today()), selectors.library_work(groups, half)
    form = ListFilterForm(request.GET, show=listed.CLASS_STATES, words=_("Class or group"))
    by = listed.Asked(**form.filters())
    rows = listed.narrowed_class_rows(((group, known[group.pk], work[group.pk]) for group in groups), by)
    if "format" in request.GET:
        name = f"self-government-{half.year.name}-{half.number}"
        return sheet_file(request, EXPORTED, half, name, listed.class_sheet(rows))
    context = {
        "rows": rows,
        "may_edit": permissions.may_edit_offices(user),
        "half": half,
        "filter_form": form,
        "found": ngettext("%(n)d class", "%(n)d classes", len(rows)) % {"n": len(rows)},
        "is_narrowed": by.is_any,
    }
    return render(request, "plan/selfgov_list.html", context)


@require_GET
def self_government(request: HttpRequest, class_pk: int) -> HttpResponse:
    """The offices of a class with holders, terms and gaps; its votes; assignments."""
    group, rights = permissions.get_class(signed_in(request), class_pk)
    sees_all = rights.may_lead or rights.may_look
    today = dates.today()
    form = ListFilterForm(request.GET, show=listed.OFFICE_PARTS)
    by = listed.Asked(**form.filters())
    seats = listed.narrowed_seats(selectors.seats_of(group, today), by)
    ballots = listed.narrowed_ballots(selectors.elections_of(group), by)
    given = selectors.assignments_of(group, None if sees_all else rights.student_pk or 0)
    given = listed.narrowed_assignments(given, by, today)
    if "format" in request.GET:
        made: dict[str, Any] = {
            "offices": (listed.seat_sheet, seats),
            "assignments": (listed.assignment_sheet, given),
            "ballots": (listed.ballot_sheet, ballots),
        }
        return part_file(request, EXPORTED, group, made)
    context = {
        "class_group": group,
        "rights": rights,
        "seats": seats,
        "today": today,
        "elections": ballots,
        "assignments": given,
        "filter_form": form,
        "is_narrowed": by.is_any,
    }
    return render(request, "plan/self_government.html", context)


@require_http_methods(["GET", "POST"])
@once
def seat(request: HttpRequest, class_pk: int) -> HttpResponse:
    """The meeting of the class chose a holder openly."""
    group, _rights = permissions.get_class(signed_in(request), class_pk, to="lead")
    initial = {
        "office": request.GET.get("office", ""),
        "from_on": dates.today(),
        "until_on": group.year.end_on,
    }
    students = organisation.listed_students(group)
    offices = selectors.offered_offices()
    form = SeatForm(request.POST or None, offices=offices, students=students, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            office = services.office_of(form.cleaned_data.pop("office"), by=signed_in(request))
            services.seat_by_meeting(
                by=signed_in(request), class_group=group, office=office, **form.cleaned_data
            )
        except Refused as refusal:
            refusals.note(refusal, REFUSED_TERM, group)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The holder of the office is written down."))
            return redirect("plan:self_government", class_pk)
    context = {"form": form, "class_group": group, "heading": _("Chosen by the meeting of the class")}
    return render(request, "plan/selfgov_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def term(request: HttpRequest, term_pk: int) -> HttpResponse:
    """A holder: what was asked, what was reported; a new assignment; an early end."""
    found, rights = permissions.get_term(signed_in(request), term_pk)
    deed = request.POST.get("deed", "")
    first = max(dates.today(), found.from_on)
    forms = {
        "give": AssignmentForm(request.POST if deed == "give" else None, initial={"kind": "task"}),
        "end": EndForm(
            request.POST if deed == "end" else None, initial={"until_on": min(first, found.until_on)}
        ),
    }
    if request.method == "POST":
        if not rights.may_lead:
            raise PermissionDenied
        if deed in forms and forms[deed].is_valid() and _did(request, found, deed, forms[deed]):
            return redirect("plan:term", term_pk)
    sees = rights.may_lead or rights.may_look or rights.student_pk == found.student_id
    context = {"term": found, "rights": rights, "forms": forms, "deed": deed, "today": dates.today()}
    context["assignments"] = selectors.assignments_of_term(found) if sees else []
    return render(request, "plan/term.html", context)


def _did(request: HttpRequest, found: "OfficeTerm", deed: str, form: Any) -> bool:
    by = signed_in(request)
    try:
        if deed == "give":
            services.give_assignment(by=by, term=found, **form.cleaned_data)
        else:
            services.end_term(by=by, term=found, **form.cleaned_data)
    except Refused as refusal:
        refusals.note(refusal, REFUSED_TERM, found)
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The assignment is given.") if deed == "give" else _("The term is ended."))
    return True


@require_http_methods(["GET", "POST"])
@once
def assignment(request: HttpRequest, assignment_pk: int) -> HttpResponse:
    """An assignment: the holder reports, the leader accepts, sends back or withdraws."""
    deed = request.POST.get("deed", "")
    to = "read" if request.method == "GET" else "report" if deed == "report" else "lead"
    found, rights = permissions.get_assignment(signed_in(request), assignment_pk, to=to)
    forms: dict[str, Any] = {
        "report": ReportForm(request.POST if deed == "report" else None),
        "accept": RemarkForm(request.POST if deed == "accept" else None, auto_id="accept_%s"),
        "send_back": ReasonForm(request.POST if deed == "send_back" else None, auto_id="back_%s"),
        "withdraw": ReasonForm(request.POST if deed == "withdraw" else None, auto_id="withdraw_%s"),
    }
    if request.method == "POST" and deed in forms and forms[deed].is_valid():
        try:
            _answer(signed_in(request), found, deed, forms[deed].cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED_ASSIGNMENT, found)
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(SAID[deed]))
        return redirect("plan:assignment", assignment_pk)
    context = {"assignment": found, "rights": rights, "forms": forms, "deed": deed, "today": dates.today()}
    context["is_holder"] = rights.student_pk == found.term.student_id
    context["history"] = selectors.history_of_assignment(found)
    return render(request, "plan/assignment.html", context)


def _answer(by: "User", found: "Assignment", deed: str, data: dict[str, Any]) -> None:
    if deed == "report":
        services.report_assignment(by=by, assignment=found, report=data["report"])
    elif deed == "accept":
        services.accept_report(by=by, assignment=found, remark=data["remark"])
    elif deed == "send_back":
        services.send_back_report(by=by, assignment=found, remark=data["reason"])
    else:
        services.withdraw_assignment(by=by, assignment=found, remark=data["reason"])


@require_GET
def office_list(request: HttpRequest) -> HttpResponse:
    """The lyceum's list of offices and sectors."""
    if not permissions.may_edit_offices(signed_in(request)):
        raise PermissionDenied
    return render(request, "plan/office_list.html", {"offices": selectors.all_offices()})


@require_http_methods(["GET", "POST"])
@once
def office_add(request: HttpRequest) -> HttpResponse:
    """One more office or sector."""
    if not permissions.may_edit_offices(signed_in(request)):
        raise PermissionDenied
    return _office_page(request, None, {"kind": "sector", "is_active": True, "order": 200})


@require_http_methods(["GET", "POST"])
@once
def office_edit(request: HttpRequest, office_code: str) -> HttpResponse:
    """Other words, another place, no longer offered."""
    office = permissions.get_office(signed_in(request), office_code)
    names = ("name", "name_ru", "name_en", "kind", "order", "is_required", "is_active")
    return _office_page(request, office, {name: getattr(office, name) for name in names})


def _office_page(request: HttpRequest, office: "ClassOffice | None", initial: dict[str, Any]) -> HttpResponse:
    form = OfficeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.save_office(
            by=signed_in(request), office=office, words=services.OfficeWords(**form.cleaned_data)
        )
        messages.success(request, _("The list of offices is saved."))
        return redirect("plan:offices")
    heading = _("Change an office") if office else _("Add an office")
    return render(request, "plan/selfgov_form.html", {"form": form, "heading": heading})
