"""Pages of imports: choose a file, look at each row's fate, confirm; later look back and undo."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit, refusals
from jetekchi.core.http import Refused, once, page_of
from jetekchi.core.sheets import export_response, read_table
from jetekchi.organisation import permissions
from jetekchi.organisation.forms.imports import ImportFileForm, MappingForm
from jetekchi.organisation.selectors import imports as runs
from jetekchi.organisation.services import importing
from jetekchi.organisation.services.importing import drafts
from jetekchi.organisation.services.importing.kinds import FATE_NAMES, Fate

# The order in which rows are shown, and their badges.
BADGES = {Fate.REFUSED: "late", Fate.CHANGED: "soon", Fate.ADDED: "ok", Fate.UNCHANGED: ""}


def _kind(request: HttpRequest, key: str) -> importing.ImportKind:
    kind = importing.kind_of(key)
    if kind is None or not permissions.may(request.user, kind.permission):
        raise Http404
    return kind


def _draft(request: HttpRequest, kind: importing.ImportKind, token: uuid.UUID) -> drafts.Draft:
    draft = drafts.find(request.user, kind.key, token)  # type: ignore[arg-type]
    if draft is None:
        raise Http404
    return draft


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Imports"), reverse("organisation:imports")), *more]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be imported, and what was."""
    kinds = [kind for kind in importing.kinds() if permissions.may(request.user, kind.permission)]
    if not kinds:
        raise PermissionDenied
    page = page_of(request, runs.import_runs(request.user), 25)  # type: ignore[arg-type]
    return render(request, "organisation/import_list.html", {"kinds": kinds, "page": page})


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose the file; or take an empty table with the right headings."""
    chosen = _kind(request, kind)
    if request.method == "GET" and "format" in request.GET:
        headings = [str(column.label) for column in chosen.columns]
        return export_response(request.GET["format"], chosen.title, headings, [])
    form = ImportFileForm(request.POST or None, request.FILES or None, years=runs.years_for_import())
    if form.is_valid():
        upload = form.cleaned_data["file"]
        data = upload.read()
        try:
            read_table(upload.name, data, chosen.is_sheet)
        except Refused as refusal:
            refusals.note(refusal)
            form.add_error("file", str(refusal))
        else:
            draft = drafts.keep(
                request.user,  # type: ignore[arg-type]
                kind=chosen.key,
                name=upload.name,
                data=data,
                year=form.cleaned_data["year"],
                create_missing=form.cleaned_data["create_missing"],
            )
            return redirect("organisation:import_preview", chosen.key, draft.token)
    context = {"kind": chosen, "form": form, "crumbs": _crumbs()}
    return render(request, "organisation/import_form.html", context)


@require_http_methods(["GET", "POST"])
@once
def preview(request: HttpRequest, kind: str, token: uuid.UUID) -> HttpResponse:
    """Each row's fate before anything is written; the mapping corrected; the confirmation."""
    chosen = _kind(request, kind)
    draft = _draft(request, chosen, token)
    table = read_table(draft.name, draft.data, chosen.is_sheet)
    mapping = (
        importing.map_headings(chosen.columns, table.headings) if draft.mapping is None else draft.mapping
    )
    is_mapping = request.method == "POST" and request.POST.get("deed") == "map"
    form = MappingForm(
        request.POST if is_mapping else None,
        columns=chosen.columns,
        headings=table.headings,
        mapping=mapping,
    )
    if is_mapping and form.is_valid():
        draft.mapping = form.mapping
        drafts.save(request.user, draft)  # type: ignore[arg-type]
        return redirect("organisation:import_preview", chosen.key, draft.token)
    refusal = ""
    if request.method == "POST" and not is_mapping:
        try:
            return _confirm(request, chosen, draft)
        except Refused as error:
            refusals.note(error)
            refusal = str(error)
    return _preview_page(request, chosen, draft, form, refusal)


def _confirm(request: HttpRequest, kind: importing.ImportKind, draft: drafts.Draft) -> HttpResponse:
    done = importing.take_in(
        by=request.user,  # type: ignore[arg-type]
        kind=kind,
        name=draft.name,
        data=draft.data,
        year_name=draft.year,
        create_missing=draft.create_missing,
        mapping=draft.mapping,
        skip_bad_rows=request.POST.get("skip_bad_rows") == "on",
        agreed=request.POST.get("agreed", ""),
    )
    drafts.drop(request.user, draft)  # type: ignore[arg-type]
    if done.run is None:
        messages.info(request, _("Everything is there already; nothing was written."))
        return redirect("organisation:imports")
    messages.success(request, _("The list was taken in."))
    return redirect("organisation:import_run", done.run.pk)


def _preview_page(
    request: HttpRequest, kind: importing.ImportKind, draft: drafts.Draft, form: MappingForm, refusal: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "kind": kind,
        "draft": draft,
        "form": form,
        "refusal": refusal,
        "crumbs": _crumbs((str(kind.title), "")),
        "fates": [],
    }
    try:
        rehearsal = _rehearse(kind, draft)
    except Refused as error:
        context["refusal"] = refusal or str(error)
        return render(request, "organisation/import_preview.html", context)
    plan = rehearsal.plan
    context |= _rows(request, plan)
    context |= {"plan": plan, "said": rehearsal.said, "may_confirm": bool(plan.deeds)}
    context["fates"] = [(fate.value, FATE_NAMES[fate], plan.count(fate)) for fate in BADGES]
    return render(request, "organisation/import_preview.html", context)


def _rows(request: HttpRequest, plan: importing.Plan) -> dict[str, Any]:
    """One page of rows, those with problems first."""
    asked = request.GET.get("fate", "")
    order = list(BADGES)
    rows = sorted(
        (row for row in plan.rows if not asked or row.fate == asked),
        key=lambda row: (order.index(row.fate), row.row.line),
    )
    page = page_of(request, rows, 100)
    numbers = [str(row.row.get(plan.kind.student_column) or "") for row in page]
    names = runs.student_names(permissions.signed_in(request), filter(None, numbers))
    shown = [
        {
            "line": row.row.line,
            "who": row.who,
            "name": names.get(number, ""),
            "fate": FATE_NAMES[row.fate],
            "badge": BADGES[row.fate],
            "changes": row.changes,
            "problems": [(plan.kind.label(problem.column), problem.reason) for problem in row.row.problems],
        }
        for row, number in zip(page, numbers, strict=True)
    ]
    return {"page": page, "rows": shown, "asked": asked}


def _rehearse(kind: importing.ImportKind, draft: drafts.Draft) -> importing.Rehearsal:
    return importing.rehearse(
        kind=kind,
        name=draft.name,
        data=draft.data,
        year_name=draft.year,
        create_missing=draft.create_missing,
        mapping=draft.mapping,
    )


@require_GET
def refused(request: HttpRequest, kind: str, token: uuid.UUID) -> HttpResponse:
    """The refused rows as a table with the reasons, to correct and add again."""
    chosen = _kind(request, kind)
    plan = _rehearse(chosen, _draft(request, chosen, token)).plan
    columns = [column for column in chosen.columns if any(column.key in row.row.cells for row in plan.rows)]
    headings = [*(str(column.label) for column in columns), _("Line"), _("Reason")]
    rows: list[list[Any]] = [
        [
            *(row.row.cells.get(column.key, "") for column in columns),
            row.row.line,
            "; ".join(_reason(chosen, problem) for problem in row.row.problems),
        ]
        for row in plan.refused
    ]
    form = request.GET.get("format", "xlsx")
    response = export_response(form, _("Refused rows"), headings, rows)
    about = "organisation.ImportRun"
    audit.record_export(permissions.signed_in(request), "organisation", about, form=form, rows=len(rows))
    return response


def _reason(kind: importing.ImportKind, problem: importing.Problem) -> str:
    column = kind.label(problem.column)
    return f"{column}: {problem.reason}" if column else str(problem.reason)


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import brought, and its undoing as a whole."""
    found = runs.get_import_run(request.user, pk)  # type: ignore[arg-type]
    if request.method == "POST":
        importing.undo(by=request.user, run=found)  # type: ignore[arg-type]
        messages.success(request, _("The import was undone: everything it brought is gone again."))
        return redirect("organisation:import_run", found.pk)
    reasons = [] if found.undone_at else importing.what_builds_on(found)
    context = {
        "run": found,
        "reasons": reasons,
        "may_undo": not found.undone_at and not reasons,
        "crumbs": _crumbs(),
    }
    return render(request, "organisation/import_run.html", context)
