"""Pages of an election: announced, candidates, the secret ballot on a login or a slip, the result, the minutes (2.2).

What somebody chose is in the body of one request and goes from there into the urn: it must never come into an address,
a message, a refusal or a form that is shown again.
"""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates, refusals
from jetekchi.core import papers as writers
from jetekchi.core.http import Refused, download, once
from jetekchi.documents import selectors as documents
from jetekchi.documents.services import sealed_pdf
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import selectors, services
from jetekchi.plan.forms import ReasonForm
from jetekchi.plan.forms.ballots import (
    BallotForm,
    BoothForm,
    CandidateForm,
    CloseForm,
    ElectionForm,
    OwnWordsForm,
    SlipsForm,
)
from jetekchi.plan.permissions import offices as permissions

if TYPE_CHECKING:
    from jetekchi.plan.models import Election

REFUSED = "plan:election:refused"


@require_http_methods(["GET", "POST"])
@once
def election_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Announce that an office is filled by secret ballot."""
    group, _rights = permissions.get_class(signed_in(request), class_pk, to="lead")
    today = dates.today()
    initial = {"office": request.GET.get("office", ""), "vote_on": today, "term_from": today}
    initial["term_until"] = group.year.end_on
    form = ElectionForm(request.POST or None, offices=selectors.offered_offices(), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        office = data.pop("office")

        def announce() -> "Election":
            known = services.office_of(office, by=signed_in(request))
            return services.announce_election(by=signed_in(request), class_group=group, office=known, **data)

        if (made := refusals.done(form, announce, REFUSED, group)) is not None:
            messages.success(request, _("The election is announced. Name the candidates."))
            return redirect("plan:election", made.pk)
    context = {"form": form, "class_group": group, "heading": _("Announce an election")}
    return render(request, "plan/selfgov_form.html", context)


@require_GET
def election(request: HttpRequest, election_pk: int) -> HttpResponse:
    """Candidates with their words, how far the vote is, the result after closing."""
    found, rights = permissions.get_election(signed_in(request), election_pk)
    candidates = selectors.candidates_of(found)
    context = {"election": found, "rights": rights, "candidates": candidates}
    context["elector"] = selectors.elector_of(found, rights.student_pk)
    context["own"] = next((one for one in candidates if one.student_id == rights.student_pk), None)
    if found.state == "open":
        turnout = selectors.turnout_of(found)
        context |= {"turnout": turnout, "close_form": CloseForm(turnout=turnout)}
    elif found.state == "closed":
        context["lines"] = selectors.result_lines(found)
        if rights.may_lead or rights.may_look:
            context["protocol"] = documents.protocol_state(
                selectors.minutes_protocol(found), signed_in(request)
            )
    return render(request, "plan/election.html", context)


def _named(request: HttpRequest, found: "Election", **candidate: object) -> bool:
    try:
        services.name_candidate(by=signed_in(request), election=found, **candidate)  # type: ignore[arg-type]
    except Refused as refusal:
        refusals.note(refusal, REFUSED, found)
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("The candidate stands on the list."))
    return True


@require_http_methods(["GET", "POST"])
@once
def candidate_add(request: HttpRequest, election_pk: int) -> HttpResponse:
    """The leader names a candidate of the meeting, with the candidate's words."""
    found, _rights = permissions.get_election(signed_in(request), election_pk, to="lead")
    form = CandidateForm(request.POST or None, students=selectors.nominees(found))
    if request.method == "POST" and form.is_valid() and _named(request, found, **form.cleaned_data):
        return redirect("plan:election", election_pk)
    context = {"form": form, "class_group": found.class_group, "heading": _("Name a candidate")}
    return render(request, "plan/selfgov_form.html", {**context, "election": found})


@require_http_methods(["GET", "POST"])
@once
def candidacy(request: HttpRequest, election_pk: int) -> HttpResponse:
    """A student stands, with own words; later says them otherwise."""
    found, rights = permissions.get_election(signed_in(request), election_pk, to="stand")
    own = next((one for one in selectors.candidates_of(found) if one.student_id == rights.student_pk), None)
    form = OwnWordsForm(request.POST or None, initial={"words": own.words if own else ""})
    if request.method == "POST" and form.is_valid():
        student = organisation.listed_students(found.class_group).filter(pk=rights.student_pk or 0).first()
        if student is not None:
            _named(request, found, student=student, **form.cleaned_data)
        return redirect("plan:election", election_pk)
    context = {"form": form, "class_group": found.class_group, "heading": _("I stand for this office")}
    return render(request, "plan/selfgov_form.html", {**context, "election": found})


@require_POST
@once
def candidate_remove(request: HttpRequest, candidate_pk: int) -> HttpResponse:
    """The candidate does not stand after all."""
    found, _rights = permissions.get_candidate(signed_in(request), candidate_pk, to="change")
    election_pk = found.election_id
    try:
        services.withdraw_candidate(by=signed_in(request), candidate=found)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, found.election)
        messages.error(request, str(refusal))
    return redirect("plan:election", election_pk)


@require_POST
@once
def election_open(request: HttpRequest, election_pk: int) -> HttpResponse:
    """Open the vote: the roll is written, the urn set up."""
    found, _rights = permissions.get_election(signed_in(request), election_pk, to="lead")
    try:
        services.open_voting(by=signed_in(request), election=found)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, found)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The vote is open. Everybody with an account was told."))
    return redirect("plan:election", election_pk)


def _said(closed: "Election") -> str:
    if closed.outcome == "too_few":
        return _("The vote is closed. Too few voted: the votes were destroyed uncounted.")
    if closed.term_until < dates.today():
        return _("The vote is closed and counted. The term is over already: nobody takes the seat.")
    return _("The vote is closed and counted.")


@require_POST
@once
def election_close(request: HttpRequest, election_pk: int) -> HttpResponse:
    """Close the vote and count; with too few votes only when that was ticked."""
    found, _rights = permissions.get_election(signed_in(request), election_pk, to="lead")
    form = CloseForm(request.POST, turnout=selectors.turnout_of(found))
    knows = form.is_valid() and form.cleaned_data.get("though_too_few", False)
    try:
        closed = services.close_voting(by=signed_in(request), election=found, though_too_few=knows)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, found)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(closed))
    return redirect("plan:election", election_pk)


@require_http_methods(["GET", "POST"])
@once
def election_void(request: HttpRequest, election_pk: int) -> HttpResponse:
    """Call the vote off, with the reason."""
    found, _rights = permissions.get_election(signed_in(request), election_pk, to="lead")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.void_election(
                by=signed_in(request), election=found, reason=form.cleaned_data["reason"][:400]
            )
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The vote is called off."))
        return redirect("plan:election", election_pk)
    context = {"form": form, "class_group": found.class_group, "heading": _("Call the vote off")}
    return render(request, "plan/selfgov_form.html", {**context, "election": found})


@require_http_methods(["GET", "POST"])
@once
def ballot(request: HttpRequest, election_pk: int) -> HttpResponse:
    """The secret ballot of a student on the own login."""
    found, elector = permissions.get_ballot(signed_in(request), election_pk)
    form = BallotForm(request.POST or None, lines=selectors.ballot_choices(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.vote(by=signed_in(request), election=found, line=int(form.cleaned_data["line"]))
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Your vote is in the urn. How you voted is written down nowhere."))
        return redirect("plan:election", election_pk)
    context = {"form": form, "election": found, "elector": elector, "lines": selectors.ballot_lines(found)}
    return render(request, "plan/ballot.html", context)


@require_http_methods(["GET", "POST"])
@once
def booth(request: HttpRequest, election_pk: int) -> HttpResponse:
    """The leader's phone is passed along: a slip's code and one line, then the next."""
    found, _rights = permissions.get_election(signed_in(request), election_pk, to="lead")
    form = BoothForm(request.POST or None, lines=selectors.ballot_choices(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.vote_with_slip(
                by=signed_in(request), election=found, code=data["code"], line=int(data["line"])
            )
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The vote is in the urn. Pass the phone on."))
        return redirect("plan:booth", election_pk)
    if form.is_bound:
        # The phone goes to the next hand: the form that comes back shows no choice.
        form.data = {"code": form.data.get("code", "")}
    return render(request, "plan/booth.html", {"form": form, "election": found})


@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest, election_pk: int) -> HttpResponse:
    """Who votes with a slip; the answer to POST is the paper itself, and the only time its codes are seen."""
    found, _rights = permissions.get_election(signed_in(request), election_pk, to="lead")
    turnout = selectors.turnout_of(found)
    unused = turnout.slips - turnout.slips_used
    form = SlipsForm(request.POST or None, students=selectors.slip_candidates(found), unused=unused)
    if request.method == "POST" and form.is_valid():
        try:
            codes = services.print_voting_slips(by=signed_in(request), election=found, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            form.add_error(None, str(refusal))
        else:
            return render(request, "plan/slips_paper.html", {"codes": codes, "election": found})
    context = {"form": form, "class_group": found.class_group, "heading": _("Print voting slips")}
    return render(
        request, "plan/selfgov_form.html", {**context, "election": found, "is_slips": True, "unused": unused}
    )


@require_GET
def minutes(request: HttpRequest, election_pk: int) -> HttpResponse:
    """The minutes of a closed election as PDF or DOCX."""
    found, rights = permissions.get_election(signed_in(request), election_pk)
    if not (rights.may_lead or rights.may_look):
        raise PermissionDenied
    kind = request.GET.get("format", "pdf")
    if kind not in writers.WRITERS or found.state != "closed":
        raise Http404
    writer, content_type = writers.WRITERS[kind]
    name = f"election-{found.class_group.label}-{found.vote_on:%Y-%m-%d}.{kind}"
    made = selectors.minutes_paper(found)
    if kind != "pdf":
        return download(name, writer(made), content_type)
    sealing = documents.protocol_sealing(selectors.minutes_protocol(found))
    return download(name, sealed_pdf(by=signed_in(request), paper=made, what=sealing), content_type)
