"""The lyceum's list of offices, and who holds a seat of a class from when until when (2.2)."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, dates
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import ClassGroup, Student, User
from jetekchi.organisation.selectors.calendar import HALF_CLOSED
from jetekchi.organisation.services.closed import refuse_closed_days
from jetekchi.plan.models import ClassOffice, Election, OfficeTerm, first_offices


@dataclass(frozen=True)
class OfficeWords:
    """What the lyceum says of an office."""

    name: str
    kind: str
    name_ru: str = ""
    name_en: str = ""
    order: int = 200
    is_required: bool = False
    is_active: bool = True


@transaction.atomic
def ensure_offices(*, by: User | None = None) -> list[ClassOffice]:
    """Write the first list where there is none; a list that the lyceum has stays as it is (2.2)."""
    if not ClassOffice.objects.exists():
        made = ClassOffice.objects.bulk_create(first_offices(), ignore_conflicts=True)
        audit.record_key(by, "plan:offices:filled", "plan.ClassOffice", "", count=len(made))
    return list(ClassOffice.objects.all())


def office_of(code: str, *, by: User | None = None) -> ClassOffice:
    """The office by its code; the first list appears when it is first needed, an unknown code is refused."""
    ensure_offices(by=by)
    found = ClassOffice.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise Refused("office-unknown", _("There is no such office. Choose one from the list."))
    return found


@transaction.atomic
def save_office(*, by: User, office: ClassOffice | None, words: OfficeWords) -> ClassOffice:
    """Add an office to the lyceum's list or change its words; terms that were held keep standing (2.2)."""
    ensure_offices(by=by)
    known = ClassOffice.objects.filter(code=office.code).first() if office else None
    made = known or ClassOffice(code=f"own-{secrets.token_hex(6)}")
    for name, value in vars(words).items():
        setattr(made, name, mend(value).strip() if isinstance(value, str) else value)
    made.full_clean()
    made.save()
    audit.record(by, "plan:office:changed" if known else "plan:office:added", made)
    return made


def locked_class(class_group: ClassGroup) -> ClassGroup:
    """Writers of the seats of one class wait for each other."""
    return ClassGroup.objects.select_for_update(of=("self",)).select_related("year").get(pk=class_group.pk)


def _refuse_bad_days(group: ClassGroup, from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise Refused("days-order", _("The last day lies before the first. Choose the days again."))
    if not group.year.start_on <= from_on or not until_on <= group.year.end_on:
        raise Refused("days-outside", _("The term lies outside the school year. Choose the days again."))


def refuse_begun_within(group: ClassGroup, office: ClassOffice, from_on: date, until_on: date) -> None:
    """Refuse a term in which another one begins: what began before it ends on the day before (`end_terms_before`)."""
    begun = OfficeTerm.objects.filter(class_group=group, office=office, from_on__range=(from_on, until_on))
    term = begun.order_by("from_on").last()
    if term is not None:
        words = _(
            "Another student holds this office from %(day)s. Choose a term that begins after that day, or one that "
            "ends before it."
        )
        raise Refused("seat-taken", words % {"day": dates.short_date(term.from_on)}, beside="term_from")


def seat(
    group: ClassGroup, office: ClassOffice, student: Student, days: tuple[date, date],
    *, by: User | None, election: Election | None = None,
) -> OfficeTerm:  # fmt: skip
    """Write the term; the class is locked by the caller. Refused: another holder on one of these days."""
    from_on, until_on = days
    _refuse_bad_days(group, from_on, until_on)
    taken = OfficeTerm.objects.filter(class_group=group, office=office)
    if taken.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        raise Refused(
            "seat-taken",
            _("Somebody holds this office on these days. End that term first, or choose a later day."),
        )
    if student.class_group_id != group.pk or student.left_on is not None:
        raise Refused(
            "student-not-of-class", _("A student of another class was named. Choose from the list.")
        )
    term = OfficeTerm(
        class_group=group, office=office, student=student, from_on=from_on, until_on=until_on, by=by,
        basis=OfficeTerm.Basis.ELECTION if election else OfficeTerm.Basis.MEETING, election=election,
    )  # fmt: skip
    term.full_clean()
    term.save()
    audit.record(by, "plan:term:begun", term, basis=term.basis)
    return term


@transaction.atomic
def seat_by_meeting(
    *, by: User | None, class_group: ClassGroup, office: ClassOffice, student: Student, from_on: date,
    until_on: date,
) -> OfficeTerm:  # fmt: skip
    """The meeting of the class chose the holder openly (2.2).

    Refused: a second holder on one of the days, days outside the school year, a first day in a closed half-year, a
    student of another class, while a secret ballot for this seat is running.
    """
    group = locked_class(class_group)
    if Election.objects.filter(class_group=group, office=office, state__in=Election.RUNNING).exists():
        raise Refused(
            "election-running",
            _("A secret ballot for this office is running. Close it or call it off first."),
        )
    refuse_closed_days(from_on, words=HALF_CLOSED)
    return seat(group, office, student, (from_on, until_on), by=by)


def end_terms_before(
    group: ClassGroup, office: ClassOffice, day: date, *, by: User | None, because: str
) -> None:
    """A term that reaches over the day ends on the day before it; one that began on it or later stays."""
    reaching = OfficeTerm.objects.filter(class_group=group, office=office, from_on__lt=day, until_on__gte=day)
    for term in reaching:
        term.until_on, term.ended_because = date.fromordinal(day.toordinal() - 1), because
        term.save(update_fields=["until_on", "ended_because"])
        audit.record(by, "plan:term:ended", term)


@transaction.atomic
def end_term(*, by: User, term: OfficeTerm, until_on: date, because: str) -> OfficeTerm:
    """The holder leaves the office before the term is over, and why (2.2).

    Refused: without a reason, a day before the term began or after its end, a day of a closed half-year.
    """
    locked_class(term.class_group)
    term = OfficeTerm.objects.get(pk=term.pk)
    clean = mend(because).strip()
    if not clean:
        raise Refused("reason-missing", _("Write why the term ends early."))
    if not term.from_on <= until_on <= term.until_on:
        raise Refused("days-outside", _("The day lies outside the term. Choose another."))
    refuse_closed_days(until_on, words=HALF_CLOSED)
    term.until_on, term.ended_because = until_on, clean
    term.full_clean()
    term.save()
    audit.record(by, "plan:term:ended", term)
    return term
