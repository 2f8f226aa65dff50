"""The lyceum's list of kinds of events, edited by those who change its settings."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core.http import once
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms.events import EventKindForm
from jetekchi.plan.views.event_common import crumbs, done


def _guard(request: HttpRequest) -> None:
    if not permissions.may_edit_event_kinds(signed_in(request)):
        raise PermissionDenied


def _way(request: HttpRequest) -> list[tuple[str, str]]:
    """The list of events for those whose page it is: an administrator edits the kinds and sees no event."""
    return crumbs() if permissions.may_list_events(signed_in(request)) else []


def _page(request: HttpRequest, form: EventKindForm, title: str) -> HttpResponse:
    way = [*_way(request), (_("Kinds of events"), reverse("plan:event_kinds"))]
    return render(request, "plan/event_kind_form.html", {"form": form, "title": title, "crumbs": way})


@require_GET
def event_kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with its clauses."""
    _guard(request)
    kinds = list(selectors.event_kinds()) or services.offered_event_kinds()
    return render(request, "plan/event_kinds.html", {"kinds": kinds, "crumbs": _way(request)})


@require_http_methods(["GET", "POST"])
@once
def event_kind_new(request: HttpRequest) -> HttpResponse:
    """Add a kind of the lyceum's own."""
    _guard(request)
    form = EventKindForm(request.POST or None)
    del form.fields["is_active"]
    user = signed_in(request)
    if done(request, form, None, lambda: services.add_event_kind(by=user, **form.cleaned_data)):
        messages.success(request, _("Added."))
        return redirect("plan:event_kinds")
    return _page(request, form, _("New kind of event"))


@require_http_methods(["GET", "POST"])
@once
def event_kind(request: HttpRequest, kind_pk: int) -> HttpResponse:
    """Change a kind: names, clauses, whether it is offered."""
    user = signed_in(request)
    kind = permissions.get_event_kind(user, kind_pk)
    names = ("name", "name_ru", "name_en", "clauses", "is_outside", "is_active")
    initial: dict[str, Any] = {name: getattr(kind, name) for name in names}
    initial["is_class_hour"] = kind.work_kind == "class_hour"
    form = EventKindForm(request.POST or None, initial=initial)
    changed = done(
        request, form, kind, lambda: services.change_event_kind(by=user, kind=kind, **form.cleaned_data)
    )
    if changed is not None:
        messages.success(request, _("Saved."))
        return redirect("plan:event_kinds")
    return _page(request, form, str(kind))
