"""School years, terms and days. A date that moves in mid-year loses no record; everybody who works by it is told."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from jetekchi.core import audit, dates, notices
from jetekchi.core.http import Refused
from jetekchi.organisation.models import CalendarDay, SchoolYear, Term, TermAct, User
from jetekchi.organisation.selectors.calendar import affected_by
from jetekchi.organisation.services.closed import CLOSED_CODE, refuse_closed_days

QUARTER_MOVED = gettext_noop("Quarter %(number)s now runs from %(first)s to %(last)s.")
HALF_YEAR_MOVED = gettext_noop("Half-year %(number)s now runs from %(first)s to %(last)s.")

# Quarters by default, as (first month, day, last month, day); dates of each year are corrected in the application.
QUARTERS = ((9, 1, 11, 3), (11, 9, 12, 29), (1, 12, 3, 20), (3, 30, 5, 25))


def year_name(day: date) -> str:
    """The name of the school year of a day, which turns on 1 August."""
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}-{first + 1}"


@transaction.atomic
def ensure_year(*, by: User | None, name: str) -> SchoolYear:
    """The school year `2026-2027` with half-years and quarters by default, made when it is missing."""
    known = SchoolYear.objects.filter(name=name).first()
    if known:
        return known
    try:
        first, second = (int(part) for part in name.split("-"))
    except ValueError:
        first, second = 0, 0
    if second != first + 1 or not 2000 <= first <= 2100:
        raise Refused("year-name", _("A school year is named by its two years, for example 2026-2027."))
    year = SchoolYear(name=name, start_on=date(first, 9, 1), end_on=date(second, 5, 25))
    year.full_clean()
    year.save()
    spans = [
        (date(first if m1 >= 8 else second, m1, d1), date(first if m2 >= 8 else second, m2, d2))
        for m1, d1, m2, d2 in QUARTERS
    ]
    for half in (1, 2):
        own = spans[(half - 1) * 2 : half * 2]
        half_year = Term.objects.create(
            year=year, kind=Term.Kind.HALF_YEAR, number=half, start_on=own[0][0], end_on=own[-1][1]
        )
        for index, (start_on, end_on) in enumerate(own, start=1):
            Term.objects.create(
                year=year,
                kind=Term.Kind.QUARTER,
                number=(half - 1) * 2 + index,
                start_on=start_on,
                end_on=end_on,
                parent=half_year,
            )
    audit.record(by, "organisation:year:added", year)
    return year


@transaction.atomic
def move_term(*, by: User | None, term: Term, start_on: date, end_on: date) -> Term:
    """New dates of a term; its half-year and its year grow or shrink with it, records stay where they are.

    Refused: dates out of order, overlap with a neighbour, a closed term.
    """
    if term.closed_at or (term.parent and term.parent.closed_at):
        raise Refused("term-closed", _("The term is closed. Reopen it first."))
    neighbours = Term.objects.filter(year=term.year, kind=term.kind).exclude(pk=term.pk)
    if start_on >= end_on or neighbours.filter(start_on__lte=end_on, end_on__gte=start_on).exists():
        raise Refused("term-dates", _("The dates are out of order or overlap another term. Correct them."))
    term.start_on, term.end_on = start_on, end_on
    term.full_clean()
    term.save()
    audit.record(by, "organisation:term:moved", term, start_on=str(start_on), end_on=str(end_on))
    _tell(term)
    if term.parent:
        _fit(term.parent)
    _fit_year(term.year)
    return term


def _tell(term: Term) -> None:
    message = QUARTER_MOVED if term.kind == Term.Kind.QUARTER else HALF_YEAR_MOVED
    notices.queue(
        to=affected_by(term),
        message=message,
        number=term.number,
        first=dates.short_date(term.start_on),
        last=dates.short_date(term.end_on),
    )


def _fit(half_year: Term) -> None:
    quarters = list(half_year.quarters.order_by("number"))
    half_year.start_on, half_year.end_on = quarters[0].start_on, quarters[-1].end_on
    half_year.save(update_fields=["start_on", "end_on"])


def _fit_year(year: SchoolYear) -> None:
    terms = list(year.terms.all())
    year.start_on, year.end_on = min(t.start_on for t in terms), max(t.end_on for t in terms)
    year.save(update_fields=["start_on", "end_on"])


def refuse_change_of_lists(day: date) -> None:
    """Who stands on a list from this day on is counted in every later half-year: a closed one keeps its figures."""
    halves = Term.objects.select_for_update(of=("self",)).filter(kind=Term.Kind.HALF_YEAR, end_on__gte=day)
    if any(half.closed_at for half in halves):
        raise Refused(
            CLOSED_CODE,
            _(
                "The figures of a closed half-year would change. Choose a later day, or open the half-year again first."
            ),
        )


@transaction.atomic
def mark_day(*, by: User | None, day: date, kind: str, note: str = "") -> CalendarDay:
    """Say what kind of day it is; an earlier word about the same day is replaced, the audit keeps both.

    Refused: a day of a closed half-year, whose figures count its school days.
    """
    refuse_closed_days(day)
    marked, _is_new = CalendarDay.objects.update_or_create(day=day, defaults={"kind": kind, "note": note})
    marked.full_clean()
    audit.record(by, "organisation:day:marked", marked, day=str(day), kind=kind)
    return marked


@transaction.atomic
def clear_day(*, by: User | None, marked: CalendarDay) -> None:
    """The day is an ordinary one again; refused in a closed half-year."""
    refuse_closed_days(marked.day)
    audit.record(by, "organisation:day:cleared", marked, day=str(marked.day))
    marked.delete()


@transaction.atomic
def close_term(*, by: User | None, term: Term, reason: str = "") -> Term:
    """Close a half-year: from now on nothing is written into it; asked twice, the first moment stays.

    Refused: before its last day is over and without a reason.
    """
    term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if term.closed_at is not None:
        return term
    days_left = term.days_left(timezone.localdate())
    if days_left and not reason.strip():
        raise Refused(
            "reason-missing", _("The half-year still runs. Write why it is closed before its last day.")
        )
    term.closed_at = timezone.now()
    term.save(update_fields=["closed_at"])
    act = _keep(by, term, TermAct.Deed.CLOSED, reason, days_left)
    audit.record(by, "organisation:term:closed", term, act=act.pk, days_left=days_left)
    return term


@transaction.atomic
def reopen_term(*, by: User | None, term: Term, reason: str) -> Term:
    """Open a closed half-year again; the reason is kept. Asked twice, it was opened once."""
    if not reason.strip():
        raise Refused("reason-missing", _("Write why the closed half-year is opened again."))
    term = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if term.closed_at is None:
        return term
    term.closed_at = None
    term.save(update_fields=["closed_at"])
    act = _keep(by, term, TermAct.Deed.OPENED, reason)
    audit.record(by, "organisation:term:reopened", term, act=act.pk)
    return term


def _keep(by: User | None, term: Term, deed: str, reason: str, days_left: int = 0) -> TermAct:
    act = TermAct(term=term, deed=deed, reason=reason.strip(), days_left=days_left, by=by)
    act.full_clean(exclude=["by"])
    act.save()
    return act
