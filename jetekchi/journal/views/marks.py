"""Pages of marks and absences: the half-year of a class, the lists behind each figure, one student."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jetekchi.core import audit
from jetekchi.core.http import page_of
from jetekchi.core.sheets import export_response
from jetekchi.journal import permissions, selectors
from jetekchi.journal.forms import AbsencesFilter, MarksFilter, SheetFilter
from jetekchi.journal.selectors import links, pages
from jetekchi.journal.views.looks import note_look
from jetekchi.organisation.permissions import signed_in
from jetekchi.organisation.selectors import half_years_of

if TYPE_CHECKING:
    from django.db.models import Model

FORMATS = ("csv", "xlsx")


@require_GET
def class_half_year(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """All figures of a class in a half-year, each a link to its list."""
    group = permissions.get_class(request.user, pk)
    half = next((half for half in half_years_of(group.year) if half.number == number), None)
    if half is None:
        raise Http404
    figures = selectors.class_half_year(group, half)
    if request.GET.get("format") in FORMATS:
        return _export_half_year(request, figures)
    context = {
        "group": group,
        "half": half,
        "halves": [
            (one, links.half_year(group, one), one.pk == half.pk) for one in half_years_of(group.year)
        ],
        "figures": figures,
        "terms": pages.term_tables(group, half),
        "absences": pages.absence_stats(figures),
        "missed_rows": pages.missed_rows(group, half),
        "subjects": selectors.subjects_with_lessons(group),
        "chart": selectors.subjects_chart(group, half),
        "dynamics": selectors.marks_chart(group, half),
        "meta": [
            _("class %(label)s") % {"label": group.label},
            group.year.name,
            _students(figures.students),
        ],
    }
    return render(request, "journal/class_half_year.html", context)


def _students(count: int) -> str:
    return ngettext("%(count)d student", "%(count)d students", count) % {"count": count}


def _export_half_year(request: HttpRequest, figures: selectors.ClassHalfYear) -> HttpResponse:
    headings = [_("Term"), _("Subject"), "N", "5", "4", "3", "2", _("not attested")]
    headings += [_("Success, %"), _("Quality, %"), _("Degree of learning, %"), _("Mean")]
    rows: list[list[Any]] = [
        [row.term_number, row.subject, row.n, row.n5, row.n4, row.n3, row.n2, row.na]
        + [row.success, row.quality, row.sou, row.mean]
        for row in figures.study
    ]
    for term in figures.summary:
        words = [
            term.term_number,
            _("class (by student)"),
            term.n,
            term.excellent,
            term.good,
            "",
            term.failing,
        ]
        rows.append([*words, "", term.success, term.quality, "", ""])
    name = f"{figures.class_group.label} {figures.half}"
    return _file(request, figures.class_group, name, headings, rows)


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary sheet of a term: students × subjects; or those who finished it in a certain way."""
    group = permissions.get_class(request.user, pk)
    terms = pages.terms_with_names(group)
    form = SheetFilter(_with_default(request, "term", pages.default_term(terms)), terms=terms)
    term = pages.chosen_term(terms, form["term"].value())
    if term is None or not form.is_valid():
        raise Http404
    found = selectors.summary_sheet(group, term)
    rows = found.of_level(form.cleaned_data["level"])
    if request.GET.get("format") in FORMATS:
        headings = [_("№"), _("Student"), *(subject.name for subject in found.subjects)]
        table = [
            [row.student.number, row.student.person.name]
            + [mark.get_value_display() if mark else "" for mark in row.marks]
            for row in rows
        ]
        return _file(request, group, f"{group.label} {term}", headings, table)
    context = {
        "group": group,
        "term": term,
        "half": pages.half_of(group, term),
        "form": form,
        "sheet": found,
        "rows": rows,
        "found": _students(len(rows)),
        "meta": pages.class_shares(group, term),
        "crumbs": _crumbs(group, term),
    }
    return render(request, "journal/sheet.html", context)


@require_GET
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks behind a figure; their number is the figure."""
    group = permissions.get_class(request.user, pk)
    terms = pages.terms_with_names(group)
    subjects = pages.subjects_of(group)
    data = _with_default(request, "term", pages.default_term(terms))
    form = MarksFilter(data, terms=terms, subjects=subjects)
    term = pages.chosen_term(terms, form["term"].value())
    if term is None or not form.is_valid():
        raise Http404
    chosen = next((one for one in subjects if str(one.pk) == form.cleaned_data["subject"]), None)
    value = form.cleaned_data["value"]
    rows = pages.mark_rows(group, term, chosen, value)
    if request.GET.get("format") in FORMATS:
        headings = [_("№"), _("Student"), _("Subject"), _("Term"), _("Mark")]
        table: list[list[Any]] = [
            [row.student.number, row.student.person.name, row.subject, term, row.mark] for row in rows
        ]
        return _file(request, group, f"{group.label} {term}", headings, table)
    context = {
        "group": group,
        "form": form,
        "page": page_of(request, rows),
        "found": ngettext("%(count)d row", "%(count)d rows", len(rows)) % {"count": len(rows)},
        "meta": pages.subject_shares(group, term, chosen),
        "crumbs": _crumbs(group, term),
    }
    return render(request, "journal/marks.html", context)


@require_GET
def absences(request: HttpRequest, pk: int) -> HttpResponse:
    """The missed lessons behind a figure; their number is the figure."""
    group = permissions.get_class(request.user, pk)
    form = AbsencesFilter(
        request.GET, students=pages.students_of(group), subjects=selectors.subjects_with_lessons(group)
    )
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    rows = selectors.class_absences(
        group,
        asked["from_on"] or group.year.start_on,
        asked["to_on"] or group.year.end_on,
        kind=asked["kind"],
        student_pk=int(asked["student"]) if asked["student"] else None,
        weekday=asked["weekday"],
        lesson=asked["lesson"],
        subject_pk=int(asked["subject"]) if asked["subject"] else None,
    )
    if request.GET.get("format") in FORMATS:
        headings = [_("№"), _("Student"), _("Day"), _("Lesson"), _("Sign")]
        table: list[list[Any]] = [
            [row.student.number, row.student.person.name, row.on, row.lesson, row.get_kind_display()]
            for row in rows
        ]
        return _file(request, group, f"{group.label} {_('Absences')}", headings, table)
    page = page_of(request, rows)
    count = page.paginator.count
    is_whole = not any(asked[name] for name in ("student", "weekday", "lesson", "subject"))
    context = {
        "group": group,
        "form": form,
        "page": page,
        "share": selectors.lessons_a_student(group, asked["to_on"], count) if is_whole else None,
        "badges": pages.KIND_BADGES,
        "found": ngettext("%(count)d lesson", "%(count)d lessons", count) % {"count": count},
        "crumbs": _crumbs(group, None),
    }
    return render(request, "journal/absences.html", context)


@require_GET
def student(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks and missed lessons of one student over the year: also for the student and the family; a look is kept."""
    found = permissions.get_student(request.user, pk)
    note_look(signed_in(request), found)
    halves = pages.student_halves(found)
    if request.GET.get("format") in FORMATS:
        headings = [_("Term"), _("Subject"), _("Mark")]
        table: list[list[Any]] = [
            [str(mark.term or _("school year")), str(mark.subject), mark.get_value_display()]
            for half in halves
            for mark in half.marks
        ]
        # Names of files are read by whoever sees the disk: the number stands for the student.
        return _file(request, found, f"{_('Marks')} {found.number}", headings, table)
    group = found.class_group
    crumbs, charts = [(group.label, "")], {}
    if permissions.may_see_marks(request.user, group):
        # The class beside the student is for those who see the class.
        crumbs = _crumbs(group, None)
        charts = {item.half: selectors.marks_chart(group, item.half, found) for item in halves}
    shown = [(item, charts.get(item.half)) for item in halves]
    context = {"student": found, "group": group, "halves": shown, "crumbs": crumbs}
    return render(request, "journal/student.html", context)


def _file(
    request: HttpRequest, about: "Model", name: str, headings: list[str], rows: list[list[Any]]
) -> HttpResponse:
    """A list as a file, and that it left the system on record."""
    form = request.GET["format"]
    audit.record_export(signed_in(request), "journal", about, form=form, rows=len(rows))
    return export_response(form, name, headings, rows)


def _with_default(request: HttpRequest, name: str, value: str) -> Any:
    data = request.GET.copy()
    data.setdefault(name, value)
    return data


def _crumbs(group: Any, term: Any) -> list[tuple[str, str]]:
    half = pages.half_of(group, term)
    crumbs = [(group.label, links.half_year(group, half) if half else "")]
    if term is not None:
        crumbs.append((str(term), reverse("journal:sheet", args=[group.pk]) + f"?term={term.pk}"))
    return crumbs
