"""Clause 1.1 on the screen: appointment by order, its end, a deputy for a period, the hand-over of the papers."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import attachments, dates
from jetekchi.core.http import download, once
from jetekchi.core.papers import WRITERS
from jetekchi.core.refusals import done
from jetekchi.organisation import permissions, services
from jetekchi.organisation.forms.classes import AppointForm, DeputyForm, HandoverForm, LastDayForm
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import classes as reads
from jetekchi.organisation.selectors.papers import handover_paper as paper
from jetekchi.organisation.views.classes import crumbs_of, head
from jetekchi.organisation.views.common import form_page, me

if TYPE_CHECKING:
    from jetekchi.organisation.models import Appointment, ClassGroup, Handover

# Who may open the scanned order: it may name other people too.
SEES_ORDER = {Permission.APPOINT, Permission.CLASS_LEAD, Permission.MATRIX_ALL, Permission.PEOPLE_MANAGE}


@require_GET
def class_appointments(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Every leader of the class with orders, deputies and hand-overs."""
    group = permissions.get_class(request.user, class_pk)
    allowed = permissions.class_permissions(request.user, group)
    context = {
        **head(request, group, "leaders"),
        "rows": reads.appointments_of(group),
        "handovers": reads.handovers_of(group),
        "handover_due": reads.handover_due(group),
        "sees_order": not SEES_ORDER.isdisjoint(allowed),
        "may_write_handover": not {Permission.APPOINT, Permission.CLASS_LEAD}.isdisjoint(allowed),
        "today": dates.today(),
    }
    return render(request, "organisation/class_appointments.html", context)


def _appointment(group: "ClassGroup", pk: int) -> "Appointment":
    found = reads.appointment_by(group, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@once
def appoint(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Appoint a class leader by order; the leader before ends the day before."""
    group = permissions.get_class(request.user, class_pk, to=Permission.APPOINT)
    form = AppointForm(request.POST or None, request.FILES or None, initial={"from_on": dates.today()})

    def deed() -> object:
        data = form.cleaned_data
        file = attachments.keep(by=me(request), upload=form.upload) if form.upload else None
        return services.appoint_leader(
            by=me(request),
            class_group=group,
            leader=data["leader"],
            order_no=data["order_no"],
            order_on=data["order_on"],
            from_on=data["from_on"],
            order_file=file,
        )

    if done(form, deed):
        messages.success(request, _("The class leader is appointed."))
        return redirect("organisation:class_appointments", group.pk)
    now = reads.leader_of(group)
    careful = ""
    if now:
        careful = _(
            "%(name)s leads the class now. The last day will be the one before the first day below."
        ) % {"name": now.leader.person.brief_name}
    title = _("Appoint a class leader: %(label)s") % {"label": group.label}
    return form_page(request, form, title, crumbs_of(group), _("Appoint"), careful=careful)


@require_http_methods(["GET", "POST"])
@once
def appointment_end(request: HttpRequest, class_pk: int, pk: int) -> HttpResponse:
    """The leader's last day, without a successor yet."""
    group = permissions.get_class(request.user, class_pk, to=Permission.APPOINT)
    found = _appointment(group, pk)
    form = LastDayForm(request.POST or None, initial={"until_on": dates.today()})
    if done(form, lambda: services.end_appointment(by=me(request), appointment=found, **form.cleaned_data)):
        messages.success(request, _("Saved. The class has no leader after this day: appoint the next one."))
        return redirect("organisation:class_appointments", group.pk)
    title = _("End the appointment: %(name)s") % {"name": found.leader.person.brief_name}
    return form_page(request, form, title, crumbs_of(group), _("End the appointment"))


@require_GET
def appointment_order(request: HttpRequest, class_pk: int, pk: int) -> HttpResponse:
    """The order as it was added."""
    group = permissions.get_class(request.user, class_pk)
    found = _appointment(group, pk)
    if SEES_ORDER.isdisjoint(permissions.class_permissions(request.user, group)):
        raise PermissionDenied
    if found.order_file is None:
        raise Http404
    return attachments.response(found.order_file)


@require_http_methods(["GET", "POST"])
@once
def deputy_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Somebody leads the class for a while under an own login."""
    group = permissions.get_class(request.user, class_pk, to=Permission.APPOINT)
    now = reads.leader_of(group)
    if now is None:
        messages.info(request, _("First appoint a class leader."))
        return redirect("organisation:appoint", group.pk)
    form = DeputyForm(request.POST or None, initial={"from_on": dates.today()})
    if done(form, lambda: services.name_deputy(by=me(request), appointment=now, **form.cleaned_data)):
        messages.success(request, _("The deputy is named and sees the class in these days."))
        return redirect("organisation:class_appointments", group.pk)
    lead = _("The deputy works under an own login; nobody ever needs the leader's password.")
    return form_page(request, form, _("Name a deputy"), crumbs_of(group), _("Name the deputy"), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def handover_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Write the protocol of the papers that go from the leader before to the leader now."""
    group = permissions.get_class(request.user, class_pk)
    allowed = permissions.class_permissions(request.user, group)
    if {Permission.APPOINT, Permission.CLASS_LEAD}.isdisjoint(allowed):
        raise PermissionDenied
    due = reads.handover_due(group)
    if due is None:
        messages.info(request, _("No hand-over waits for this class."))
        return redirect("organisation:class_appointments", group.pk)
    usual = "\n".join((_("Class journal"), _("Personal files"), _("Work plan"), _("Briefing register")))
    form = HandoverForm(request.POST or None, initial={"on": dates.today(), "papers": usual})
    handover = done(
        form,
        lambda: services.write_handover(
            by=me(request), outgoing=due[0], incoming=due[1], **form.cleaned_data
        ),
    )
    if handover:
        messages.success(request, _("The protocol is written. Both leaders confirm it."))
        return redirect("organisation:handover", handover.pk)
    lead = _("%(old)s hands over, %(new)s takes over.") % {
        "old": due[0].leader.person.brief_name,
        "new": due[1].leader.person.brief_name,
    }
    return form_page(
        request, form, _("Hand-over protocol"), crumbs_of(group), _("Write the protocol"), lead=lead
    )


@require_GET
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol, and for each of the two the button to confirm."""
    found = permissions.get_handover(request.user, pk)
    person = me(request).person_id
    classes = permissions.visible_classes(request.user)
    seen = classes.filter(pk=found.incoming.class_group_id).exists()
    context = {
        "handover": found,
        "lines": [line.strip() for line in found.papers.splitlines() if line.strip()],
        "crumbs": crumbs_of(found.incoming.class_group) if seen else [],
        "may_give": found.given_at is None and person == found.outgoing.leader.person_id,
        "may_take": found.taken_at is None and person == found.incoming.leader.person_id,
    }
    return render(request, "organisation/handover.html", context)


@require_POST
@once
def handover_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The person named in the protocol confirms the own side of it."""
    found = permissions.get_handover(request.user, pk)
    _confirm(request, found)
    messages.success(request, _("Confirmed."))
    return redirect("organisation:handover", found.pk)


def _confirm(request: HttpRequest, found: "Handover") -> None:
    if me(request).person_id == found.outgoing.leader.person_id:
        services.give_over(by=me(request), handover=found)
    else:
        services.take_over(by=me(request), handover=found)


@require_GET
def handover_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The protocol as PDF or DOCX, to sign by hand."""
    found = permissions.get_handover(request.user, pk)
    if kind not in WRITERS:
        raise Http404
    write, content_type = WRITERS[kind]
    name = _("Hand-over %(label)s") % {"label": found.incoming.class_group.label}
    return download(f"{name}.{kind}", write(paper(found, me(request))), content_type)
