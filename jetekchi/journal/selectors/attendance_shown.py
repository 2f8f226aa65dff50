"""Pictures of the attendance of a class: students by days, and by weeks where there is no room for days (4.3)."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from jetekchi.core import dates
from jetekchi.core.figures import HeatRow, Sign, SignRow, Svg, heat_map, sign_map
from jetekchi.core.remember import while_unchanged
from jetekchi.journal.selectors.attendance import Attendance, AttendanceRow, attendance
from jetekchi.journal.selectors.weeks import monday_of
from jetekchi.organisation.models import ClassGroup, Term

# Each sign has its own shade and its own letter, that of the paper journal; a capital is a whole day.
SIGNS = {
    "ill": ("h2", "б"),
    "valid": ("h3", "у"),
    "unexcused": ("two", "н"),
    "unknown": ("node out", "?"),
    "late": ("", "к"),
}
WEEK_STEPS = (1.0, 3.0, 6.0, 12.0)


@while_unchanged("organisation", "journal")
def attendance_pictures(group: ClassGroup, half: Term) -> tuple[str, str] | None:
    """By days and by weeks, drawn once for as long as nothing changed; None while no day is known."""
    found = attendance(group, half)
    if not found.days or not found.rows:
        return None
    return str(_by_days(found)), str(_by_weeks(found))


def _by_days(found: Attendance) -> Svg:
    rows = [
        SignRow(
            row.student.person.brief_name,
            tuple(_sign(row, day) for day in found.days),
            str(row.count.missed),
            frozenset(place for place, day in enumerate(found.days) if not row.listed_on(day)),
        )
        for row in found.rows
    ]
    return sign_map(
        rows,
        _week_names(found.days),
        title=_("Absences by students and days"),
        desc=_finding(found),
        total_name=_("lessons"),
    )


def _sign(row: AttendanceRow, day: date) -> Sign | None:
    away = row.days.get(day)
    if away is None:
        return None
    shade, letter = SIGNS[away.kind]
    return Sign(shade, letter.upper() if away.is_whole else letter)


def _week_names(days: tuple[date, ...]) -> list[str]:
    names, known = [], None
    for day in days:
        monday = monday_of(day)
        names.append(f"{day:%d.%m}" if monday != known else "")
        known = monday
    return names


def _by_weeks(found: Attendance) -> Svg:
    mondays = sorted({monday_of(day) for day in found.days})
    known = defaultdict(list)
    for day in found.days:
        known[monday_of(day)].append(day)
    rows = []
    for row in found.rows:
        missed = [
            sum(row.days[day].missed for day in known[monday] if day in row.days)
            if any(map(row.listed_on, known[monday]))
            else None
            for monday in mondays
        ]
        rows.append(HeatRow(row.student.person.brief_name, tuple(missed), row.count.missed))
    return heat_map(
        rows,
        [f"{monday:%d.%m}" for monday in mondays],
        title=_("Missed lessons by students and weeks"),
        desc=_finding(found),
        steps=WEEK_STEPS,
        total_name=_("lessons"),
    )


def _finding(found: Attendance) -> str:
    """What the picture says, in words."""
    words = {
        "students": len(found.rows),
        "days": len(found.days),
        "range": dates.date_range(found.days[0], found.days[-1]),
        "missed": sum(row.count.missed for row in found.rows),
    }
    text = _("%(range)s: %(students)s students, %(days)s school days, %(missed)s missed lessons.") % words
    most = max(found.rows, key=lambda row: row.count.missed)
    if not most.count.missed:
        return text
    words = {"name": most.student.person.brief_name, "missed": most.count.missed}
    return f"{text} {_('The most: %(name)s, %(missed)s.') % words}"
