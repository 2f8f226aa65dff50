"""University, department and lyceum with their offices; who sits where, which seat is vacant."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import dates
from jetekchi.core.http import once
from jetekchi.core.refusals import done
from jetekchi.organisation import permissions, services
from jetekchi.organisation.forms.classes import LastDayForm
from jetekchi.organisation.forms.staff import NewOfficeForm, OfficeForm, SeatForm, UnitForm
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import staff as reads
from jetekchi.organisation.views.common import form_page, me

if TYPE_CHECKING:
    from jetekchi.organisation.models import Office

NAMES = ("title", "title_ru", "title_en", "order")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Units and offices"), reverse("organisation:units"))]


def _office(pk: int) -> "Office":
    found = reads.office_by(pk)
    if found is None:
        raise Http404
    return found


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """The tree of units with their offices."""
    if not permissions.may_see_colleagues(request.user):
        raise PermissionDenied
    context = {
        "rows": reads.units_with_offices(),
        "may_edit": permissions.may(request.user, Permission.SETTINGS),
    }
    return render(request, "organisation/units.html", context)


@require_http_methods(["GET", "POST"])
@once
def unit_edit(request: HttpRequest, unit_pk: int) -> HttpResponse:
    """The names as they stand on papers."""
    permissions.require(request.user, Permission.SETTINGS)
    unit = reads.unit_by(unit_pk)
    if unit is None:
        raise Http404
    names = ("name", "name_ru", "name_en", "place")
    form = UnitForm(request.POST or None, initial={name: getattr(unit, name) for name in names})
    if done(form, lambda: services.change_unit(by=me(request), unit=unit, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("organisation:units")
    return form_page(request, form, _("Correct the names"), _crumbs(), _("Save"))


@require_http_methods(["GET", "POST"])
@once
def office_add(request: HttpRequest) -> HttpResponse:
    """A new office; its seat is vacant until somebody is seated."""
    permissions.require(request.user, Permission.SETTINGS)
    form = NewOfficeForm(request.POST or None, initial={"order": 1})
    office = done(form, lambda: services.add_office(by=me(request), **form.cleaned_data))
    if office:
        messages.success(request, _("The office is added; its seat is vacant."))
        return redirect("organisation:office", office.pk)
    return form_page(request, form, _("New office"), _crumbs(), _("Add"))


@require_http_methods(["GET", "POST"])
@once
def office_edit(request: HttpRequest, office_pk: int) -> HttpResponse:
    """Correct the title or the place in the list."""
    permissions.require(request.user, Permission.SETTINGS)
    office = _office(office_pk)
    form = OfficeForm(request.POST or None, initial={name: getattr(office, name) for name in NAMES})
    if done(form, lambda: services.change_office(by=me(request), office=office, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("organisation:office", office.pk)
    return form_page(request, form, _("Correct the office"), _office_crumbs(office), _("Save"))


def _office_crumbs(office: "Office") -> list[tuple[str, str]]:
    return [*_crumbs(), (str(office), reverse("organisation:office", args=[office.pk]))]


@require_GET
def office(request: HttpRequest, office_pk: int) -> HttpResponse:
    """One office: who holds it and who held it."""
    if not permissions.may_see_colleagues(request.user):
        raise PermissionDenied
    found = _office(office_pk)
    context = {
        "office": found,
        "holdings": reads.past_holdings(found),
        "crumbs": _crumbs(),
        "today": dates.today(),
        "may_edit": permissions.may(request.user, Permission.SETTINGS),
    }
    return render(request, "organisation/office.html", context)


@require_http_methods(["GET", "POST"])
@once
def seat(request: HttpRequest, office_pk: int) -> HttpResponse:
    """Put a person into the seat; the holder before goes out the day before."""
    permissions.require(request.user, Permission.SETTINGS)
    found = _office(office_pk)
    form = SeatForm(request.POST or None, initial={"from_on": dates.today()})

    def deed() -> object:
        data = form.cleaned_data
        return services.seat(
            by=me(request), office=found, person=data["person"].person, from_on=data["from_on"]
        )

    if done(form, deed):
        messages.success(request, _("The seat is taken."))
        return redirect("organisation:office", found.pk)
    return form_page(request, form, _("Seat a person"), _office_crumbs(found), _("Seat"))


@require_http_methods(["GET", "POST"])
@once
def vacate(request: HttpRequest, office_pk: int) -> HttpResponse:
    """The holder's last day; after it the seat stands vacant."""
    permissions.require(request.user, Permission.SETTINGS)
    found = _office(office_pk)
    form = LastDayForm(request.POST or None, initial={"until_on": dates.today()})
    if done(form, lambda: (services.vacate(by=me(request), office=found, **form.cleaned_data),)):
        messages.success(request, _("Saved. After this day the seat stands vacant."))
        return redirect("organisation:office", found.pk)
    return form_page(request, form, _("Vacate the seat"), _office_crumbs(found), _("Vacate"))
