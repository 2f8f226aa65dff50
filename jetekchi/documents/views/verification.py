"""The open page on which a stranger checks a paper: by its code, by the file, or by both. No person is named on it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from jetekchi.core import throttle
from jetekchi.documents.forms import CheckPaperForm
from jetekchi.documents.selectors import seals
from jetekchi.documents.views.common import status_of
from jetekchi.organisation import selectors as organisation

# A whole lyceum may stand behind one address, and an inspector checks many papers.
CHECKS = 60
# Of the fields around the file.
ROOM = 16 * 1024


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """The size is asked before anything is read: a stranger fills no disk. The token is checked right after."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length[:12]) > settings.ATTACHMENT_MAX_BYTES + ROOM:
        return render(request, "413.html", status=413)
    return _verify(request, code)


@csrf_protect
def _verify(request: HttpRequest, code: str) -> HttpResponse:
    form = CheckPaperForm(
        request.POST or None, request.FILES or None, initial={"code": code[:60].replace("\x00", "")}
    )
    checked, status = None, status_of(form)
    if code or form.is_bound:
        if not _may_check(request):
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(throttle.WINDOW)
            return response
        checked = _checked(form, code)
    if checked and checked.verdict == "unknown" and not form.is_bound:
        status = 404
    context = {"form": form, "checked": checked, "lyceum": organisation.lyceum()}
    return render(request, "documents/verify.html", context, status=status)


def _checked(form: CheckPaperForm, code: str) -> seals.Checked | None:
    if not form.is_bound:
        return seals.check(code)
    if not form.is_valid():
        return None
    return seals.check(form.cleaned_data["code"], form.cleaned_data["file"])


def _may_check(request: HttpRequest) -> bool:
    try:
        throttle.spend("verify", throttle.place(throttle.client_ip(request)), guesses=CHECKS)
    except throttle.Spent:
        return False
    return True
