"""The doors: signing in and out, passwords, sessions, the language of the page."""

from typing import Any

from allauth.account.internal import flows
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import throttle
from jetekchi.core.http import Refused, safe_next
from jetekchi.organisation import selectors
from jetekchi.organisation.forms.accounts import (
    ChangePasswordForm,
    ConfirmForm,
    ForgottenForm,
    NewPasswordForm,
    SignInForm,
)
from jetekchi.organisation.selectors.accounts import sessions_of
from jetekchi.organisation.services import accounts, entrance, letters, setup
from jetekchi.organisation.views.common import me

RESET_KEY = "password-reset"


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):  # type: ignore[misc]  # allauth carries no types
    """Login and password; a fresh installation leads to its set-up first."""

    form_class = SignInForm
    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "GET" and setup.is_open():
            return redirect("organisation:setup")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "lyceum": selectors.lyceum()}


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and ask the browser to forget what it kept of it."""
    flows.logout.logout(request)
    response = redirect("account_login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; who came with a one-time password from a slip has just typed it and is not asked again."""
    is_first = me(request).must_change_password
    form_class = NewPasswordForm if is_first else ChangePasswordForm
    form = form_class(request.POST or None, user=me(request))
    if form.is_valid() and (is_first or _is_present(request, form)):
        entrance.change_password(by=me(request), password=form.cleaned_data["new"])
        flows.password_change.finalize_password_change(request, me(request))
        messages.success(request, _("The password is changed. All other sessions are ended."))
        return redirect("/" if is_first else "organisation:profile")
    return render(request, "account/password.html", {"form": form, "is_first": is_first})


def _is_present(request: HttpRequest, form: NewPasswordForm) -> bool:
    try:
        knows = entrance.knows_password(
            me(request), form.cleaned_data["present"], throttle.client_ip(request)
        )
    except throttle.Spent as spent:
        form.add_error("present", str(spent))
        return False
    if not knows:
        form.add_error("present", str(entrance.WRONG_PASSWORD))
    return knows


@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """What to do without the password: a new slip, or a letter where letters are sent. One answer for every login."""
    form = ForgottenForm(request.POST or None)
    is_sent = False
    if settings.SENDS_LETTERS and form.is_valid():
        try:
            letters.ask_for_reset(form.cleaned_data["login"], throttle.client_ip(request))
            is_sent = True
        except throttle.Spent as spent:
            form.add_error(None, str(spent))
    context = {"form": form, "is_sent": is_sent, "sends_letters": settings.SENDS_LETTERS}
    return render(request, "account/forgotten.html", context)


@login_not_required
@require_GET
def reset_link(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The one-time link of the letter: its secret moves into the session and out of the address."""
    request.session[RESET_KEY] = [uid, token]
    return redirect("account_reset_password_from_key")


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest) -> HttpResponse:
    """A new password by the letter's link; signing in, with the second factor, comes after it as always."""
    uid, token = request.session.get(RESET_KEY, ["", ""])
    try:
        user = letters.user_of_link(uid, token, throttle.client_ip(request))
    except throttle.Spent:
        return render(request, "429.html", status=429)
    form = NewPasswordForm(request.POST or None, user=user) if user else None
    if user and form and form.is_valid():
        entrance.change_password(by=user, password=form.cleaned_data["new"])
        request.session.pop(RESET_KEY, None)
        messages.success(request, _("The new password is saved. Sign in with it."))
        return redirect("account_login")
    return render(request, "account/reset.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Is it really you: asked before the doors themselves are changed."""
    with_code = entrance.has_second_factor(me(request))
    form = ConfirmForm(request.POST or None, with_code=with_code)
    if form.is_valid():
        given = form.cleaned_data
        try:
            entrance.confirm_identity(
                me(request), given["password"], given.get("code", ""), throttle.client_ip(request)
            )
        except Refused as refused:
            form.add_error("code" if refused.code == "wrong-code" else "password", str(refused))
        else:
            flows.reauthentication.reauthenticate_by_password(request)
            return flows.reauthentication.resume_request(request) or redirect("organisation:profile")
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "account/confirm.html", context)


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; POST ends all others."""
    present = request.session.session_key or ""
    if request.method == "POST":
        entrance.end_other_sessions(by=me(request), present=present)
        messages.success(request, _("All other sessions are ended."))
        return redirect("usersessions_list")
    rows = sessions_of(me(request), present)
    return render(request, "usersessions/sessions.html", {"sessions": rows, "has_others": len(rows) > 1})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one other session of one's own."""
    if not entrance.end_session(by=me(request), pk=pk, present=request.session.session_key or ""):
        raise Http404
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the pages: in a cookie for this browser, in the profile for the person."""
    chosen = request.POST.get("language", "")
    response = redirect(safe_next(request, "/"))
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        if request.user.is_authenticated:
            accounts.change_profile(by=me(request), language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 60 * 60,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its key: too old, or sent by another site."""
    return render(request, "account/stale_form.html", status=403)
