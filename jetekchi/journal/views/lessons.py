"""The day's lessons, one lesson with its topic, the timetable of a class; what the head of study does with them."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jetekchi.core import dates
from jetekchi.core.http import MEANWHILE, once
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.rolls import (
    BellsForm,
    DayFilter,
    LessonChangeForm,
    LessonForm,
    MakeLessonsForm,
    SettleForm,
)
from jetekchi.journal.forms.timetable import ShiftsForm
from jetekchi.journal.forms.works import WorkForm
from jetekchi.journal.views.inspections import done
from jetekchi.journal.views.timetable import coming
from jetekchi.organisation import permissions as organisation_permissions
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import Permission, require, signed_in

if TYPE_CHECKING:
    from jetekchi.journal.models import Lesson

REFUSED = "journal:lesson:refused"


def _asked_day(request: HttpRequest) -> tuple[DayFilter, date]:
    form = DayFilter(request.GET or None)
    day = form.cleaned_data["day"] if form.is_valid() else None
    return form, day or dates.today()


@require_GET
def lessons(request: HttpRequest) -> HttpResponse:
    """The lessons that I give on a day, and those of the class I lead, each with its roll (5.1)."""
    user = signed_in(request)
    rows_of_all = permissions.may_list_lessons(user)
    if not rows_of_all and not permissions.own_lessons(user).exists():
        raise PermissionDenied
    _form, day = _asked_day(request)
    rows = selectors.lessons_of_day(user, day)
    context = {
        "rows": rows,
        "day": day,
        "is_today": day == dates.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "waiting": sum(row.is_waiting for row in rows),
        "led": list(organisation_permissions.led_classes(user)),
    }
    return render(request, "journal/lessons.html", context)


@require_http_methods(["GET", "POST"])
@once
def lesson(request: HttpRequest, lesson_pk: int) -> HttpResponse:
    """One lesson: who was there, what was changed, what it was about, what is to be done at home."""
    user = signed_in(request)
    found = permissions.get_lesson(user, lesson_pk, to="roll" if request.method == "POST" else "read")
    form = LessonForm(request.POST or None, initial=_written(found))
    if done(
        request,
        form,
        found,
        lambda: services.write_lesson(by=user, lesson=found, **form.cleaned_data),
        REFUSED,
    ):
        messages.success(request, _("Saved."))
        return redirect("journal:lesson", found.pk)
    if form.has_error(NON_FIELD_ERRORS, MEANWHILE):
        found = permissions.get_lesson(user, lesson_pk, to="roll")
        form.set_against(_written(found))
        return lesson_page(request, found, status=422, form=form)
    return lesson_page(request, found, form=form)


def _written(found: "Lesson") -> dict[str, str]:
    """Topic and homework, and the mark by which a save tells that these were seen."""
    return {**selectors.written_of(found), "seen": selectors.written_mark(found)}


def lesson_page(request: HttpRequest, found: "Lesson", *, status: int = 200, **given: Any) -> HttpResponse:
    """The page of a lesson, with the forms that this person may send."""
    user = signed_in(request)
    may_take = permissions.may_take_roll(user, found)
    may_check = permissions.may_check(user, found)
    may_mark = permissions.may_mark(user, found)
    knows = permissions.knows_reasons(user, found)
    is_closed = selectors.is_closed_day(found.on)
    is_open = found.is_standing and not is_closed
    context: dict[str, Any] = {
        "lesson": found,
        "form": LessonForm(initial=_written(found)),
        "sheet": selectors.roll_sheet(found, knows_reasons=knows) if may_take else None,
        "check": selectors.roll_of(found, "check") if may_take else None,
        "changes": selectors.roll_changes(found, knows_reasons=knows) if may_take else [],
        "differences": selectors.differences(found, knows_reasons=knows) if may_take else [],
        "acts": selectors.lesson_acts(found),
        "is_closed": is_closed,
        "may_take": may_take and is_open and found.on <= dates.today(),
        "may_write": may_take and is_open,
        "may_check": may_check and is_open and found.on <= dates.today(),
        "may_mark": found.is_standing and found.on <= dates.today() and may_mark,
        "work_form": _work_form(found) if is_open and may_mark else None,
        "may_manage": permissions.may_manage_timetable(user) and not is_closed,
        "settle_form": SettleForm(),
        "crumbs": crumbs(user, found),
        **given,
    }
    return render(request, "journal/lesson.html", context, status=status)


def _work_form(found: "Lesson") -> WorkForm | None:
    """Asked of where the lyceum has kinds of work."""
    kinds = selectors.kinds()
    work = getattr(found, "work", None)
    return WorkForm(kinds=kinds, chosen=work.kind_id if work else None) if kinds else None


def crumbs(user: Any, found: "Lesson", *, with_lesson: bool = False) -> list[tuple[str, str]]:
    """The way here: the lessons of that day, then the lesson."""
    way: list[tuple[str, str]] = []
    if permissions.may_list_lessons(user):
        way.append((_("Lessons"), reverse("journal:lessons") + f"?day={found.on:%Y-%m-%d}"))
    if with_lesson:
        way.append(
            (f"{found.class_group.label}, {found.subject}", reverse("journal:lesson", args=[found.pk]))
        )
    return way


@require_http_methods(["GET", "POST"])
@once
def lesson_change(request: HttpRequest, lesson_pk: int) -> HttpResponse:
    """The head of study cancels, moves, restores a lesson or gives it to a substitute."""
    user = signed_in(request)
    found = permissions.get_lesson(user, lesson_pk, to="manage")
    people = organisation_permissions.visible_staff(user).filter(is_teacher=True)
    why_not = partial(selectors.why_no_lessons, found.class_group.year)
    form = LessonChangeForm(
        request.POST or None, people=people, why_not=why_not, initial={"deed": "substitute"}
    )
    changed = done(request, form, found, lambda: _change(user, found, form.cleaned_data), REFUSED)
    if changed is not None:
        # The deeds that put a lesson, and the test planned for it, on a day.
        work = getattr(changed, "work", None) if form.cleaned_data["deed"] in ("move", "restore") else None
        say_saved(request, changed, is_test=work is not None and work.kind.is_test)
        return redirect("journal:lesson", changed.pk)
    is_closed = selectors.is_closed_day(found.on)
    context = {
        "lesson": found,
        "form": form,
        "is_closed": is_closed,
        # What was typed and refused stays in its fields.
        "may_write": form.is_bound or not is_closed,
        "crumbs": crumbs(user, found, with_lesson=True),
    }
    return render(request, "journal/lesson_change.html", context)


def say_saved(request: HttpRequest, found: "Lesson", *, is_test: bool) -> None:
    """The word after a save; who has put one test too many on a day or into a week is told at once (5.2)."""
    load = selectors.load_around(found) if is_test else None
    if load is None or not load.is_over:
        messages.success(request, _("Saved."))
        return
    messages.warning(
        request,
        _(
            "Saved, but these are many tests for the class: %(day)s on this day, %(week)s in this week."
            " Look at the calendar and choose another day."
        )
        % {"day": load.of_day, "week": load.of_week},
    )


def _change(user: Any, found: "Lesson", data: dict[str, Any]) -> "Lesson":
    reason = data["reason"]
    if data["deed"] == "cancel":
        return services.cancel_lesson(by=user, lesson=found, reason=reason)
    if data["deed"] == "move":
        return services.move_lesson(
            by=user, lesson=found, on=data["on"], number=data["number"], reason=reason
        )
    if data["deed"] == "substitute":
        return services.substitute_lesson(by=user, lesson=found, substitute=data["substitute"], reason=reason)
    return services.restore_lesson(by=user, lesson=found)


@require_GET
def timetable(request: HttpRequest, pk: int) -> HttpResponse:
    """The week of a class; for the head of study with the lessons of the chosen day to move and to cancel."""
    user = signed_in(request)
    group = organisation_permissions.get_class(user, pk)
    asked, day = _asked_day(request)
    # Before the year begins its first week is shown.
    day = day if asked.is_bound else max(day, group.year.start_on)
    weekdays = int(organisation.setting("school_days"))
    may_manage = permissions.may_manage_timetable(user)
    least = selectors.rows_to_fill(group) if may_manage else 0
    context = {
        "group": group,
        "day": day,
        "weekdays": [(number, dates.short_weekday(number - 1)) for number in range(1, weekdays + 1)],
        "rows": selectors.timetable_of(group, day, weekdays, least),
        "may_manage": may_manage,
        "coming": coming(group) if may_manage else None,
        "shared": [
            (dates.weekday(one.weekday - 1), one)
            for one in (selectors.shared_rooms(group, day) if may_manage else ())
        ],
        "lessons": selectors.class_lessons(group, day) if may_manage else [],
        "crumbs": [(group.label, reverse("organisation:class", args=[group.pk]))],
    }
    return render(request, "journal/timetable.html", context)


@require_http_methods(["GET", "POST"])
@once
def timetables(request: HttpRequest) -> HttpResponse:
    """Bells, the timetables of all classes, and the making of lessons (the head of study)."""
    user = signed_in(request)
    require(user, Permission.TIMETABLE)
    deed = request.POST.get("deed", "")
    weekdays = [(number, dates.weekday(number - 1)) for number in range(1, 7)]
    today = dates.today()
    year = organisation.current_year()
    classes = selectors.classes_with_slots(year) if year else []
    schedules = selectors.bell_schedules()
    bells = BellsForm(request.POST if deed == "bells" else None, initial=_bells_of(request, schedules))
    make = MakeLessonsForm(
        request.POST if deed == "make" else None,
        weekdays=weekdays,
        initial={"first": today, "last": today + timedelta(days=13)},
    )
    shifts = ShiftsForm(
        request.POST if deed == "shifts" else None,
        classes=classes,
        schedules=schedules,
        placed=selectors.shifts_by_class(classes),
    )
    if deed == "bells" and _done_bells(request, bells):
        return redirect("journal:timetables")
    if deed == "make" and year is not None and _done_making(request, make, year):
        return redirect("journal:timetables")
    if deed == "shifts" and _done_shifts(request, shifts):
        return redirect("journal:timetables")
    context = {"bells_form": bells, "make_form": make, "shifts_form": shifts, "schedules": schedules}
    return render(request, "journal/timetables.html", context | {"classes": classes, "year": year})


def _bells_of(request: HttpRequest, schedules: list[Any]) -> dict[str, Any]:
    """The bells of the asked shift, to be corrected line by line."""
    asked = next((one for one in schedules if str(one.shift) == request.GET.get("shift")), None)
    if asked is None:
        return {"shift": "1"}
    lines = [f"{bell.start:%H:%M}-{bell.end:%H:%M}" for bell in asked.bells.all()]
    return {"shift": str(asked.shift), "name": asked.name, "times": "\n".join(lines)}


def _done_shifts(request: HttpRequest, form: ShiftsForm) -> bool:
    user = signed_in(request)
    kept = done(request, form, None, lambda: services.put_in_shifts(by=user, moved=form.moved()), REFUSED)
    if kept is None:
        return False
    messages.success(request, _("The shifts are saved."))
    if kept:
        messages.warning(
            request,
            _("By the new hours somebody is in two classes at once: %(names)s. Correct the timetable.")
            % {"names": ", ".join(kept)},
        )
    return True


def _done_bells(request: HttpRequest, form: BellsForm) -> bool:
    user = signed_in(request)
    kept = done(request, form, None, lambda: services.set_bells(by=user, **form.cleaned_data), REFUSED)
    if kept is not None:
        messages.success(request, _("The bells are set."))
    return kept is not None


def _done_making(request: HttpRequest, form: forms.Form, year: Any) -> bool:
    user = signed_in(request)
    classes = organisation_permissions.visible_classes(user).filter(year=year)
    made = done(
        request,
        form,
        None,
        lambda: services.generate_lessons(by=user, classes=classes, **form.cleaned_data),
        REFUSED,
    )
    if made is None:
        return False
    said = _("Lessons made: %(made)s, changed: %(changed)s, taken away: %(removed)s.") % vars(made)
    messages.success(request, said)
    if made.kept:
        messages.warning(
            request,
            _("%(kept)s lessons stand beside the timetable or on free days: something is written about them.")
            % vars(made),
        )
    if made.closed:
        messages.warning(
            request,
            _(
                "%(closed)s lessons of a closed half-year stay as they are. To make them anew, open the half-year again."
            )
            % vars(made),
        )
    return True
