"""One's own page: language, colours, password, second factor, sessions, roles and what they follow from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jetekchi.core.http import safe_next
from jetekchi.organisation.selectors import accounts as selectors
from jetekchi.organisation.services import accounts, entrance
from jetekchi.organisation.views.common import me


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """My page."""
    context = {
        "person": me(request).person,
        "roles": selectors.roles_of(me(request)),
        "sessions": len(selectors.sessions_of(me(request), request.session.session_key or "")),
        "has_second_factor": entrance.has_second_factor(me(request)),
        "needs_second_factor": entrance.needs_second_factor(me(request)),
        "slip_lists": selectors.slip_lists(me(request)),
        "theme": me(request).theme,
    }
    return render(request, "organisation/profile.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it."""
    accounts.change_profile(by=me(request), theme=request.POST.get("theme", ""))
    return redirect(safe_next(request, "organisation:profile"))
