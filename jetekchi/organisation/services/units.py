"""Units and offices."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, dates
from jetekchi.core.http import Refused
from jetekchi.organisation.models import Holding, Office, Person, Unit, User

DEFAULT_UNITS = (
    (Unit.Kind.UNIVERSITY, "Медициналык жогорку окуу жайы", "Медицинский вуз", "Medical university"),
    (
        Unit.Kind.DEPARTMENT,
        "Жогорку окуу жайына чейинки даярдоо бөлүмү",
        "Отдел довузовской подготовки",
        "Pre-university training department",
    ),
    (
        Unit.Kind.LYCEUM,
        "Медициналык ЖОЖдун лицейи",
        "Лицей медицинского вуза",
        "Lyceum of the medical university",
    ),
)


@transaction.atomic
def ensure_lyceum(
    *, by: User | None, name: str = "", name_ru: str = "", name_en: str = "", place: str = ""
) -> Unit:
    """The lyceum with its department and university, made with defaults where they are missing."""
    parent: Unit | None = None
    for kind, ky, ru, en in DEFAULT_UNITS:
        own = kind == Unit.Kind.LYCEUM and name
        names = (
            {"name": name, "name_ru": name_ru, "name_en": name_en}
            if own
            else {"name": ky, "name_ru": ru, "name_en": en}
        )
        unit, is_new = Unit.objects.get_or_create(
            kind=kind, defaults={**names, "parent": parent, "place": place or "Бишкек шаары"}
        )
        if is_new:
            audit.record(by, "organisation:unit:added", unit)
        parent = unit
    assert parent is not None
    return parent


@transaction.atomic
def ensure_office(
    *, by: User | None, unit: Unit, title: str, title_ru: str = "", title_en: str = "", order: int = 0
) -> Office:
    """The office of a unit with this title; its seat is vacant until somebody is seated."""
    office, is_new = Office.objects.get_or_create(
        unit=unit, title=title, defaults={"title_ru": title_ru, "title_en": title_en, "order": order}
    )
    if is_new:
        audit.record(by, "organisation:office:added", office)
    return office


@transaction.atomic
def add_office(*, by: User | None, unit: Unit, **fields: Any) -> Office:
    """A new office of a unit; refused when the unit has one of this title."""
    office = Office(unit=unit, **fields)
    return _keep_office(by, office, "organisation:office:added")


@transaction.atomic
def change_office(*, by: User | None, office: Office, **fields: Any) -> Office:
    """Correct the title or the place in the list."""
    for name, value in fields.items():
        setattr(office, name, value)
    return _keep_office(by, office, "organisation:office:changed")


def _keep_office(by: User | None, office: Office, action: str) -> Office:
    twins = Office.objects.filter(unit=office.unit, title=office.title).exclude(pk=office.pk)
    if twins.exists():
        raise Refused("office-exists", _("This unit has an office with this title already."))
    office.full_clean()
    office.save()
    audit.record(by, action, office)
    return office


@transaction.atomic
def change_unit(*, by: User | None, unit: Unit, **fields: Any) -> Unit:
    """Correct the names and the town of the university, the department or the lyceum."""
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.full_clean()
    unit.save()
    audit.record(by, "organisation:unit:changed", unit, fields=sorted(fields))
    return unit


@transaction.atomic
def seat(*, by: User | None, office: Office, person: Person, from_on: date | None = None) -> Holding:
    """Put a person into the seat from a day on; the holder before goes out the day before.

    The same day corrects who sits. Refused: an earlier day than the one from which the present holder answers here.
    """
    today = timezone.localdate()
    from_on = from_on or today
    now = office.holdings.select_for_update().filter(until_on=None).first()
    if now and from_on < now.from_on < today:
        raise Refused(
            "seat-held",
            _("%(name)s sits here since %(day)s. Choose a later day.")
            % {"name": now.person.brief_name, "day": dates.short_date(now.from_on)},
        )
    # A holder who was to begin on this day or later never sat there.
    office.holdings.filter(until_on=None, from_on__gte=from_on).delete()
    vacate(by=by, office=office, until_on=from_on - timedelta(days=1))
    holding = Holding(office=office, person=person, from_on=from_on)
    holding.full_clean()
    holding.save()
    audit.record(by, "organisation:office:seated", office, person=person.pk)
    return holding


@transaction.atomic
def vacate(*, by: User | None, office: Office, until_on: date | None = None) -> bool:
    """The seat stands vacant from the day after; nothing happens when nobody sits there."""
    holding = office.holdings.select_for_update().filter(until_on=None).first()
    if holding is None:
        return False
    holding.until_on = max(until_on or timezone.localdate(), holding.from_on)
    holding.save(update_fields=["until_on"])
    audit.record(by, "organisation:office:vacated", office)
    return True
