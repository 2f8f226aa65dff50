"""Settings of the lyceum with history, who sees what, the audit, the first steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit as chain
from jetekchi.core.deeds import words_of
from jetekchi.core.http import once, page_of
from jetekchi.core.refusals import done
from jetekchi.core.sheets import export_response
from jetekchi.organisation import permissions, services
from jetekchi.organisation.forms.lyceum import SettingForm, TrailSearch
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import first_steps as steps
from jetekchi.organisation.selectors import settings as reads
from jetekchi.organisation.selectors.rights import my_standing, rights_table
from jetekchi.organisation.selectors.trail import audit_actions, audit_events, trail_rows
from jetekchi.organisation.settings_catalogue import BY_KEY
from jetekchi.organisation.views.common import form_page, me, note_export


@require_GET
def lyceum_settings(request: HttpRequest) -> HttpResponse:
    """Every setting with its value, its clause and what it was before."""
    permissions.require(request.user, Permission.SETTINGS)
    return render(request, "organisation/settings.html", {"rows": reads.settings_rows()})


@require_http_methods(["GET", "POST"])
@once
def setting_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change one setting; the value before stays in the history."""
    permissions.require(request.user, Permission.SETTINGS)
    setting = BY_KEY.get(key)
    if setting is None:
        raise Http404
    form = SettingForm(request.POST or None, setting=setting, value=reads.setting(key))
    if done(form, lambda: (services.change_setting(by=me(request), key=key, value=form.value),)):
        messages.success(request, _("The setting is saved."))
        return redirect("organisation:settings")
    crumbs = [(_("Settings of the lyceum"), reverse("organisation:settings"))]
    history = reads.history_of(key)
    return form_page(request, form, setting.label, crumbs, _("Save"), history=history)


@require_GET
def who_sees_what(request: HttpRequest) -> HttpResponse:
    """The permission table as help, and what the reader may by it."""
    roles, rows = rights_table()
    context = {"roles": roles, "rows": rows, "mine": my_standing(me(request))}
    return render(request, "organisation/who_sees_what.html", context)


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what and when, by deed, person and days; the chain is checked on wish."""
    permissions.require(request.user, Permission.AUDIT_VIEW)
    form = TrailSearch(request.GET or None, actions=audit_actions())
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    events = audit_events(
        action=asked.get("action", ""),
        who=asked.get("who", ""),
        since=asked.get("since"),
        until=asked.get("until"),
    )
    if kind := request.GET.get("format"):
        return _audit_file(request, kind, events)
    page = page_of(request, events)
    context = {
        "form": form,
        "page": page,
        "rows": trail_rows(me(request), page),
        "is_checked": "check" in request.GET,
        "damage": chain.verify() if "check" in request.GET else None,
    }
    return render(request, "organisation/audit.html", context)


def _audit_file(request: HttpRequest, kind: str, events: Any) -> HttpResponse:
    headings = (_("When"), _("Who"), _("Deed"), _("Technical name"), _("About"), _("Reason"), _("Details"))
    rows = [
        (
            event.at,
            event.by.name if event.by else event.actor,
            words_of(event.action),
            event.action,
            f"{event.subject} {event.subject_pk}",
            event.reason,
            " ".join(f"{key}={value}" for key, value in event.detail.items()),
        )
        for event in events[:20_000]
    ]
    note_export(request, "AuditEvent", len(rows))
    return export_response(kind, _("Audit"), headings, rows)


@require_GET
def first_steps(request: HttpRequest) -> HttpResponse:
    """From an empty lyceum to one that works, step by step."""
    may = permissions.may
    if not (may(request.user, Permission.SETTINGS) or may(request.user, Permission.IMPORT)):
        raise PermissionDenied
    rows = steps.first_steps()
    context = {"steps": rows, "done": sum(step.is_done is True for step in rows), "of": len(rows)}
    return render(request, "organisation/first_steps.html", context)
