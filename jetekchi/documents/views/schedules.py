"""The work schedule where it is signed: by its author, by the director; and its paper (3.13)."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core.http import download, once
from jetekchi.core.papers import DOCX, to_docx
from jetekchi.documents import services
from jetekchi.documents.forms import ScheduleDecisionForm, SignForm
from jetekchi.documents.selectors.schedules import FORMATS, schedule_paper, sealing_of
from jetekchi.documents.services import schedules as deeds
from jetekchi.documents.services.confirming import agreement_first, sends_back, shown_anew
from jetekchi.documents.views.common import done, needs_code, person, signed, status_of
from jetekchi.organisation import schedule_rights as rights
from jetekchi.organisation.selectors import schedules as weeks

REFUSED = "documents:schedule:refused"


@require_http_methods(["GET", "POST"])
@once
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """The author reads the week once more, signs it and puts it before the director."""
    schedule = rights.get_schedule(request.user, pk, to="write")
    if asked := agreement_first(request):
        return asked
    if request.method == "GET" and not schedule.is_open:
        return redirect("organisation:schedule_version", pk)
    _content, sha256 = weeks.seal(weeks.material_of(schedule))
    form = SignForm(request.POST or None, initial={"seen": sha256}, with_code=needs_code(request))

    def act(confirmation: services.Confirmation) -> None:
        seen = form.cleaned_data["seen"]
        deeds.submit_schedule(
            by=person(request), schedule=schedule, confirmation=confirmation, seen_sha256=seen
        )
        messages.success(request, _("The schedule is signed and put before the director."))

    then = reverse("organisation:schedule", args=[schedule.staff_id])
    if request.method == "POST" and (answer := signed(request, form, schedule, REFUSED, act, then)):
        return answer
    shown_anew(form, sha256, partial(deeds.refuse_unseen, sha256))
    context = {
        "schedule": schedule,
        "week": weeks.week_of(weeks.lines_of(schedule)),
        "sha256": sha256,
        "form": form,
        "back": then,
    }
    return render(request, "documents/schedule_signature.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@once
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The director approves the week with a signature, or returns it with remarks."""
    schedule = rights.get_schedule(request.user, pk, to="judge")
    returns = sends_back(request)
    form = ScheduleDecisionForm(
        request.POST or None,
        initial={"seen": schedule.sha256},
        with_code=needs_code(request),
        returns=returns,
    )
    then = reverse("organisation:schedules")

    def give_back() -> None:
        remark, seen = form.cleaned_data["remark"], form.cleaned_data["seen"]
        deeds.return_schedule(by=person(request), schedule=schedule, remark=remark, seen_sha256=seen)
        messages.success(request, _("The schedule is returned with your remarks."))

    def act(confirmation: services.Confirmation) -> None:
        given = {"schedule": schedule, "seen_sha256": form.cleaned_data["seen"]}
        deeds.approve_schedule(by=person(request), confirmation=confirmation, **given)
        messages.success(request, _("The schedule is approved."))

    if request.method == "POST":
        answer = (
            done(request, form, schedule, REFUSED, give_back, then)
            if returns
            else signed(request, form, schedule, REFUSED, act, then)
        )
        if answer:
            return answer
        shown_anew(form, schedule.sha256, partial(deeds.refuse_unseen, schedule.sha256))
    context = {
        "schedule": schedule,
        "week": weeks.week_of(weeks.lines_of(schedule)),
        "form": form,
        "back": then,
        "is_waiting": schedule.state == "submitted",
    }
    return render(request, "documents/schedule_decision.html", context, status=status_of(form))


@require_GET
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The week as PDF or DOCX."""
    schedule = rights.get_schedule(request.user, pk)
    if kind not in FORMATS:
        raise Http404
    made = schedule_paper(schedule)
    name = f"schedule-{schedule.year.name}-{schedule.number}.{kind}"
    if kind == "docx":
        return download(name, to_docx(made), DOCX)
    data = services.sealed_pdf(by=person(request), paper=made, what=sealing_of(schedule))
    return download(name, data, "application/pdf")
