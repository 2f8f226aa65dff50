"""The day on which the institution's plan is approved, and days that the calendar moves; everybody concerned is told."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Term, User
from jetekchi.organisation.selectors.calendar import HALF_CLOSED, affected_by
from jetekchi.organisation.services.closed import CLOSED_CODE
from jetekchi.plan.models import InstitutionPlan, ToldDays
from jetekchi.plan.selectors.deadlines import Clocks, clocks_of

DAYS_MOVED = gettext_noop(
    "The calendar moved the days of the class plan: submit it by %(submit)s, it is approved by %(approved)s."
)
DAY_SET = gettext_noop("The institution's plan is approved on %(day)s: submit the class plan by %(submit)s.")


@transaction.atomic
def set_institution_day(*, by: User | None, half: Term, approval_on: date) -> InstitutionPlan:
    """Name the day on which the institution's plan is approved; both clocks of every class follow it (3.1).

    Refused: a day outside the school year, a closed half-year.
    """
    half = Term.objects.select_for_update(of=("self",)).select_related("year").get(pk=half.pk)
    if half.closed_at:
        raise Refused(CLOSED_CODE, HALF_CLOSED)
    if not half.year.start_on.replace(day=1) <= approval_on <= half.end_on:
        raise Refused("day-outside", _("The day lies outside this half-year. Choose another."))
    known = InstitutionPlan.objects.filter(half_year=half).first() or InstitutionPlan(half_year=half)
    before, known.approval_on, known.by = known.approval_on, approval_on, by
    known.full_clean()
    known.save()
    audit.record(by, "plan:day:set", known, day=str(approval_on), before=str(before or ""))
    clocks = clocks_of(half)
    _remember(half, clocks)
    notices.queue(
        to=affected_by(half),
        message=DAY_SET,
        clause="3.1",
        url=reverse("plan:list"),
        day=dates.short_date(approval_on),
        submit=dates.short_date(clocks.submit_by),
    )
    return known


def _remember(half: Term, clocks: Clocks) -> ToldDays | None:
    """Keep the days that everybody knows; the earlier ones when they were others."""
    days = {"submit_by": clocks.submit_by, "approved_by": clocks.approved_by}
    told = ToldDays.objects.select_for_update(of=("self",)).filter(half_year=half).first()
    if told is None:
        ToldDays.objects.create(half_year=half, **days)
        return None
    before = ToldDays(submit_by=told.submit_by, approved_by=told.approved_by)
    if (told.submit_by, told.approved_by) == (clocks.submit_by, clocks.approved_by):
        return None
    ToldDays.objects.filter(pk=told.pk).update(**days, at=timezone.now())
    return before


@transaction.atomic
def tell_moved_days(*, by: User | None = None) -> int:
    """Holidays, terms or settings moved the days of plans that are still to come: tell everybody (3.1); how many were told.

    The days themselves are never stored: they follow the calendar at once. Only the telling waits for this deed.
    """
    told = 0
    today = timezone.localdate()
    halves = Term.objects.filter(kind=Term.Kind.HALF_YEAR, closed_at=None, end_on__gte=today)
    for half in halves.select_related("year"):
        clocks = clocks_of(half)
        before = _remember(half, clocks)
        if before is None or max(clocks.approved_by, before.approved_by) < today:
            continue
        audit.record(
            by,
            "plan:days:moved",
            half,
            submit_by=str(clocks.submit_by),
            approved_by=str(clocks.approved_by),
            before=f"{before.submit_by} {before.approved_by}",
        )
        people = affected_by(half)
        notices.queue(
            to=people,
            message=DAYS_MOVED,
            clause="3.1",
            url=reverse("plan:list"),
            submit=dates.short_date(clocks.submit_by),
            approved=dates.short_date(clocks.approved_by),
        )
        told += len(people)
    return told
