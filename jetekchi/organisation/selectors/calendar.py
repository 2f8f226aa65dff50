"""Which year, half-year and quarter a day belongs to."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core.lookup import the_one
from jetekchi.core.remember import while_unchanged
from jetekchi.organisation.models import Appointment, CalendarDay, RoleGrant, SchoolYear, Term, TermAct, User
from jetekchi.organisation.roles import Role

# What stands against a write into a half-year that is closed, and about a day of it.
HALF_CLOSED = _("This half-year is closed: nothing more is written into it.")
DAY_CLOSED = _("The half-year of this day is closed. Open it again first.")


@while_unchanged("organisation")
def current_year(day: date | None = None) -> SchoolYear | None:
    """The school year of the day, else the last one that began before it, else the first one to come."""
    day = day or timezone.localdate()
    return SchoolYear.objects.filter(start_on__lte=day).first() or SchoolYear.objects.last()


def year_named(name: str) -> SchoolYear | None:
    """The school year `2026-2027`."""
    return SchoolYear.objects.filter(name=name).first()


@while_unchanged("organisation")
def half_years_of(year: SchoolYear) -> list[Term]:
    """Half-years I and II."""
    return list(year.terms.filter(kind=Term.Kind.HALF_YEAR).order_by("number"))


@while_unchanged("organisation")
def quarters_of(half_year: Term) -> list[Term]:
    """The quarters inside a half-year; none where the lyceum has half-years only."""
    return list(half_year.quarters.order_by("number"))


def first_open_day(year: SchoolYear) -> date:
    """The first day of the year on which lists may still change: the one after its last closed half-year."""
    closed = (
        Term.objects.filter(year=year, kind=Term.Kind.HALF_YEAR, closed_at__isnull=False)
        .order_by("-end_on")
        .first()
    )
    return closed.end_on + timedelta(days=1) if closed else year.start_on


@while_unchanged("organisation")
def current_half_year(day: date | None = None) -> Term | None:
    """The half-year of the day, else the last one that began before it."""
    day = day or timezone.localdate()
    half_years = Term.objects.filter(kind=Term.Kind.HALF_YEAR).select_related("year")
    return (
        half_years.filter(start_on__lte=day).order_by("-start_on").first()
        or half_years.order_by("start_on").first()
    )


def term_for(year: SchoolYear, kind: str, number: int) -> Term | None:
    """A term of the year by its kind and number."""
    return year.terms.filter(kind=kind, number=number).first()


def years() -> list[SchoolYear]:
    """All school years, the newest first."""
    return list(SchoolYear.objects.all())


def terms_of(year: SchoolYear) -> list[tuple[Term, list[Term]]]:
    """Half-years with their quarters, two queries less than asking each."""
    terms = list(year.terms.select_related("year").order_by("number"))
    halves = [term for term in terms if term.kind == Term.Kind.HALF_YEAR]
    return [(half, [term for term in terms if term.parent_id == half.pk]) for half in halves]


def acts_of(year: SchoolYear) -> dict[int, list[TermAct]]:
    """By half-year: when it was closed and opened again, by whom and why, in order."""
    found: dict[int, list[TermAct]] = {}
    for act in TermAct.objects.filter(term__year=year).select_related("by__person"):
        found.setdefault(act.term_id, []).append(act)
    return found


def term_by(pk: int) -> Term | None:
    """A half-year or a quarter by its key."""
    return the_one(Term.objects.select_related("year", "parent").filter(pk=pk))


def marked_days(year: SchoolYear) -> QuerySet[CalendarDay]:
    """Days of the year that are not ordinary ones."""
    return CalendarDay.objects.filter(day__gte=year.start_on, day__lte=year.end_on)


def marked_day(pk: int) -> CalendarDay | None:
    """A marked day by its key."""
    return the_one(CalendarDay.objects.filter(pk=pk))


def ordinary_day(text: str) -> CalendarDay | None:
    """A day (`2026-11-30`) that no mark stands on, as a mark that says nothing; None when it is marked or no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return None if CalendarDay.objects.filter(day=day).exists() else CalendarDay(day=day, kind="")


def affected_by(term: Term) -> QuerySet[User]:
    """Who works by the dates of a term: leaders of the year's classes and the offices that supervise them."""
    today = timezone.localdate()
    now = Q(until_on=None) | Q(until_on__gte=today)
    leaders = Appointment.objects.filter(now, class_group__year=term.year).values("leader__person")
    roles = (Role.HEAD_OF_UPBRINGING, Role.HEAD_OF_STUDY, Role.LYCEUM_DIRECTOR)
    supervisors = RoleGrant.objects.filter(now, role__in=roles, from_on__lte=today).values("user")
    return User.objects.filter(Q(person__in=leaders) | Q(pk__in=supervisors), is_active=True).distinct()
