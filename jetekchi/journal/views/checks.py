"""What the journal lacks: own gaps of a teacher, those of a class, all for the supervision (3.9)."""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jetekchi.core import audit, dates, sheets
from jetekchi.core.figures import Bar, Svg, bar_chart
from jetekchi.core.http import page_of
from jetekchi.journal import permissions, selectors
from jetekchi.journal.forms.checks import GapFilterForm
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in, standing, visible_classes

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup

EXPORT_ROWS = 5_000


@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """Gaps by class, person, check and days, each with the page that mends it; csv and xlsx."""
    user = signed_in(request)
    if not permissions.may_list_checks(user):
        raise PermissionDenied
    supervises, today = permissions.may_inspect(user), dates.today()
    year = organisation.current_year(today)
    classes = visible_classes(user).filter(year=year).order_by("sort_key")
    if not supervises:
        classes = classes.filter(pk__in=standing(user).own_classes | standing(user).taught_classes)
    sees_others = supervises or bool(standing(user).own_classes)
    people = selectors.teachers_with_gaps(user, today) if sees_others else []
    form = GapFilterForm(request.GET, classes=list(classes), people=people)
    filters = selectors.GapFilters(**form.filters())
    found = selectors.gaps(user, filters, today)
    if "format" in request.GET:
        headings, lines = selectors.gap_sheet(found[:EXPORT_ROWS])
        wanted = request.GET["format"]
        response = sheets.export_response(wanted, f"journal-gaps-{today}", headings, lines)
        audit.record_export(user, "journal", "journal.Lesson", form=wanted, rows=len(lines))
        return response
    page = page_of(request, found)
    count = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "rows": [(gap, gap.url_for(user), gap.action_for(user)) for gap in selectors.shown(page.object_list)],
        "found": ngettext("%(n)d gap", "%(n)d gaps", count) % {"n": count},
        "is_narrowed": filters.is_any,
        "chart": _chart(list(classes), today) if supervises and not filters.is_any else None,
    }
    return render(request, "journal/checks.html", context)


def _chart(classes: "list[ClassGroup]", today: date) -> Svg | None:
    """How many gaps each class has, the most first."""
    year = classes[0].year if classes else None
    counts = selectors.gap_counts(year.pk, year.start_on, today) if year else {}
    totals = [(group.label, sum(counts.get(group.pk, {}).values())) for group in classes]
    found = sorted((one for one in totals if one[1]), key=lambda one: -one[1])
    if not found:
        return None
    return bar_chart(
        [Bar(label, (count,)) for label, count in found],
        [_("gaps")],
        title=_("Gaps by class"),
        desc="; ".join(f"{label}: {count}" for label, count in found),
    )
