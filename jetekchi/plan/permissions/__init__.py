"""Who writes, reads and approves a plan: its leader and deputy; the offices above; the head of upbringing (1.2, 3.1).

A draft is the leader's own paper: the offices see a plan from its first signature on, and then the edition that was
signed, not the words that are being corrected.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.permissions import Permission, may, standing
from jetekchi.organisation.selectors import half_years_of, leader_of
from jetekchi.plan.models import PlanItem, PlanPaper
from jetekchi.plan.permissions.events import (
    EventRights,
    get_event,
    get_event_class,
    get_event_file,
    get_event_kind,
    get_invitation,
    get_own_consent,
    get_participant,
    is_of_age,
    may_edit_event_kinds,
    may_judge_events,
    may_list_events,
    may_speak,
    own_students,
    rights_in,
    speaking_guardians,
    visible_events,
)

__all__ = [
    "PERIODS",
    "YEAR",
    "EventRights",
    "PlanRights",
    "get_event",
    "get_event_class",
    "get_event_file",
    "get_event_kind",
    "get_invitation",
    "get_item",
    "get_own_consent",
    "get_participant",
    "get_plan_class",
    "get_plan_place",
    "is_of_age",
    "may_edit_event_kinds",
    "may_judge_events",
    "may_list",
    "may_list_events",
    "may_set_dates",
    "may_sign",
    "open_periods",
    "may_speak",
    "own_students",
    "rights_in",
    "rights_to",
    "speaking_guardians",
    "visible_events",
    "visible_plan_classes",
]

YEAR = "year"
PERIODS = (YEAR, "1", "2")


@dataclass(frozen=True)
class PlanRights:
    """What the user may do with this class's plan."""

    may_write: bool
    may_judge: bool


def rights_to(user: User | AnonymousUser, class_group: ClassGroup) -> PlanRights:
    """Writing is the leader's and the deputy's, judging the head of upbringing's; nobody judges an own plan."""
    leads = class_group.pk in standing(user).own_classes
    return PlanRights(
        may_write=leads and may(user, Permission.PLAN_WRITE),
        may_judge=may(user, Permission.PLAN_APPROVE) and not leads,
    )


def may_sign(user: User, class_group: ClassGroup) -> bool:
    """Whether the user is the appointed leader of the class; a deputy writes the plan and does not sign it."""
    appointment = leader_of(class_group)
    return appointment is not None and appointment.leader.person_id == user.person_id


def get_plan_class(user: User | AnonymousUser, pk: int) -> tuple[ClassGroup, PlanRights]:
    """The class some plan of which the user may open; 404 for any other."""
    group = get_object_or_404(ClassGroup.objects.select_related("year"), pk=pk)
    rights = rights_to(user, group)
    if not (rights.may_write or may(user, Permission.PLAN_VIEW)):
        raise Http404
    return group, rights


def _refuse(rights: PlanRights, to: str) -> None:
    if (to == "write" and not rights.may_write) or (to == "judge" and not rights.may_judge):
        raise PermissionDenied


def get_plan_place(
    user: User | AnonymousUser, pk: int, period: str, to: str = "read"
) -> tuple[ClassGroup, Term | None, PlanRights]:
    """The class and half-year (None: the whole year) of a plan the user may open.

    404 for what one may not see, a draft of somebody else included; 403 for what is seen but not to be changed.
    """
    group, rights = get_plan_class(user, pk)
    if period not in PERIODS:
        raise Http404
    half = None
    if period != YEAR:
        half = next((one for one in half_years_of(group.year) if one.number == int(period)), None)
        if half is None:
            raise Http404
    if not rights.may_write and not _signed(group, half).exists():
        raise Http404
    _refuse(rights, to)
    return group, half, rights


def _signed(group: ClassGroup, half: Term | None) -> QuerySet[PlanPaper]:
    """The plan, once its leader has signed an edition of it."""
    return PlanPaper.objects.filter(class_group=group, half_year=half, edition__gt=0)


def open_periods(rights: PlanRights, group: ClassGroup) -> list[str]:
    """Of which periods these eyes may open the plan: whoever writes it of all, others of those that were signed."""
    if rights.may_write:
        return sorted(PERIODS)
    signed = PlanPaper.objects.filter(class_group=group, edition__gt=0)
    known = {str(number) if number else YEAR for number in signed.values_list("half_year__number", flat=True)}
    return sorted(known)


def get_item(user: User | AnonymousUser, pk: int, to: str = "read") -> tuple[PlanItem, PlanRights]:
    """An item of a plan the user may open; 404 for any other, 403 when seen but not to be changed.

    The offices see it while the plan of its half-year is signed and not open for other words.
    """
    found = PlanItem.objects.select_related("class_group__year", "half_year__year", "direction").filter(pk=pk)
    item = found.first()
    if item is None:
        raise Http404
    _group, rights = get_plan_class(user, item.class_group_id)
    signed = _signed(item.class_group, item.half_year).exclude(state__in=PlanPaper.OPEN)
    if not rights.may_write and not signed.exists():
        raise Http404
    _refuse(rights, to)
    return item, rights


def visible_plan_classes(user: User | AnonymousUser, year_pk: int) -> QuerySet[ClassGroup]:
    """Classes of the year whose plans the user may open."""
    classes = ClassGroup.objects.filter(year=year_pk).select_related("year")
    if may(user, Permission.PLAN_VIEW):
        return classes
    return classes.filter(pk__in=standing(user).own_classes)


def may_list(user: User | AnonymousUser) -> bool:
    """Whether the list of plans is this user's page."""
    return may(user, Permission.PLAN_VIEW) or may(user, Permission.PLAN_WRITE)


def may_set_dates(user: User | AnonymousUser) -> bool:
    """Whether the user says when the institution's plan is approved."""
    return may(user, Permission.PLAN_APPROVE) or may(user, Permission.SETTINGS)


def may_keep_lists(user: User | AnonymousUser) -> bool:
    """Whether the user keeps the lyceum's directions and templates."""
    return may(user, Permission.PLAN_APPROVE) or may(user, Permission.SETTINGS)
