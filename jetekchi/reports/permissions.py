"""Who writes, reads and accepts a report: its leader; the offices above once submitted; the head of study."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from jetekchi.organisation.models import ClassGroup, Term, User
from jetekchi.organisation.permissions import Permission, class_permissions, may, standing
from jetekchi.reports.models import HalfYearReport

OPEN_TO_OFFICES = (HalfYearReport.State.SUBMITTED, HalfYearReport.State.ACCEPTED)


@dataclass(frozen=True)
class ReportRights:
    """What the user may do with this report."""

    may_write: bool
    may_judge: bool


def get_report_place(
    user: User | AnonymousUser, class_pk: int, half: int
) -> tuple[ClassGroup, Term, ReportRights]:
    """The class and half-year of a report the user may open; 404 otherwise.

    The offices above see a report from its submission on: a draft is the leader's own paper.
    """
    group = get_object_or_404(ClassGroup.objects.select_related("year"), pk=class_pk)
    term = get_object_or_404(
        Term.objects.select_related("year"), year=group.year, kind="half_year", number=half
    )
    if group.pk in standing(user).own_classes and may(user, Permission.REPORT_WRITE):
        return group, term, ReportRights(may_write=True, may_judge=False)
    submitted = HalfYearReport.objects.filter(
        class_group=group, half_year=term, state__in=OPEN_TO_OFFICES
    ).exists()
    if may(user, Permission.REPORT_VIEW) and submitted:
        return group, term, ReportRights(may_write=False, may_judge=may(user, Permission.REPORT_ACCEPT))
    raise Http404


def closed_to(user: User | AnonymousUser, class_group: ClassGroup) -> tuple[str, ...]:
    """Where the figures of a class lead that this user reads but may not follow: they stand there without a link."""
    opened = class_permissions(user, class_group)
    doors = {
        reverse("worklog:entries"): Permission.WORK_VIEW in opened,
        reverse("journal:absences", args=[class_group.pk]).removesuffix("absences/"): Permission.MARKS_VIEW
        in opened,
        reverse("journal:inspections"): may(user, Permission.INSPECT)
        or class_group.pk in standing(user).own_classes,
    }
    return tuple(address for address, is_open in doors.items() if not is_open)


def visible_reports(user: User | AnonymousUser) -> QuerySet[HalfYearReport]:
    """Reports the user may open from a list."""
    reports = HalfYearReport.objects.select_related("class_group__year", "half_year__year")
    if may(user, Permission.REPORT_VIEW):
        return reports.filter(state__in=OPEN_TO_OFFICES)
    return reports.filter(class_group__in=standing(user).own_classes)


def may_list(user: User | AnonymousUser) -> bool:
    """Whether the list of reports is this user's page."""
    return may(user, Permission.REPORT_VIEW) or may(user, Permission.REPORT_WRITE)


def leads(user: User | AnonymousUser, class_group: ClassGroup) -> bool:
    """Whether the user leads the class."""
    return class_group.pk in standing(user).own_classes


def led(user: User | AnonymousUser) -> frozenset[int]:
    """Ids of the classes the user leads: their reports open in any state."""
    return standing(user).own_classes
