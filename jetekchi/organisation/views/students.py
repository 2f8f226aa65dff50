"""Students: the list, the card, a newcomer, corrections, another class, leaving."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import audit, dates
from jetekchi.core.http import once, page_of
from jetekchi.core.refusals import done
from jetekchi.core.sheets import export_response
from jetekchi.organisation import permissions, selectors, services
from jetekchi.organisation.forms.students import (
    LeaveForm,
    MoveForm,
    NewStudentForm,
    StudentForm,
    StudentSearch,
)
from jetekchi.organisation.links import student_links
from jetekchi.organisation.permissions import REASON_NAMES, Permission
from jetekchi.organisation.selectors.cards import READING, may_edit_students, student_card
from jetekchi.organisation.selectors.families import people_alike
from jetekchi.organisation.views.common import form_page, me, note_export

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jetekchi.organisation.models import ClassGroup, Student


def crumbs_of(student: "Student") -> list[tuple[str, str]]:
    """The way back from what belongs to a student."""
    return [
        (_("Students"), reverse("organisation:students")),
        (student.person.brief_name, reverse("organisation:student", args=[student.pk])),
    ]


def _classes(request: HttpRequest) -> "QuerySet[ClassGroup]":
    """Classes of the current year and of those to come among which the user may choose."""
    year = selectors.current_year()
    classes = permissions.visible_classes(request.user)
    return classes.filter(year__start_on__gte=year.start_on) if year else classes


@require_GET
def students(request: HttpRequest) -> HttpResponse:
    """Students whom the user may see: by name in any letters, phone or number, by class, by state."""
    form = StudentSearch(request.GET or None, classes=_classes(request))
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = selectors.find_students(me(request), asked.get("q", ""))
    found = _filtered(found, asked).order_by("person__sort_key", "pk")
    if kind := request.GET.get("format"):
        return _file(request, kind, found)
    page = page_of(request, found)
    total = page.paginator.count
    context = {
        "form": form,
        "page": page,
        "found": ngettext("%(count)d student", "%(count)d students", total) % {"count": total},
        "is_filtered": any(asked.values()),
        "may_add": may_edit_students(me(request)),
        "may_import": permissions.may(request.user, Permission.IMPORT),
    }
    return render(request, "organisation/student_list.html", context)


def _filtered(found: "QuerySet[Student]", asked: dict[str, Any]) -> "QuerySet[Student]":
    if asked.get("group"):
        found = found.filter(class_group=asked["group"])
    match asked.get("who", ""):
        case "all":
            return found
        case "left":
            return found.exclude(left_on=None)
        case "listeners":
            return found.filter(is_listener=True, left_on=None)
    return found.filter(left_on=None)


def _file(request: HttpRequest, kind: str, found: "QuerySet[Student]") -> HttpResponse:
    headings = (
        _("Number"),
        _("Surname"),
        _("Given name"),
        _("Patronymic"),
        _("Class"),
        _("Listener"),
        _("Left on"),
    )
    rows = [
        (
            student.number,
            student.person.surname,
            student.person.given,
            student.person.patronymic,
            student.class_group.label,
            student.is_listener,
            student.left_on,
        )
        for student in found
    ]
    note_export(request, "Student", len(rows))
    return export_response(kind, _("Students"), headings, rows)


@require_GET
def student(request: HttpRequest, student_pk: int) -> HttpResponse:
    """The card of a student: why you see it, the family to call, the way through classes, who has looked (3.6)."""
    found = permissions.get_student(request.user, student_pk)
    card = student_card(me(request), found)
    audit.record_reading(me(request), READING, found, reason=card.reason.value)
    links = student_links(me(request), found)
    context = {
        "card": card,
        "student": found,
        "person": found.person,
        "why": REASON_NAMES[card.reason],
        "crumbs": _crumbs(found, permissions.opens_class(request.user, found.class_group_id)),
        "meta": _meta(found, card.is_short),
        "first_call": next((row for row in card.family if row.tel), None),
        "main_links": [link for link in links if link.is_main][:2],
        "links": [link for link in links if not link.is_main],
        "may_edit": may_edit_students(me(request)),
    }
    return render(request, "organisation/student.html", context)


def _crumbs(found: "Student", sees_class: bool) -> list[tuple[str, str]]:
    label = found.class_group.label
    url = reverse("organisation:class", args=[found.class_group_id]) if sees_class else ""
    return [(_("Students"), reverse("organisation:students")), (label, url)]


def _meta(found: "Student", is_short: bool) -> list[str]:
    meta = [found.class_group.label, _("number %(number)s") % {"number": found.number}]
    born = found.person.born_on
    if born and not is_short:
        today = dates.today()
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        meta.append(ngettext("%(years)d year old", "%(years)d years old", years) % {"years": years})
    if found.is_listener:
        meta.append(_("adult listener"))
    return meta


@require_http_methods(["GET", "POST"])
@once
def student_add(request: HttpRequest) -> HttpResponse:
    """A newcomer with one parent, in a minute."""
    permissions.require(request.user, Permission.STUDENT_EDIT)
    classes = _classes(request)
    initial = {"from_on": dates.today(), "class_group": request.GET.get("class")}
    form = NewStudentForm(request.POST or None, initial=initial, classes=classes)
    if form.is_valid() and (family := form.family_data):
        names = {name: family[name] for name in ("surname", "given", "phone")}
        form = NewStudentForm(request.POST, classes=classes, offers=people_alike(me(request), **names))

    def deed() -> "Student":
        data = form.cleaned_data
        return services.admit_student(
            by=me(request),
            person=form.person_data,
            number=data["number"],
            class_group=data["class_group"],
            from_on=data["from_on"],
            order_no=data["order_no"],
            is_listener=data["is_listener"],
            family=form.family_data,
            parent=form.known,
        )

    newcomer = done(form, deed)
    if newcomer:
        messages.success(request, _("%(name)s is on the list.") % {"name": newcomer.person.brief_name})
        return redirect("organisation:student", newcomer.pk)
    crumbs = [(_("Students"), reverse("organisation:students"))]
    context = {"form": form, "crumbs": crumbs, "has_classes": classes.exists()}
    return render(
        request,
        "organisation/student_form.html",
        context,
        status=422 if form.is_bound and form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@once
def student_edit(request: HttpRequest, student_pk: int) -> HttpResponse:
    """Correct the card."""
    found = permissions.get_student(request.user, student_pk, to=Permission.STUDENT_EDIT)
    crumbs = crumbs_of(found)
    initial = {"number": found.number, "is_listener": found.is_listener}
    form = StudentForm(request.POST or None, person=found.person, initial=initial)
    saved = done(
        form,
        lambda: services.change_student(
            by=me(request),
            student=found,
            person=form.person_data,
            number=form.cleaned_data["number"],
            is_listener=form.cleaned_data["is_listener"],
        ),
    )
    if saved:
        messages.success(request, _("Saved."))
        return redirect("organisation:student", found.pk)
    return form_page(request, form, _("Correct the card"), crumbs, _("Save"))


@require_http_methods(["GET", "POST"])
@once
def student_move(request: HttpRequest, student_pk: int) -> HttpResponse:
    """Another class from a day on, by an order; the time in the old class stays on record."""
    found = permissions.get_student(request.user, student_pk, to=Permission.STUDENT_EDIT)
    classes = _classes(request).exclude(pk=found.class_group_id)
    form = MoveForm(request.POST or None, initial={"from_on": dates.today()}, classes=classes)
    if done(form, lambda: services.move_student(by=me(request), student=found, **form.cleaned_data)):
        messages.success(request, _("Moved. The record of the old class stays where it is."))
        return redirect("organisation:student", found.pk)
    lead = _("Now in %(label)s.") % {"label": found.class_group.label}
    title = _("Move to another class")
    return form_page(request, form, title, crumbs_of(found), _("Move"), lead=lead)


@require_http_methods(["GET", "POST"])
@once
def student_leave(request: HttpRequest, student_pk: int) -> HttpResponse:
    """The student leaves the lyceum by an order; records stay, the own account is shut."""
    found = permissions.get_student(request.user, student_pk, to=Permission.STUDENT_EDIT)
    form = LeaveForm(request.POST or None, initial={"left_on": dates.today()})
    if done(form, lambda: services.release_student(by=me(request), student=found, **form.cleaned_data)):
        messages.success(request, _("Written down. The records of the student stay."))
        return redirect("organisation:student", found.pk)
    careful = _("After the last day the student is on no list and the own account is shut.")
    title = _("The student leaves the lyceum")
    return form_page(request, form, title, crumbs_of(found), _("Write it down"), careful=careful)
