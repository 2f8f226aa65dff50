"""The page of attendance of a class: students by days, what stands out, the numbers (4.3, 5.1)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jetekchi.core import audit
from jetekchi.core.sheets import Cell, export_response
from jetekchi.journal import permissions, selectors
from jetekchi.journal.selectors import links
from jetekchi.organisation.permissions import signed_in
from jetekchi.organisation.selectors import half_years_of


@require_GET
def attendance(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Who was away when and why, with runs and habits as sentences that open the absences behind them."""
    group = permissions.get_class(request.user, pk)
    halves = half_years_of(group.year)
    half = next((half for half in halves if half.number == number), None)
    if half is None:
        raise Http404
    found = selectors.attendance(group, half)
    form = request.GET.get("format", "")
    if form in ("csv", "xlsx"):
        audit.record_export(signed_in(request), "journal", group, form=form, rows=len(found.rows))
        name = f"{group.label} {half} {_('Attendance')}"
        return export_response(form, name, _headings(), _table(found))
    context = {
        "group": group,
        "half": half,
        "halves": [
            (one, reverse("journal:attendance", args=[group.pk, one.number]), one.pk == half.pk)
            for one in halves
        ],
        "found": found,
        "named": list(found.named()),
        "pictures": selectors.attendance_pictures(group, half),
        "crumbs": [(group.label, links.half_year(group, half))],
        "meta": [_("class %(label)s") % {"label": group.label}, group.year.name],
    }
    return render(request, "journal/attendance.html", context)


def _headings() -> list[str]:
    words = [_("missed"), _("ill"), _("valid reason"), _("without a reason"), _("not known yet"), _("late")]
    return [_("№"), _("Student"), *words, _("whole days")]


def _table(found: selectors.Attendance) -> list[list[Cell]]:
    table: list[list[Cell]] = []
    for row in found.rows:
        count = row.count
        signs = (count.missed, count.ill, count.valid, count.unexcused, count.unknown, count.late, count.days)
        table.append([row.student.number, row.student.person.name, *signs])
    return table
