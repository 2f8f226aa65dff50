"""Work that the plan does not name, and the item that each entry shows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jetekchi.core import refusals
from jetekchi.core.http import Refused, once
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms import ShownForm

REFUSED = "plan:item:refused"


@require_http_methods(["GET", "POST"])
@once
def work(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """Entries outside the plan, each with the item it most likely shows: one tap joins them."""
    user = signed_in(request)
    group, half, _rights = permissions.get_plan_place(user, class_pk, period, to="write")
    if half is None:
        raise Http404
    rows, items = selectors.unplanned_work(group, half)
    if request.method == "POST":
        form = ShownForm(request.POST, items=[item.pk for item in items])
        if form.is_valid():
            _show(request, form.cleaned_data["item"], form.cleaned_data["entry"])
            return redirect("plan:work", class_pk, period)
        messages.error(request, _("Choose the item that the entry shows."))
    context = {"class_group": group, "half": half, "period": period, "rows": rows, "items": items}
    return render(request, "plan/work.html", context)


def _show(request: HttpRequest, item_pk: int, entry_pk: int) -> None:
    item, _rights = permissions.get_item(signed_in(request), item_pk, to="write")
    try:
        services.show_item(by=signed_in(request), item=item, entry_pk=entry_pk)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, item)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The entry shows “%(item)s” now.") % {"item": item.title})
