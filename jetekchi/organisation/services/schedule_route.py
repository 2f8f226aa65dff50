"""The way of a work schedule: put before the director, returned or approved (3.13).

These are the steps without the signatures: who signs is asked one storey above (documents.services.schedules), in the
same transaction. Nothing else calls them.
"""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import MEANWHILE, Refused
from jetekchi.organisation.models import ScheduleAct, User, WorkSchedule
from jetekchi.organisation.roles import Role
from jetekchi.organisation.selectors.people import users_with_role
from jetekchi.organisation.selectors.schedules import first_overlap, lines_of, material_of, seal
from jetekchi.organisation.services.schedules import locked, open_again, refuse_others

State, Deed = WorkSchedule.State, ScheduleAct.Deed
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.RETURNED: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.RETURNED, State.APPROVED}),
    State.APPROVED: frozenset(),
}
SUBMITTED = gettext_noop("A work schedule waits for your decision: %(name)s, version %(number)s.")
RETURNED = gettext_noop("Your work schedule was returned with remarks: version %(number)s.")
APPROVED = gettext_noop("Your work schedule is approved: version %(number)s, in force from %(day)s.")


def _step(schedule: WorkSchedule, to: str) -> WorkSchedule:
    schedule = locked(schedule)
    if to not in TRANSITIONS[schedule.state]:
        raise Refused("schedule-state", _("It is no longer in this state. Open it again and look."))
    return schedule


def refuse_unseen(sha256: str, seen_sha256: str | None) -> None:
    """What is signed must be what was shown; None comes from no page (the command line, the demo)."""
    if seen_sha256 is not None and seen_sha256 != sha256:
        raise Refused(MEANWHILE, _("The schedule changed after you opened it. Read it as it is now."))


def _refuse_early(schedule: WorkSchedule) -> None:
    """A later version never begins before an earlier one: else the older would replace the newer."""
    earlier = WorkSchedule.objects.filter(
        staff=schedule.staff, year=schedule.year, state=State.APPROVED, in_force_on__gt=schedule.from_on
    )
    latest = earlier.order_by("-in_force_on").first()
    if latest is not None and latest.in_force_on is not None:
        words = {"number": latest.number, "day": dates.short_date(latest.in_force_on)}
        raise Refused(
            "before-version",
            _("Version %(number)s begins on %(day)s only. Choose that day or a later one.") % words,
        )


@transaction.atomic
def submit_schedule(
    *, by: User, schedule: WorkSchedule, seen_sha256: str | None = None
) -> tuple[WorkSchedule, bytes]:
    """Freeze the week and put it before the director; the bytes that are to be signed come back with it (3.13).

    Refused: another person's, an empty week, overlapping lines, a version that is on its way or approved, one that would
    begin before the version before it, a week that is no longer the one that was shown.
    """
    schedule = _step(schedule, State.SUBMITTED)
    refuse_others(by, schedule)
    lines = lines_of(schedule)
    if not lines:
        raise Refused("schedule-empty", _("The week is empty. Write when you work, then sign."))
    if first_overlap(lines):
        raise Refused("overlap", _("Two lines fall into the same time. Correct them, then sign."))
    _refuse_early(schedule)
    material = material_of(schedule)
    content, sha256 = seal(material)
    refuse_unseen(sha256, seen_sha256)
    schedule.state, schedule.frozen, schedule.sha256 = State.SUBMITTED, material, sha256
    schedule.submission += 1
    schedule.submitted_at = timezone.now()
    schedule.save()
    _act(by, schedule, Deed.SUBMITTED, "organisation:schedule:submitted")
    directors = [user for user in users_with_role(Role.PREUNI_DIRECTOR) if user.pk != by.pk]
    url = reverse("organisation:schedule_version", args=[schedule.pk])
    notices.queue(
        to=directors, message=SUBMITTED, url=url, clause="3.13", name=by.name, number=schedule.number
    )
    return schedule, content


@transaction.atomic
def approve_schedule(
    *, by: User, schedule: WorkSchedule, seen_sha256: str | None = None
) -> tuple[WorkSchedule, bytes]:
    """Approve the very week that was signed; it is in force from its day, never from a day before the approval (3.13).

    Refused: one's own, a version that does not wait, bytes that are no longer those that were signed or shown.
    """
    schedule = _step(schedule, State.APPROVED)
    _refuse_own(by, schedule)
    content, sha256 = seal(schedule.frozen or {})
    if sha256 != schedule.sha256:
        raise Refused(
            "schedule-changed", _("The signed week does not match its hash. Tell the administrator.")
        )
    refuse_unseen(sha256, seen_sha256)
    _refuse_early(schedule)
    schedule.state, schedule.approved_at = State.APPROVED, timezone.now()
    schedule.in_force_on = max(schedule.from_on, timezone.localdate(schedule.approved_at))
    schedule.save()
    _act(by, schedule, Deed.APPROVED, "organisation:schedule:approved")
    _tell_author(schedule, APPROVED, day=dates.short_date(schedule.in_force_on))
    return schedule, content


@transaction.atomic
def return_schedule(
    *, by: User, schedule: WorkSchedule, remark: str, seen_sha256: str | None = None
) -> WorkSchedule:
    """Give the week back with remarks; the author's lines stay and may be changed again (3.13).

    Refused: no remark, one's own, a week that is not the one that was shown.
    """
    if not remark.strip():
        raise Refused("remark-missing", _("Write what is to be corrected."))
    schedule = _step(schedule, State.RETURNED)
    _refuse_own(by, schedule)
    refuse_unseen(schedule.sha256, seen_sha256)
    _act(by, schedule, Deed.RETURNED, "organisation:schedule:returned", remark.strip())
    open_again(schedule, State.RETURNED)
    _tell_author(schedule, RETURNED)
    return schedule


def _refuse_own(by: User, schedule: WorkSchedule) -> None:
    if by.person_id == schedule.staff.person_id:
        raise Refused("own-schedule", _("Nobody decides on the own schedule."))


def _act(by: User, schedule: WorkSchedule, deed: str, audited: str, remark: str = "") -> None:
    try:
        with transaction.atomic():
            ScheduleAct.objects.create(
                schedule=schedule,
                deed=deed,
                submission=schedule.submission,
                remark=remark,
                sha256=schedule.sha256,
                by=by,
            )
    except IntegrityError as error:
        raise Refused(
            "schedule-state", _("It is no longer in this state. Open it again and look.")
        ) from error
    audit.record(by, audited, schedule, submission=schedule.submission, sha256=schedule.sha256)


def _tell_author(schedule: WorkSchedule, message: str, **words: str) -> None:
    if user := getattr(schedule.staff.person, "user", None):
        url = reverse("organisation:schedule", args=[schedule.staff_id])
        notices.queue(to=[user], message=message, url=url, clause="3.13", number=schedule.number, **words)
