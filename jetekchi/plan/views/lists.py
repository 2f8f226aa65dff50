"""What the lyceum offers to every plan: its directions, its templates by grade with the documents they rest on."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import refusals
from jetekchi.core.http import Refused, once
from jetekchi.documents.permissions import visible_documents
from jetekchi.organisation.permissions import signed_in
from jetekchi.plan import permissions, selectors, services
from jetekchi.plan.forms import DirectionForm, LineForm, TemplateForm
from jetekchi.worklog import selectors as worklog

if TYPE_CHECKING:
    from jetekchi.organisation.models import User
    from jetekchi.plan.models import Direction, PlanTemplate, TemplateLine

REFUSED = "plan:lists:refused"
TEXTS = ("title", "form", "responsible", "participants", "expected")


def _keeper(request: HttpRequest) -> "User":
    user = signed_in(request)
    if not permissions.may_keep_lists(user):
        raise PermissionDenied
    return user


@require_GET
def directions(request: HttpRequest) -> HttpResponse:
    """The list of directions as every plan offers it, retired ones below."""
    _keeper(request)
    listed = selectors.all_directions() or services.offered_directions()
    return render(request, "plan/directions.html", {"directions": listed})


@require_http_methods(["GET", "POST"])
@once
def direction(request: HttpRequest, code: str = "") -> HttpResponse:
    """One direction in the lyceum's own words, or a new one."""
    user = _keeper(request)
    known = selectors.direction_by(code) if code else None
    if code and known is None:
        known = next((one for one in services.offered_directions() if one.code == code), None)
        if known is None:
            raise Http404
    form = DirectionForm(
        request.POST or None,
        kinds=[(kind.code, str(kind)) for kind in worklog.all_kinds() if kind.is_active],
        clauses=worklog.CLAUSE_NUMBERS,
        initial=_said(known),
    )
    if request.method == "POST" and form.is_valid():
        services.save_direction(by=user, code=code, **form.cleaned_data)
        messages.success(request, _("The direction is saved."))
        return redirect("plan:directions")
    return render(request, "plan/direction_form.html", {"form": form, "direction": known})


def _said(known: "Direction | None") -> dict[str, Any]:
    if known is None:
        return {"order": 900, "is_active": True, "kind": "event", "part": "upbringing"}
    names = ("name", "name_ru", "name_en", "part", "kind", "clauses", "order", "is_active")
    return {name: getattr(known, name) for name in names}


@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Templates by grade: the lyceum's own ones, and where the product's first plan is offered."""
    _keeper(request)
    return render(request, "plan/templates.html", {"rows": selectors.template_rows()})


@require_POST
@once
def template_begin(request: HttpRequest, key: str) -> HttpResponse:
    """Make the template of a grade the lyceum's own."""
    user = _keeper(request)
    if key not in selectors.template_keys():
        raise Http404
    try:
        services.begin_template(by=user, key=key)
    except Refused as refusal:
        refusals.note(refusal, REFUSED, None)
        messages.error(request, str(refusal))
    return redirect("plan:template", key)


def _template(request: HttpRequest, key: str) -> "tuple[User, PlanTemplate]":
    user, found = _keeper(request), selectors.template_by(key)
    if found is None:
        raise Http404
    return user, found


@require_http_methods(["GET", "POST"])
@once
def template(request: HttpRequest, key: str) -> HttpResponse:
    """One template: aim and tasks that fit the age, the documents it rests on, its lines month by month."""
    user, found = _template(request, key)
    initial = {"aim": found.aim, "tasks": found.tasks, "documents": found.documents.all()}
    form = TemplateForm(request.POST or None, documents=visible_documents(user), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_template(by=user, template=found, **form.cleaned_data)
        messages.success(request, _("The template is saved."))
        return redirect("plan:template", key)
    context = {"form": form, "template": found, "months": selectors.months_of_template(found)}
    return render(request, "plan/template.html", context)


@require_http_methods(["GET", "POST"])
@once
def line_add(request: HttpRequest, key: str) -> HttpResponse:
    """A new line of a template."""
    user, found = _template(request, key)
    return _line(request, user, found, None)


@require_http_methods(["GET", "POST"])
@once
def line_edit(request: HttpRequest, line_pk: int) -> HttpResponse:
    """Other words of a line."""
    user, known = _keeper(request), selectors.line_by(line_pk)
    if known is None:
        raise Http404
    return _line(request, user, known.template, known)


def _line(
    request: HttpRequest, user: "User", found: "PlanTemplate", known: "TemplateLine | None"
) -> HttpResponse:
    initial = {name: getattr(known, name) for name in TEXTS} if known else {}
    if known:
        initial |= {"direction": known.direction.code, "month": known.month}
    form = LineForm(request.POST or None, directions=services.offered_directions(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_line(by=user, template=found, line=known, **form.cleaned_data)
        except Refused as refusal:
            refusals.note(refusal, REFUSED, found)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The line stands in the template."))
            return redirect("plan:template", found.key)
    return render(request, "plan/line_form.html", {"form": form, "template": found, "line": known})


@require_POST
@once
def line_remove(request: HttpRequest, line_pk: int) -> HttpResponse:
    """Take a line out of a template."""
    user, known = _keeper(request), selectors.line_by(line_pk)
    if known is None:
        raise Http404
    services.remove_line(by=user, line=known)
    messages.success(request, _("The line is taken out of the template."))
    return redirect("plan:template", known.template.key)
