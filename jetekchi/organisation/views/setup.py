"""The page of the first hour; it is gone as soon as somebody has an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jetekchi.core import throttle
from jetekchi.core.http import Refused
from jetekchi.organisation.forms.setup import SetupForm
from jetekchi.organisation.services import setup
from jetekchi.organisation.services.calendar import year_name


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_setup(request: HttpRequest) -> HttpResponse:
    """Name the lyceum and open the first account; asks for the code that only the server's console shows."""
    if not setup.is_open():
        raise Http404
    setup.setup_code()
    form = SetupForm(request.POST or None, year=year_name(timezone.localdate()))
    if form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            setup.check_code(answers.pop("code"), throttle.client_ip(request))
            setup.set_up(**answers)
        except Refused as refused:
            form.add_error("code" if refused.code == "wrong-setup-code" else None, str(refused))
        else:
            messages.success(request, _("The lyceum is set up. Sign in with the login you have just chosen."))
            return redirect("account_login")
    return render(request, "organisation/setup.html", {"form": form})
