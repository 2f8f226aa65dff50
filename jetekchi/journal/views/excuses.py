"""Excuses: the list with its answers in one tap, a new one, one with its file and what became of it (5.1)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jetekchi.core import attachments, audit, dates
from jetekchi.core.http import is_number, once, page_of
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.diary import AcceptForm, AnswerForm, ExcuseForm, ExcusesFilter, RevokeForm
from jetekchi.journal.views.inspections import done
from jetekchi.organisation.permissions import signed_in, why_may_see

REFUSED = "journal:excuse:refused"
# So many are accepted, or taken back, at once at most.
MOST = 200
# So many of them are named in words afterwards; the page of each names its lessons.
MOST_WORDS = 5


@require_http_methods(["GET", "HEAD", "POST"])
@once
def excuses(request: HttpRequest) -> HttpResponse:
    """The excuses that this person reads; a class leader accepts one in one tap, several after a look at their names."""
    user = signed_in(request)
    if not permissions.may_list_excuses(user):
        raise PermissionDenied
    if request.method == "POST" and not permissions.leads_any(user):
        raise PermissionDenied
    waiting = _waiting(user)
    # What a colleague has answered meanwhile is left out and named, it spoils no other.
    known = waiting | _named(user, [*request.POST.getlist("chosen"), request.POST.get("one", "")])
    form = AcceptForm(request.POST if request.method == "POST" else None, known=known)
    if request.method == "POST" and "ask" in request.POST and form.is_valid():
        chosen = [waiting[pk] for pk in form.cleaned_data["keys"] if pk in waiting]
        _say_left_out(request, form.cleaned_data["keys"], known, chosen)
        if not chosen:
            return redirect("journal:excuses")
        doubts = selectors.doubts_of(chosen)
        named = [(one, doubts.get(one.pk, "")) for one in chosen]
        context = {"chosen": named, "crumbs": [(_("Excuses"), reverse("journal:excuses"))]}
        return render(request, "journal/excuses_accept.html", context)
    accepted = done(
        request,
        form,
        None,
        lambda: services.accept_excuses(by=user, excuses=[known[pk] for pk in form.cleaned_data["keys"]]),
        REFUSED,
    )
    if accepted is not None:
        _say_left_out(request, form.cleaned_data["keys"], known, accepted)
        _say_where_seen(request, [known[one.pk] for one in accepted])
        keys = ".".join(str(one.pk) for one in accepted)
        return redirect(f"{reverse('journal:excuses')}?just={keys}" if keys else "journal:excuses")
    just = request.GET.get("just", "").split(".")
    return _list(
        request,
        form,
        waiting,
        _accepted(_named(user, just)),
        RevokeForm(initial={"words": _("Accepted by mistake.")}),
    )


def _waiting(user: Any) -> dict[int, Any]:
    found = selectors.matching_excuses(permissions.answerable_excuses(user), "sent")
    return {one.pk: one for one in found}


def _named(user: Any, keys: list[str]) -> dict[int, Any]:
    """The named excuses of the own classes, whatever became of them."""
    wanted = [int(key) for key in keys[:MOST] if is_number(key)]
    found = permissions.answerable_excuses(user).filter(pk__in=wanted)
    return {one.pk: one for one in found} if wanted else {}


def _accepted(named: dict[int, Any]) -> dict[int, Any]:
    return {pk: one for pk, one in named.items() if one.state == "accepted"}


def _say_left_out(request: HttpRequest, keys: list[int], known: dict[int, Any], done_with: list[Any]) -> None:
    """Whose excuse a colleague has answered, or the family withdrawn, meanwhile: nothing was done with it."""
    left = [known[pk] for pk in dict.fromkeys(keys) if pk not in {one.pk for one in done_with}]
    if left:
        names = ", ".join(dict.fromkeys(one.student.person.brief_name for one in left))
        words = _("Answered or withdrawn meanwhile, left as it is: %(names)s.")
        messages.warning(request, words % {"names": names})


def _list(
    request: HttpRequest,
    form: AcceptForm,
    waiting: dict[int, Any],
    just: dict[int, Any],
    revoke_form: RevokeForm,
) -> HttpResponse:
    filter_form = ExcusesFilter(request.GET)
    asked = filter_form.cleaned_data if filter_form.is_valid() else {"state": "", "words": ""}
    visible = permissions.visible_excuses(signed_in(request))
    found = selectors.matching_excuses(visible, asked["state"], asked["words"])
    doubts = selectors.doubts_of(list(waiting.values()))
    context = {
        "waiting": [(one, doubts.get(pk, "")) for pk, one in waiting.items()],
        # What was sent stays ticked; else what may be accepted as it stands.
        "ticked": {int(pk) for pk in request.POST.getlist("chosen") if is_number(pk)}
        if form.is_bound
        else {pk for pk in waiting if pk not in doubts},
        "just": list(just.values()),
        "page": page_of(request, found.exclude(pk__in=waiting) if not asked["state"] else found),
        "form": form,
        "revoke_form": revoke_form,
        "filter_form": filter_form,
    }
    return render(request, "journal/excuses.html", context)


@require_POST
@once
def excuses_revoke(request: HttpRequest) -> HttpResponse:
    """The class leader takes acceptances back, with the reason."""
    user = signed_in(request)
    if not permissions.leads_any(user):
        raise PermissionDenied
    known = _named(user, request.POST.getlist("chosen"))
    form = RevokeForm(request.POST, known=known)
    gone = done(
        request,
        form,
        None,
        lambda: services.revoke_excuses(
            by=user,
            excuses=[known[pk] for pk in form.cleaned_data["chosen"]],
            words=form.cleaned_data["words"],
        ),
        REFUSED,
    )
    if gone is None:
        waiting = _waiting(user)
        return _list(request, AcceptForm(known=waiting), waiting, _accepted(known), form)
    _say_left_out(request, form.cleaned_data["chosen"], known, gone)
    words = ngettext(
        "The acceptance of %(n)s excuse is taken back. It waits again.",
        "The acceptance of %(n)s excuses is taken back. They wait again.",
        len(gone),
    )
    messages.success(request, words % {"n": len(gone)})
    return redirect("journal:excuse", gone[0].pk) if len(gone) == 1 else redirect("journal:excuses")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def excuse_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A guardian, an adult listener, or the class leader from a note on paper, writes why somebody is away."""
    user = signed_in(request)
    student, rights = permissions.get_excusable(user, pk)
    why_not = partial(selectors.why_no_excuse, student)
    form = ExcuseForm(request.POST or None, request.FILES or None, why_not=why_not)
    sent = done(request, form, student, lambda: _send(user, student, rights, form.cleaned_data), REFUSED)
    if sent is not None:
        messages.success(request, _("The excuse is sent. The class leader sees it on the first page."))
        _say_what_is_to_come(request, sent)
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


@require_http_methods(["GET", "HEAD", "POST"])
@once
def excuse_correct(request: HttpRequest, excuse_pk: int) -> HttpResponse:
    """The family corrects an excuse that came back and sends it again."""
    user = signed_in(request)
    found = permissions.get_excuse(user, excuse_pk, to="correct")
    if request.method != "POST" and found.state != "returned":
        return redirect("journal:excuse", found.pk)
    names = ("from_on", "until_on", "first_lesson", "last_lesson", "kind", "words")
    form = ExcuseForm(
        request.POST or None,
        request.FILES or None,
        initial={name: getattr(found, name) for name in names},
        why_not=partial(selectors.why_no_excuse, found.student),
    )
    sent = done(request, form, found, lambda: _correct(user, found, form.cleaned_data), REFUSED)
    if sent is not None:
        messages.success(request, _("The excuse is sent again. The class leader sees it on the first page."))
        _say_what_is_to_come(request, sent)
        return redirect("journal:excuse", sent.pk)
    crumbs = [*_crumbs(found.student), (_("Excuse"), reverse("journal:excuse", args=[found.pk]))]
    remark = selectors.acts_of_excuse(found)[-1]
    context = {"student": found.student, "form": form, "excuse": found, "remark": remark, "crumbs": crumbs}
    return render(request, "journal/excuse_new.html", context)


def _say_what_is_to_come(request: HttpRequest, sent: Any) -> None:
    """Days of a half-year that has not begun are no mistake of themselves, but often one of a month or a year."""
    half = selectors.half_year_to_come(sent.until_on)
    if half is not None:
        words = _(
            "Days of this excuse lie in %(half)s, which begins on %(day)s. If that is a slip, take it back and write anew."
        )
        messages.warning(request, words % {"half": half, "day": dates.official_date(half.start_on)})


def _say_where_seen(request: HttpRequest, accepted: list[Any]) -> None:
    """The leader reads which lessons a roll has otherwise: an acceptance changes no roll that says «present»."""
    seen = selectors.seen_at(accepted)
    for one in [one for one in accepted if one.pk in seen][:MOST_WORDS]:
        words = _(
            "%(name)s: the roll says present (day: lessons): %(lessons)s. It stays so; correct the roll if it is wrong."
        )
        lessons = selectors.lessons_in_words(seen[one.pk])
        messages.warning(request, words % {"name": one.student.person.brief_name, "lessons": lessons})


def _correct(user: Any, found: Any, data: dict[str, Any]) -> Any:
    away = services.Away(data["from_on"], data["until_on"], data["first_lesson"], data["last_lesson"])
    words, upload = data["words"], data["upload"]
    return services.correct_excuse(
        by=user, excuse=found, away=away, kind=data["kind"], words=words, upload=upload
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
    answers = permissions.may_answer(user, found)
    context = {
        "excuse": found,
        "student": found.student,
        # The family is not told what a roll says: the leader finds out what holds.
        "seen": selectors.seen_at([found]).get(found.pk, []) if answers else [],
        "acts": selectors.acts_of_excuse(found),
        "lessons": selectors.lessons_of_excuse(found),
        "may_answer": found.is_waiting and answers,
        "may_withdraw": found.is_waiting and permissions.may_withdraw(user, found),
        "may_revoke": found.state == "accepted" and answers,
        "may_correct": found.state == "returned" and permissions.may_correct(user, found),
        "answer_form": AnswerForm(),
        "revoke_form": RevokeForm(),
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
    if form.cleaned_data["decision"] == "accept":
        _say_where_seen(request, [found])
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
