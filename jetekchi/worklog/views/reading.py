"""Pages that read the record of work: one entry with its history, its files, the list with filters and exports."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from jetekchi.core import attachments, audit, sheets
from jetekchi.core.http import page_of
from jetekchi.worklog import permissions, selectors, services
from jetekchi.worklog.forms import FilterForm, FollowUpForm, WithdrawForm
from jetekchi.worklog.views.common import crumbs, me

if TYPE_CHECKING:
    from jetekchi.worklog.models import WorkEntry

EXPORT_ROWS = 10_000
HEADINGS = (
    gettext_lazy("Day"),
    gettext_lazy("Kind"),
    gettext_lazy("Class or group"),
    gettext_lazy("Students"),
    gettext_lazy("Parents and guardians"),
    gettext_lazy("Colleagues"),
    gettext_lazy("What was done"),
    gettext_lazy("What was agreed"),
    gettext_lazy("Come back to it on"),
    gettext_lazy("Finished on"),
    gettext_lazy("Clauses"),
    gettext_lazy("Author"),
    gettext_lazy("Restricted"),
)


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The record of work: search, filters, csv and xlsx (4.1)."""
    user = me(request)
    if not permissions.may_open_record(user):
        raise PermissionDenied
    form = FilterForm(request.GET, user=user)
    filters = form.filters()
    found = selectors.entries(user, filters)
    if "format" in request.GET:
        return _export(request, request.GET["format"], found[:EXPORT_ROWS])
    page = page_of(request, found, 30)
    count = page.paginator.count
    context = {
        "filter_form": form,
        "page": page,
        "found": ngettext("%(n)d entry", "%(n)d entries", count) % {"n": count},
        "hidden": selectors.hidden_count(user, filters),
        "named": selectors.named_students(user, filters),
        "is_narrowed": filters.is_any,
        "student": permissions.named_student(user, filters.student) if filters.student else None,
        "may_record": permissions.recordable_classes(user).exists(),
        "may_see_kinds": permissions.may_edit_kinds(user),
        "today": timezone.localdate(),
    }
    return render(request, "worklog/entries.html", context)


def _export(request: HttpRequest, form: str, found: "Iterable[WorkEntry]") -> HttpResponse:
    rows = list(_rows(found))
    response = sheets.export_response(form, _("Entries of work"), HEADINGS, rows)
    audit.record_key(
        me(request), "worklog:list:exported", "worklog.WorkEntry", "", format=form, count=len(rows)
    )
    return response


def _rows(found: "Iterable[WorkEntry]") -> Iterator[list[Any]]:
    for entry in found:
        row = selectors.entry_row(entry, with_restricted=True)
        yield [
            entry.on,
            row.kind_name,
            str(entry.class_group),
            ", ".join(name for _pk, name in row.students),
            ", ".join(row.guardians),
            ", ".join(row.colleagues),
            row.text,
            row.agreement,
            entry.follow_up_on,
            entry.follow_up_done_on,
            " ".join(row.clauses),
            row.by,
            entry.is_restricted,
        ]


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: words, people, clauses, files, what was promised, its earlier words (4.1)."""
    user = me(request)
    found = permissions.get_entry(user, pk)
    if found.is_restricted:
        audit.record_reading(
            user, "worklog:entry:read", found, reason=permissions.why_restricted(user, found)
        )
    may_correct = permissions.may_correct(user, found) and found.is_live
    context = {
        "entry": found,
        "files": _files(found),
        "history": selectors.history_of(user, found),
        "accident_url": _accident_url(user, found),
        "may_correct": may_correct,
        "may_undo": may_correct and services.may_undo(user, found),
        "may_finish": permissions.may_follow_up(user, found) and found.is_awaiting,
        "follow_up_form": FollowUpForm(),
        "withdraw_form": WithdrawForm(),
        "today": timezone.localdate(),
        "crumbs": crumbs((_("Entries of work"), reverse("worklog:entries")), (found.class_group, "")),
    }
    return render(request, "worklog/entry.html", context)


def _accident_url(user: Any, found: "WorkEntry") -> str:
    if not found.kind.is_accident or not permissions.visible_accidents(user).filter(entry=found).exists():
        return ""
    return reverse("worklog:accident", args=[found.accident.pk])


def _files(found: "WorkEntry") -> list[dict[str, str]]:
    return [
        {
            "name": attachment.name,
            "url": reverse("worklog:file", args=[found.pk, attachment.key]),
            "note": _("%(size)d kB") % {"size": max(attachment.size // 1024, 1)},
        }
        for attachment in found.files.all()
    ]


@require_safe
def file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A file of an entry, for those who may read the entry; always downloaded."""
    attachment = permissions.get_entry(me(request), pk).files.filter(key=key).first()
    if attachment is None:
        raise Http404
    return attachments.response(attachment)
