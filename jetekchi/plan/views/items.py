"""Pages of one item: planned, changed, and what came of it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jetekchi.core import dates, refusals
from jetekchi.core.http import MEANWHILE, Refused, once
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms import DoneForm, EntryForm, ItemForm, MoveForm, QuickForm, ReasonForm

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, Term, User
    from jetekchi.plan.models import PlanItem

REFUSED = "plan:item:refused"
SAID = {
    "done": gettext_lazy("Marked as done. The entry stands in the record of work."),
    "link": gettext_lazy("The entry shows this item now."),
    "unlink": gettext_lazy("The entry does not show this item any more."),
    "move": gettext_lazy("Moved to another month."),
    "drop": gettext_lazy("Dropped with its reason."),
    "reopen": gettext_lazy("It stands planned again."),
}


def _item_form(
    request: HttpRequest,
    group: "ClassGroup",
    half: "Term | None",
    initial: dict[str, Any],
    known: "PlanItem | None" = None,
) -> ItemForm:
    offered = services.offered_directions()
    if known is not None and known.direction_id not in {one.pk for one in offered}:
        offered.append(known.direction)
    return ItemForm(
        request.POST or None,
        directions=offered,
        months=[month for month, _half in selectors.months_of(group.year, half)],
        students=organisation.listed_students(group),
        initial=initial,
    )


def quick_form(group: "ClassGroup", half: "Term | None", initial: dict[str, str]) -> QuickForm:
    """The line on the plan's own page; what it sends is an item like any other."""
    months = [month for month, _half in selectors.months_of(group.year, half)]
    return QuickForm(
        directions=services.offered_directions(), months=months, initial=initial, auto_id="quick_%s"
    )


def _intention(data: dict[str, Any]) -> services.Intention:
    said = {name: value for name, value in data.items() if name != "seen"}
    return services.Intention(**{**said, "students": tuple(data["students"])})


def _saved(item: "PlanItem") -> dict[str, Any]:
    """The item as it is saved, for its form, and the mark by which a save tells that this was seen."""
    names = ("title", "on", "form", "responsible", "participants", "expected")
    found: dict[str, Any] = {name: getattr(item, name) for name in names}
    found |= {"direction": item.direction.code, "month": item.month.isoformat()}
    return found | {"students": item.students.all(), "seen": selectors.item_mark(item)}


def _period(item: "PlanItem") -> str:
    return str(item.half_year.number)


@require_http_methods(["GET", "POST"])
@once
def item_add(request: HttpRequest, class_pk: int, period: str) -> HttpResponse:
    """Put one thing into the plan."""
    group, half, _rights = permissions.get_plan_place(signed_in(request), class_pk, period, to="write")
    initial = {name: request.GET.get(name, "") for name in ("direction", "month")}
    initial["month"] = initial["month"] or dates.today().replace(day=1).isoformat()
    form = _item_form(request, group, half, initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_item(
                by=signed_in(request), class_group=group, intention=_intention(form.cleaned_data)
            )
        except Refused as refusal:
            refusals.note(refusal, REFUSED, group)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It stands in the plan."))
            months = "#months" if "quick" in request.POST else ""
            return redirect(reverse("plan:paper", args=[class_pk, period]) + months)
    context = {"form": form, "class_group": group, "half": half, "period": period}
    return render(request, "plan/item_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def item_edit(request: HttpRequest, item_pk: int) -> HttpResponse:
    """Change what is planned while the plan is open."""
    item, _rights = permissions.get_item(signed_in(request), item_pk, to="write")
    form = _item_form(request, item.class_group, None, _saved(item), item)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            intention, seen = _intention(form.cleaned_data), form.cleaned_data["seen"]
            services.change_item(by=signed_in(request), item=item, intention=intention, seen=seen)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, item)
            form.add_error(None, str(refusal))
            if refusal.code == MEANWHILE:
                item, status = permissions.get_item(signed_in(request), item_pk, to="write")[0], 422
                form.set_against(_saved(item))
        else:
            messages.success(request, _("The item is changed."))
            return redirect("plan:item", item_pk)
    context = {"form": form, "item": item, "class_group": item.class_group, "half": item.half_year}
    return render(request, "plan/item_form.html", {**context, "period": _period(item)}, status=status)


@require_POST
@once
def item_remove(request: HttpRequest, item_pk: int) -> HttpResponse:
    """Take an item out of a plan that nobody has signed yet."""
    item, _rights = permissions.get_item(signed_in(request), item_pk, to="write")
    class_pk, period = item.class_group_id, _period(item)
    try:
        services.remove_item(by=signed_in(request), item=item)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, item)
        messages.error(request, str(refusal))
        return redirect("plan:item", item_pk)
    messages.success(request, _("The item is taken out of the plan."))
    return redirect("plan:paper", class_pk, period)


def _forms(item: "PlanItem", deed: str, data: Any) -> dict[str, Any]:
    """The forms of the page; the one that was sent holds what was typed."""

    def sent(name: str) -> Any:
        return data if deed == name else None

    rows = selectors.evidence_candidates(item)
    entries = [(row.pk, f"{dates.short_date(row.on)} {row.kind}: {row.text[:80]}") for row in rows]
    months = selectors.months_of(item.class_group.year, item.half_year)
    other = [month for month, _half in months if month != item.month]
    return {
        "done": DoneForm(sent("done"), entries=entries, initial={"done_on": dates.today()}),
        "move": MoveForm(sent("move"), months=other, prefix=None, auto_id="move_%s"),
        "drop": ReasonForm(sent("drop"), auto_id="drop_%s"),
        "reopen": ReasonForm(sent("reopen"), auto_id="reopen_%s"),
        "link": EntryForm(sent("link")),
        "unlink": EntryForm(sent("unlink")),
        "entries": entries,
    }


def _do(by: "User", item: "PlanItem", deed: str, data: dict[str, Any]) -> None:
    if deed == "done":
        services.mark_done(
            by=by, item=item, done_on=data["done_on"], result=data["result"], entry_pk=data["entry"]
        )
    elif deed == "link":
        services.link_entry(by=by, item=item, entry_pk=data["entry"])
    elif deed == "unlink":
        services.unlink_entry(by=by, item=item, entry_pk=data["entry"])
    elif deed == "move":
        services.move_item(by=by, item=item, month=data["month"], reason=data["reason"])
    elif deed == "drop":
        services.drop_item(by=by, item=item, reason=data["reason"])
    else:
        services.reopen_item(by=by, item=item, reason=data["reason"])


@require_http_methods(["GET", "POST"])
@once
def item(request: HttpRequest, item_pk: int) -> HttpResponse:
    """What is planned, what came of it: done in one tap, shown by an entry, moved, dropped, opened again."""
    found, rights = permissions.get_item(signed_in(request), item_pk)
    deed = request.POST.get("deed", "")
    forms = _forms(found, deed, request.POST)
    if request.method == "POST":
        if not rights.may_write:
            raise PermissionDenied
        if deed not in SAID:
            return redirect("plan:item", item_pk)
        form = forms[deed]
        if form.is_valid():
            try:
                _do(signed_in(request), found, deed, form.cleaned_data)
            except Refused as refusal:
                refusals.note(refusal, REFUSED, found)
                messages.error(request, str(refusal))
            else:
                messages.success(request, str(SAID[deed]))
            return redirect("plan:item", item_pk)
    context = {"item": found, "rights": rights, "forms": forms, "today": dates.today(), "deed": deed}
    context |= {
        "history": selectors.history_of(found),
        "evidence": selectors.evidence_of(found),
        "events": selectors.events_of_item(found.pk),
        "students": found.students.select_related("person"),
        "paper": selectors.paper_of(found.class_group, found.half_year),
        "period": _period(found),
    }
    return render(request, "plan/item.html", context)
