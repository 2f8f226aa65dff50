"""Pages of term, half-year, year and final marks: the sheet of a subject, the history of one mark (3.9)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit, dates
from jetekchi.core.http import once
from jetekchi.core.sheets import export_response
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.term_marks import TermMarksForm
from jetekchi.journal.views.marks import FORMATS
from jetekchi.organisation.permissions import signed_in

if TYPE_CHECKING:
    from jetekchi.journal.selectors import Period, TermRow, TermSheet
    from jetekchi.organisation.models import ClassGroup, Subject


@require_http_methods(["GET", "HEAD", "POST"])
@once
def term_marks(request: HttpRequest, pk: int, subject_pk: int) -> HttpResponse:
    """The marks of a period; what is refused stays in its row with the reason, the rest is saved."""
    is_sent = request.method == "POST"
    user = signed_in(request)
    group, subject, may_write = permissions.get_grid(user, pk, subject_pk, "write" if is_sent else "read")
    period = _period(request, group, subject)
    today = dates.today()
    sheet = selectors.term_sheet(group, subject, period, today)
    if not is_sent and request.GET.get("format") in FORMATS:
        return _export(request, group, subject, sheet)
    foreign = selectors.term_marks_of_others(user, group, subject, period, today)
    form = TermMarksForm(request.POST or None, rows=sheet.rows)
    page = _Page(request, group, subject, sheet, may_write, foreign)
    if not is_sent or not form.is_valid():
        return page.show(form)
    if "propose" in request.POST:
        fillable = page.fillable(form)
        return page.show(_proposed(form, fillable), count=len(fillable))
    return _save(page, form)


def _save(page: "_Page", form: TermMarksForm) -> HttpResponse:
    outcomes = services.set_term_marks(
        by=signed_in(page.request),
        class_group=page.group,
        subject=page.subject,
        period=page.sheet.period,
        typed=[services.TypedMark(*one) for one in form.typed],
        reason=form.cleaned_data["reason"],
        foreign=page.foreign,
    )
    saved = sum(one.state == "saved" for one in outcomes)
    left = {one.typed.student: one for one in outcomes if one.code}
    if saved or not left:
        words = ngettext("%(count)d mark saved.", "%(count)d marks saved.", saved) % {"count": saved}
        messages.success(page.request, words)
    if not left:
        return redirect(page.url)
    # What stands now is what the next sending is decided over.
    page.sheet = selectors.term_sheet(page.group, page.subject, page.sheet.period, dates.today())
    data = {"reason": form.cleaned_data["reason"]}
    for row in page.sheet.rows:
        data[f"mark_{row.student.pk}"] = data[f"was_{row.student.pk}"] = row.value
    for one in outcomes:
        data[f"mark_{one.typed.student}"] = one.typed.value if one.code else one.value
        data[f"was_{one.typed.student}"] = one.value
    return page.show(TermMarksForm(data, rows=page.sheet.rows), left=left)


def _proposed(form: TermMarksForm, fillable: dict[str, str]) -> TermMarksForm:
    """The form with the proposals in its empty rows; nothing is saved by that."""
    return TermMarksForm({**form.cleaned_data, **fillable}, rows=form.rows)


class _Page:
    """The sheet as a page."""

    def __init__(
        self,
        request: HttpRequest,
        group: "ClassGroup",
        subject: "Subject",
        sheet: "TermSheet",
        may_write: bool,
        foreign: frozenset[int],
    ) -> None:
        self.foreign = foreign
        self.request, self.group, self.subject, self.sheet = request, group, subject, sheet
        period = sheet.period
        self.is_to_come = period.opens_on > dates.today()
        self.is_writer = may_write
        self.may_write = may_write and not period.is_closed and not self.is_to_come
        address = reverse("journal:term_marks", args=[group.pk, subject.pk])
        self.url = f"{address}?term={period.key}"

    def _may_set(self, row: "TermRow") -> bool:
        return self.may_write and row.student.pk not in self.foreign

    def _may_propose(self, row: "TermRow") -> bool:
        return bool(row.proposal) and not row.value and self._may_set(row)

    def fillable(self, form: TermMarksForm) -> dict[str, str]:
        """Proposals for rows in which nothing stands and nothing was chosen."""
        names = ((f"mark_{row.student.pk}", row) for row in form.rows if self._may_propose(row))
        return {name: row.proposal for name, row in names if not form.cleaned_data[name]}

    def show(
        self,
        form: TermMarksForm,
        left: dict[int, services.TermOutcome] | None = None,
        count: int | None = None,
    ) -> HttpResponse:
        """The page with this form; `count` says how many rows the proposals have filled."""
        left = left or {}
        for key in left:
            said = {"aria-invalid": "true", "aria-describedby": f"e{key}"}
            form.fields[f"mark_{key}"].widget.attrs |= said
        context: dict[str, Any] = {
            "group": self.group,
            "subject": self.subject,
            "sheet": self.sheet,
            "period": self.sheet.period,
            "periods": selectors.periods_for(self.group, self.subject),
            "form": form,
            "lines": [(*line, left.get(line[0].student.pk), self._may_set(line[0])) for line in form.lines()],
            "left": left,
            "filled": count,
            "may_write": self.may_write,
            "is_writer": self.is_writer,
            "is_to_come": self.is_to_come,
            "can_propose": any(map(self._may_propose, form.rows)),
            "meta": [_("class %(label)s") % {"label": self.group.label}, str(self.sheet.period)],
            "crumbs": [(str(self.subject), _grid(self.group, self.subject))],
        }
        return render(self.request, "journal/term_marks.html", context)


def _period(request: HttpRequest, group: "ClassGroup", subject: "Subject") -> "Period":
    periods = selectors.periods_for(group, subject)
    asked = request.GET.get("term")
    found = (
        selectors.chosen_period(periods, asked) if asked else selectors.default_period(periods, dates.today())
    )
    if found is None:
        raise Http404
    return found


def _grid(group: "ClassGroup", subject: "Subject") -> str:
    return reverse("journal:grid", args=[group.pk, subject.pk])


def _export(
    request: HttpRequest, group: "ClassGroup", subject: "Subject", sheet: "TermSheet"
) -> HttpResponse:
    """The sheet as a file, and that it left the system on record."""
    headings = [_("№"), _("Student"), *(str(one) for one in sheet.others), _("Mean"), _("Marks"), _("Missed")]
    headings += [_("Lessons"), _("Proposal"), str(sheet.period)]
    rows = [
        [row.student.number, row.student.person.name]
        + [mark.get_value_display() if mark else "" for mark in row.others]
        + [row.mean, row.count, row.presence.missed, row.presence.lessons, row.proposal_text]
        + [row.mark.get_value_display() if row.mark else ""]
        for row in sheet.rows
    ]
    form = request.GET["format"]
    audit.record_export(signed_in(request), "journal", group, form=form, rows=len(rows))
    return export_response(form, f"{group.label} {subject} {sheet.period}", headings, rows)


@require_GET
def term_mark(request: HttpRequest, pk: int, subject_pk: int, student_pk: int) -> HttpResponse:
    """Everything that became of one mark: who set it, who changed it and why, which file brought it."""
    group, subject, student = permissions.get_term_mark(signed_in(request), pk, subject_pk, student_pk)
    period = _period(request, group, subject)
    sheet = f"{reverse('journal:term_marks', args=[group.pk, subject.pk])}?term={period.key}"
    context = {
        "student": student,
        "changes": selectors.term_mark_history(student, subject, period),
        "crumbs": [(str(subject), _grid(group, subject)), (str(period), sheet)],
        "meta": [str(subject), str(period)],
    }
    return render(request, "journal/mark_history.html", context)
