"""The diary: the week of a student, «seen», the word to the family, who of a class has not looked (4.1)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jetekchi.core import audit, dates
from jetekchi.core.http import once
from jetekchi.core.sheets import export_response
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.diary import FamilyRemarkForm, LooksFilter, WeekForm
from jetekchi.journal.views.inspections import done
from jetekchi.journal.views.looks import note_look
from jetekchi.organisation import permissions as organisation_permissions
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import Permission, signed_in

REFUSED = "journal:diary:refused"
FORMATS = ("csv", "xlsx")


def _asked_week(request: HttpRequest) -> date:
    form = WeekForm(request.GET)
    return form.cleaned_data["week"] if form.is_valid() else dates.today()


def week_url(student: Any, monday: date) -> str:
    """The diary of a student in a week."""
    return reverse("journal:diary", args=[student.pk]) + f"?week={monday:%Y-%m-%d}"


@require_safe
def diary(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a student: lessons, homework, marks, absences, words to the family. To look at it is not «seen»."""
    student, rights = permissions.get_diary(request.user, pk)
    note_look(signed_in(request), student)
    return _page(request, student, rights, _asked_week(request))


def _page(request: HttpRequest, student: Any, rights: Any, day: date, **given: Any) -> HttpResponse:
    user = signed_in(request)
    week = selectors.diary_week(student, day)
    wards = organisation_permissions.standing(user).wards
    family = organisation_permissions.visible_students(user).filter(pk__in=wards) if len(wards) > 1 else []
    context = {
        "student": student,
        "week": week,
        "rights": rights,
        "mine": week.seen_by(user),
        # Who of the family has looked is told to the school only: parents may live apart.
        "seen": week.seen if not rights.is_family or rights.leads else [],
        "seen_form": WeekForm(initial={"week": week.monday}),
        "remark_form": FamilyRemarkForm(initial={"week": week.monday}),
        "family": [(one, week_url(one, week.monday), one.pk == student.pk) for one in family],
        "crumbs": _crumbs(user, student),
        **given,
    }
    return render(request, "journal/diary.html", context)


def _crumbs(user: Any, student: Any) -> list[tuple[str, str]]:
    group = student.class_group
    if permissions.may_see_marks(user, group):
        return [(group.label, ""), (_("Diaries"), reverse("journal:diaries", args=[group.pk]))]
    return [(group.label, "")]


@require_POST
@once
def diary_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """A guardian or an adult listener has looked at the week."""
    user = signed_in(request)
    student, rights = permissions.get_diary(user, pk, to="sign")
    form = WeekForm(request.POST)
    seen = done(
        request,
        form,
        student,
        lambda: services.mark_seen(by=user, student=student, week=form.cleaned_data["week"]),
        REFUSED,
    )
    if seen is None:
        return _page(request, student, rights, _week_of(form), seen_form=form)
    messages.success(request, _("It is on record that you have seen this week."))
    return redirect(week_url(student, seen.week))


@require_POST
@once
def diary_remark(request: HttpRequest, pk: int) -> HttpResponse:
    """A word of the class leader to the family of one student."""
    user = signed_in(request)
    student, rights = permissions.get_diary(user, pk, to="remark")
    form = FamilyRemarkForm(request.POST)
    remark = done(
        request,
        form,
        student,
        lambda: services.write_to_family(by=user, student=student, **form.cleaned_data),
        REFUSED,
    )
    if remark is None:
        return _page(request, student, rights, _week_of(form), remark_form=form)
    messages.success(request, _("The family reads it in the diary."))
    return redirect(week_url(student, remark.week))


def _week_of(form: Any) -> date:
    cleaned = getattr(form, "cleaned_data", {})
    return cleaned.get("week") or dates.today()


@require_http_methods(["GET", "HEAD", "POST"])
@once
def diaries(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of the families has not looked for how long; the class leader checks the week in one tap."""
    user = signed_in(request)
    if request.method == "POST":
        group = organisation_permissions.get_led_class(user, pk)
        form = WeekForm(request.POST)
        checked = done(
            request,
            form,
            group,
            lambda: services.check_diaries(by=user, class_group=group, week=form.cleaned_data["week"]),
            REFUSED,
        )
        if checked is not None:
            messages.success(request, _("The diaries of this week are checked."))
            return redirect(reverse("journal:diaries", args=[group.pk]) + f"?week={checked.week:%Y-%m-%d}")
        return _looks(request, group, _week_of(form), check_form=form)
    return _looks(request, permissions.get_class(user, pk), _asked_week(request))


def _looks(request: HttpRequest, group: Any, day: date, **given: Any) -> HttpResponse:
    user = signed_in(request)
    most = int(organisation.setting("diary_silent_days"))
    monday = selectors.monday_of(day)
    filter_form = LooksFilter({"week": monday, "which": request.GET.get("which", "")})
    which = filter_form.cleaned_data["which"] if filter_form.is_valid() else ""
    rows = selectors.narrowed_looks(selectors.looks_of(group, monday), which, most)
    if request.method != "POST" and request.GET.get("format") in FORMATS:
        return _file(request, group, rows)
    count = len(rows)
    context = {
        "group": group,
        "monday": monday,
        "last": monday + selectors.WEEK - selectors.DAY,
        "before": monday - selectors.WEEK,
        "after": monday + selectors.WEEK,
        "rows": rows,
        "most": most,
        "found": ngettext("%(count)d student", "%(count)d students", count) % {"count": count},
        "filter_form": filter_form,
        "check": selectors.diary_check_of(group, monday),
        "check_form": WeekForm(initial={"week": monday}),
        "may_check": Permission.CLASS_LEAD in organisation_permissions.class_permissions(user, group)
        and monday <= dates.today(),
        "crumbs": [(group.label, reverse("organisation:class", args=[group.pk]))],
        **given,
    }
    return render(request, "journal/diaries.html", context)


def _file(request: HttpRequest, group: Any, rows: list[Any]) -> HttpResponse:
    headings = [_("№"), _("Student"), _("Looked last"), _("Days since"), _("Who"), _("Account of the family")]
    table: list[list[Any]] = [
        [
            row.student.number,
            row.student.person.name,
            row.last.at.date() if row.last else None,
            row.days,
            row.last.by.name if row.last else "",
            _("nobody has an account") if row.is_out_of_reach else "",
        ]
        for row in rows
    ]
    form = request.GET["format"]
    audit.record_export(signed_in(request), "journal", group, form=form, rows=len(rows))
    return export_response(form, f"{group.label} {_('Diaries')}", headings, table)
