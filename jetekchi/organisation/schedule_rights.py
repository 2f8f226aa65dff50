"""Who writes, reads and decides on a work schedule (3.13): its owner; the offices above; the pre-university director."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jetekchi.core.lookup import the_one
from jetekchi.organisation.models import Staff, User, WorkSchedule
from jetekchi.organisation.permissions import Permission, may, may_see_colleagues

State = WorkSchedule.State
# A version that is being written is its author's own paper.
OPEN_TO_OFFICES = (State.SUBMITTED, State.APPROVED)
Somebody = User | AnonymousUser


def is_own(user: Somebody, staff: Staff) -> bool:
    """Whether it is the user's own schedule."""
    return staff.person_id == (getattr(user, "person_id", None) or -1)


def may_write(user: Somebody, staff: Staff) -> bool:
    """Whether the user writes this person's schedule: nobody does for another."""
    return is_own(user, staff) and may(user, Permission.SCHEDULE_WRITE)


def may_judge(user: Somebody, schedule: WorkSchedule) -> bool:
    """Whether the user decides on this version; nobody decides on an own one."""
    return may(user, Permission.SCHEDULE_APPROVE) and not is_own(user, schedule.staff)


def may_list(user: Somebody) -> bool:
    """Whether the schedules are this user's page."""
    return may(user, Permission.SCHEDULE_VIEW) or may(user, Permission.SCHEDULE_WRITE)


def visible_schedules(user: Somebody) -> QuerySet[WorkSchedule]:
    """Own versions in any state; those put before the director for the offices above."""
    rule = Q(staff__person=getattr(user, "person_id", None) or -1)
    if may(user, Permission.SCHEDULE_VIEW):
        rule |= Q(state__in=OPEN_TO_OFFICES)
    return WorkSchedule.objects.select_related("staff__person__user", "year").filter(rule)


def get_schedule_staff(user: Somebody, pk: int, to: str = "see") -> Staff:
    """The person whose schedules the user may open; 404 for any other, 403 when seen but not to be written."""
    staff = the_one(Staff.objects.select_related("person__user").filter(pk=pk))
    if staff is None or not (may(user, Permission.SCHEDULE_VIEW) or _opens_own(user, staff)):
        raise Http404
    if to == "write" and not may_write(user, staff):
        raise PermissionDenied
    return staff


def _opens_own(user: Somebody, staff: Staff) -> bool:
    """A leader, and who was one: the own old versions stay one's own papers."""
    return is_own(user, staff) and (may_list(user) or staff.schedules.exists())


def get_schedule(user: Somebody, pk: int, to: str = "see") -> WorkSchedule:
    """A version the user may open; `to` is write or judge."""
    schedule = get_object_or_404(visible_schedules(user), pk=pk)
    allowed = {"see": True, "write": may_write(user, schedule.staff), "judge": may_judge(user, schedule)}
    if not allowed[to]:
        raise PermissionDenied
    return schedule


def may_have_feed(user: Somebody) -> bool:
    """Whether the user may have a calendar of the own work: those who work here."""
    return may_see_colleagues(user)
