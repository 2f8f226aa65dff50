"""The lyceum's list of directions: filled once, then edited by the lyceum."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit
from jetekchi.core.http import Refused
from jetekchi.core.kyrgyz import mend
from jetekchi.organisation.models import User
from jetekchi.plan.models import Direction
from jetekchi.plan.selectors.board import directions
from jetekchi.plan.services.default_directions import DEFAULT_DIRECTIONS


def _first_list() -> list[Direction]:
    return [
        Direction(
            code=one.code,
            part=one.part,
            clauses=one.clauses.split(),
            kind=one.kind,
            name=one.ky,
            name_ru=one.ru,
            name_en=one.en,
            order=(place + 1) * 10,
        )
        for place, one in enumerate(DEFAULT_DIRECTIONS)
    ]


def offered_directions() -> list[Direction]:
    """What may be chosen: the lyceum's list, else the first list as it will be; looking at it writes nothing."""
    return list(directions()) or _first_list()


@transaction.atomic
def ensure_directions(*, by: User | None = None) -> list[Direction]:
    """Add what is missing of the first list; what the lyceum changed stays as it is (3.1)."""
    known = set(Direction.objects.values_list("code", flat=True))
    missing = [one for one in _first_list() if one.code not in known]
    if missing:
        Direction.objects.bulk_create(missing, ignore_conflicts=True)
        audit.record_key(by, "plan:directions:filled", "plan.Direction", "", count=len(missing))
    return list(Direction.objects.all())


@transaction.atomic
def save_direction(*, by: User, code: str = "", **values: Any) -> Direction:
    """Name a direction in the lyceum's own words, put it in its place, offer it or not; a new one gets its code (3.1).

    A direction is never erased: plans of earlier years name it.
    """
    ensure_directions(by=by)
    direction = Direction.objects.select_for_update().filter(code=code).first() if code else None
    direction = direction or Direction(code=_own_code())
    for name in ("name", "name_ru", "name_en"):
        setattr(direction, name, mend(values[name]).strip())
    for name in ("part", "order", "is_active", "kind"):
        setattr(direction, name, values[name])
    direction.clauses = list(values["clauses"])
    direction.full_clean()
    direction.save()
    audit.record(by, "plan:direction:saved", direction, code=direction.code, is_active=direction.is_active)
    return direction


def _own_code() -> str:
    known = set(Direction.objects.values_list("code", flat=True))
    return next(f"own-{number}" for number in range(1, len(known) + 2) if f"own-{number}" not in known)


def direction_of(code: str) -> Direction:
    """The direction by its code; the first list appears when it is first needed, an unknown code is refused."""
    found = Direction.objects.filter(code=code).first()
    if found is None:
        ensure_directions()
        found = Direction.objects.filter(code=code).first()
    if found is None:
        raise Refused("direction-unknown", _("There is no such direction. Choose one from the list."))
    return found
