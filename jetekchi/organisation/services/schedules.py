"""The work schedule in the hands of its author: begun, written line by line, taken back before the decision (3.13)."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, dates
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ScheduleAct, ScheduleRow, SchoolYear, Staff, User, WorkSchedule
from jetekchi.organisation.models.schedules import MOST_LINES
from jetekchi.organisation.selectors.schedules import (
    Line,
    first_overlap,
    lines_of,
    newest,
    open_version,
    seal,
    versions_of,
    weekday_name,
)

State = WorkSchedule.State


def locked(schedule: WorkSchedule) -> WorkSchedule:
    """The version as it stands now; nobody else moves it until this transaction ends."""
    found = WorkSchedule.objects.select_for_update(of=("self",)).select_related("staff__person__user", "year")
    return found.get(pk=schedule.pk)


def refuse_others(by: User, schedule: WorkSchedule) -> None:
    """A schedule is written, signed and taken back by the person whose it is."""
    if by.person_id != schedule.staff.person_id:
        raise Refused("not-own-schedule", _("Only the person whose schedule it is can do this."))


@transaction.atomic
def begin_schedule(*, by: User, staff: Staff, year: SchoolYear) -> WorkSchedule:
    """Begin the next version of one's week; it starts with the lines of the version before (3.13).

    Refused: another person's, a year in which a version is under way already.
    """
    if by.person_id != staff.person_id:
        raise Refused("not-own-schedule", _("Only the person whose schedule it is can do this."))
    before = versions_of(staff)
    number = 1 + max((one.number for one in before if one.year_id == year.pk), default=0)
    from_on = min(max(dates.today(), year.start_on), year.end_on)
    schedule = WorkSchedule(staff=staff, year=year, number=number, from_on=from_on)
    taken = Refused(
        "schedule-open", _("A version is under way already. Finish that one, or take it back and change it.")
    )
    if open_version(staff, year) is not None:
        raise taken
    schedule.full_clean(exclude=["frozen", "sha256"])
    try:
        with transaction.atomic():
            schedule.save()
    except IntegrityError as error:
        raise taken from error
    source = newest(before)
    _put(schedule, lines_of(source) if source else [])
    audit.record(by, "organisation:schedule:begun", schedule, number=number)
    return schedule


@transaction.atomic
def save_schedule(
    *, by: User, schedule: WorkSchedule, from_on: date, lines: Sequence[Line], seen: str | None = None
) -> WorkSchedule:
    """Keep the whole week as it was typed (3.13).

    Refused: another person's, a version on its way or approved, lines that fall into the same minutes, a day outside the
    school year, a week that was changed in another window meanwhile (`seen` is what the window showed).
    """
    schedule = locked(schedule)
    refuse_others(by, schedule)
    if not schedule.is_open:
        raise Refused(
            "schedule-on-its-way",
            _("This version is not in your hands any more. Take it back, or begin a new version."),
        )
    if seen is not None and seen != fingerprint(schedule):
        raise Refused(
            MEANWHILE,
            _("The schedule was changed in another window. Open it anew and put your lines in once more."),
        )
    _check(schedule, from_on, lines)
    before = (schedule.from_on, sorted(lines_of(schedule)))
    clean = [
        Line(one.weekday, one.start, one.end, mend(one.what).strip(), mend(one.where).strip())
        for one in lines
    ]
    if before == (from_on, sorted(clean)):
        return schedule
    schedule.from_on = from_on
    schedule.full_clean(exclude=["frozen", "sha256"])
    schedule.save(update_fields=["from_on"])
    schedule.rows.all().delete()
    _put(schedule, clean)
    audit.record(by, "organisation:schedule:written", schedule, lines=len(clean))
    return schedule


def _check(schedule: WorkSchedule, from_on: date, lines: Sequence[Line]) -> None:
    if not schedule.year.start_on <= from_on <= schedule.year.end_on:
        raise Refused("day-outside-year", _("The day lies outside the school year. Choose another."))
    if len(lines) > MOST_LINES:
        raise Refused("too-many-lines", _("A week holds 60 lines at most. Join those that belong together."))
    if any(one.end <= one.start for one in lines):
        raise Refused("times-out-of-order", _("The end lies before the beginning."))
    if pair := first_overlap(lines):
        words = {"day": weekday_name(pair[1].weekday), "one": pair[0].times, "other": pair[1].times}
        raise Refused("overlap", _("%(day)s: %(other)s overlaps with %(one)s.") % words)


def _put(schedule: WorkSchedule, lines: Sequence[Line]) -> None:
    rows = [
        ScheduleRow(
            schedule=schedule,
            weekday=one.weekday,
            start=one.start,
            end=one.end,
            what=one.what,
            where=one.where,
        )
        for one in sorted(lines)
    ]
    for row in rows:
        row.clean_fields(exclude=["schedule"])
    ScheduleRow.objects.bulk_create(rows)


def fingerprint(schedule: WorkSchedule) -> str:
    """What a window shows, as a mark that travels with its form."""
    lines = [[one.weekday, one.times, one.what, one.where] for one in sorted(lines_of(schedule))]
    return seal({"from_on": schedule.from_on.isoformat(), "lines": lines, "state": schedule.state})[1]


@transaction.atomic
def take_back_schedule(*, by: User, schedule: WorkSchedule) -> WorkSchedule:
    """The author takes the version back while nobody has decided; it is open again, its signature stays on record."""
    schedule = locked(schedule)
    refuse_others(by, schedule)
    if schedule.state != State.SUBMITTED:
        raise Refused("schedule-state", _("It is no longer in this state. Open it again and look."))
    ScheduleAct.objects.create(
        schedule=schedule,
        deed=ScheduleAct.Deed.TAKEN_BACK,
        submission=schedule.submission,
        sha256=schedule.sha256,
        by=by,
    )
    open_again(schedule, State.DRAFT)
    audit.record(by, "organisation:schedule:taken-back", schedule, submission=schedule.submission)
    return schedule


def open_again(schedule: WorkSchedule, state: str) -> None:
    """What was frozen for the signature is let go: the rows may be changed again."""
    schedule.state, schedule.frozen, schedule.sha256 = state, None, ""
    schedule.save(update_fields=["state", "frozen", "sha256"])
