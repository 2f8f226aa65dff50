"""Pages for machines: is the product well, and how fast is this machine with a page that does nearly nothing."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when database and queue answer; says nothing else to a stranger."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        DBTaskResult.objects.ready().exists()
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def calibration(request: HttpRequest) -> HttpResponse:
    """The yardstick of `make bench`: one query, 25 rows, one template, behind the same sign-in and middleware."""
    if not settings.BENCH:
        raise Http404
    rows = get_user_model()._base_manager.order_by("pk").values("pk", "username", "last_login")[:25]
    return render(request, "core/calibration.html", {"rows": rows})
