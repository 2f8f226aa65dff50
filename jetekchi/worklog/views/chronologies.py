"""The same entries along time: of a student, a class, a leader; and the students nobody has written about."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jetekchi.core import audit, sheets
from jetekchi.core.http import page_of
from jetekchi.organisation.permissions import REASON_NAMES, Permission, get_student, why_may_see
from jetekchi.organisation.selectors import setting
from jetekchi.worklog import permissions, selectors
from jetekchi.worklog.forms import SilentFilter
from jetekchi.worklog.views.common import crumbs, me, number

if TYPE_CHECKING:
    from datetime import date

    from jetekchi.organisation.models import ClassGroup, Student
    from jetekchi.worklog.models.entries import WorkEntryQuerySet


def _page(request: HttpRequest, found: "WorkEntryQuerySet", **context: Any) -> HttpResponse:
    page = page_of(request, found, 40)
    return render(
        request,
        "worklog/chronology.html",
        {"page": page, "today": timezone.localdate(), "struck": True, **context},
    )


@require_safe
def student(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done for one student, the newest first (2.1, 4.1)."""
    user = me(request)
    found = get_student(user, pk, to=Permission.WORK_VIEW)
    reason = why_may_see(user, found)
    if reason:
        audit.record_reading(user, "worklog:chronology:read", found, reason=reason)
    new = f"{reverse('worklog:record')}?student={pk}&next={request.path}"
    return _page(
        request,
        selectors.entries(user, selectors.EntryFilters(student=pk, with_struck=True)),
        title=found.person.name,
        why=REASON_NAMES[reason] if reason else "",
        crumbs=crumbs(
            (found.class_group, reverse("worklog:class_chronology", args=[found.class_group_id])),
            (_("Chronology"), ""),
        ),
        record_url=new if permissions.may_record(user, found.class_group) else "",
        hide_student=pk,
        list_url=f"{reverse('worklog:entries')}?student={pk}",
    )


@require_safe
def class_group(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done in one class, the newest first (4.1)."""
    user = me(request)
    found = permissions.get_read_class(user, pk)
    new = f"{reverse('worklog:record')}?class={pk}&next={request.path}"
    return _page(
        request,
        selectors.entries_of_class(user, found, selectors.EntryFilters(with_struck=True)),
        title=_("Chronology of %(group)s") % {"group": found},
        crumbs=crumbs((_("Entries of work"), reverse("worklog:entries")), (found, "")),
        record_url=new if permissions.may_record(user, found) else "",
        list_url=f"{reverse('worklog:entries')}?group={pk}",
        silent_url=f"{reverse('worklog:silent')}?class={pk}",
    )


@require_safe
def leader(request: HttpRequest, pk: int) -> HttpResponse:
    """What one class leader did, the newest first; the leader's own and for the offices above (1.2, 4.1)."""
    user = me(request)
    found = permissions.get_leader(user, pk)
    return _page(
        request,
        selectors.entries(user, selectors.EntryFilters(person=found.pk, with_struck=True)),
        title=found.name,
        crumbs=crumbs((_("Entries of work"), reverse("worklog:entries")), (_("Chronology of a leader"), "")),
        list_url=f"{reverse('worklog:entries')}?person={found.pk}",
    )


@require_safe
def silent(request: HttpRequest) -> HttpResponse:
    """Students nobody has written about for the lyceum's number of days (2.1, 4.1)."""
    user = me(request)
    classes = permissions.readable_classes(user)
    asked = number(request.GET.get("class"))
    chosen = permissions.get_read_class(user, asked) if asked else classes[0]
    form = SilentFilter(request.GET, class_pk=chosen.pk)
    filters = form.filters()
    rows = selectors.narrowed_silent(selectors.silent_students(chosen), **filters)
    if "format" in request.GET:
        return _silent_file(request, chosen, rows)
    context = {
        "filter_form": form,
        "found": ngettext("%(count)d student", "%(count)d students", len(rows)) % {"count": len(rows)},
        "is_narrowed": any(filters.values()),
        "class_group": chosen,
        "classes": classes,
        "rows": rows,
        "days": setting("silent_days"),
        "may_record": permissions.may_record(user, chosen),
        "crumbs": crumbs(
            (_("Entries of work"), reverse("worklog:entries")),
            (chosen, reverse("worklog:class_chronology", args=[chosen.pk])),
        ),
    }
    return render(request, "worklog/silent.html", context)


def _silent_file(
    request: HttpRequest, chosen: "ClassGroup", rows: "list[tuple[Student, date | None]]"
) -> HttpResponse:
    headings = (_("№"), _("Student"), _("Class or group"), _("Last entry"))
    table = [(one.number, one.person.name, chosen.label, on) for one, on in rows]
    wanted = request.GET["format"]
    name = f"{chosen.label} {_('Students nobody has written about')}"
    response = sheets.export_response(wanted, name, headings, table)
    audit.record(me(request), "worklog:silent:exported", chosen, format=wanted, count=len(table))
    return response
