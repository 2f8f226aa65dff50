"""Reads of the work schedules: a version as it is signed, which one is in force, the week day by day (3.13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import QuerySet

from jetekchi.core import dates
from jetekchi.core.exact import TIGHT, exact
from jetekchi.organisation.models import Appointment, SchoolYear, Staff, WorkSchedule
from jetekchi.organisation.models.schedules import LAST_WEEKDAY, minutes_between
from jetekchi.organisation.selectors.classes import classes_of, leaders_of

State = WorkSchedule.State


@dataclass(frozen=True, order=True)
class Line:
    """One line of the week, typed or kept."""

    weekday: int
    start: time
    end: time
    what: str
    where: str = ""

    @property
    def times(self) -> str:
        """«08:30–09:15»."""
        return f"{self.start:%H:%M}–{self.end:%H:%M}"

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return minutes_between(self.start, self.end)

    def overlaps(self, other: "Line") -> bool:
        """Whether both fall into the same minutes of the same day."""
        return self.weekday == other.weekday and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Day:
    """A day of the week with its lines."""

    number: int
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """«Дүйшөмбү»."""
        return weekday_name(self.number)

    @property
    def minutes(self) -> int:
        """How long the day is."""
        return sum(line.minutes for line in self.lines)


@dataclass(frozen=True)
class Week:
    """The week of a version: days that hold something, and how long it all takes."""

    days: tuple[Day, ...]

    @property
    def minutes(self) -> int:
        """How long the week is."""
        return sum(day.minutes for day in self.days)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order."""
        return tuple(line for day in self.days for line in day.lines)

    @property
    def time_words(self) -> str:
        """«18 саат 30 мүн»."""
        return dates.duration(self.minutes)


def weekday_name(number: int) -> str:
    """The name of a day of the week, 1 is Monday."""
    return dates.weekday(number - 1).capitalize()


def first_overlap(lines: Iterable[Line]) -> tuple[Line, Line] | None:
    """The first two lines that fall into the same minutes, the later one second; None when none do."""
    latest: Line | None = None
    for line in sorted(lines):
        if latest is not None and latest.overlaps(line):
            return latest, line
        if latest is None or line.weekday != latest.weekday or line.end > latest.end:
            latest = line
    return None


def week_of(lines: Iterable[Line]) -> Week:
    """Lines put under their days."""
    kept = sorted(lines)
    days = (
        Day(number, tuple(line for line in kept if line.weekday == number))
        for number in range(1, LAST_WEEKDAY + 1)
    )
    return Week(tuple(day for day in days if day.lines))


def lines_of(schedule: WorkSchedule) -> list[Line]:
    """What the version says: as it was signed, else as it stands."""
    if schedule.frozen is not None:
        return [
            Line(
                one["weekday"],
                time.fromisoformat(one["start"]),
                time.fromisoformat(one["end"]),
                one["what"],
                one["where"],
            )
            for one in schedule.frozen["rows"]
        ]
    return [Line(row.weekday, row.start, row.end, row.what, row.where) for row in schedule.rows.all()]


def material_of(schedule: WorkSchedule) -> dict[str, Any]:
    """Everything that is signed: who, for which classes, from when, each line."""
    if schedule.frozen is not None:
        return dict(schedule.frozen)
    person = schedule.staff.person
    return {
        "person": person.name,
        "person_short": person.short_name,
        "position": schedule.staff.position,
        "classes": led_labels(schedule.staff, schedule.year),
        "year": schedule.year.name,
        "number": schedule.number,
        "from_on": schedule.from_on.isoformat(),
        "rows": [
            {
                "weekday": line.weekday,
                "start": f"{line.start:%H:%M}",
                "end": f"{line.end:%H:%M}",
                "what": line.what,
                "where": line.where,
            }
            for line in sorted(lines_of(schedule))
        ],
    }


def seal(material: dict[str, Any]) -> tuple[bytes, str]:
    """The exact bytes that are signed and their SHA-256."""
    return exact(material, separators=TIGHT)


def led_labels(staff: Staff, year: SchoolYear) -> list[str]:
    """Labels of the classes that the person leads in the year, as leader."""
    today = dates.today()
    rows = Appointment.objects.filter(leader=staff, class_group__year=year).select_related("class_group")
    return sorted({row.class_group.label for row in rows if row.until_on is None or row.until_on >= today})


def versions_of(staff: Staff) -> list[WorkSchedule]:
    """All versions of a person, the newest first, with their rows and acts."""
    found = WorkSchedule.objects.filter(staff=staff).select_related("staff__person__user", "year")
    return list(found.prefetch_related("rows", "acts__by__person"))


def in_force(versions: Iterable[WorkSchedule], day: date) -> WorkSchedule | None:
    """The version that counts on a day: the last approved one that has begun, in its own school year."""
    begun = [
        one for one in versions if one.in_force_on is not None and one.in_force_on <= day <= one.year.end_on
    ]
    return max(begun, key=lambda one: (one.in_force_on, one.number), default=None)


def coming(versions: Iterable[WorkSchedule], day: date) -> list[WorkSchedule]:
    """Approved versions that begin after the day, in the order of their beginning."""
    later = [one for one in versions if one.in_force_on is not None and one.in_force_on > day]
    return sorted(later, key=lambda one: (one.in_force_on, one.number))


@dataclass(frozen=True)
class Standing:
    """Where one person stands: the version in force, and the one that is not approved yet."""

    in_force: WorkSchedule | None = None
    open: WorkSchedule | None = None
    coming: WorkSchedule | None = None

    @property
    def state(self) -> str:
        """The state of the version under way, else `in_force`, else `coming`, else nothing."""
        if self.open is not None:
            return str(self.open.state)
        return "in_force" if self.in_force else "coming" if self.coming else ""


def standings(staff: Iterable[int], year: SchoolYear, day: date) -> dict[int, Standing]:
    """How the schedules of these people stand on a day of a year: one query, however many they are."""
    pks = list(staff)
    by_staff: dict[int, list[WorkSchedule]] = {pk: [] for pk in pks}
    for one in WorkSchedule.objects.filter(staff__in=pks, year=year).select_related("year", "staff"):
        by_staff[one.staff_id].append(one)
    return {
        pk: Standing(
            in_force=in_force(versions, day),
            open=next((one for one in versions if one.state != State.APPROVED), None),
            coming=next(iter(coming(versions, day)), None),
        )
        for pk, versions in by_staff.items()
    }


def leading_staff(year: SchoolYear) -> list[tuple[Staff, list[Appointment]]]:
    """Class leaders of a year with their appointments, in the order of their classes."""
    appointments = sorted(leaders_of(classes_of(year)).values(), key=lambda one: one.class_group.sort_key)
    found: dict[int, tuple[Staff, list[Appointment]]] = {}
    for one in appointments:
        found.setdefault(one.leader_id, (one.leader, []))[1].append(one)
    return list(found.values())


def waiting() -> QuerySet[WorkSchedule]:
    """Versions that wait for the director's decision, the oldest first."""
    found = WorkSchedule.objects.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")
    return found.select_related("staff__person__user", "year")


def open_version(staff: Staff, year: SchoolYear) -> WorkSchedule | None:
    """The version of the year that is not approved yet."""
    return WorkSchedule.objects.filter(staff=staff, year=year).exclude(state=State.APPROVED).first()


def newest(versions: Sequence[WorkSchedule]) -> WorkSchedule | None:
    """The version from which the next one is begun."""
    return max(versions, key=lambda one: (one.year.start_on, one.number), default=None)
