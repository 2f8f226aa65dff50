"""A person's own calendar for a calendar program: work schedule, lessons, class hours and events, what is due (3.13, 4.1).

The feed leaves the house and lies with whoever keeps the calendar. So it holds its owner's own only, and only words that
name no child: of what is due `DueRow.outside`, of a lesson subject and class, of an event its kind. Topics, themes,
places, reasons and the titles of the first page never leave.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jetekchi.core import dates
from jetekchi.core.due import DueRow
from jetekchi.journal import selectors as journal
from jetekchi.organisation.models import CalendarDay, FeedAddress, SchoolYear, Staff, User, WorkSchedule
from jetekchi.organisation.selectors.calendar import marked_days, terms_of
from jetekchi.organisation.selectors.schedules import coming, in_force, versions_of
from jetekchi.plan import selectors as plan
from jetekchi.workplace.selectors import desks
from jetekchi.workplace.selectors.links import address as page

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = timedelta(hours=4)
# Lessons and events of these days: a calendar shows what comes, the register keeps what was.
BACK, AHEAD = timedelta(days=14), timedelta(days=120)
# In a quarter of an hour so many wrong addresses from one place, so many readings of one address.
GUESSES, READS = 10, 30
FREE = (CalendarDay.Kind.HOLIDAY, CalendarDay.Kind.VACATION)
# Programs need the rules of the zone only where the calendar has something.
ZONE_FROM, ZONE_UNTIL = date(2020, 1, 1), date(2038, 1, 1)


def feed_of(address: FeedAddress) -> bytes:
    """The calendar of the owner of the address, in the owner's language; the same bytes while nothing changes."""
    # Large, and asked for by calendars alone: a process that serves none does not hold it.
    from icalendar import Calendar

    user, stamp = address.user, address.made_at
    with translation.override(user.language or settings.LANGUAGE_CODE):
        calendar = Calendar()
        calendar.add("prodid", "-//Jetekchi//Class leader//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("name", _("Work of the class leader"))
        calendar.add("x-wr-calname", _("Work of the class leader"))
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
        for event in (*_lines(user), *_lessons(user, stamp), *_own_days(user, stamp), *_due(user, stamp)):
            calendar.add_component(event)
        calendar.add_missing_timezones(first_date=ZONE_FROM, last_date=ZONE_UNTIL)
        body: bytes = calendar.to_ical()
    return body


def _uid(*parts: object) -> str:
    """The same thing keeps its mark from one reading to the next, so that programs change it and do not double it."""
    words = "|".join(map(str, parts))
    host = urlsplit(settings.PUBLIC_URL).hostname or "jetekchi"
    return f"{hashlib.sha256(words.encode()).hexdigest()[:32]}@{host}"


# --- the week -----------------------------------------------------------------------------------------------


def _lines(user: User) -> "Iterator[Event]":
    """The lines of the version in force and of those that are approved and begin later."""
    staff = Staff.objects.filter(person=user.person_id).first() if user.person_id else None
    if staff is None:
        return
    today = dates.today()
    versions = versions_of(staff)
    now = in_force(versions, today)
    row = [*([now] if now else []), *coming(versions, today)]
    for place, version in enumerate(row):
        after = row[place + 1] if place + 1 < len(row) else None
        last = version.year.end_on
        if after is not None and after.in_force_on is not None:
            last = min(last, after.in_force_on - timedelta(days=1))
        yield from _version_events(version, last)


def _version_events(version: WorkSchedule, last: date) -> "Iterator[Event]":
    free = _free_days(version.year)
    begins, approved_at = version.in_force_on, version.approved_at
    assert begins is not None and approved_at is not None
    for line in version.rows.all():
        days = _days(begins, last, line.weekday)
        held = [day for day in days if day not in free]
        if not held:
            continue
        event = _event()
        event.add("uid", _uid("line", version.pk, line.pk))
        event.add("dtstamp", approved_at.astimezone(ZoneInfo("UTC")))
        event.add("summary", line.what)
        if line.where:
            event.add("location", line.where)
        event.add("dtstart", _at(held[0], line.start))
        event.add("dtend", _at(held[0], line.end))
        until = _at(held[-1], line.start).astimezone(ZoneInfo("UTC"))
        event.add("rrule", {"freq": "weekly", "until": until})
        missed = [_at(day, line.start) for day in days if day in free and held[0] < day < held[-1]]
        if missed:
            event.add("exdate", missed)
        yield event


def _free_days(year: SchoolYear) -> set[date]:
    """Holidays, and every day between the terms that nobody called a working day."""
    marked = {day.day: day.kind for day in marked_days(year)}
    terms = [one for half, quarters in terms_of(year) for one in quarters or [half]]
    stretch = (
        year.start_on + timedelta(days=passed) for passed in range((year.end_on - year.start_on).days + 1)
    )
    between = {
        day for day in stretch if terms and not any(one.start_on <= day <= one.end_on for one in terms)
    }
    return {day for day in between if day not in marked} | {
        day for day, kind in marked.items() if kind in FREE
    }


def _days(first: date, last: date, weekday: int) -> list[date]:
    """The days of a stretch that fall on this day of the week, 1 is Monday."""
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7)
    found = []
    while day <= last:
        found.append(day)
        day += timedelta(weeks=1)
    return found


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=ZoneInfo(settings.TIME_ZONE))


# --- lessons, class hours and events ------------------------------------------------------------------------


def _lessons(user: User, stamp: datetime) -> "Iterator[Event]":
    """Lessons that the owner gives; one that fell away, moved or went to another keeps its mark and is struck out."""
    today = dates.today()
    for one in journal.own_lessons_between(user, today - BACK, today + AHEAD):
        words = {"subject": one.subject, "label": one.label, "number": one.number}
        # Without bells nobody knows the hour: the day is told, and which lesson it is.
        summary = _("%(subject)s, %(label)s") if one.start else _("%(subject)s, %(label)s, lesson %(number)s")
        event = _of_day(one.on, one.start, one.end)
        event.add("uid", _uid("lesson", one.pk))
        event.add("summary", summary % words)
        if one.room:
            event.add("location", one.room)
        yield _finished(event, stamp, page("journal:lesson", one.pk), is_off=not one.is_given)


def _own_days(user: User, stamp: datetime) -> "Iterator[Event]":
    """Class hours, events and what the own plans hold for a day; a called off one keeps its mark and is struck out."""
    today = dates.today()
    for one in plan.own_days_between(user, today - BACK, today + AHEAD):
        event = _of_day(one.on, one.start, None)
        event.add("uid", _uid(one.key))
        event.add("summary", _("%(what)s, %(label)s") % {"what": capfirst(one.what), "label": one.label})
        yield _finished(event, stamp, one.url, is_off=one.is_off)


def _of_day(day: date, start: time | None, end: time | None) -> "Event":
    """From hour to hour; a day where no hour is known; a moment where nobody said how long it takes."""
    event = _event()
    if start is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event
    event.add("dtstart", _at(day, start))
    if end is not None:
        event.add("dtend", _at(day, end))
    return event


def _finished(event: "Event", stamp: datetime, url: str, *, is_off: bool) -> "Event":
    event.add("dtstamp", stamp.astimezone(ZoneInfo("UTC")))
    event.add("url", f"{settings.PUBLIC_URL}{url}")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event


# --- what is due --------------------------------------------------------------------------------------------


def _event() -> "Event":
    from icalendar import Event

    return Event()


def _due(user: User, stamp: datetime) -> "Iterator[Event]":
    """Whole days, free in the calendar; each leads back into the house, where its names stand."""
    rows = sorted(desks.first_page(user).rows)
    # Two storeys may name the same form; the first is the one that presses more.
    single = {(row.clause, row.url): row for row in reversed(rows) if not row.together_url}
    for row in sorted(single.values()):
        yield _day(row.due_on, _outside(row), row.url, stamp, ("due", user.pk, row.clause, row.url))
    together = Counter((row.due_on, row.together_url) for row in rows if row.together_url)
    for (day, url), count in sorted(together.items()):
        words = ngettext("%(count)d duty is still open", "%(count)d duties are still open", count)
        yield _day(day, words % {"count": count}, url, stamp, ("together", user.pk, url, day))


def _day(day: date, summary: str, url: str, stamp: datetime, marks: tuple[object, ...]) -> "Event":
    event = _event()
    event.add("uid", _uid(*marks))
    event.add("dtstamp", stamp.astimezone(ZoneInfo("UTC")))
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if url:
        event.add("url", f"{settings.PUBLIC_URL}{url}")
    return event


def _outside(row: DueRow) -> str:
    """Words without a child's name: those the storey gave for it, else the clause and the deed."""
    if row.outside:
        return row.outside
    return _("Clause %(number)s: %(action)s") % {
        "number": row.clause or "–",
        "action": row.action or _("Open"),
    }
