"""The calendar: school years, half-years with quarters, days by kind; dates move in mid-year without loss."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates
from jetekchi.core.http import is_number, once, safe_next
from jetekchi.core.refusals import done
from jetekchi.organisation import permissions, selectors, services
from jetekchi.organisation.forms.classes import YearChoiceForm
from jetekchi.organisation.forms.lyceum import CloseForm, DayForm, ReopenForm, TermForm, YearForm
from jetekchi.organisation.links import OpenEnd, on_day, open_ends
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import calendar as reads
from jetekchi.organisation.services import importing
from jetekchi.organisation.services.importing import drafts
from jetekchi.organisation.views.common import form_page, me

if TYPE_CHECKING:
    from jetekchi.organisation.models import CalendarDay, Term


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Calendar"), reverse("organisation:calendar"))]


def _term(pk: int) -> "Term":
    found = reads.term_by(pk)
    if found is None:
        raise Http404
    return found


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """One school year with its terms and its days that are not ordinary."""
    wanted = request.GET.get("year", "")
    year = selectors.year_named(wanted) if wanted else selectors.current_year()
    if wanted and year is None:
        raise Http404
    may_edit = permissions.may(request.user, Permission.SETTINGS)
    acts = reads.acts_of(year) if year and permissions.may_see_colleagues(request.user) else {}
    just = _just(request) if may_edit else None
    context = {
        "year": year,
        "just": just,
        "on_day": on_day(me(request), just) if just else [],
        "form": YearChoiceForm({"year": year.name}) if year else None,
        "terms": [(*pair, acts.get(pair[0].pk, [])) for pair in reads.terms_of(year)] if year else [],
        "days": list(reads.marked_days(year)) if year else [],
        "today": dates.today(),
        "may_edit": may_edit,
    }
    return render(request, "organisation/calendar.html", context)


def _just(request: HttpRequest) -> "CalendarDay | None":
    """The day that was marked or made ordinary a moment ago."""
    marked, cleared = request.GET.get("marked", ""), request.GET.get("cleared", "")
    if is_number(marked):
        return reads.marked_day(int(marked))
    return reads.ordinary_day(cleared) if cleared else None


@require_http_methods(["GET", "POST"])
@once
def year_add(request: HttpRequest) -> HttpResponse:
    """A new school year with usual dates, to be corrected."""
    permissions.require(request.user, Permission.SETTINGS)
    form = YearForm(request.POST or None, initial={"name": _next_year()})
    year = done(form, lambda: services.ensure_year(by=me(request), name=form.cleaned_data["name"]))
    if year:
        messages.success(
            request, _("The year is made with usual dates. Correct them by the ministry's order.")
        )
        return redirect(safe_next(request, f"{reverse('organisation:calendar')}?year={year.name}"))
    return form_page(request, form, _("New school year"), _crumbs(), _("Make the year"))


def _next_year() -> str:
    known = reads.years()
    first = int(known[0].name[:4]) + 1 if known else dates.today().year - (dates.today().month < 7)
    return f"{first}-{first + 1}"


@require_http_methods(["GET", "POST"])
@once
def term_move(request: HttpRequest, term_pk: int) -> HttpResponse:
    """New dates; records stay where they are, those who work by the dates are told."""
    permissions.require(request.user, Permission.SETTINGS)
    term = _term(term_pk)
    form = TermForm(request.POST or None, initial={"start_on": term.start_on, "end_on": term.end_on})
    if done(form, lambda: services.move_term(by=me(request), term=term, **form.cleaned_data)):
        messages.success(request, _("The dates are moved, and those who work by them are told."))
        return redirect(f"{reverse('organisation:calendar')}?year={term.year.name}")
    people = reads.affected_by(term).count()
    lead = ngettext(
        "%(count)d person works by these dates and will be told. No record is lost.",
        "%(count)d people work by these dates and will be told. No record is lost.",
        people,
    ) % {"count": people}
    title = _("Move the dates: %(term)s") % {"term": term}
    return form_page(request, form, title, _crumbs(), _("Move the dates"), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def term_close(request: HttpRequest, term_pk: int) -> HttpResponse:
    """What is still open and how many days are left; then the half-year is closed, with a reason before its end."""
    permissions.require(request.user, Permission.SETTINGS)
    term = _term(term_pk)
    if term.kind != "half_year":
        raise Http404
    if term.closed_at:
        messages.info(request, _("The half-year is closed already."))
        return redirect(_back_to(term))
    days_left = term.days_left(dates.today())
    form = CloseForm(request.POST if request.method == "POST" else None, is_early=days_left > 0)
    if done(form, lambda: services.close_term(by=me(request), term=term, **_why(form))):
        messages.success(request, _("The half-year is closed."))
        return redirect(_back_to(term))
    context = {
        "form": form,
        "term": term,
        "days_left": days_left,
        "ends": [*_unread_imports(term), *open_ends(me(request), term)],
        "crumbs": _crumbs(),
        "back_url": _back_to(term),
    }
    return render(request, "organisation/term_close.html", context, status=422 if form.errors else 200)


def _why(form: CloseForm) -> dict[str, str]:
    """The reason, where the form asked for one."""
    return {name: value for name, value in form.cleaned_data.items() if name == "reason"}


def _unread_imports(term: "Term") -> list[OpenEnd]:
    """Files that somebody chose and has not confirmed: after the closing they could not be taken in."""
    waiting = drafts.waiting(term.year.name)
    titles = {kind.key: str(kind.title) for kind in importing.kinds()}
    lines = tuple(f"{titles.get(one.kind, one.kind)}: {one.name} ({one.owner.name})" for one in waiting)
    return [OpenEnd(_("Lists chosen for import and not confirmed"), lines)] if lines else []


def _back_to(term: "Term") -> str:
    return f"{reverse('organisation:calendar')}?year={term.year.name}"


@require_http_methods(["GET", "POST"])
@once
def term_reopen(request: HttpRequest, term_pk: int) -> HttpResponse:
    """Open a closed half-year again, with the reason on record."""
    permissions.require(request.user, Permission.SETTINGS)
    term = _term(term_pk)
    form = ReopenForm(request.POST or None)
    if done(form, lambda: services.reopen_term(by=me(request), term=term, **form.cleaned_data)):
        messages.success(request, _("The half-year is open again."))
        return redirect(_back_to(term))
    lead = _(
        "Work, marks, absences and reports can be written into it again. Your words stay in its history."
    )
    return form_page(request, form, _("Open the half-year again"), _crumbs(), _("Open again"), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def day_mark(request: HttpRequest) -> HttpResponse:
    """Say what kind of day it is."""
    permissions.require(request.user, Permission.SETTINGS)
    form = DayForm(request.POST or None, initial={"day": dates.today()})
    marked = done(form, lambda: services.mark_day(by=me(request), **form.cleaned_data))
    if marked:
        messages.success(request, _("The day is marked."))
        return redirect(f"{reverse('organisation:calendar')}?marked={marked.pk}")
    lead = _(
        "On a free day nothing that is written is lost: lessons with a roll, a mark or a topic stay, the others go."
        " After saving you see how many, and the day can be made an ordinary one again."
    )
    return form_page(request, form, _("Mark a day"), _crumbs(), _("Save"), lead=lead)


@require_POST
@once
def day_clear(request: HttpRequest, day_pk: int) -> HttpResponse:
    """The day is an ordinary one again."""
    permissions.require(request.user, Permission.SETTINGS)
    marked = reads.marked_day(day_pk)
    if marked is None:
        raise Http404
    services.clear_day(by=me(request), marked=marked)
    messages.success(request, _("The day is an ordinary one again."))
    return redirect(f"{reverse('organisation:calendar')}?cleared={marked.day.isoformat()}")
