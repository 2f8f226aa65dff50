"""Pages of the marks of lessons: the grid of a subject, the marks of one lesson, the history of a cell (3.9)."""

import json
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates
from jetekchi.core.http import Refused, once
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.grid import MARK_NAMES, SAYS, CellsForm, ColumnForm
from jetekchi.journal.selectors import pages
from jetekchi.organisation.permissions import signed_in

if TYPE_CHECKING:
    from jetekchi.journal.models import Lesson, MarkChange


@require_GET
def grid(request: HttpRequest, pk: int, subject_pk: int) -> HttpResponse:
    """Students by lessons of a subject in a term."""
    group, subject, may_write = permissions.get_grid(signed_in(request), pk, subject_pk)
    terms = pages.terms_with_names(group)
    term = pages.chosen_term(terms, request.GET.get("term") or pages.default_term(terms))
    if term is None:
        raise Http404
    found = selectors.grid(group, subject, term)
    foreign = permissions.lessons_of_others(request.user, found.lessons) if may_write else frozenset()
    columns = selectors.grid_columns(found.lessons, may_write, foreign)
    context = {
        "group": group,
        "subject": subject,
        "may_write": may_write,
        "terms": terms,
        "term": term,
        "grid": found,
        "columns": columns,
        "is_closed": any(column.stop == "half-closed" for column in columns),
        "more": next((column.more for column in columns if column.more), ""),
        "words": json.dumps(_words(), ensure_ascii=False) if may_write else "",
        "meta": [_("class %(label)s") % {"label": group.label}, str(term)],
        "today": dates.today(),
    }
    return render(request, "journal/grid.html", context)


def _words() -> dict[str, dict[str, str]]:
    """What the script says: the names and the signs of the marks, what they may be called, and why a cell is not written."""
    return {
        "marks": {value: str(name) for value, name in MARK_NAMES if value},
        "signs": {value: selectors.short_mark(value) for value, _name in MARK_NAMES if value},
        "typed": services.mark_words(),
        "why": {code: str(text) for code, text in services.REFUSALS.items()},
        "says": {name: str(text) for name, text in SAYS.items()},
    }


@require_POST
def cells(request: HttpRequest, pk: int, subject_pk: int) -> HttpResponse:
    """Cells from the script of the grid: what became of each, and what stands there now."""
    user = signed_in(request)
    group, subject, _may_write = permissions.get_grid(user, pk, subject_pk, "write")
    form = CellsForm(request.POST)
    if not form.is_valid():
        said = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"message": said[:1]}, status=400)
    typed = [services.Cell(*row) for row in form.cleaned_data["cells"]]
    letters = [one for one in typed if one.value in services.LETTERS]
    marks = [one for one in typed if one.value not in services.LETTERS]
    known = selectors.lessons_at(group, subject, {one.lesson for one in typed})
    try:
        outcomes = services.save_marks(
            by=user,
            class_group=group,
            subject=subject,
            cells=marks,
            reason=form.cleaned_data["reason"],
            foreign=permissions.lessons_of_others(user, known),
        )
    except Refused as refusal:
        return JsonResponse({"message": [str(refusal)]}, status=400)
    if letters:
        wanted = {one.lesson for one in letters}
        own = [one for one in known if one.pk in wanted and permissions.may_take_roll(user, one)]
        outcomes += services.mark_absences(by=user, lessons=own, cells=letters)
    lost = [(one.cell.lesson, one.cell.student) for one in outcomes if one.state == "conflict"]
    authors = selectors.last_changes(lost)
    return JsonResponse(
        {"cells": [_answer(one, authors.get((one.cell.lesson, one.cell.student))) for one in outcomes]}
    )


def _answer(one: services.Outcome, last: "MarkChange | None") -> dict[str, object]:
    found: dict[str, object] = {
        "key": f"{one.cell.lesson}.{one.cell.student}",
        "state": one.state,
        "value": one.value,
        "version": one.version,
    }
    if one.code:
        found |= {"code": one.code, "message": one.message}
    if last:
        found |= {"by": last.by.name, "at": dates.date_time(last.at)}
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@once
def column(request: HttpRequest, lesson_pk: int) -> HttpResponse:
    """The marks of one lesson as a list; what is refused stays in its line with the reason, the rest is saved."""
    user = signed_in(request)
    lesson, may_write = permissions.get_column(
        user, lesson_pk, "write" if request.method == "POST" else "read"
    )
    form = ColumnForm(request.POST or None, rows=selectors.column(lesson))
    if request.method != "POST" or not form.is_valid():
        return _column(request, lesson, form, may_write)
    cells = [services.Cell(lesson.pk, *typed) for typed in form.typed]
    outcomes = services.save_marks(
        by=user,
        class_group=lesson.class_group,
        subject=lesson.subject,
        cells=cells,
        reason=form.cleaned_data["reason"],
    )
    saved = sum(one.state == "saved" for one in outcomes)
    if saved or all(one.state == "same" for one in outcomes):
        messages.success(
            request, ngettext("%(count)d mark saved.", "%(count)d marks saved.", saved) % {"count": saved}
        )
    left = {one.cell.student: one for one in outcomes if one.code}
    if not left:
        return redirect("journal:column", lesson_pk)
    return _column(request, lesson, _again(form, lesson, outcomes), may_write, left)


def _again(form: ColumnForm, lesson: "Lesson", outcomes: list[services.Outcome]) -> ColumnForm:
    """The form with the words that were not taken, over the versions that stand now: sent again, they are decided."""
    data = {"reason": form.cleaned_data["reason"]}
    for one in outcomes:
        data[f"mark_{one.cell.student}"] = one.cell.value
        data[f"version_{one.cell.student}"] = str(one.version)
    return ColumnForm(data, rows=selectors.column(lesson))


def _column(
    request: HttpRequest,
    lesson: "Lesson",
    form: ColumnForm,
    may_write: bool,
    left: dict[int, services.Outcome] | None = None,
) -> HttpResponse:
    is_closed = selectors.is_closed_day(lesson.on)
    is_written = may_write and lesson.on <= dates.today() and lesson.is_standing
    lines = [(*line, (left or {}).get(line[0].student.pk)) for line in form.lines()]
    context = {
        "lesson": lesson,
        "form": form,
        "lines": lines,
        "left": left,
        "is_closed": is_closed,
        # What was typed and refused stays in its fields.
        "may_write": is_written and (form.is_bound or not is_closed),
        "crumbs": _crumbs(request, lesson),
        "near": _near(request, lesson),
        "meta": [_("class %(label)s") % {"label": lesson.class_group.label}, dates.official_date(lesson.on)],
    }
    return render(request, "journal/column.html", context)


def _near(request: HttpRequest, lesson: "Lesson") -> object:
    """Where one goes on; a substitute opens no other day of the subject."""
    user = signed_in(request)
    with_days = not permissions.is_substitute(user, lesson)
    return selectors.neighbours(lesson, user.person_id, with_days=with_days)


def _crumbs(request: HttpRequest, lesson: "Lesson") -> list[tuple[str, str]]:
    """The grid; a substitute, who sees no other lesson of the class, goes back to the lesson."""
    if permissions.is_substitute(request.user, lesson):
        return [(_("Lesson"), reverse("journal:lesson", args=[lesson.pk]))]
    return [(str(lesson.subject), reverse("journal:grid", args=[lesson.class_group_id, lesson.subject_id]))]


@require_GET
def cell(request: HttpRequest, lesson_pk: int, student_pk: int) -> HttpResponse:
    """Everything that was written into a cell."""
    user = signed_in(request)
    lesson, student = permissions.get_cell(user, lesson_pk, student_pk)
    knows_roll, knows = permissions.may_take_roll(user, lesson), permissions.knows_reasons(user, lesson)
    day = dates.official_date(lesson.on)
    context = {
        "student": student,
        "title": _("History of the mark and of the roll"),
        "changes": selectors.cell_history(lesson, student, knows_roll=knows_roll, knows_reasons=knows),
        "crumbs": [*_crumbs(request, lesson), (day, reverse("journal:column", args=[lesson.pk]))],
        "meta": [str(lesson.subject), day],
    }
    return render(request, "journal/mark_history.html", context)
