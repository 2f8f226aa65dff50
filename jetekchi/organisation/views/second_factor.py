"""One-time codes: asked at the door, set up, switched off, printed for the day the phone is lost."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jetekchi.core import refusals, throttle
from jetekchi.core.http import Refused
from jetekchi.organisation.forms.accounts import CodeForm
from jetekchi.organisation.services import entrance, pictures
from jetekchi.organisation.views.common import me

View = Callable[[HttpRequest], HttpResponse]
# allauth carries no types.
after_proof: Callable[[View], View] = reauthentication_required(app="allauth.mfa")
at_second_step: Callable[[View], View] = login_stage_required(
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)


@at_second_step
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in; until it is done the person is nobody here."""
    stage = request._login_stage  # type: ignore[attr-defined]
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            factor = entrance.check_code(
                stage.login.user, form.cleaned_data["code"], throttle.client_ip(request)
            )
        except throttle.Spent as spent:
            form.add_error("code", str(spent))
        else:
            if factor:
                factor.record_usage()
                record_authentication(request, stage.login.user, "mfa", type=factor.type)
                response: HttpResponse = stage.exit()
                return response
            form.add_error("code", str(entrance.WRONG_CODE))
    return render(request, "mfa/code.html", {"form": form})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Whether one-time codes are on, and how many recovery codes are left."""
    context = {
        "is_on": entrance.has_second_factor(me(request)),
        "is_needed": entrance.needs_second_factor(me(request)),
        "codes_left": entrance.recovery_codes_left(me(request)),
    }
    return render(request, "mfa/overview.html", context)


@require_http_methods(["GET", "POST"])
@after_proof
def set_up(request: HttpRequest) -> HttpResponse:
    """A picture for the application on the phone, and the first code back."""
    if entrance.has_second_factor(me(request)):
        return redirect("mfa_index")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            entrance.add_second_factor(
                by=me(request), session=request.session, code=form.cleaned_data["code"]
            )
        except Refused as refused:
            refusals.note(refused)
            form.add_error("code", str(refused))
        else:
            return redirect("mfa_view_recovery_codes")
    secret = entrance.pending_secret(request.session)
    context = {
        "form": form,
        "secret": pictures.in_fours(secret),
        "picture": pictures.qr(entrance.address_of_secret(me(request), secret)),
        "is_needed": entrance.needs_second_factor(me(request)),
    }
    return render(request, "mfa/set_up.html", context)


@require_http_methods(["GET", "POST"])
@after_proof
def switch_off(request: HttpRequest) -> HttpResponse:
    """Take one-time codes away; refused where a role needs them."""
    if not entrance.has_second_factor(me(request)):
        return redirect("mfa_index")
    if request.method == "POST":
        entrance.switch_off_second_factor(by=me(request))
        return redirect("mfa_index")
    return render(request, "mfa/switch_off.html", {"is_needed": entrance.needs_second_factor(me(request))})


@require_safe
@after_proof
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, shown and printed once."""
    shown = [pictures.in_fours(each) for each in entrance.show_recovery_codes(by=me(request))]
    context = {"codes": shown, "codes_left": entrance.recovery_codes_left(me(request))}
    return render(request, "mfa/codes.html", context)


@require_http_methods(["POST"])
@after_proof
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old paper is void."""
    entrance.renew_recovery_codes(by=me(request))
    return redirect("mfa_view_recovery_codes")
