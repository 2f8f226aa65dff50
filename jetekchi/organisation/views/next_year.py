"""The turn of the year on one page: look at every class, correct, press once."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jetekchi.core import dates
from jetekchi.core.http import once
from jetekchi.core.refusals import done
from jetekchi.organisation import permissions, selectors, services
from jetekchi.organisation.forms.next_year import CarryForm, ClassAheadForm, refuse_twins
from jetekchi.organisation.links import open_ends
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import next_year as reads
from jetekchi.organisation.views.common import me

if TYPE_CHECKING:
    from jetekchi.organisation.models import SchoolYear


def _year(name: str) -> "SchoolYear":
    found = selectors.year_named(name)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@once
def next_year(request: HttpRequest, name: str) -> HttpResponse:
    """Take the classes of a year into the next one; afterwards the page shows what is left to do."""
    permissions.require(request.user, Permission.PEOPLE_MANAGE)
    year = _year(name)
    following = reads.year_after(year)
    if year.carried_at and following:
        # A second press leads to where the first one led.
        return (
            redirect("organisation:next_year", name)
            if request.method == "POST"
            else _done_page(request, year, following)
        )
    rows = reads.on_the_lists(year)
    given = request.POST if request.method == "POST" else None
    forms = [ClassAheadForm(given, ahead=ahead) for ahead in reads.classes_ahead(year, rows)]
    whole = CarryForm(given)
    if given is not None and _are_right(forms):
        carried = done(whole, lambda: _carry(request, year, whole, forms))
        if carried:
            messages.success(request, _("The classes are in the new school year."))
            return redirect("organisation:next_year", name)
    return _preview_page(request, year, following, whole, forms, reads.fingerprint(rows))


def _are_right(forms: list[ClassAheadForm]) -> bool:
    """Every class is checked, so that all remarks stand on the page at once."""
    wrong = [form for form in forms if not form.is_valid()]
    return bool(forms) and not wrong and not refuse_twins(forms)


def _carry(
    request: HttpRequest, year: "SchoolYear", whole: CarryForm, forms: list[ClassAheadForm]
) -> "SchoolYear":
    plans = [services.ClassPlan(**form.plan) for form in forms]
    return services.carry_year(by=me(request), year=year, plans=plans, **whole.cleaned_data)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Classes"), reverse("organisation:classes"))]


def _preview_page(
    request: HttpRequest,
    year: "SchoolYear",
    following: "SchoolYear | None",
    whole: CarryForm,
    forms: list[ClassAheadForm],
    seen: str,
) -> HttpResponse:
    halves = selectors.half_years_of(year)
    runs = year.end_on >= dates.today()
    context = {
        "year": year,
        "following": following,
        "whole": whole,
        "seen": seen,
        "wrong": [form.ahead.group for form in forms if form.errors],
        "forms": forms,
        "runs": runs,
        "may_press": following is not None and not runs and not year.carried_at and bool(forms),
        "may_make_year": permissions.may(request.user, Permission.SETTINGS),
        "ends": open_ends(me(request), halves[-1]) if halves and not runs else [],
        "crumbs": _crumbs(),
    }
    is_wrong = whole.is_bound and (whole.errors or any(form.errors for form in forms))
    return render(request, "organisation/next_year.html", context, status=422 if is_wrong else 200)


def _done_page(request: HttpRequest, year: "SchoolYear", following: "SchoolYear") -> HttpResponse:
    context = {
        "year": year,
        "following": following,
        "after": reads.after_turn(year, following),
        "may_appoint": permissions.may(request.user, Permission.APPOINT),
        "crumbs": _crumbs(),
    }
    return render(request, "organisation/next_year_done.html", context)
