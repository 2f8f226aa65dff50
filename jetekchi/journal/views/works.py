"""Kinds of work, a lesson set aside for one, the calendar of a class's tests (5.2)."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jetekchi.core import dates
from jetekchi.core.http import once
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.rolls import DayFilter
from jetekchi.journal.forms.works import KindForm, WorkForm
from jetekchi.journal.views.inspections import done
from jetekchi.journal.views.lessons import REFUSED, lesson_page, say_saved
from jetekchi.journal.views.papers import paper_file
from jetekchi.organisation import permissions as organisation_permissions
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in

FIELDS = ("name", "name_ru", "name_en", "symbol", "weight", "is_test")


@require_http_methods(["GET", "POST"])
@once
def kinds(request: HttpRequest, kind_pk: int | None = None) -> HttpResponse:
    """The list of kinds of work; one is added, or the chosen one changed (the head of study)."""
    user = signed_in(request)
    kind = permissions.get_kind(user, kind_pk)
    initial = {name: getattr(kind, name) for name in FIELDS} if kind else None
    form = KindForm(request.POST or None, initial=initial)
    if done(
        request, form, kind, lambda: services.save_kind(by=user, kind=kind, **form.cleaned_data), REFUSED
    ):
        messages.success(request, _("Saved."))
        return redirect("journal:kinds")
    crumbs = [(_("Timetable and bells"), reverse("journal:timetables"))]
    context = {"kinds": selectors.kinds(), "kind": kind, "form": form, "crumbs": crumbs}
    return render(request, "journal/kinds.html", context)


@require_POST
@once
def work(request: HttpRequest, lesson_pk: int) -> HttpResponse:
    """What work the lesson is set aside for; who plans one test too many is told at once."""
    user = signed_in(request)
    found = permissions.get_workable(user, lesson_pk)
    form = WorkForm(request.POST, kinds=selectors.kinds())
    if form.is_valid():
        chosen = form.kinds.get(form.cleaned_data["kind"])
        planned = done(
            request,
            form,
            found,
            lambda: (services.plan_work(by=user, lesson=found, kind=chosen), True),
            REFUSED,
        )
        if planned:
            say_saved(request, found, is_test=bool(chosen and chosen.is_test))
            return redirect("journal:lesson", found.pk)
    return lesson_page(request, found, work_form=form)


@require_GET
def tests(request: HttpRequest, pk: int) -> HttpResponse:
    """Four weeks of tests of a class, with the days and weeks that have too many; also as a paper."""
    group = organisation_permissions.get_class(signed_in(request), pk)
    asked = DayFilter(request.GET or None)
    day = (asked.cleaned_data["day"] if asked.is_valid() else None) or dates.today()
    weeks = selectors.test_weeks(group, day)
    if request.GET.get("format"):
        paper, count = selectors.tests_paper(group, weeks)
        return paper_file(request, group, paper, count, f"{group.label} {_('Calendar of tests')}")
    context = {
        "group": group,
        "weeks": weeks,
        "day": day,
        "before": day - timedelta(days=28),
        "after": day + timedelta(days=28),
        "a_day": organisation.setting("tests_a_day"),
        "a_week": organisation.setting("tests_a_week"),
        "crumbs": [(group.label, reverse("organisation:class", args=[group.pk]))],
    }
    return render(request, "journal/tests.html", context)
