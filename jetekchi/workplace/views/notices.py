"""What the person was told inside the application."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jetekchi.core import notices
from jetekchi.core.http import page_of
from jetekchi.workplace.forms import ReadForm
from jetekchi.workplace.selectors.own_notices import notices_of
from jetekchi.workplace.views.common import me


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """My notices; unread ones are marked."""
    page = page_of(request, notices_of(me(request)), 30)
    last = max((notice.pk for notice in page), default=0)
    context = {"page": page, "last": last, "unread": notices.unread_count(me(request))}
    return render(request, "workplace/notices.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All notices up to the last one shown are read."""
    form = ReadForm(request.POST)
    if form.is_valid():
        notices.mark_read(me(request), form.cleaned_data["upto"])
    return redirect("workplace:notices")
