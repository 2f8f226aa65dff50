"""Sheet A on the screen: the route, an office's answer, a vacant seat, the entry into force."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import refusals
from jetekchi.core.http import Refused, once
from jetekchi.documents import permissions, selectors, services
from jetekchi.documents.forms import DecisionForm, ForceForm, RouteForm, VacantForm
from jetekchi.documents.selectors.route import past_acts
from jetekchi.documents.services.confirming import sends_back, shown_anew
from jetekchi.documents.views.common import done, needs_code, person, signed, status_of
from jetekchi.organisation.permissions import standing
from jetekchi.organisation.selectors import office_holders


@require_GET
def route(request: HttpRequest, pk: int) -> HttpResponse:
    """The approval sheet: every office, its answer, and the form of the one whose turn it is."""
    version = permissions.get_version(request.user, pk)
    return render(request, "documents/route.html", _route_context(request, version))


def _route_context(request: HttpRequest, version: Any, form: DecisionForm | None = None) -> dict[str, Any]:
    rows = selectors.route_rows(version)
    offices = standing(request.user).offices
    mine = next((row for row in rows if row.is_turn and row.line.office_id in offices), None)
    manages = permissions.may_manage(request.user)
    if mine and form is None:
        form = DecisionForm(initial={"seen": version.sha256}, with_code=needs_code(request))
    return {
        "version": version,
        "crumbs": [(_("Documents"), reverse("documents:documents")), (version.edition, version_url(version))],
        "meta": [str(version.document), version.get_status_display()],
        "rows": rows,
        "mine": mine,
        "form": form,
        "answered": sum(row.act is not None for row in rows),
        "vacant": sum(row.is_vacant for row in rows),
        "signer": (version.structure or {}).get("signer"),
        "acts": past_acts(version),
        "may_manage": manages,
        "may_submit": manages and version.status in {"draft", "returned"},
        "may_force": permissions.may_bring_into_force(request.user) and version.status == "agreed",
    }


def version_url(version: Any) -> str:
    """The page of an edition."""
    return reverse("documents:version", args=[version.pk])


@require_POST
@once
def decision(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """The answer of one's own office, signed."""
    line = permissions.get_line(request.user, pk, line_pk)
    version = line.route.version
    form = DecisionForm(request.POST, with_code=needs_code(request))

    def act(confirmation: services.Confirmation) -> object:
        remark = form.cleaned_data["remark"]
        returns = sends_back(request)
        agrees = "agree_with_remark" if remark else "agree"
        return services.decide(
            by=person(request),
            line=line,
            decision="decline" if returns else agrees,
            remark=remark,
            confirmation=confirmation,
            seen_sha256=form.cleaned_data["seen"],
        )

    then = reverse("documents:route", args=[pk])
    if answer := signed(request, form, line, "documents:approval:refused", act, then, form_page=then):
        return answer
    version.refresh_from_db()
    shown_anew(form, version.sha256, partial(services.refuse_if_changed, version))
    context = _route_context(request, version, form)
    return render(request, "documents/route.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@once
def vacancy(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """Skip a vacant seat with a reason."""
    line = permissions.get_line(request.user, pk, line_pk, to="skip")
    form = VacantForm(request.POST or None)
    then = reverse("documents:route", args=[pk])

    def act() -> object:
        return services.skip_vacant_seat(by=person(request), line=line, reason=form.cleaned_data["reason"])

    if request.method == "POST" and (
        answer := done(request, form, line, "documents:approval:refused", act, then)
    ):
        return answer
    context = {"form": form, "line": line, "crumbs": [(_("Approval sheet"), then)]}
    return render(request, "documents/vacancy_form.html", context, status=status_of(form))


@require_POST
@once
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the edition along its offices."""
    version = permissions.get_version(request.user, pk, to="manage")
    try:
        services.submit_for_approval(by=person(request), version=version)
    except Refused as refusal:
        refusals.note(refusal, "documents:submission:refused", version)
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The offices are asked."))
    return redirect("documents:route", pk)


@require_http_methods(["GET", "POST"])
@once
def route_setting(request: HttpRequest, pk: int) -> HttpResponse:
    """Which offices are asked, one after another or side by side."""
    version = permissions.get_version(request.user, pk, to="manage")
    offices = office_holders()
    rows = selectors.route_rows(version)
    chosen = [row.line.office_id for row in rows]
    offices.sort(key=lambda office: chosen.index(office.pk) if office.pk in chosen else len(chosen))
    initial = {
        "offices": [str(pk) for pk in chosen],
        "order": rows[0].line.route.order if rows else "side_by_side",
    }
    choices = [(office.pk, office.title) for office in offices]
    form = RouteForm(request.POST or None, initial=initial, choices=choices)
    then = reverse("documents:route", args=[pk])

    def act() -> object:
        wanted = [office for office in offices if str(office.pk) in form.cleaned_data["offices"]]
        return services.set_route(
            by=person(request),
            version=version,
            offices=wanted,
            order=form.cleaned_data["order"],
            added=form.cleaned_data["added"],
        )

    if request.method == "POST" and (
        answer := done(request, form, version, "documents:route:refused", act, then)
    ):
        return answer
    context = {"form": form, "version": version, "crumbs": [(_("Approval sheet"), then)]}
    return render(request, "documents/route_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@once
def entry_into_force(request: HttpRequest, pk: int) -> HttpResponse:
    """The director's signature under an edition that all offices agreed to."""
    version = permissions.get_version(request.user, pk, to="bring_into_force")
    initial = {"seen": version.sha256, "from_on": timezone.localdate()}
    form = ForceForm(request.POST or None, initial=initial, with_code=needs_code(request))
    signer = (version.structure or {}).get("signer") or {}

    def act(confirmation: services.Confirmation) -> object:
        return services.bring_into_force(
            by=person(request),
            version=version,
            confirmation=confirmation,
            seen_sha256=form.cleaned_data["seen"],
            from_on=form.cleaned_data["from_on"],
            office_title=str(signer.get("title", "")),
        )

    then = version_url(version)
    if request.method == "POST" and (
        answer := signed(request, form, version, "documents:force:refused", act, then)
    ):
        messages.success(request, _("The edition is in force. Those who must know it are told."))
        return answer
    shown_anew(form, version.sha256, partial(services.refuse_if_changed, version))
    context = {
        "form": form,
        "version": version,
        "office": signer.get("title", ""),
        "crumbs": [(version.edition, then)],
        "clauses": selectors.clauses_of(version),
    }
    return render(request, "documents/entry_into_force.html", context, status=status_of(form))
