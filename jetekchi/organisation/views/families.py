"""Parents and representatives of a student, and the bar that a court may put on one of them."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jetekchi.core.http import once
from jetekchi.core.refusals import done
from jetekchi.organisation import permissions, services
from jetekchi.organisation.forms.students import BarForm, GuardianForm
from jetekchi.organisation.permissions import Permission
from jetekchi.organisation.selectors.cards import guardianship_of
from jetekchi.organisation.selectors.families import people_alike
from jetekchi.organisation.views.common import form_page, me
from jetekchi.organisation.views.students import crumbs_of

if TYPE_CHECKING:
    from jetekchi.organisation.models import Guardianship, Student


def _student(request: HttpRequest, pk: int) -> "Student":
    return permissions.get_student(request.user, pk, to=Permission.STUDENT_EDIT)


def _guardianship(student: "Student", pk: int) -> "Guardianship":
    found = guardianship_of(student, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@once
def guardian_add(request: HttpRequest, student_pk: int) -> HttpResponse:
    """A parent or representative."""
    student = _student(request, student_pk)
    form = GuardianForm(request.POST or None, initial={"is_legal": True})
    if form.is_valid():
        names = {name: form.person_data[name] for name in ("surname", "given", "phone")}
        form = GuardianForm(request.POST, offers=people_alike(me(request), student=student, **names))
    added = done(form, lambda: _add(request, student, form))
    if added:
        undo = reverse("organisation:guardian_take_back", args=[student.pk, added.pk])
        messages.success(request, _("Added to the family."), extra_tags=f"undo={undo}")
        return redirect("organisation:student", student.pk)
    return form_page(request, form, _("Add a parent or representative"), crumbs_of(student), _("Add"))


def _add(request: HttpRequest, student: "Student", form: GuardianForm) -> "Guardianship":
    """The known person who was chosen, else a new one."""
    relation = {"kind": form.cleaned_data["kind"], "is_legal": form.cleaned_data["is_legal"]}
    person = form.known
    if person is None:
        return services.bring_guardian(by=me(request), student=student, **relation, **form.person_data)
    contacts = {name: form.person_data[name] for name in ("phone", "email")}
    if any(value and getattr(person, name) not in ("", value) for name, value in contacts.items()):
        messages.info(
            request, _("The contacts that were known stay. If they changed, correct them on the card.")
        )
    return services.join_guardian(
        by=me(request), student=student, person=person, contacts=contacts, **relation
    )


@require_POST
@once
def guardian_take_back(request: HttpRequest, student_pk: int, pk: int) -> HttpResponse:
    """Undo: a parent written by mistake."""
    student = _student(request, student_pk)
    services.take_back_guardian(by=me(request), guardianship=_guardianship(student, pk))
    messages.success(request, _("Taken back."))
    return redirect("organisation:student", student.pk)


@require_http_methods(["GET", "POST"])
@once
def guardian_edit(request: HttpRequest, student_pk: int, pk: int) -> HttpResponse:
    """Correct the names, the phone or the relation."""
    student = _student(request, student_pk)
    found = _guardianship(student, pk)
    initial = {"kind": found.kind, "is_legal": found.is_legal}
    form = GuardianForm(request.POST or None, person=found.person, initial=initial)

    def deed() -> object:
        data = form.cleaned_data
        return services.change_guardian(
            by=me(request),
            guardianship=found,
            kind=data["kind"],
            is_legal=data["is_legal"],
            **form.person_data,
        )

    if done(form, deed):
        messages.success(request, _("Saved."))
        return redirect("organisation:student", student.pk)
    return form_page(request, form, _("Correct a parent or representative"), crumbs_of(student), _("Save"))


@require_http_methods(["GET", "POST"])
@once
def guardian_bar(request: HttpRequest, student_pk: int, pk: int) -> HttpResponse:
    """Bar a guardian: from the next request on this person sees nothing of the student."""
    student = _student(request, student_pk)
    found = _guardianship(student, pk)
    form = BarForm(request.POST or None)
    deed = services.bar_guardian
    if done(
        form,
        lambda: deed(by=me(request), guardianship=found, is_barred=True, basis=form.cleaned_data["basis"]),
    ):
        messages.success(request, _("Barred. This person sees nothing of the student from now on."))
        return redirect("organisation:student", student.pk)
    careful = _("%(name)s will see nothing of the student and get no message.") % {"name": found.person.name}
    return form_page(request, form, _("Bar from the student"), crumbs_of(student), _("Bar"), careful=careful)


@require_POST
@once
def guardian_admit(request: HttpRequest, student_pk: int, pk: int) -> HttpResponse:
    """Lift the bar."""
    student = _student(request, student_pk)
    services.bar_guardian(by=me(request), guardianship=_guardianship(student, pk), is_barred=False)
    messages.success(request, _("The bar is lifted."))
    return redirect("organisation:student", student.pk)
