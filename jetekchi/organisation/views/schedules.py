"""Work schedules: one's own week, the versions of a person, all leaders for the supervision (3.13)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates, refusals
from jetekchi.core.http import Refused, once
from jetekchi.core.sheets import export_response
from jetekchi.organisation import links, services
from jetekchi.organisation import schedule_rights as rights
from jetekchi.organisation.forms.schedules import (
    OFFERED_WHAT,
    OFFERED_WHERE,
    BaseWeek,
    FromForm,
    ScheduleSearch,
    week_forms,
)
from jetekchi.organisation.permissions import Permission, may
from jetekchi.organisation.selectors import current_year
from jetekchi.organisation.selectors import schedules as reads
from jetekchi.organisation.selectors.schedule_desk import DeskRow, desk_rows
from jetekchi.organisation.services.schedules import fingerprint
from jetekchi.organisation.views.common import me, note_export

if TYPE_CHECKING:
    from jetekchi.organisation.models import WorkSchedule

REFUSED = "organisation:schedule:refused"


@require_GET
def schedules(request: HttpRequest) -> HttpResponse:
    """All leaders for the supervision, what waits first; a leader comes to the own schedule at once."""
    if not rights.may_list(request.user):
        raise PermissionDenied
    if not may(request.user, Permission.SCHEDULE_VIEW):
        staff = getattr(me(request).person, "staff", None)
        if staff is None:
            raise Http404
        return schedule(request, staff.pk)
    form = ScheduleSearch(request.GET or None)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    year = current_year()
    rows = desk_rows(me(request), year, asked.get("q", ""), asked.get("state", "")) if year else []
    if kind := request.GET.get("format"):
        return _file(request, kind, rows)
    without = sum(row.standing.in_force is None for row in rows)
    context = {
        "form": form,
        "rows": rows,
        "waiting": [row for row in rows if row.since],
        "year": year,
        "found": ngettext("%(count)d leader", "%(count)d leaders", len(rows)) % {"count": len(rows)},
        "without": without,
        "judges": may(request.user, Permission.SCHEDULE_APPROVE),
        "is_filtered": any(asked.values()),
        "own": _own_staff(request),
    }
    return render(request, "organisation/schedule_list.html", context)


def _own_staff(request: HttpRequest) -> int | None:
    """The way to the own schedule of an office that leads a class too."""
    staff = getattr(me(request).person, "staff", None)
    return staff.pk if staff is not None and rights.may_write(request.user, staff) else None


def _file(request: HttpRequest, kind: str, rows: list[DeskRow]) -> HttpResponse:
    headings = (_("Class leader"), _("Class"), _("In force from"), _("Version"), _("State"), _("Due"))
    lines = [
        (
            row.staff.person.name,
            row.labels,
            row.standing.in_force.in_force_on if row.standing.in_force else None,
            row.standing.in_force.number if row.standing.in_force else None,
            row.words,
            row.due_on,
        )
        for row in rows
    ]
    note_export(request, "WorkSchedule", len(lines))
    return export_response(kind, _("Work schedules"), headings, lines)


@require_GET
def schedule(request: HttpRequest, staff_pk: int) -> HttpResponse:
    """One person's schedule: the week in force, what is under way, the older versions."""
    staff = rights.get_schedule_staff(request.user, staff_pk)
    today = dates.today()
    is_own = rights.is_own(request.user, staff)
    versions = reads.versions_of(staff)
    opened = [one for one in versions if is_own or one.state in rights.OPEN_TO_OFFICES]
    in_force = reads.in_force(versions, today)
    pending = next((one for one in versions if one.state != "approved"), None)
    may_write = rights.may_write(request.user, staff)
    year = current_year()
    context = {
        "staff": staff,
        "is_own": is_own,
        "meta": [staff.title, *(reads.led_labels(staff, year) if year else [])],
        "in_force": in_force,
        "week": reads.week_of(reads.lines_of(in_force)) if in_force else None,
        "pending": pending,
        "pending_links": links.schedule_links(me(request), pending) if pending in opened else [],
        "in_force_links": links.schedule_links(me(request), in_force) if in_force else [],
        "remark": _last_remark(pending) if is_own else "",
        "versions": [(one, _standing_of(one, in_force)) for one in opened],
        "may_begin": may_write and year is not None and (pending is None or pending.year_id != year.pk),
        "may_write": may_write,
        "crumbs": _crumbs(request),
    }
    return render(request, "organisation/schedule.html", context)


def _crumbs(request: HttpRequest) -> list[tuple[str, str]]:
    if may(request.user, Permission.SCHEDULE_VIEW):
        return [(_("Work schedules"), reverse("organisation:schedules"))]
    return []


def _standing_of(one: "WorkSchedule", in_force: "WorkSchedule | None") -> tuple[str, str]:
    """The dye and the words of a version in the list."""
    if one.state != "approved":
        return {"submitted": "wait", "returned": "back"}.get(one.state, ""), one.get_state_display()
    if in_force is not None and one.pk == in_force.pk:
        return "ok", _("in force")
    if one.in_force_on and one.in_force_on > dates.today():
        return "soon", _("approved, not begun")
    return "", _("no longer in force")


def _last_remark(pending: "WorkSchedule | None") -> str:
    """What the director wrote when the version came back."""
    if pending is None or pending.state != "returned":
        return ""
    return next((act.remark for act in reversed(pending.acts.all()) if act.deed == "returned"), "")


@require_GET
def schedule_version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: the week as it was signed, its way, its paper."""
    version = rights.get_schedule(request.user, pk)
    staff = version.staff
    versions = reads.versions_of(staff)
    context = {
        "version": version,
        "staff": staff,
        "week": reads.week_of(reads.lines_of(version)),
        "standing": _standing_of(version, reads.in_force(versions, dates.today())),
        "acts": version.acts.select_related("by__person"),
        "links": links.schedule_links(me(request), version),
        "may_write": rights.may_write(request.user, staff),
        "crumbs": [*_crumbs(request), (staff.person.name, reverse("organisation:schedule", args=[staff.pk]))],
    }
    return render(request, "organisation/schedule_version.html", context)


@require_POST
@once
def schedule_begin(request: HttpRequest, staff_pk: int) -> HttpResponse:
    """Begin the next version of the own week."""
    staff = rights.get_schedule_staff(request.user, staff_pk, to="write")
    year = current_year()
    if year is None:
        raise Http404
    begun = services.begin_schedule(by=me(request), staff=staff, year=year)
    return redirect("organisation:schedule_edit", begun.pk)


@require_http_methods(["GET", "POST"])
@once
def schedule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The week as a form; one save keeps all of it, a remark keeps all that was typed."""
    version = rights.get_schedule(request.user, pk, to="write")
    if request.method == "GET" and not version.is_open:
        return redirect("organisation:schedule_version", pk)
    mark = fingerprint(version)
    head = FromForm(request.POST or None, initial={"from_on": version.from_on, "seen": mark})
    week = week_forms(request.POST or None, reads.lines_of(version))
    if request.method == "POST" and _saved(request, version, head, week):
        messages.success(request, _("The schedule is saved."))
        if request.POST.get("then") == "more":
            return redirect("organisation:schedule_edit", pk)
        return redirect("organisation:schedule", version.staff_id)
    context = {
        "version": version,
        "head": head,
        "week": week,
        "suggested_what": OFFERED_WHAT,
        "suggested_where": OFFERED_WHERE,
        "crumbs": [
            *_crumbs(request),
            (_("Work schedule"), reverse("organisation:schedule", args=[version.staff_id])),
        ],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "organisation/schedule_edit.html", context, status=status)


def _saved(request: HttpRequest, version: "WorkSchedule", head: FromForm, week: BaseWeek) -> bool:
    """Whether the week is kept; what hinders it stands on the form."""
    # Both are asked, so that every remark shows at once.
    if not all((head.is_valid(), week.is_valid())):
        return False
    try:
        with transaction.atomic():
            services.save_schedule(
                by=me(request),
                schedule=version,
                from_on=head.cleaned_data["from_on"],
                lines=week.lines,
                seen=head.cleaned_data["seen"],
            )
    except Refused as refusal:
        refusals.note(refusal, REFUSED, version)
        head.add_error(None, str(refusal.message))
        return False
    return True


@require_POST
@once
def schedule_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The author takes the version back while nobody has decided."""
    version = rights.get_schedule(request.user, pk, to="write")
    services.take_back_schedule(by=me(request), schedule=version)
    messages.success(request, _("The schedule is in your hands again."))
    return redirect("organisation:schedule", version.staff_id)
