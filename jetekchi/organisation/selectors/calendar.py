"""Which year, half-year and quarter a day belongs to."""

from datetime import date

from django.utils import timezone

from jetekchi.organisation.models import SchoolYear, Term


def current_year(day: date | None = None) -> SchoolYear | None:
    """The school year of the day, else the last one that began before it, else the first one to come."""
    day = day or timezone.localdate()
    return SchoolYear.objects.filter(start_on__lte=day).first() or SchoolYear.objects.last()


def year_named(name: str) -> SchoolYear | None:
    """The school year `2026-2027`."""
    return SchoolYear.objects.filter(name=name).first()


def half_years_of(year: SchoolYear) -> list[Term]:
    """Half-years I and II."""
    return list(year.terms.filter(kind=Term.Kind.HALF_YEAR).order_by("number"))


def quarters_of(half_year: Term) -> list[Term]:
    """The quarters inside a half-year; none where the lyceum has half-years only."""
    return list(half_year.quarters.order_by("number"))


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
