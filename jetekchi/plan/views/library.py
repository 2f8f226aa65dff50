"""Pages of the work with libraries: the class's page, requests and answers, reading lists, visits (6.2)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates, refusals
from jetekchi.core.http import Refused, once, page_of
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import selectors, services
from jetekchi.plan.forms import ReasonForm
from jetekchi.plan.forms.library import (
    AnswerForm,
    OutsideAnswerForm,
    ReadForm,
    ReadingListForm,
    RequestForm,
    TitlesForm,
    VisitDoneForm,
    VisitForm,
)
from jetekchi.plan.forms.listed import ListFilterForm
from jetekchi.plan.permissions import library as permissions
from jetekchi.plan.permissions import offices
from jetekchi.plan.selectors import listed
from jetekchi.plan.views.files import part_file, sheet_file

if TYPE_CHECKING:
    from jetekchi.plan.models import LibraryAnswer

REFUSED = "plan:library:refused"
EXPORTED = "plan:library:exported"
SHEETS = {"requests": listed.request_sheet, "lists": listed.reading_sheet, "visits": listed.visit_sheet}


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """The librarian's desk; whoever has a class is led to its page."""
    user = signed_in(request)
    if permissions.is_librarian(user):
        return _requests(request)
    own = offices.own_class_pk(user)
    if own is not None:
        return redirect("plan:library_class", own)
    if not permissions.may_list(user):
        raise PermissionDenied
    return redirect("plan:self_government_list")


def _requests(request: HttpRequest) -> HttpResponse:
    known = selectors.requests_to_the_lyceum()
    asking = {one.class_group_id: one.class_group for one in known}.values()
    classes = sorted(asking, key=lambda group: (-group.year.start_on.toordinal(), group.sort_key))
    form = ListFilterForm(request.GET, show=listed.DESK_STATES, classes=classes)
    by = listed.Asked(**form.filters())
    found = listed.narrowed_requests(known, by)
    if "format" in request.GET:
        made = listed.request_sheet(found)
        return sheet_file(request, EXPORTED, "plan.LibraryRequest", "library-requests", made)
    context = {
        "filter_form": form,
        "page": page_of(request, found),
        "found": ngettext("%(n)d request", "%(n)d requests", len(found)) % {"n": len(found)},
        "is_narrowed": by.is_any,
    }
    return render(request, "plan/library_desk.html", context)


@require_GET
def class_page(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Reading lists and visits for everybody of the class; requests for its leader and the offices above."""
    group, rights = permissions.get_class(signed_in(request), class_pk)
    sees_requests = rights.may_lead or rights.may_look
    show = (listed.REQUESTS, *listed.LIBRARY_PARTS) if sees_requests else listed.LIBRARY_PARTS
    form = ListFilterForm(request.GET, show=show)
    by = listed.Asked(**form.filters())
    parts: dict[str, Any] = {
        "lists": listed.narrowed_reading_lists(selectors.lists_of(group), by),
        "visits": listed.narrowed_visits(selectors.visits_of(group), by),
    }
    if sees_requests:
        parts["requests"] = listed.narrowed_requests(selectors.requests_of(group), by)
    if "format" in request.GET:
        return part_file(
            request, EXPORTED, group, {name: (SHEETS[name], rows) for name, rows in parts.items()}
        )
    context = {
        **parts,
        "class_group": group,
        "rights": rights,
        "sees_requests": sees_requests,
        "filter_form": form,
        "is_narrowed": by.is_any,
    }
    return render(request, "plan/library_class.html", context)


@require_http_methods(["GET", "POST"])
@once
def request_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """The leader asks a library."""
    group, _rights = permissions.get_class(signed_in(request), class_pk, to="lead")
    form = RequestForm(request.POST or None, initial={"library": "lyceum"})
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_library(by=signed_in(request), class_group=group, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, group)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The request is sent."))
            return redirect("plan:library_class", class_pk)
    context = {"form": form, "class_group": group, "heading": _("Ask a library"), "is_library": True}
    return render(request, "plan/selfgov_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def library_request(request: HttpRequest, request_pk: int) -> HttpResponse:
    """A request with its answer; whoever answers may correct it, the earlier words stay readable."""
    if request.POST.get("deed") == "withdraw":
        return _withdraw(request, request_pk)
    user = signed_in(request)
    to = "read" if request.method == "GET" else "answer"
    found, rights = permissions.get_request(user, request_pk, to=to)
    form_class = OutsideAnswerForm if found.library != "lyceum" else AnswerForm
    form = form_class(request.POST or None, initial=_known_answer(selectors.answers_of(found)))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_request(by=user, request=found, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            form.add_error(refusal.beside if refusal.beside in form.fields else None, str(refusal))
            status = 422
            found, rights = permissions.get_request(user, request_pk)
            if refusal.code == services.ANSWERED_ALREADY:
                form.set_corrects(selectors.answers_of(found)[-1])
        else:
            messages.success(request, _("The answer is written down."))
            return redirect("plan:library_request", request_pk)
    context = {"found": found, "rights": rights, "form": form, "answers": selectors.answers_of(found)}
    context["may_answer"] = permissions.may_answer(user, found, rights) and found.state != "withdrawn"
    context["lists"] = selectors.lists_of_request(found)
    return render(request, "plan/library_request.html", context, status=status)


def _known_answer(answers: "list[LibraryAnswer]") -> dict[str, Any]:
    """What the form begins with: today's day, or the answer that it would correct."""
    if not answers:
        return {"answered_on": dates.today()}
    last = answers[-1]
    words = {"text": last.text, "answered_by": last.answered_by, "answered_on": last.answered_on}
    return words | {"corrects": last.pk}


def _withdraw(request: HttpRequest, request_pk: int) -> HttpResponse:
    user = signed_in(request)
    found, _rights = permissions.get_request(user, request_pk, to="lead")
    try:
        services.withdraw_request(by=user, request=found)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, found)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("plan:library_request", request_pk)


@require_http_methods(["GET", "POST"])
@once
def list_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """A reading list for the class."""
    group, _rights = permissions.get_class(signed_in(request), class_pk, to="lead")
    form = ReadingListForm(request.POST or None, initial={"theme": "medicine"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_reading_list(by=signed_in(request), class_group=group, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, group)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The reading list is saved."))
            return redirect("plan:reading_list", made.pk)
    context = {"form": form, "class_group": group, "heading": _("Make a reading list"), "is_library": True}
    return render(request, "plan/selfgov_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def reading_list(request: HttpRequest, list_pk: int) -> HttpResponse:
    """The books of a list; a student marks an own reading, the leader adds books."""
    to = "read" if request.method == "GET" else "write"
    user = signed_in(request)
    found, rights = permissions.get_reading_list(user, list_pk, to=to)
    form = TitlesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_titles(by=user, reading_list=found, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The books are on the list."))
        return redirect("plan:reading_list", list_pk)
    context = {"found": found, "rights": rights, "form": form}
    context["books"] = selectors.books_of(found, rights.student_pk, with_names=rights.may_lead)
    context["may_write"] = rights.may_lead or permissions.is_librarian(user)
    return render(request, "plan/reading_list.html", context)


@require_POST
@once
def book_read(request: HttpRequest, title_pk: int) -> HttpResponse:
    """A student says that a book was read, or takes it back."""
    user = signed_in(request)
    book, rights = permissions.get_title(user, title_pk)
    form = ReadForm(request.POST)
    student = (
        organisation.listed_students(book.reading_list.class_group).filter(pk=rights.student_pk or 0).first()
    )
    if form.is_valid() and student is not None:
        services.say_read(by=user, book=book, student=student, is_read=form.cleaned_data["is_read"])
    return redirect("plan:reading_list", book.reading_list_id)


@require_http_methods(["GET", "POST"])
@once
def visit_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """The class will go to a library."""
    group, _rights = permissions.get_class(signed_in(request), class_pk, to="lead")
    form = VisitForm(request.POST or None, initial={"library": "university", "on": dates.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_visit(by=signed_in(request), class_group=group, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, group)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The visit is planned."))
            return redirect("plan:library_visit", made.pk)
    context = {"form": form, "class_group": group, "heading": _("Plan a visit"), "is_library": True}
    return render(request, "plan/selfgov_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def visit(request: HttpRequest, visit_pk: int) -> HttpResponse:
    """A visit: who went and what came of it, or why it did not take place."""
    to = "read" if request.method == "GET" else "lead"
    found, rights = permissions.get_visit(signed_in(request), visit_pk, to=to)
    deed = request.POST.get("deed", "")
    students = organisation.listed_students(found.class_group)
    initial = {"students": students} if rights.may_lead else {}
    done = VisitDoneForm(request.POST if deed == "done" else None, students=students, initial=initial)
    drop = ReasonForm(request.POST if deed == "drop" else None, auto_id="drop_%s")
    form: Any = {"done": done, "drop": drop}.get(deed)
    if form is not None and form.is_valid():
        by = signed_in(request)
        try:
            if deed == "done":
                services.finish_visit(by=by, visit=found, **form.cleaned_data)
            else:
                services.drop_visit(by=by, visit=found, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The visit is written down."))
        return redirect("plan:library_visit", visit_pk)
    context = {"visit": found, "rights": rights, "done": done, "drop": drop, "deed": deed}
    context["went"] = found.students.select_related("person") if rights.may_lead or rights.may_look else []
    return render(request, "plan/library_visit.html", context)
