"""Pages that write the record of work: the quick entry, correction, withdrawal, follow-up."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jetekchi.core import refusals
from jetekchi.core.http import Refused, once, safe_next
from jetekchi.worklog import permissions, selectors, services
from jetekchi.worklog.forms import FollowUpForm, RecordForm, WithdrawForm
from jetekchi.worklog.views.common import crumbs, done, entry_url, form_page, me, number

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup
    from jetekchi.worklog.models import WorkEntry


@require_http_methods(["GET", "POST"])
@once
def record(request: HttpRequest) -> HttpResponse:
    """The quick entry: kind, students, words (4.1). ?class= ?student= ?kind= fill it beforehand."""
    class_group = _class_of(request)
    user = me(request)
    if not selectors.offered_kinds():
        services.ensure_kinds(by=user)
    kind = request.GET.get("kind") or selectors.habitual_kind(user)
    student = number(request.GET.get("student"))
    initial: dict[str, Any] = {
        "kind": kind,
        "on": timezone.localdate(),
        "students": [student] if student else [],
    }
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        class_group=class_group,
        user=user,
        first_kind=request.POST.get("kind", kind),
    )
    entry = done(
        request,
        form,
        lambda: services.record_work(by=user, class_group=class_group, **form.work()),
        class_group=class_group,
    )
    if entry:
        undo = reverse("worklog:withdraw", args=[entry.pk])
        messages.success(request, _("Written: %(kind)s.") % {"kind": entry.kind}, extra_tags=f"undo={undo}")
        return redirect(safe_next(request, reverse("worklog:class_chronology", args=[class_group.pk])))
    return form_page(request, "worklog/record.html", _record_context(request, form, class_group))


def _record_context(request: HttpRequest, form: RecordForm, class_group: "ClassGroup") -> dict[str, Any]:
    about = f"{number(request.GET.get('student')) or 0}-{request.GET.get('kind', '')[:40]}"
    return {
        "form": form,
        "class_group": class_group,
        "others": [group for group in permissions.recordable_classes(me(request)) if group != class_group],
        "next": safe_next(request, ""),
        # One draft for each occasion: words about one student never come up in the form of another.
        "draft": f"work-{class_group.pk}-{about}",
        "crumbs": crumbs((_("Entries of work"), reverse("worklog:entries")), (class_group, "")),
    }


def _class_of(request: HttpRequest) -> "ClassGroup":
    """The class that is written for: the one named, the student's, else the first one the user leads."""
    ours = permissions.recordable_classes(me(request))
    asked = number(request.POST.get("class") or request.GET.get("class"))
    student = number(request.GET.get("student"))
    if asked:
        return permissions.get_recordable_class(me(request), asked)
    if student:
        return get_object_or_404(ours, students=student)
    first = ours.order_by("-year__start_on", "sort_key").first()
    if first is None:
        raise PermissionDenied
    return first


def _initial_of(entry: "WorkEntry") -> dict[str, Any]:
    names = ("on", "text", "agreement", "follow_up_on", "about_group")
    people = ("students", "guardians", "colleagues", "readers")
    return {
        **{name: getattr(entry, name) for name in names},
        **{name: [item.pk for item in getattr(entry, name).all()] for name in people},
        "kind": entry.kind.code,
        "clauses": entry.numbers if entry.numbers != entry.kind.clauses else [],
        "restriction": "yes" if entry.is_restricted else "no",
    }


@require_http_methods(["GET", "POST"])
@once
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an entry: what is written here stands beside the old words, which stay readable (4.1)."""
    entry = permissions.get_entry(me(request), pk, to="correct")
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        initial=_initial_of(entry),
        class_group=entry.class_group,
        user=me(request),
        first_kind=entry.kind.code,
        keep=entry.kind_id,
    )
    new = done(
        request,
        form,
        lambda: services.correct_entry(by=me(request), entry=entry, **form.work()),
        class_group=entry.class_group,
    )
    if new:
        messages.success(request, _("Corrected. The earlier words stay below."))
        return redirect(entry_url(new.pk))
    context = {
        "form": form,
        "entry": entry,
        "class_group": entry.class_group,
        "draft": f"correct-{pk}",
        "crumbs": crumbs((_("Entries of work"), reverse("worklog:entries")), (entry.kind, entry_url(pk))),
    }
    return form_page(request, "worklog/record.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back: at once without a word, after ten minutes with a reason (4.1)."""
    entry = permissions.get_entry(me(request), pk, to="withdraw")
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        services.withdraw_entry(by=me(request), entry=entry, reason=reason)
    except Refused as refusal:
        refusals.note(refusal, "worklog:entry:refused", entry.class_group)
        messages.error(request, str(refusal.message))
        return redirect(entry_url(pk))
    messages.success(request, _("Taken back. The entry stays readable, struck through."))
    return redirect(_back(request, entry_url(pk)))


def _back(request: HttpRequest, default: str) -> str:
    """The page from which a toast's button was pressed, when it is one of ours."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else default


@require_POST
@once
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """What was promised is done (4.1)."""
    entry = permissions.get_entry(me(request), pk, to="follow_up")
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        raise Http404
    services.finish_follow_up(by=me(request), entry=entry, note=form.cleaned_data["note"])
    messages.success(request, _("Finished."))
    return redirect(safe_next(request, entry_url(pk)))
