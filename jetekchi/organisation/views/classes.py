"""Classes and groups: the list, one class with its students, teachers and leaders (1.1)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import dates
from jetekchi.core.http import download, once
from jetekchi.core.papers import WRITERS
from jetekchi.core.refusals import done
from jetekchi.core.sheets import export_response
from jetekchi.organisation import permissions, selectors, services
from jetekchi.organisation.forms.classes import ClassForm, LastDayForm, TeachingForm, YearChoiceForm
from jetekchi.organisation.links import class_links
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors import classes as reads
from jetekchi.organisation.selectors.papers import class_list_paper
from jetekchi.organisation.views.common import form_page, me, note_export

if TYPE_CHECKING:
    from jetekchi.organisation.models import ClassGroup, Enrolment, Term

SHOWN: dict[str, str | Promise] = {
    "start": gettext_lazy("On the list at the start"),
    "end": gettext_lazy("On the list at the end"),
    "arrived": gettext_lazy("Arrived"),
    "left": gettext_lazy("Left"),
    "girls": gettext_lazy("Girls"),
    "boys": gettext_lazy("Boys"),
}


def crumbs_of(class_group: "ClassGroup") -> list[tuple[str, str]]:
    """The way back from what belongs to a class."""
    return [
        (_("Classes"), reverse("organisation:classes")),
        (class_group.label, reverse("organisation:class", args=[class_group.pk])),
    ]


def head(request: HttpRequest, class_group: "ClassGroup", tab: str) -> dict[str, Any]:
    """What every tab of a class shows above its own content."""
    allowed = permissions.class_permissions(request.user, class_group)
    appointment = selectors.leader_of(class_group)
    tabs = [
        (_("Students"), reverse("organisation:class", args=[class_group.pk]), tab == "students"),
        (
            _("Class leader"),
            reverse("organisation:class_appointments", args=[class_group.pk]),
            tab == "leaders",
        ),
        (_("Teachers"), reverse("organisation:class_teachers", args=[class_group.pk]), tab == "teachers"),
    ]
    meta = [class_group.year.name]
    if appointment:
        meta.append(_("class leader: %(name)s") % {"name": appointment.leader.person.brief_name})
    return {
        "group": class_group,
        "tabs": tabs,
        "meta": meta,
        "appointment": appointment,
        "crumbs": [(_("Classes"), reverse("organisation:classes"))],
        "may_manage": Permission.PEOPLE_MANAGE in allowed,
        "may_appoint": Permission.APPOINT in allowed,
        "may_lead": Permission.CLASS_LEAD in allowed,
    }


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """Classes of a year that the user may open, with leader, order and number of students."""
    if not permissions.may_see_colleagues(request.user):
        raise PermissionDenied
    wanted = request.GET.get("year", "")
    year = selectors.year_named(wanted) if wanted else selectors.current_year()
    if wanted and year is None:
        raise Http404
    visible = permissions.visible_classes(request.user)
    groups = list(visible.filter(year=year)) if year else []
    leaders, counts = selectors.leaders_of(groups), selectors.student_counts(groups)
    rows = [(group, leaders.get(group.pk), counts.get(group.pk, 0)) for group in groups]
    if kind := request.GET.get("format"):
        return _classes_file(request, kind, rows)
    context = {
        "rows": rows,
        "year": year,
        "form": YearChoiceForm({"year": year.name}) if year else None,
        "total": sum(counts.values()),
        "may_manage": permissions.may(request.user, Permission.PEOPLE_MANAGE),
        "may_appoint": permissions.may(request.user, Permission.APPOINT),
    }
    return render(request, "organisation/class_list.html", context)


def _classes_file(request: HttpRequest, kind: str, rows: list[Any]) -> HttpResponse:
    headings = (_("Class"), _("Grade"), _("Class leader"), _("Order"), _("Date of the order"), _("Students"))
    lines = [
        (
            group.label,
            group.grade,
            leader.leader.person.name if leader else "",
            leader.order_no if leader else "",
            leader.order_on if leader else None,
            count,
        )
        for group, leader, count in rows
    ]
    note_export(request, "ClassGroup", len(lines))
    return export_response(kind, _("Classes"), headings, lines)


@require_GET
def class_page(request: HttpRequest, class_pk: int) -> HttpResponse:
    """The list of a class: as it stands today, or the records behind a figure of a half-year."""
    group = permissions.get_class(request.user, class_pk)
    show, half = request.GET.get("show", ""), _half_of(request, group)
    if show and (show not in SHOWN or half is None):
        raise Http404
    rows = (
        reads.movement_rows(group, half.start_on, half.end_on, show)
        if show and half
        else reads.present_rows(group)
    )
    if kind := request.GET.get("format"):
        return _list_file(request, kind, group, rows)
    shown = set(
        permissions.visible_students(request.user)
        .filter(pk__in=[row.student_id for row in rows])
        .values_list("pk", flat=True)
    )
    context = {
        **head(request, group, "students"),
        "rows": [(row, row.student_id in shown) for row in rows],
        "show": show,
        "show_words": SHOWN.get(show, ""),
        "half": half,
        "figures": _figures(group, half),
        "with_orders": _sees_orders(request, group),
        "found": ngettext("%(count)d student", "%(count)d students", len(rows)) % {"count": len(rows)},
        "links": class_links(me(request), group),
    }
    return render(request, "organisation/class_page.html", context)


def _half_of(request: HttpRequest, group: "ClassGroup") -> "Term | None":
    asked = request.GET.get("half", "")
    if not asked:
        return None
    half = selectors.term_for(group.year, "half_year", int(asked)) if asked in ("1", "2") else None
    if half is None:
        raise Http404
    return half


def _figures(group: "ClassGroup", half: "Term | None") -> list[tuple[str | Promise, int, str]]:
    if half is None:
        return []
    moved = selectors.movements(group, half.start_on, half.end_on)
    counts = {
        "start": moved.start,
        "arrived": len(moved.arrived),
        "left": len(moved.left),
        "end": moved.end,
        "girls": moved.girls,
        "boys": moved.boys,
    }
    return [(SHOWN[key], count, f"?half={half.number}&show={key}") for key, count in counts.items()]


def _sees_orders(request: HttpRequest, group: "ClassGroup") -> bool:
    wanted = {Permission.CLASS_LEAD, Permission.FAMILY_VIEW, Permission.MARKS_VIEW, Permission.PEOPLE_MANAGE}
    return not wanted.isdisjoint(permissions.class_permissions(request.user, group))


def _list_file(request: HttpRequest, kind: str, group: "ClassGroup", rows: "list[Enrolment]") -> HttpResponse:
    if kind in WRITERS:
        return _list_paper(request, kind, group, rows)
    headings = [_("№"), _("Number"), _("Surname"), _("Given name"), _("Patronymic")]
    full = _sees_orders(request, group)
    if full:
        headings += [_("Sex"), _("Date of birth"), _("From"), _("Order"), _("Last day"), _("Order")]
    lines = []
    for number, row in enumerate(rows, 1):
        person = row.student.person
        line: list[Any] = [number, row.student.number, person.surname, person.given, person.patronymic]
        if full:
            line += [person.get_sex_display(), person.born_on, row.from_on, row.order_no]
            line += [row.until_on, row.ended_order_no]
        lines.append(line)
    note_export(request, "Student", len(lines))
    return export_response(kind, group.label, headings, lines)


def _list_paper(
    request: HttpRequest, kind: str, group: "ClassGroup", rows: "list[Enrolment]"
) -> HttpResponse:
    writer, content_type = WRITERS[kind]
    made = class_list_paper(group, rows, full=_sees_orders(request, group))
    note_export(request, "Student", len(rows))
    return download(f"{group.label}.{kind}", writer(made), content_type)


@require_http_methods(["GET", "POST"])
@once
def class_add(request: HttpRequest) -> HttpResponse:
    """A new class or group of the current year, or of the one that the list shows."""
    permissions.require(request.user, Permission.PEOPLE_MANAGE)
    wanted = request.GET.get("year", "")
    year = selectors.year_named(wanted) if wanted else selectors.current_year()
    if year is None:
        messages.info(request, _("First make the school year."))
        return redirect("organisation:year_add")
    form = ClassForm(request.POST or None, initial={"kind": "class", "programme": "11y"})
    group = done(form, lambda: services.add_class(by=me(request), year=year, **form.cleaned_data))
    if group:
        messages.success(request, _("The class %(label)s is added.") % {"label": group.label})
        return redirect("organisation:class", group.pk)
    crumbs = [(_("Classes"), reverse("organisation:classes"))]
    lead = _("School year %(year)s.") % {"year": year.name}
    return form_page(request, form, _("New class or group"), crumbs, _("Add the class"), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def class_edit(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Correct the label, grade or programme."""
    group = permissions.get_class(request.user, class_pk, to=Permission.PEOPLE_MANAGE)
    crumbs = crumbs_of(group)
    names = ("label", "kind", "grade", "programme")
    form = ClassForm(request.POST or None, initial={name: getattr(group, name) for name in names})
    if done(form, lambda: services.change_class(by=me(request), class_group=group, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("organisation:class", group.pk)
    return form_page(request, form, _("Correct the class"), crumbs, _("Save"))


@require_GET
def class_teachers(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Who teaches the class, by subject."""
    group = permissions.get_class(request.user, class_pk)
    context = {**head(request, group, "teachers"), "teachings": selectors.teachers_of_class(group)}
    return render(request, "organisation/class_teachers.html", context)


@require_http_methods(["GET", "POST"])
@once
def teaching_add(request: HttpRequest, class_pk: int) -> HttpResponse:
    """Assign a teacher and a subject to the class."""
    group = permissions.get_class(request.user, class_pk, to=Permission.PEOPLE_MANAGE)
    form = TeachingForm(request.POST or None, initial={"from_on": dates.today()})

    def deed() -> object:
        data = form.cleaned_data
        subject = data["subject"] or services.ensure_subject(by=me(request), name=data["new_subject"])
        return services.assign_teaching(
            by=me(request),
            teacher=data["teacher"],
            class_group=group,
            subject=subject,
            from_on=data["from_on"],
        )

    if done(form, deed):
        messages.success(request, _("The teacher is assigned."))
        return redirect("organisation:class_teachers", group.pk)
    return form_page(request, form, _("Assign a teacher"), crumbs_of(group), _("Assign"))


@require_http_methods(["GET", "POST"])
@once
def teaching_end(request: HttpRequest, class_pk: int, pk: int) -> HttpResponse:
    """The teacher's last day with this class."""
    group = permissions.get_class(request.user, class_pk, to=Permission.PEOPLE_MANAGE)
    teaching = reads.teaching_by(group, pk)
    if teaching is None:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"until_on": timezone.localdate()})
    if done(form, lambda: services.end_teaching(by=me(request), teaching=teaching, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("organisation:class_teachers", group.pk)
    lead = f"{teaching.subject}: {teaching.teacher.person.brief_name}"
    return form_page(request, form, _("End the lessons of a teacher"), crumbs_of(group), _("Save"), lead=lead)
