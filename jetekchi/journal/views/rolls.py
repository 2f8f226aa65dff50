"""The roll of a lesson, the leader's own check, and the settling of what differs (5.1)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jetekchi.core.http import once
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.rolls import REASONS, RollForm, SettleForm
from jetekchi.journal.views.inspections import done
from jetekchi.journal.views.lessons import crumbs, lesson_page
from jetekchi.organisation.permissions import signed_in

if TYPE_CHECKING:
    from jetekchi.journal.models import Lesson

REFUSED = "journal:roll:refused"


@require_http_methods(["GET", "POST"])
@once
def roll(request: HttpRequest, lesson_pk: int) -> HttpResponse:
    """Tap who is not there, save: the rest was present."""
    found = permissions.get_lesson(request.user, lesson_pk, to="roll")
    return _take(request, found, "roll")


@require_http_methods(["GET", "POST"])
@once
def roll_check(request: HttpRequest, lesson_pk: int) -> HttpResponse:
    """The leader looks who is there, without the teacher's roll in sight; then the two are laid side by side."""
    found = permissions.get_lesson(request.user, lesson_pk, to="check")
    return _take(request, found, "check")


def _take(request: HttpRequest, found: "Lesson", kind: str) -> HttpResponse:
    user = signed_in(request)
    form = RollForm(request.POST or None)
    saved = done(request, form, found, lambda: _save(user, found, kind, form), REFUSED)
    if saved is not None:
        messages.success(request, _said(saved))
        return redirect("journal:lesson", found.pk)
    sheet = selectors.roll_sheet(found, kind, knows_reasons=permissions.knows_reasons(user, found))
    seen = sheet.version
    if form.has_error(NON_FIELD_ERRORS, services.ROLL_CHANGED):
        # The colleague's roll stands ticked: what is sent next is meant over it.
        sheet = selectors.beside_typed(sheet, form.typed)
    elif form.is_bound:
        # Refused for something else, the page has shown no newer roll than it had seen.
        seen = form.cleaned_data.get("seen", 0)
        sheet = selectors.with_marks(sheet, form.typed)
    context = {
        "lesson": found,
        "sheet": sheet,
        "is_closed": selectors.is_closed_day(found.on),
        "seen": seen,
        "form": form,
        "kind": kind,
        "reasons": REASONS,
        "crumbs": crumbs(user, found, with_lesson=True),
    }
    return render(request, "journal/roll.html", context)


def _save(user: Any, found: "Lesson", kind: str, form: RollForm) -> Any:
    marks = {
        pk: services.Mark(status, minutes) for pk, (status, minutes) in form.cleaned_data["typed"].items()
    }
    return services.take_roll(
        by=user,
        lesson=found,
        marks=marks,
        seen=form.cleaned_data["seen"],
        kind=kind,
        reason=form.cleaned_data["reason"],
        knows_reasons=permissions.knows_reasons(user, found),
    )


def _said(saved: Any) -> str:
    words = {"there": saved.listed - saved.missed, "listed": saved.listed, "missed": saved.missed}
    return _("Saved: %(there)s of %(listed)s are there, %(missed)s are not.") % words


@require_POST
@once
def roll_settle(request: HttpRequest, lesson_pk: int, student_pk: int) -> HttpResponse:
    """What holds about one student, and how it was found out: said by who checks, not by who is checked."""
    user = signed_in(request)
    found = permissions.get_lesson(user, lesson_pk, to="check")
    student = permissions.get_student_at(user, found, student_pk)
    form = SettleForm(request.POST)
    kept = done(
        request,
        form,
        found,
        lambda: services.settle_difference(by=user, lesson=found, student=student, **form.cleaned_data),
        REFUSED,
    )
    if kept is None:
        return lesson_page(request, found, settle_form=form, settling=student.pk)
    messages.success(request, _("The difference is settled."))
    return redirect("journal:lesson", found.pk)
