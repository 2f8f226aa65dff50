"""Excuses: the list with its answers in one tap, a new one, one with its file and what became of it (5.1)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jetekchi.core import attachments, audit
from jetekchi.core.http import once, page_of
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.diary import AcceptForm, AnswerForm, ExcuseForm, ExcusesFilter
from jetekchi.journal.views.inspections import done
from jetekchi.organisation.permissions import signed_in, why_may_see

REFUSED = "journal:excuse:refused"


@require_http_methods(["GET", "HEAD", "POST"])
@once
def excuses(request: HttpRequest) -> HttpResponse:
    """The excuses that this person reads; a class leader accepts one, or all that are ticked, in one tap."""
    user = signed_in(request)
    if not permissions.may_list_excuses(user):
        raise PermissionDenied
    answerable = permissions.answerable_excuses(user)
    if request.method == "POST" and not permissions.leads_any(user):
        raise PermissionDenied
    waiting = {one.pk: one for one in selectors.matching_excuses(answerable, "sent")}
    form = AcceptForm(request.POST if request.method == "POST" else None, waiting=waiting)
    accepted = done(
        request,
        form,
        None,
        lambda: services.accept_excuses(by=user, excuses=[waiting[pk] for pk in form.cleaned_data["keys"]]),
        REFUSED,
    )
    if accepted is not None:
        count = len(accepted)
        words = ngettext("%(n)s excuse is accepted.", "%(n)s excuses are accepted.", count)
        messages.success(request, words % {"n": count})
        return redirect("journal:excuses")
    filter_form = ExcusesFilter(request.GET)
    asked = filter_form.cleaned_data if filter_form.is_valid() else {"state": "", "words": ""}
    found = selectors.matching_excuses(permissions.visible_excuses(user), asked["state"], asked["words"])
    context = {
        "waiting": list(waiting.values()),
        "page": page_of(request, found.exclude(pk__in=waiting) if not asked["state"] else found),
        "form": form,
        "filter_form": filter_form,
    }
    return render(request, "journal/excuses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def excuse_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A guardian, an adult listener, or the class leader from a note on paper, writes why somebody is away."""
    user = signed_in(request)
    student, rights = permissions.get_excusable(user, pk)
    form = ExcuseForm(request.POST or None, request.FILES or None)
    sent = done(request, form, student, lambda: _send(user, student, rights, form.cleaned_data), REFUSED)
    if sent is not None:
        messages.success(request, _("The excuse is sent. The class leader sees it on the first page."))
        return redirect("journal:excuse", sent.pk)
    context = {"student": student, "form": form, "rights": rights, "crumbs": _crumbs(student)}
    return render(request, "journal/excuse_new.html", context)


def _send(user: Any, student: Any, rights: Any, data: dict[str, Any]) -> Any:
    away = services.Away(data["from_on"], data["until_on"], data["first_lesson"], data["last_lesson"])
    return services.send_excuse(
        by=user,
        student=student,
        away=away,
        kind=data["kind"],
        words=data["words"],
        upload=data["upload"],
        is_paper=not rights.is_family,
    )


def _crumbs(student: Any) -> list[tuple[str, str]]:
    return [
        (_("Excuses"), reverse("journal:excuses")),
        (student.person.brief_name, reverse("journal:diary", args=[student.pk])),
    ]


@require_safe
def excuse(request: HttpRequest, excuse_pk: int) -> HttpResponse:
    """One excuse with its words and its file, for those who need to know; that it was read is on record."""
    return _page(request, permissions.get_excuse(request.user, excuse_pk))


def _page(request: HttpRequest, found: Any, **given: Any) -> HttpResponse:
    user = signed_in(request)
    if found.by_id != user.pk:
        reason = why_may_see(user, found.student)
        audit.record_reading(user, "journal:excuse:read", found, reason=str(reason or ""))
    context = {
        "excuse": found,
        "student": found.student,
        "acts": selectors.acts_of_excuse(found),
        "lessons": selectors.lessons_of_excuse(found),
        "may_answer": found.is_waiting and permissions.may_answer(user, found),
        "may_withdraw": found.is_waiting and permissions.may_withdraw(user, found),
        "answer_form": AnswerForm(),
        "crumbs": _crumbs(found.student)[:1],
        **given,
    }
    return render(request, "journal/excuse.html", context)


@require_POST
@once
def excuse_answer(request: HttpRequest, excuse_pk: int) -> HttpResponse:
    """The class leader accepts it, or returns it with words."""
    user = signed_in(request)
    found = permissions.get_excuse(user, excuse_pk, to="answer")
    form = AnswerForm(request.POST)

    def answer() -> Any:
        if form.cleaned_data["decision"] == "accept":
            return services.accept_excuse(by=user, excuse=found)
        return services.return_excuse(by=user, excuse=found, words=form.cleaned_data["words"])

    if done(request, form, found, answer, REFUSED) is None:
        found = permissions.get_excuse(user, excuse_pk)
        return _page(request, found, answer_form=form)
    messages.success(request, _("Answered. Who wrote it is told that an answer waits."))
    return redirect("journal:excuse", found.pk)


@require_POST
@once
def excuse_withdraw(request: HttpRequest, excuse_pk: int) -> HttpResponse:
    """Who wrote it takes it back while nobody has answered."""
    user = signed_in(request)
    found = permissions.get_excuse(user, excuse_pk, to="withdraw")
    form = AnswerForm({"decision": "return"})
    gone = done(request, form, found, lambda: services.withdraw_excuse(by=user, excuse=found), REFUSED)
    if gone is None:
        return _page(request, permissions.get_excuse(user, excuse_pk), answer_form=form)
    messages.success(request, _("The excuse is withdrawn."))
    return redirect("journal:excuse", found.pk)


@require_safe
def excuse_file(request: HttpRequest, excuse_pk: int) -> HttpResponse:
    """The paper that goes with an excuse, always downloaded."""
    user = signed_in(request)
    found = permissions.get_excuse(user, excuse_pk)
    if found.file is None:
        raise Http404
    if found.by_id != user.pk:
        audit.record_reading(
            user, "journal:excuse:read", found, reason=str(why_may_see(user, found.student) or "")
        )
    return attachments.response(found.file)
