"""Inspections: the list, one with its remarks and its protocol, what the supervision writes (1.2, 3.9)."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import audit, dates, refusals, sheets
from jetekchi.core import papers as writers
from jetekchi.core.http import download, is_number, once, page_of
from jetekchi.documents import selectors as documents
from jetekchi.documents.services import sealed_pdf
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.checks import GapRemarksForm
from jetekchi.journal.forms.inspections import (
    InspectionFilterForm,
    InspectionForm,
    RemarkForm,
    WhyForm,
)
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in

if TYPE_CHECKING:
    from jetekchi.journal.models import Inspection

T = TypeVar("T")
EXPORT_ROWS = 5_000
GAPS_SHOWN = 300
REFUSED = "journal:inspection:refused"


def done(
    request: HttpRequest, form: forms.Form, about: Any, deed: Callable[[], T], refused: str = REFUSED
) -> T | None:
    """Do it when the form is right; a refusal stands above the form, nothing is written, the words stay."""
    return refusals.done(form, deed, refused, about) if request.method == "POST" else None


def crumbs(inspection: "Inspection | None" = None) -> list[tuple[str, str]]:
    """The way here: the list, then the inspection."""
    way = [(_("Inspections"), reverse("journal:inspections"))]
    if inspection is None:
        return way
    name = f"{inspection.class_group.label}, {dates.short_date(inspection.on)}"
    return [*way, (name, reverse("journal:inspection", args=[inspection.pk]))]


@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Inspections: search, filters by class, kind and remarks, csv and xlsx."""
    user = signed_in(request)
    if not permissions.may_list_inspections(user):
        raise PermissionDenied
    year = organisation.current_year()
    if year is None:
        raise Http404
    asked = request.GET.get("group", "")
    known = selectors.classes_with_inspections(user, year.pk, int(asked) if is_number(asked) else None)
    form = InspectionFilterForm(request.GET, classes=known)
    filters = selectors.InspectionFilters(**form.filters())
    found = selectors.inspections(user, filters, year.pk)
    if "format" in request.GET:
        headings, lines = selectors.inspection_sheet(found, EXPORT_ROWS)
        wanted = request.GET["format"]
        response = sheets.export_response(wanted, f"inspections-{year.name}", headings, lines)
        audit.record_export(user, "journal", "journal.Inspection", form=wanted, rows=len(lines))
        return response
    page = page_of(request, found, 30)
    count = page.paginator.count
    context = {
        "filter_form": form,
        "page": page,
        "found": ngettext("%(n)d inspection", "%(n)d inspections", count) % {"n": count},
        "is_narrowed": filters.is_any,
        "may_inspect": permissions.may_inspect(user),
        "classes": permissions.inspectable_classes(user).filter(year=year).order_by("sort_key"),
    }
    return render(request, "journal/inspection_list.html", context)


@require_http_methods(["GET", "POST"])
@once
def inspection_new(request: HttpRequest, class_pk: int) -> HttpResponse:
    """A visit or a check of a class, its first remark at once where there is one."""
    user = signed_in(request)
    group = permissions.get_inspectable_class(user, class_pk)
    people = selectors.addressees_of(group)
    today = dates.today()
    form = InspectionForm(
        request.POST or None,
        scale=selectors.grades(),
        people=people,
        initial={
            "kind": request.GET.get("kind", "papers"),
            "on": today,
            "addressee": people[0].pk if people else "",
            "due_on": _due_day(),
        },
    )
    inspection = done(
        request,
        form,
        group,
        lambda: services.record_inspection(
            by=user,
            class_group=group,
            check=services.Check(**form.check()),
            remarks=[services.NewRemark(**one) for one in form.remarks()],
        ),
    )
    if inspection is not None:
        messages.success(request, _("The inspection is on record. The class leader got a notice."))
        return redirect("journal:inspection", inspection.pk)
    context = {"form": form, "class_group": group, "crumbs": crumbs()}
    return render(request, "journal/inspection_form.html", context)


def _due_day() -> Any:
    return dates.today() + timedelta(days=int(organisation.setting("remark_days")))


@require_GET
def inspection(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    """An inspection with its remarks and what became of each."""
    found = permissions.get_inspection(signed_in(request), inspection_pk)
    return _page(request, found)


def _page(request: HttpRequest, found: "Inspection", **given: Any) -> HttpResponse:
    writes = permissions.may_write_into(signed_in(request), found) and found.is_standing
    context: dict[str, Any] = {
        "inspection": found,
        "rows": selectors.remarks_of(found),
        "acts": selectors.acts_of(found),
        "protocol": documents.protocol_state(selectors.inspection_protocol(found), request.user),
        "writes": writes,
        "crumbs": crumbs(),
        **given,
    }
    if writes:
        context.setdefault("remark_form", _remark_form(found))
        context.setdefault("why_form", WhyForm())
    return render(request, "journal/inspection.html", context)


def _remark_form(found: "Inspection", data: Any = None) -> RemarkForm:
    people = selectors.addressees_of(found.class_group)
    initial = {"due_on": _due_day(), "addressee": people[0].pk if people else ""}
    return RemarkForm(data, people=people, initial=initial)


@require_POST
@once
def remark_new(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    """Make one more remark."""
    user = signed_in(request)
    found = permissions.get_inspection(user, inspection_pk, to="write")
    form = _remark_form(found, request.POST)
    kept = done(
        request,
        form,
        found,
        lambda: services.add_remark(
            by=user, inspection=found, remark=services.NewRemark(**form.cleaned_data)
        ),
    )
    if kept is None:
        return _page(request, found, remark_form=form)
    messages.success(request, _("The remark is made. Its addressee got a notice."))
    return redirect("journal:inspection", inspection_pk)


@require_http_methods(["GET", "POST"])
@once
def inspection_gaps(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    """The gaps of the class's journal; the chosen ones become remarks to who answers for them, in one tap."""
    user = signed_in(request)
    found = permissions.get_inspection(user, inspection_pk, to="write")
    known = selectors.gaps_of_class(found.class_group)
    told = selectors.remarked_keys(found.class_group)
    form = GapRemarksForm(
        request.POST or None,
        gaps=[one for one in known if one.key not in told],
        initial={"due_on": _due_day()},
    )
    made = done(
        request,
        form,
        found,
        lambda: services.add_gap_remarks(
            by=user, inspection=found, keys=form.chosen(), due_on=form.cleaned_data["due_on"]
        ),
    )
    if made is not None:
        words = ngettext("%(n)d remark is made.", "%(n)d remarks are made.", len(made))
        messages.success(request, words % {"n": len(made)})
        return redirect("journal:inspection", inspection_pk)
    context = {
        "inspection": found,
        "form": form,
        "rows": [(one, one.url_for(user), one.key in told) for one in known[:GAPS_SHOWN]],
        "checks": form.offered,
        "crumbs": crumbs(found),
        "found": ngettext("%(n)d gap", "%(n)d gaps", len(known)) % {"n": len(known)},
    }
    return render(request, "journal/inspection_gaps.html", context)


@require_POST
@once
def inspection_withdraw(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    user = signed_in(request)
    found = permissions.get_inspection(user, inspection_pk, to="write")
    form = WhyForm(request.POST)
    kept = done(
        request,
        form,
        found,
        lambda: services.withdraw_inspection(by=user, inspection=found, reason=form.cleaned_data["words"]),
    )
    if kept is None:
        return _page(request, found, why_form=form)
    messages.success(request, _("The inspection is withdrawn."))
    return redirect("journal:inspection", inspection_pk)


@require_GET
def inspection_print(request: HttpRequest, inspection_pk: int) -> HttpResponse:
    """The protocol as PDF or DOCX."""
    user = signed_in(request)
    found = permissions.get_inspection(user, inspection_pk)
    kind = request.GET.get("format", "pdf")
    if kind not in writers.WRITERS:
        raise Http404
    writer, content_type = writers.WRITERS[kind]
    made = selectors.protocol(found)
    audit.record(user, "journal:inspection:exported", found, form=kind)
    name = f"inspection-{found.class_group.label}-{found.on}.{kind}"
    if kind != "pdf":
        return download(name, writer(made), content_type)
    sealing = documents.protocol_sealing(selectors.inspection_protocol(found))
    return download(name, sealed_pdf(by=user, paper=made, what=sealing), content_type)
