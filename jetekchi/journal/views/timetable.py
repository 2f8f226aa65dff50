"""The timetable made by hand: one hour of the week, the parts of a class, the lessons of the coming days (4.1)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jetekchi.core import dates
from jetekchi.core.http import once
from jetekchi.journal import permissions, selectors, services
from jetekchi.journal.forms.rolls import DayFilter
from jetekchi.journal.forms.timetable import EndSlotForm, MoveForm, PartForm, SlotForm, TakeBackForm
from jetekchi.journal.views.inspections import done
from jetekchi.organisation import selectors as organisation
from jetekchi.organisation.permissions import signed_in

if TYPE_CHECKING:
    from jetekchi.journal.models import ClassPart, TimetableSlot
    from jetekchi.journal.selectors.timetable_edit import HourPage
    from jetekchi.organisation.models import ClassGroup, User

REFUSED = "journal:timetable:refused"
# The same days as the nightly run.
DAYS_AHEAD = timedelta(days=14)
LAST_WEEKDAY, LAST_NUMBER = 6, 12


def coming(group: "ClassGroup") -> services.Generated:
    """What making the lessons of the coming days would do for a class now."""
    today = dates.today()
    return services.count_lessons(classes=[group], first=today, last=today + DAYS_AHEAD)


@require_http_methods(["GET", "POST"])
@once
def slot(request: HttpRequest, pk: int, weekday: int, number: int) -> HttpResponse:
    """One hour of the week of a class: a lesson is put in, changed or taken out from a day on (the head of study)."""
    user = signed_in(request)
    group = permissions.get_timetable(user, pk)
    if not (1 <= weekday <= LAST_WEEKDAY and 1 <= number <= LAST_NUMBER):
        raise Http404
    day = _day(request, group)
    page = selectors.hour_page(group, weekday, number, day)
    line = _line(request, page)
    form, end_form = _forms(request, page, line, day)
    hour = services.Hour(group, weekday, number, request.POST.get("seen", "")[:1000])
    if done(request, end_form, group, lambda: _end(user, hour, line, end_form)):
        messages.success(request, _("The lesson is taken out of the timetable."))
        return redirect(_timetable_url(group, end_form.cleaned_data["from_on"]))
    if done(request, form, group, lambda: _put(user, hour, line, form), REFUSED):
        return _saved(request, hour, form.cleaned_data["from_on"])
    context = {
        "group": group,
        "page": page,
        "line": line,
        "form": form,
        "end_form": end_form if line else None,
        "day": day,
        "title": _title(weekday, number),
        "back": _timetable_url(group, day),
        "crumbs": _crumbs(group),
    }
    return render(request, "journal/slot.html", context)


def _title(weekday: int, number: int) -> str:
    return _("%(weekday)s, lesson %(number)s") % {"weekday": dates.weekday(weekday - 1), "number": number}


def _day(request: HttpRequest, group: "ClassGroup") -> date:
    """From which day a change is offered: the asked one, never one that is over or before the year."""
    asked = DayFilter(request.GET or None)
    day = asked.cleaned_data["day"] if asked.is_valid() else None
    return max(day or dates.today(), dates.today(), group.year.start_on)


def _line(request: HttpRequest, page: "HourPage") -> "TimetableSlot | None":
    """The line that is changed: the asked one, else the first; none for a new one."""
    asked = request.GET.get("line", "")
    if asked == "new" or not page.lines:
        return None
    if not asked:
        return page.lines[0]
    found = next((one for one in page.lines if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _forms(
    request: HttpRequest, page: "HourPage", line: "TimetableSlot | None", day: date
) -> tuple[SlotForm, EndSlotForm]:
    """The form that was sent with its words; the other one as it is at first."""
    start = max(day, line.from_on) if line else day
    initial: dict[str, Any] = {"seen": page.mark, "from_on": start}
    ending = EndSlotForm(request.POST if "end" in request.POST else None, initial=dict(initial), prefix=None)
    if line:
        known = (
            one.pk
            for one, _busy in page.teachings
            if (one.subject_id, one.teacher_id) == (line.subject_id, line.teacher_id)
        )
        initial |= {"teaching": next(known, ""), "part": line.part_id or "", "room": line.room}
    sent = request.POST if request.method == "POST" and "end" not in request.POST else None
    return SlotForm(sent, teachings=page.teachings, parts=page.parts, initial=initial), ending


def _put(user: "User", hour: services.Hour, line: "TimetableSlot | None", form: forms.Form) -> Any:
    data = form.cleaned_data
    return services.set_slot(
        by=user,
        hour=hour,
        teaching=data["teaching"],
        part=data["part"],
        room=data["room"],
        from_on=data["from_on"],
        line=line.pk if line else None,
    )


def _end(user: "User", hour: services.Hour, line: "TimetableSlot | None", form: forms.Form) -> bool:
    if line is None:
        raise Http404
    services.end_slot(by=user, hour=hour, line=line.pk, from_on=form.cleaned_data["from_on"])
    return True


def _saved(request: HttpRequest, hour: services.Hour, day: date) -> HttpResponse:
    """Back to the week, or on to the next empty hour."""
    group, weekdays = hour.class_group, int(organisation.setting("school_days"))
    messages.success(request, _("Saved: %(hour)s.") % {"hour": _title(hour.weekday, hour.number)})
    empty = selectors.next_empty(group, hour.weekday, hour.number, day, weekdays)
    if "next" in request.POST and empty:
        return redirect(reverse("journal:slot", args=[group.pk, *empty]) + f"?day={day:%Y-%m-%d}")
    return redirect(_timetable_url(group, day))


def _timetable_url(group: "ClassGroup", day: date) -> str:
    return reverse("journal:timetable", args=[group.pk]) + f"?day={day:%Y-%m-%d}"


def _crumbs(group: "ClassGroup", *, with_parts: bool = False) -> list[tuple[str, str]]:
    way = [
        (_("Timetable and bells"), reverse("journal:timetables")),
        (group.label, reverse("journal:timetable", args=[group.pk])),
    ]
    return [*way, (_("Parts of the class"), reverse("journal:parts", args=[group.pk]))] if with_parts else way


@require_POST
@once
def timetable_make(request: HttpRequest, pk: int) -> HttpResponse:
    """The lessons of the coming days of one class follow its timetable at once; closed half-years stay as they are."""
    user = signed_in(request)
    group = permissions.get_timetable(user, pk)
    today = dates.today()
    made = services.generate_lessons(by=user, classes=[group], first=today, last=today + DAYS_AHEAD)
    messages.success(
        request, _("Lessons made: %(made)s, changed: %(changed)s, taken away: %(removed)s.") % vars(made)
    )
    return redirect("journal:timetable", group.pk)


@require_http_methods(["GET", "POST"])
@once
def parts(request: HttpRequest, pk: int) -> HttpResponse:
    """The parts of a class, who is in none, a student who moves to another, and a new part (the head of study)."""
    user = signed_in(request)
    group = permissions.get_timetable(user, pk)
    rows, without = selectors.parts_of(group)
    coming, asked = selectors.coming_moves(rows), request.POST.get("deed")
    is_new = asked not in ("move", "back")
    form, move = _part_form(request, group, rows, None, is_sent=is_new), _move_form(request, group, rows)
    listed = [*without, *(one for row in rows for one in row.students), *(one.student for one in coming)]
    back = TakeBackForm(request.POST if asked == "back" else None, students=listed)
    sent: forms.Form = {"move": move, "back": back}.get(asked or "", form)

    stays: list[ClassPart] = []

    def deed() -> bool:
        if asked == "move":
            return _move(user, move)
        if asked == "back":
            stays.extend(services.take_back_planned(by=user, class_group=group, **back.cleaned_data))
            return True
        return bool(services.add_part(by=user, class_group=group, **form.cleaned_data))

    if done(request, sent, group, deed, REFUSED):
        said = {"move": lambda: _moved(move), "back": lambda: _stays(back, stays)}
        messages.success(request, said.get(asked or "", lambda: _("Saved."))())
        return redirect("journal:parts", group.pk)
    context = {"group": group, "rows": rows, "without": without, "form": form, "crumbs": _crumbs(group)}
    context |= {"coming": coming, "back": back}
    context["move"] = move if len(rows) > 1 and move.members else None
    return render(request, "journal/parts.html", context)


@require_http_methods(["GET", "POST"])
@once
def part(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    """The name and the students of one part; one that nothing uses is removed (the head of study)."""
    user = signed_in(request)
    found = permissions.get_part(user, pk, part_pk)
    rows, _without = selectors.parts_of(found.class_group)
    is_removed = "remove" in request.POST
    form = forms.Form(request.POST) if is_removed else _part_form(request, found.class_group, rows, found)
    if done(request, form, found, lambda: _change_part(user, found, form, is_removed=is_removed), REFUSED):
        messages.success(request, _("Removed.") if is_removed else _("Saved."))
        return redirect("journal:parts", pk)
    context = {
        "part": found,
        "form": form,
        "is_used": next(row.is_used for row in rows if row.part == found),
        "other_days": selectors.other_days(found),
        "crumbs": _crumbs(found.class_group, with_parts=True),
    }
    return render(request, "journal/part.html", context)


def _move(user: "User", form: MoveForm) -> bool:
    given = form.cleaned_data
    source, student = given["member"]
    services.move_to_part(
        by=user, student=student, source=source, target=given["into"], from_on=given["moves_on"]
    )
    return True


def _stays(form: TakeBackForm, parts: "list[ClassPart]") -> str:
    """What was taken back, all of that day: in which parts the student stays."""
    name = form.cleaned_data["student"].person.brief_name
    if not parts:
        return _("Taken back: %(name)s.") % {"name": name}
    words = {"name": name, "parts": ", ".join(f"«{part}»" for part in parts)}
    return _("Taken back: %(name)s stays in %(parts)s.") % words


def _moved(form: MoveForm) -> str:
    given = form.cleaned_data
    day = dates.official_date(given["moves_on"])
    words = {"name": given["member"][1].person.brief_name, "part": given["into"], "day": day}
    return _("%(name)s: in «%(part)s» from %(day)s on.") % words


def _move_form(request: HttpRequest, group: "ClassGroup", rows: "list[selectors.PartRow]") -> MoveForm:
    is_sent = request.POST.get("deed") == "move"
    return MoveForm(
        request.POST if is_sent else None,
        rows=[(row.part, row.students, row.coming) for row in rows],
        initial={"moves_on": selectors.near_day(group)},
    )


def _change_part(user: "User", found: "ClassPart", form: forms.Form, *, is_removed: bool) -> bool:
    if is_removed:
        services.remove_part(by=user, part=found)
    else:
        services.change_part(by=user, part=found, **form.cleaned_data)
    return True


def _part_form(
    request: HttpRequest,
    group: "ClassGroup",
    rows: "list[selectors.PartRow]",
    own: "ClassPart | None",
    *,
    is_sent: bool = True,
) -> PartForm:
    """Ticked are the students of this part; beside a name stand the other parts of the student."""
    beside: dict[int, str] = {}
    ticked: list[str] = []
    for row in rows:
        for one in row.students:
            if row.part == own:
                ticked.append(str(one.pk))
            else:
                beside[one.pk] = ", ".join(filter(None, [beside.get(one.pk, ""), row.part.name]))
    return PartForm(
        (request.POST or None) if is_sent else None,
        students=organisation.list_of_today(group),
        beside=beside,
        initial={
            "name": own.name if own else "",
            "students": ticked,
            "from_on": selectors.near_day(group),
        },
    )
