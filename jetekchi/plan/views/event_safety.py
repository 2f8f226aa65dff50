"""Safety of an event: hazards, approval and gap, consents of families, counting children out and back (7.1)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import dates
from jetekchi.core.http import is_number, once
from jetekchi.documents.services.confirming import agreement_first, signed, tell_also
from jetekchi.documents.services.identity import code_needed
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms.events import CountForm, GapForm, HazardForm, RiskDecisionForm, WrittenConsentForm
from jetekchi.plan.views.event_common import REFUSED, crumbs, done, tried

if TYPE_CHECKING:
    from jetekchi.organisation.models import User
    from jetekchi.plan.models import Event, HeadCount

DECIDED = {
    "sign": gettext_lazy("The risk assessment is approved and signed."),
    "return": gettext_lazy("The risk assessment is returned."),
    "open": gettext_lazy("The gap is opened; it stays marked with your reason."),
}


@require_http_methods(["GET", "POST"])
@once
def event_safety(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Hazards with their measures: added, taken out, submitted for approval."""
    user = signed_in(request)
    event, rights = permissions.get_event(user, event_pk)
    deed = request.POST.get("deed", "")
    form = HazardForm(request.POST if deed == "add" else None)
    if request.method == "POST":
        if not rights.may_write:
            raise PermissionDenied
        if deed == "add":
            kept = done(
                request,
                form,
                event,
                lambda: services.add_hazard(by=user, event=event, **form.cleaned_data),
            )
            if kept is not None:
                return redirect("plan:event_safety", event_pk)
        else:
            _change_hazards(request, user, event, deed)
            return redirect("plan:event_safety", event_pk)
    context = {
        "form": form,
        "event": event,
        "rights": rights,
        "hazards": selectors.hazards_of(event),
        "approval": selectors.approval_of(event),
        "safety": selectors.safety_of(event),
        "acts": selectors.acts_of_event(event),
        "crumbs": crumbs(event),
    }
    return render(request, "plan/event_safety.html", context)


def _change_hazards(request: HttpRequest, user: "User", event: "Event", deed: str) -> None:
    if deed == "usual":
        said = _("The usual hazards are added. Take out what does not fit.")
        tried(request, event, lambda: services.fill_usual_hazards(by=user, event=event), said)
    elif deed == "remove" and is_number(request.POST.get("hazard", "")):
        pk = int(request.POST["hazard"])
        tried(
            request,
            event,
            lambda: services.remove_hazard(by=user, event=event, hazard_pk=pk),
            _("Taken out."),
        )
    elif deed == "submit":
        said = _("The risk assessment is submitted.")
        tried(request, event, lambda: services.submit_risk(by=user, event=event), said)


@require_http_methods(["GET", "POST"])
@once
def event_decision(request: HttpRequest, event_pk: int) -> HttpResponse:
    """The head of upbringing signs what was submitted, returns it, or opens the gap with a reason."""
    user = signed_in(request)
    event, rights = permissions.get_event(user, event_pk, to="judge")
    decision = request.POST.get("decision", "")
    if decision == "sign" and (asked := agreement_first(request)):
        return asked
    is_gap = decision == "open"
    data = request.POST or None
    form = RiskDecisionForm(None if is_gap else data, needs_code=code_needed(user))
    gap_form = GapForm(data if is_gap else None, auto_id="gap_%s")
    if _decided(request, event, decision, form, gap_form) is not None:
        messages.success(request, DECIDED[decision])
        return redirect("plan:event_queue")
    submitted = selectors.submitted_of(event)
    known, seen = submitted.sha256 if submitted else "", request.POST.get("seen")
    tell_also(form, lambda: services.refuse_unseen_risk(known, seen))
    context = {
        "form": form,
        "gap_form": gap_form,
        "event": event,
        "rights": rights,
        "submitted": submitted,
        "approval": selectors.approval_of(event),
        "safety": selectors.safety_of(event),
        "acts": selectors.acts_of_event(event),
        "crumbs": crumbs(event),
    }
    return render(request, "plan/event_decision.html", context)


def _decided(
    request: HttpRequest, event: "Event", decision: str, form: RiskDecisionForm, gap_form: GapForm
) -> "Event | None":
    user, seen = signed_in(request), request.POST.get("seen", "")
    match decision:
        case "sign":
            return signed(
                request,
                form,
                lambda known: services.approve_risk(
                    by=user, event=event, confirmation=known, seen_sha256=seen
                ),
                REFUSED,
                event,
            )
        case "return":
            return done(
                request,
                form,
                event,
                lambda: services.return_risk(
                    by=user, event=event, remark=form.cleaned_data["remark"], seen_sha256=seen
                ),
            )
        case "open":
            return done(
                request,
                gap_form,
                event,
                lambda: services.open_gap(by=user, event=event, reason=gap_form.cleaned_data["reason"]),
            )
    return None


@require_GET
def event_queue(request: HttpRequest) -> HttpResponse:
    """The approver's queue: what waits, the next event first, and outings ahead with what is missing."""
    user = signed_in(request)
    if not permissions.may_judge_events(user):
        raise PermissionDenied
    ahead = selectors.outings_ahead(user)
    context = {
        "waiting": selectors.waiting_events(user),
        "ahead": [(one, one.risk == "approved") for one in ahead],
        "crumbs": crumbs(),
    }
    return render(request, "plan/event_queue.html", context)


@require_http_methods(["GET", "POST"])
@once
def event_consents(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Who consented, who did not, who was asked; a tap asks everybody of whom nothing is known."""
    user = signed_in(request)
    event, rights = permissions.get_event(user, event_pk)
    if request.method == "POST":
        if not rights.may_write:
            raise PermissionDenied
        _ask(request, user, event)
        return redirect("plan:event_consents", event_pk)
    rows = selectors.consents_of(event)
    if not rights.sees_everybody:
        rows = [row for row in rows if row.student.class_group_id in rights.classes]
    context = {
        "event": event,
        "rights": rights,
        "rows": rows,
        "given": sum(row.part.is_given for row in rows),
        "lacking": [row.student for row in rows if not row.part.is_given],
        "may_ask": rights.may_write and event.is_planned and not event.has_begun,
        "crumbs": crumbs(event),
    }
    return render(request, "plan/event_consents.html", context)


def _ask(request: HttpRequest, user: "User", event: "Event") -> None:
    asked: list[int] = []
    if tried(request, event, lambda: asked.append(services.ask_consents(by=user, event=event)), ""):
        words = ngettext("%(n)s family was asked.", "%(n)s families were asked.", asked[0])
        messages.success(request, words % {"n": asked[0]})


@require_http_methods(["GET", "POST"])
@once
def event_consent_written(request: HttpRequest, event_pk: int, student_pk: int) -> HttpResponse:
    """The leader writes down what came on paper, by phone or in person: who said it, how and when."""
    user = signed_in(request)
    event, student = permissions.get_participant(user, event_pk, student_pk)
    guardians = permissions.speaking_guardians([student])
    speaks_alone = permissions.is_of_age(student, event.on)
    initial = {"said_at": timezone.localtime(), "how": "paper", "part": "yes"}
    if not speaks_alone:
        initial["guardian"] = next((one.pk for one in guardians), None)
    form = WrittenConsentForm(
        request.POST or None,
        guardians=guardians,
        speaks_alone=speaks_alone,
        is_closed=event.has_begun,
        initial=initial,
    )
    kept = done(
        request,
        form,
        event,
        lambda: services.say_consent(by=user, event=event, student=student, **form.answers()),
    )
    if kept is not None:
        messages.success(request, _("Written down."))
        return redirect("plan:event_consents", event_pk)
    context = {"form": form, "event": event, "student": student, "crumbs": crumbs(event)}
    context["nobody_speaks"] = not speaks_alone and not guardians
    return render(request, "plan/event_consent_written.html", context)


@require_http_methods(["GET", "POST"])
@once
def event_count(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Count the children on a phone: everybody who is here is ticked; what was counted before stays."""
    user = signed_in(request)
    event, rights = permissions.get_event(user, event_pk, to="count")
    counts = selectors.counts_of(event)
    corrects = _corrected(request, counts)
    initial: dict[str, Any] = {"point": counts.next_point}
    if corrects is not None:
        initial = {
            "here": [mark.student_id for mark in corrects.marks.all() if mark.is_here],
            "place": corrects.place,
        }
    form = CountForm(
        request.POST or None,
        students=selectors.counted_students(event),
        is_correction=corrects is not None,
        initial=initial,
    )
    kept = done(request, form, event, lambda: _count(user, event, form, corrects))
    if kept is not None:
        row = next(one for one in selectors.counts_of(event).rows if one.count.pk == kept.pk)
        said = messages.error if row.is_alarm else messages.success
        said(request, _("%(here)s of %(expected)s are here.") % {"here": row.here, "expected": row.expected})
        return redirect("plan:event_count", event_pk)
    context = {
        "form": form,
        "event": event,
        "rights": rights,
        "counts": counts,
        "corrects": corrects,
        "is_early": dates.today() < event.on,
        "may_set_out": selectors.may_set_out(event),
        "crumbs": crumbs(event),
    }
    return render(request, "plan/event_count.html", context)


def _corrected(request: HttpRequest, counts: selectors.Counts) -> "HeadCount | None":
    """The standing count that is put right."""
    asked = request.GET.get("corrects", "")
    if not asked:
        return None
    found = next((row.count for row in counts.standing if str(row.count.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _count(user: "User", event: "Event", form: CountForm, corrects: "HeadCount | None") -> "HeadCount":
    data = dict(form.cleaned_data)
    point = data.pop("point", "")
    return services.count_heads(by=user, event=event, point=point, corrects=corrects, **data)
