"""Clause 3.2 on a phone: report in a minute, see who knows, confirm with one tap."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jetekchi.core import attachments, audit, sheets
from jetekchi.core.http import once, page_of
from jetekchi.worklog import permissions, selectors, services
from jetekchi.worklog.forms import AccidentFilter, AccidentForm, ConfirmationForm, NoteForm, NoticeForm
from jetekchi.worklog.views.common import crumbs, done, form_page, me, number

if TYPE_CHECKING:
    from jetekchi.worklog.models import AccidentReport

MANY = 60  # more students than fit into one list on a phone: the class is asked first
HEADINGS = (
    gettext_lazy("When it happened"),
    gettext_lazy("Class or group"),
    gettext_lazy("Students"),
    gettext_lazy("What happened"),
    gettext_lazy("Where"),
    gettext_lazy("Reported"),
    gettext_lazy("Confirmed"),
    gettext_lazy("Confirmed by"),
)


@require_http_methods(["GET", "POST"])
@once
def accident_new(request: HttpRequest) -> HttpResponse:
    """Report an accident: who, what, where, first aid (3.2)."""
    user = me(request)
    if not permissions.may_report(user):
        raise PermissionDenied
    students = permissions.reportable_students(user)
    classes = permissions.reportable_classes(user)
    asked = number(request.POST.get("class") or request.GET.get("class"))
    student = number(request.GET.get("student"))
    offered = students.filter(class_group=asked) if asked else students
    if student and not asked:
        offered = students.filter(class_group__students=student)
    must_choose = not asked and not student and students.count() > MANY
    form = AccidentForm(
        request.POST or None,
        request.FILES or None,
        students=students.none() if must_choose else offered,
        initial={
            "happened_at": timezone.localtime().replace(second=0),
            "students": [student] if student else [],
        },
    )
    report = done(request, form, lambda: services.report_accident(by=user, **form.accident()))
    if report:
        messages.success(request, _("Reported. The university administration has been told."))
        return redirect("worklog:accident", report.pk)
    context = {
        "form": form,
        "classes": classes if len(classes) > 1 else [],
        "asked": asked,
        "must_choose": must_choose,
        "draft": f"accident-{asked or 0}-{student or 0}",
    }
    return form_page(request, "worklog/accident_new.html", context)


@require_safe
def accidents(request: HttpRequest) -> HttpResponse:
    """Accidents the user may see, of a class and days: who has confirmed, who has not (3.2)."""
    user = me(request)
    if not permissions.may_open_accidents(user):
        raise PermissionDenied
    classes = permissions.accident_classes(user, number(request.GET.get("group")))
    form = AccidentFilter(request.GET, classes=classes)
    filters = form.filters()
    found = selectors.narrowed_accidents(permissions.visible_accidents(user), **filters)
    waiting = bool(form.cleaned_data.get("waiting"))
    if waiting:
        found = found.unconfirmed()
    if "format" in request.GET:
        return _export(request, request.GET["format"], selectors.accident_rows(found))
    page = page_of(request, found, 30)
    count = page.paginator.count
    context = {
        "page": page,
        "form": form,
        "found": ngettext("%(n)d accident", "%(n)d accidents", count) % {"n": count},
        "is_narrowed": any(filters.values()),
        "rows": selectors.accident_rows(found.filter(pk__in=[report.pk for report in page])),
        "waiting": waiting,
        "may_report": permissions.may_report(user),
    }
    return render(request, "worklog/accidents.html", context)


def _export(request: HttpRequest, form: str, rows: list[selectors.AccidentRow]) -> HttpResponse:
    table = [
        [
            row.happened_at,
            row.class_label,
            ", ".join(name for _pk, name in row.students),
            row.text,
            row.place,
            row.reported_at,
            row.confirmed_at,
            row.confirmed_by,
        ]
        for row in rows
    ]
    response = sheets.export_response(form, _("Accidents"), HEADINGS, table)
    audit.record_key(
        me(request), "worklog:accidents:exported", "worklog.AccidentReport", "", format=form, count=len(table)
    )
    return response


def _shown(request: HttpRequest, report: "AccidentReport", **more: Any) -> HttpResponse:
    user = me(request)
    detail = selectors.accident_detail(report)
    may_notify = permissions.may_notify(user, report)
    may_keep = permissions.may_keep_confirmation(user) and detail.is_waiting
    now = timezone.localtime().replace(second=0, microsecond=0)
    context = {
        "accident": detail,
        "may_confirm": permissions.may_confirm(user, report),
        "may_notify": may_notify,
        "notice_form": NoticeForm(initial={"sent_at": now}) if may_notify else None,
        "confirmation_form": ConfirmationForm(initial={"confirmed_at": now}) if may_keep else None,
        "note_form": NoteForm() if may_notify else None,
        "crumbs": crumbs((_("Accidents"), reverse("worklog:accidents"))),
        **more,
    }
    return render(request, "worklog/accident.html", context)


@require_safe
def accident(request: HttpRequest, pk: int) -> HttpResponse:
    """One accident: what is known, who was told and confirmed, the running clock (3.2)."""
    report = permissions.get_accident(me(request), pk)
    audit.record_reading(me(request), "worklog:accident:read", report, reason="accident")
    return _shown(request, report)


@require_safe
def accident_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock alone, asked again every half minute."""
    report = permissions.get_accident(me(request), pk)
    return render(request, "worklog/accident.html#clock", {"accident": selectors.accident_detail(report)})


@require_safe
def accident_file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A photo or paper of an accident, for those who may see the accident; always downloaded."""
    attachment = permissions.get_accident(me(request), pk).entry.files.filter(key=key).first()
    if attachment is None:
        raise Http404
    return attachments.response(attachment)


@require_POST
@once
def accident_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """«We know»: one tap of the university administration (3.2)."""
    user = me(request)
    report = permissions.get_accident(user, pk)
    whom = permissions.confirms_as(user)
    if not whom:
        raise PermissionDenied
    services.confirm_accident(by=user, report=report, to_whom=whom)
    messages.success(request, _("Confirmed."))
    return redirect("worklog:accident", pk)


@require_POST
@once
def accident_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """Supervision writes down who of the university confirmed by phone or on paper (3.2)."""
    user = me(request)
    report = permissions.get_accident(user, pk, to="keep_confirmation")
    form = ConfirmationForm(request.POST)
    if done(request, form, lambda: services.keep_confirmation(by=user, report=report, **form.cleaned_data)):
        messages.success(request, _("Kept: who confirmed, and when. The clock is stopped."))
        return redirect("worklog:accident", pk)
    return _shown(request, report, confirmation_form=form)


@require_POST
@once
def accident_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep whom else somebody told (3.2)."""
    report = permissions.get_accident(me(request), pk, to="notify")
    form = NoticeForm(request.POST)
    if done(request, form, lambda: services.notify(by=me(request), report=report, **form.cleaned_data)):
        messages.success(request, _("Kept: who was told, and when."))
        return redirect("worklog:accident", pk)
    return _shown(request, report, notice_form=form)


@require_POST
@once
def accident_noted(request: HttpRequest, pk: int) -> HttpResponse:
    """Append what became known later (3.2)."""
    report = permissions.get_accident(me(request), pk, to="notify")
    form = NoteForm(request.POST)
    if done(
        request, form, lambda: services.add_accident_note(by=me(request), report=report, **form.cleaned_data)
    ):
        messages.success(request, _("Added."))
        return redirect("worklog:accident", pk)
    return _shown(request, report, note_form=form)
