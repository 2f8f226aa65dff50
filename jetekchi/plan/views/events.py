"""The list of events, an event's page, and what its leader writes: planned, changed, held, corrected, cancelled."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import attachments, audit, dates, sheets
from jetekchi.core import papers as writers
from jetekchi.core.http import download, is_number, once, page_of
from jetekchi.documents import selectors as documents
from jetekchi.documents.services import sealed_pdf
from jetekchi.organisation import permissions as organisation_permissions
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms import ReasonForm
from jetekchi.plan.forms.events import (
    CorrectionForm,
    EventFilterForm,
    FilesForm,
    HeldForm,
    OccasionForm,
)
from jetekchi.plan.views.event_common import crumbs, done, tried

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup
    from jetekchi.plan.models import Event, PlanItem

EXPORT_ROWS = 5_000


@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Class hours and events: search, filters by class, kind, clause, month and state, csv and xlsx (3.11, 5.3)."""
    user = signed_in(request)
    if not permissions.may_list_events(user):
        raise PermissionDenied
    year = organisation.current_year()
    if year is None:
        raise Http404
    asked = request.GET.get("group", "")
    form = EventFilterForm(
        request.GET,
        classes=selectors.classes_with_events(user, int(asked) if is_number(asked) else None),
        kinds=services.offered_event_kinds(),
        months=[month for month, _half in selectors.months_of(year)],
        states=selectors.EVENT_STATES,
    )
    filters = selectors.EventFilters(**form.filters())
    # Days say the year themselves: the figure of an old report leads to its own events.
    found = selectors.events(user, filters, None if filters.start else year.pk)
    if "format" in request.GET:
        headings, lines = selectors.event_sheet(found[:EXPORT_ROWS])
        wanted = request.GET["format"]
        response = sheets.export_response(wanted, f"events-{year.name}", headings, lines)
        audit.record_key(user, "plan:events:exported", "plan.Event", "", format=wanted, count=len(lines))
        return response
    page = page_of(request, found, 30)
    count = page.paginator.count
    context = {
        "filter_form": form,
        "page": page,
        "found": ngettext("%(n)d event", "%(n)d events", count) % {"n": count},
        "is_narrowed": filters.is_any,
        "own": list(organisation_permissions.led_classes(user, year)) if permissions.may_list(user) else [],
        "may_judge": permissions.may_judge_events(user),
        "may_edit_kinds": permissions.may_edit_event_kinds(user),
        "today": dates.today(),
    }
    return render(request, "plan/event_list.html", context)


def _occasion_form(
    request: HttpRequest, group: "ClassGroup", initial: dict[str, Any], known: "Event | None" = None
) -> OccasionForm:
    kinds = services.offered_event_kinds()
    if known is not None and known.kind_id not in {one.pk for one in kinds}:
        kinds.append(known.kind)
    return OccasionForm(
        request.POST or None,
        kinds=kinds,
        students=organisation.listed_students(group),
        adults=organisation_permissions.visible_staff(signed_in(request)),
        initial=initial,
    )


def _occasion(data: dict[str, Any]) -> services.Occasion:
    many = {name: tuple(data[name]) for name in ("students", "organisers", "adults")}
    return services.Occasion(**{**data, **many})


def _item_of(request: HttpRequest, class_pk: int) -> "PlanItem | None":
    """The item of the plan that the event comes from; 404 for one of another class."""
    asked = request.GET.get("item", "")
    if not asked:
        return None
    if not is_number(asked):
        raise Http404
    item, _rights = permissions.get_item(signed_in(request), int(asked), to="write")
    if item.class_group_id != class_pk:
        raise Http404
    return item


def _initial(group: "ClassGroup", item: "PlanItem | None", kind: str) -> dict[str, Any]:
    everybody = [one.pk for one in organisation.listed_students(group)]
    found = {"kind": kind, "on": dates.today(), "students": everybody}
    if item is not None:
        wanted = "class_hour" if item.direction.kind == "class_hour" else "thematic"
        found |= {"theme": item.title, "method": item.form, "kind": kind or wanted}
        if item.on:
            found["on"] = item.on
        chosen = [one.pk for one in item.students.all()]
        found["students"] = chosen or everybody
    return found


@require_http_methods(["GET", "POST"])
@once
def event_new(request: HttpRequest, class_pk: int) -> HttpResponse:
    """A class hour or an event, from an item of the plan or beside it; held at once when it was (3.11, 5.3)."""
    user = signed_in(request)
    group = permissions.get_event_class(user, class_pk)
    item = _item_of(request, class_pk)
    form = _occasion_form(request, group, _initial(group, item, request.GET.get("kind", "")))
    was_held = request.POST.get("deed") == "held"

    def write() -> "Event":
        event = services.plan_event(
            by=user, class_group=group, occasion=_occasion(form.cleaned_data), item=item
        )
        return services.hold_event(by=user, event=event, result="") if was_held else event

    event = done(request, form, group, write)
    if event is not None:
        said = _("Held. The entry stands in the record of work.") if was_held else _("The event is planned.")
        messages.success(request, said)
        return redirect("plan:event", event.pk)
    context = {"form": form, "class_group": group, "item": item, "crumbs": crumbs()}
    return render(request, "plan/event_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def event_edit(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Change what is planned; what its risk assessment says makes an approved one void."""
    user = signed_in(request)
    event, _rights = permissions.get_event(user, event_pk, to="write")
    own = selectors.own_participants(event, event.class_group)
    names = ("theme", "on", "starts_at", "method", "place", "is_outside", "guests")
    initial = {name: getattr(event, name) for name in names} | {
        "kind": event.kind.code,
        "students": [row.student_id for row in own],
        "organisers": [row.student_id for row in own if row.is_organiser],
        "adults": [one.pk for one in selectors.adults_of(event)],
    }
    form = _occasion_form(request, event.class_group, initial, event)
    changed = done(
        request,
        form,
        event,
        lambda: services.change_event(by=user, event=event, occasion=_occasion(form.cleaned_data)),
    )
    if changed is not None:
        messages.success(request, _("The event is changed."))
        return redirect("plan:event", event_pk)
    context = {"form": form, "event": event, "class_group": event.class_group, "crumbs": crumbs(event)}
    return render(request, "plan/event_form.html", context)


@require_GET
def event(request: HttpRequest, event_pk: int) -> HttpResponse:
    """An event: its people, what came of it, what is missing, counts, guests, files."""
    found, rights = permissions.get_event(signed_in(request), event_pk)
    people = selectors.participants_of(found, rights)
    context = {
        "event": found,
        "rights": rights,
        "people": people,
        "organisers": [row for row in people if row.is_organiser],
        "safety": selectors.safety_of(found),
        "counts": selectors.counts_of(found),
        "on_missing": selectors.words_on_missing(found) if rights.sees_everybody else "",
        "invitations": selectors.invitations_of(found),
        "acts": selectors.acts_of_event(found),
        "entries": selectors.entries_of_event(found, rights),
        "files": selectors.files_of(found) if rights.sees_everybody else [],
        "today": dates.today(),
        "may_open_item": rights.may_write,
        "crumbs": crumbs(),
    }
    if found.is_held and rights.sees_everybody:
        protocol = selectors.event_protocol(found)
        context["protocol"] = documents.protocol_state(protocol, signed_in(request))
    return render(request, "plan/event.html", context)


@require_http_methods(["GET", "POST"])
@once
def event_held(request: HttpRequest, event_pk: int) -> HttpResponse:
    """It was held, and what came of it; of one held already what was written is put right."""
    user = signed_in(request)
    found, _rights = permissions.get_event(user, event_pk, to="write")
    words = {"result": found.result, "reflection": found.reflection}
    form: Any
    if found.is_held:
        own = selectors.own_participants(found, found.class_group)
        words["students"] = [row.student_id for row in own]  # type: ignore[assignment]
        words["organisers"] = [row.student_id for row in own if row.is_organiser]  # type: ignore[assignment]
        listed = organisation.listed_on(found.class_group, found.on)
        form = CorrectionForm(request.POST or None, initial=words, students=listed)
    else:
        counts = selectors.counts_of(found)
        is_uncounted = selectors.is_back_uncounted(found, counts)
        form = HeldForm(
            request.POST or None, initial=words, missing=counts.missing, is_uncounted=is_uncounted
        )
    deed = services.correct_event if found.is_held else services.hold_event
    kept = done(request, form, found, lambda: deed(by=user, event=found, **form.cleaned_data))
    if kept is not None:
        messages.success(request, _("The entry stands in the record of work."))
        return redirect("plan:event", event_pk)
    context = {"form": form, "event": found, "safety": selectors.safety_of(found), "crumbs": crumbs(found)}
    context["may_count"] = "missing_words" in form.fields
    return render(request, "plan/event_held.html", context)


@require_http_methods(["GET", "POST"])
@once
def event_cancel(request: HttpRequest, event_pk: int) -> HttpResponse:
    """It will not be held, and why."""
    user = signed_in(request)
    found, _rights = permissions.get_event(user, event_pk, to="write")
    form = ReasonForm(request.POST or None)
    kept = done(
        request,
        form,
        found,
        lambda: services.cancel_event(by=user, event=found, reason=form.cleaned_data["reason"]),
    )
    if kept is not None:
        messages.success(request, _("The event is cancelled."))
        return redirect("plan:event", event_pk)
    return render(request, "plan/event_cancel.html", {"form": form, "event": found, "crumbs": crumbs(found)})


@require_GET
def event_print(request: HttpRequest, event_pk: int) -> HttpResponse:
    """The protocol or the list of participants with their consents, as PDF or DOCX."""
    found, rights = permissions.get_event(signed_in(request), event_pk)
    if not rights.sees_everybody:
        raise PermissionDenied
    kind, which = request.GET.get("format", "pdf"), request.GET.get("paper", "protocol")
    if kind not in writers.WRITERS or which not in selectors.EVENT_PAPERS:
        raise Http404
    user, made = signed_in(request), selectors.event_paper(found, which)
    audit.record(user, "plan:event:exported", found, form=kind, paper=which)
    writer, content_type = writers.WRITERS[kind]
    is_sealed = kind == "pdf" and which == "protocol"
    sealing = documents.protocol_sealing(selectors.event_protocol(found)) if is_sealed else None
    data = sealed_pdf(by=user, paper=made, what=sealing) if is_sealed else writer(made)
    return download(f"{which}-{found.class_group.label}-{found.on}.{kind}", data, content_type)


@require_http_methods(["GET", "POST"])
@once
def event_files(request: HttpRequest, event_pk: int) -> HttpResponse:
    """Add the protocol, photographs, other files; pictures by the rule on consents."""
    user = signed_in(request)
    found, _rights = permissions.get_event(user, event_pk, to="write")
    form = FilesForm(request.POST or None, request.FILES or None, initial={"kind": "photo"})
    kept = done(
        request,
        form,
        found,
        lambda: services.add_files(
            by=user,
            event=found,
            kind=form.cleaned_data["kind"],
            uploads=form.cleaned_data["uploads"],
            knows_rule=form.cleaned_data["knows_rule"],
        ),
    )
    if kept is not None:
        messages.success(request, _("Added."))
        return redirect("plan:event", event_pk)
    lacking = selectors.without_picture_consent(found)
    context = {"form": form, "event": found, "lacking": lacking, "crumbs": crumbs(found)}
    return render(request, "plan/event_files.html", context)


@require_GET
def event_file(request: HttpRequest, event_pk: int, file_pk: int) -> HttpResponse:
    """A file of the event, downloaded; a picture of a child whose consent is gone is nobody's any more."""
    user = signed_in(request)
    file = permissions.get_event_file(user, event_pk, file_pk)
    if selectors.is_withheld(file):
        raise Http404
    if not permissions.rights_in(user, file.event).sees_everybody:
        raise PermissionDenied
    return attachments.response(file.attachment)


@require_POST
@once
def event_file_remove(request: HttpRequest, event_pk: int, file_pk: int) -> HttpResponse:
    """Take a file away."""
    user = signed_in(request)
    file = permissions.get_event_file(user, event_pk, file_pk, to="write")
    tried(request, file.event, lambda: services.remove_file(by=user, file=file), _("Removed."))
    return redirect("plan:event", event_pk)
