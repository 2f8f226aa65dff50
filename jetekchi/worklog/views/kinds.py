"""The lyceum's list of kinds, edited by the director or the administrator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jetekchi.core.http import once
from jetekchi.worklog import permissions, selectors, services
from jetekchi.worklog.forms import KindForm
from jetekchi.worklog.views.common import crumbs, done, me


def _guard(request: HttpRequest) -> None:
    if not permissions.may_edit_kinds(me(request)):
        raise PermissionDenied


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with its clauses (4.1)."""
    _guard(request)
    found = selectors.all_kinds()
    # The administrator keeps the list without reading the entries.
    up = reverse("worklog:entries") if permissions.may_open_record(me(request)) else ""
    way = crumbs((_("Entries of work"), up))
    return render(request, "worklog/kinds.html", {"kinds": found, "crumbs": way})


@require_http_methods(["GET", "POST"])
@once
def kind_new(request: HttpRequest) -> HttpResponse:
    """Add a kind of the lyceum's own (4.1)."""
    _guard(request)
    if not selectors.all_kinds().exists():
        services.ensure_kinds(by=me(request))
    form = KindForm(request.POST or None)
    del form.fields["is_active"]
    if done(request, form, lambda: services.add_kind(by=me(request), **form.cleaned_data)):
        messages.success(request, _("Added."))
        return redirect("worklog:kinds")
    return _form(request, form, _("New kind of work"))


@require_http_methods(["GET", "POST"])
@once
def kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a kind: names, clauses, whether it is offered (4.1)."""
    _guard(request)
    found = get_object_or_404(selectors.all_kinds(), pk=pk)
    names = ("name", "name_ru", "name_en", "needs", "clauses", "is_restricted_default", "is_active")
    form = KindForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if done(request, form, lambda: services.change_kind(by=me(request), kind=found, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("worklog:kinds")
    return _form(request, form, str(found))


def _form(request: HttpRequest, form: KindForm, title: str) -> HttpResponse:
    way = crumbs((_("Kinds of work"), reverse("worklog:kinds")))
    return render(request, "worklog/kind_form.html", {"form": form, "title": title, "crumbs": way})
