"""Colleagues: the list, one colleague with roles, seats and classes, taking on and dismissal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates
from jetekchi.core.http import once, page_of
from jetekchi.core.refusals import done
from jetekchi.core.sheets import export_response
from jetekchi.organisation import permissions, services
from jetekchi.organisation.forms.staff import DismissForm, RoleForm, StaffForm, StaffSearch
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors import staff as reads
from jetekchi.organisation.views.common import form_page, me, note_export


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Staff"), reverse("organisation:staff"))]


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """Colleagues by name or position."""
    if not permissions.may_see_colleagues(request.user):
        raise PermissionDenied
    form = StaffSearch(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = reads.find_staff(me(request), asked.get("q", ""), asked.get("show", ""))
    may_manage = permissions.may(request.user, Permission.PEOPLE_MANAGE)
    if kind := request.GET.get("format"):
        headings = (_("Full name"), _("Position"), _("Works since"), _("Dismissed on"))
        rows = [(one.person.name, one.title, one.hired_on, one.dismissed_on) for one in found]
        note_export(request, "Staff", len(rows))
        return export_response(kind, _("Staff"), headings, rows)
    page = page_of(request, found)
    led = reads.leading(list(page.object_list))
    total = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "rows": [(one, led.get(one.pk, [])) for one in page.object_list],
        "found": ngettext("%(count)d colleague", "%(count)d colleagues", total) % {"count": total},
        "may_manage": may_manage,
        "may_import": permissions.may(request.user, Permission.IMPORT),
        "is_filtered": any(asked.values()),
    }
    return render(request, "organisation/staff_list.html", context)


@require_GET
def staff_member(request: HttpRequest, staff_pk: int) -> HttpResponse:
    """One colleague: the work for everybody, the account and the phone for those who manage people."""
    found = permissions.get_staff(request.user, staff_pk)
    may_manage = permissions.may(request.user, Permission.PEOPLE_MANAGE)
    known = reads.staff_page(found)
    context = {
        "staff": found,
        "person": found.person,
        "known": known,
        "today": dates.today(),
        "crumbs": _crumbs(),
        "meta": [found.title],
        "may_manage": may_manage,
        "sees_contacts": may_manage or me(request).person_id == found.person_id,
    }
    return render(request, "organisation/staff_member.html", context)


@require_http_methods(["GET", "POST"])
@once
def staff_add(request: HttpRequest) -> HttpResponse:
    """A new colleague."""
    permissions.require(request.user, Permission.PEOPLE_MANAGE)
    form = StaffForm(request.POST or None, initial={"hired_on": dates.today(), "is_teacher": True})
    new = done(form, lambda: services.take_on(by=me(request), person=form.person_data, **form.work_data))
    if new:
        messages.success(request, _("Added. Now give a role and print the slip of the account."))
        return redirect("organisation:staff_member", new.pk)
    return form_page(request, form, _("New colleague"), _crumbs(), _("Add"))


@require_http_methods(["GET", "POST"])
@once
def staff_edit(request: HttpRequest, staff_pk: int) -> HttpResponse:
    """Correct names and position."""
    found = permissions.get_staff(request.user, staff_pk, to=Permission.PEOPLE_MANAGE)
    crumbs = _member_crumbs(found.person.brief_name, found.pk)
    names = ("position", "position_ru", "is_teacher", "hired_on")
    initial = {name: getattr(found, name) for name in names}
    form = StaffForm(request.POST or None, person=found.person, initial=initial)
    if done(
        form,
        lambda: services.change_staff(by=me(request), staff=found, person=form.person_data, **form.work_data),
    ):
        messages.success(request, _("Saved."))
        return redirect("organisation:staff_member", found.pk)
    return form_page(request, form, _("Correct a colleague"), crumbs, _("Save"))


def _member_crumbs(name: str, pk: int) -> list[tuple[str, str]]:
    return [*_crumbs(), (name, reverse("organisation:staff_member", args=[pk]))]


@require_http_methods(["GET", "POST"])
@once
def staff_dismiss(request: HttpRequest, staff_pk: int) -> HttpResponse:
    """The end of work: roles, seats and lessons end, the account is shut from the next day."""
    found = permissions.get_staff(request.user, staff_pk, to=Permission.PEOPLE_MANAGE)
    form = DismissForm(request.POST or None, initial={"dismissed_on": dates.today()})
    if done(form, lambda: services.dismiss(by=me(request), staff=found, **form.cleaned_data)):
        messages.success(request, _("Written down: roles, seats and lessons end with this day."))
        return redirect("organisation:staff_member", found.pk)
    careful = _("Roles, seats and lessons end with the last day; from the next day on the account is shut.")
    crumbs = _member_crumbs(found.person.brief_name, found.pk)
    return form_page(request, form, _("Dismiss"), crumbs, _("Dismiss"), careful=careful)


@require_http_methods(["GET", "POST"])
@once
def role_add(request: HttpRequest, staff_pk: int) -> HttpResponse:
    """Give a role from a day on; the account is made when there is none yet."""
    found = permissions.get_staff(request.user, staff_pk, to=Permission.PEOPLE_MANAGE)
    crumbs = _member_crumbs(found.person.brief_name, found.pk)
    account = reads.staff_page(found).account
    if account is None:
        messages.info(request, _("This person has no account yet. Print the slip first; then give the role."))
        return redirect("organisation:staff_member", found.pk)
    form = RoleForm(request.POST or None, initial={"from_on": dates.today()})

    def deed() -> object:
        data = form.cleaned_data
        return services.grant_role(
            by=me(request),
            user=account,
            role=Role(data["role"]),
            from_on=data["from_on"],
            until_on=data["until_on"],
        )

    if done(form, deed):
        messages.success(request, _("The role is given."))
        return redirect("organisation:staff_member", found.pk)
    lead = _("Class leader, student and parent are not given here: they follow from appointments and lists.")
    return form_page(request, form, _("Give a role"), crumbs, _("Give"), lead=lead)


@require_POST
@once
def role_end(request: HttpRequest, staff_pk: int, pk: int) -> HttpResponse:
    """Take a role away; it no longer holds at the next request."""
    found = permissions.get_staff(request.user, staff_pk, to=Permission.PEOPLE_MANAGE)
    grant = reads.grant_of(found, pk)
    if grant is None:
        raise Http404
    services.end_role(by=me(request), grant=grant)
    messages.success(request, _("The role is taken away."))
    return redirect("organisation:staff_member", found.pk)
