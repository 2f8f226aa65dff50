"""The supervisor's desk: what waits, class × papers, reminders (1.2, 3.9)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jetekchi.core import audit, dates, refusals, sheets
from jetekchi.core.http import Refused, page_of
from jetekchi.journal import permissions as journal_permissions
from jetekchi.journal import services as journal
from jetekchi.organisation import selectors as organisation
from jetekchi.workplace import permissions
from jetekchi.workplace.forms import DeskFilterForm, PapersFilterForm
from jetekchi.workplace.selectors import class_papers, waiting
from jetekchi.workplace.views.common import me

REFUSED = "workplace:reminder:refused"


def _export(request: HttpRequest, name: str, made: tuple[list[str], list[list[object]]]) -> HttpResponse:
    headings, lines = made
    wanted = request.GET["format"]
    response = sheets.export_response(wanted, name, headings, lines)  # type: ignore[arg-type]
    audit.record_export(me(request), "workplace", name, form=wanted, rows=len(lines))
    return response


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this person, the oldest first; filters, search, csv and xlsx."""
    user = me(request)
    if not permissions.may_open_desk(user):
        raise PermissionDenied
    rows = waiting.queue(user)
    form = DeskFilterForm(
        request.GET,
        kinds=[one for one in waiting.KINDS if any(row.kind == one[0] for row in rows)],
        classes=sorted(
            {(str(row.class_pk), row.label) for row in rows if row.class_pk}, key=lambda one: one[1]
        ),
    )
    filters = waiting.Filters(**form.filters())
    found = waiting.matching(rows, filters)
    if "format" in request.GET:
        return _export(request, "desk", waiting.sheet(found, dates.today()))
    page = page_of(request, found)
    context = {
        "filter_form": form,
        "page": page,
        "found": ngettext("%(n)d thing waits", "%(n)d things wait", len(found)) % {"n": len(found)},
        "is_narrowed": filters.is_any,
        "titles": dict(waiting.KINDS),
    }
    return render(request, "workplace/desk.html", context)


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """Where each paper of each class stands; csv and xlsx."""
    user = me(request)
    if not permissions.may_open_desk(user):
        raise PermissionDenied
    half = organisation.current_half_year()
    if half is None:
        raise Http404
    form = PapersFilterForm(request.GET)
    filters = form.filters()
    rows = class_papers.narrowed(class_papers.board(user, half), filters["words"], is_late=filters["is_late"])
    if "format" in request.GET:
        return _export(request, "class-papers", class_papers.sheet(rows))
    context = {
        "filter_form": form,
        "rows": rows,
        "columns": class_papers.COLUMNS,
        "signs": class_papers.SIGNS,
        "found": ngettext("%(n)d class", "%(n)d classes", len(rows)) % {"n": len(rows)},
        "is_narrowed": any(filters.values()),
        "half": half,
    }
    return render(request, "workplace/desk_classes.html", context)


@require_POST
def remind(request: HttpRequest, class_pk: int, paper: str) -> HttpResponse:
    """Remind the leader of a class of a paper; the same thing once a day."""
    user = me(request)
    group = journal_permissions.get_inspectable_class(user, class_pk)
    half, column = organisation.current_half_year(), class_papers.column_by(paper)
    if half is None or column is None:
        raise Http404
    try:
        if not class_papers.cell_of(user, half, group, column).mark.is_due:
            raise Refused("nothing-due", _("Nothing is due here: nobody needs to be reminded."))
        journal.remind(
            by=user,
            class_group=group,
            paper=column.key,
            message=column.reminder,
            url=column.place(group, half),
            clause=column.clause,
        )
    except Refused as refusal:
        refusals.note(refusal, REFUSED, group)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The class leader of %(label)s was reminded.") % {"label": group.label})
    return redirect("workplace:desk_classes")
