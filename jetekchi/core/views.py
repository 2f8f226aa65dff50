"""The page that shows every component; it exists only where the product is being built (debug)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jetekchi.core import gallery


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component and token on one page, with invented content."""
    if not settings.DEBUG:
        raise Http404
    context = {
        "shell": gallery.shell(request),
        "form": gallery.SampleForm(gallery.SAMPLE_ANSWERS, prefix="sample"),
        "filter_form": gallery.SampleFilters(request.GET or None),
        "sign_form": gallery.SampleSignature(),
        "page": Paginator(range(230), 10).get_page(request.GET.get("page", 4)),
        "meta": [_("One file each"), _("built of tokens")],
        **gallery.CONTENT,
    }
    return render(request, "core/components.html", context)
