"""Pages of those who are asked: families about consents, leaders of other classes about invitations."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core.http import once
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms.events import AnswerForm, ConsentForm, InviteForm
from jetekchi.plan.views.event_common import crumbs, done


@require_GET
def consent_list(request: HttpRequest) -> HttpResponse:
    """What a family, or an adult student, was asked and answered (7.1)."""
    user = signed_in(request)
    if not permissions.may_speak(user):
        raise PermissionDenied
    return render(request, "plan/event_own_consents.html", {"rows": selectors.own_consents(user)})


@require_http_methods(["GET", "POST"])
@once
def consent(request: HttpRequest, event_pk: int, student_pk: int) -> HttpResponse:
    """Give, refuse or withdraw: taking part until the event begins, pictures at any time (7.1)."""
    user = signed_in(request)
    event, student, guardian = permissions.get_own_consent(user, event_pk, student_pk)
    is_closed = event.has_begun or not event.is_planned
    form = ConsentForm(request.POST or None, is_closed=is_closed)
    kept = done(
        request,
        form,
        event,
        lambda: services.say_consent(
            by=user, event=event, student=student, guardian=guardian, **form.answers()
        ),
    )
    if kept is not None:
        messages.success(request, _("Your answer is kept."))
        return redirect("plan:consent_list")
    row = next(iter(selectors.consents_of(event, [student.pk])))
    context = {
        "form": form,
        "event": event,
        "student": student,
        "row": row,
        "is_closed": is_closed,
        "hazards": selectors.hazards_of(event),
        "adults": selectors.adults_of(event),
    }
    return render(request, "plan/event_consent.html", context)


@require_http_methods(["GET", "POST"])
@once
def event_invite(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Invite other classes (3.11)."""
    user = signed_in(request)
    event, _rights = permissions.get_event(user, event_pk, to="write")
    form = InviteForm(request.POST or None, classes=selectors.invitable_classes(event))
    kept = done(
        request,
        form,
        event,
        lambda: services.invite_classes(by=user, event=event, classes=form.cleaned_data["classes"]),
    )
    if kept is not None:
        messages.success(request, _("Invited. Their class leaders got a notice."))
        return redirect("plan:event", event_pk)
    context = {"form": form, "event": event, "invitations": selectors.invitations_of(event)}
    return render(request, "plan/event_invite.html", {**context, "crumbs": crumbs(event)})


@require_http_methods(["GET", "POST"])
@once
def event_answer(request: HttpRequest, event_pk: int, class_pk: int) -> HttpResponse:
    """The leader of an invited class accepts with own participants, or declines (3.11)."""
    user = signed_in(request)
    invitation = permissions.get_invitation(user, event_pk, class_pk)
    event, group = invitation.event, invitation.class_group
    listed = organisation.listed_students(group)
    chosen = [row.student_id for row in selectors.own_participants(event, group)]
    initial = {"students": chosen or [one.pk for one in listed], "remark": invitation.remark}
    form = AnswerForm(request.POST or None, students=listed, initial=initial)
    kept = done(
        request,
        form,
        event,
        lambda: services.answer_invitation(by=user, invitation=invitation, **form.cleaned_data),
    )
    if kept is not None:
        messages.success(request, _("Accepted.") if form.cleaned_data["accepts"] else _("Declined."))
        return redirect("plan:event", event_pk)
    context = {"form": form, "event": event, "class_group": group, "invitation": invitation}
    return render(request, "plan/event_answer.html", {**context, "crumbs": crumbs(event)})
