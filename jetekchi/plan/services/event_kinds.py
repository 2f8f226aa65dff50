"""The lyceum's list of kinds of events: filled once, then edited by the lyceum."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, kyrgyz
from jetekchi.core.http import Refused
from jetekchi.organisation.models import User
from jetekchi.plan.models import EventKind
from jetekchi.plan.services.event_default_kinds import DEFAULT_EVENT_KINDS
from jetekchi.worklog.services.kinds import in_order


def _first_list() -> list[EventKind]:
    return [
        EventKind(
            code=one.code, name=one.ky, name_ru=one.ru, name_en=one.en, clauses=one.clauses.split(),
            work_kind=one.work_kind, is_outside=one.is_outside, order=(place + 1) * 10,
        )
        for place, one in enumerate(DEFAULT_EVENT_KINDS)
    ]  # fmt: skip


def offered_event_kinds() -> list[EventKind]:
    """What may be chosen: the lyceum's list, else the first list as it will be; looking at it writes nothing."""
    known = list(EventKind.objects.all())
    return [one for one in known if one.is_active] if known else _first_list()


@transaction.atomic
def ensure_event_kinds(*, by: User | None = None) -> list[EventKind]:
    """Add what is missing of the first list; what the lyceum changed stays as it is (3.11, 5.3)."""
    known = set(EventKind.objects.values_list("code", flat=True))
    missing = [one for one in _first_list() if one.code not in known]
    if missing:
        EventKind.objects.bulk_create(missing, ignore_conflicts=True)
        audit.record_key(by, "plan:event_kinds:filled", "plan.EventKind", "", count=len(missing))
    return list(EventKind.objects.all())


def event_kind_of(code: str) -> EventKind:
    """The kind by its code; the first list appears when it is first needed, an unknown code is refused."""
    found = EventKind.objects.filter(code=code).first()
    if found is None and not EventKind.objects.exists():
        ensure_event_kinds()
        found = EventKind.objects.filter(code=code).first()
    if found is None:
        raise Refused("kind-unknown", _("There is no such kind of event. Choose one from the list."))
    return found


def _put(
    kind: EventKind,
    names: tuple[str, str, str],
    clauses: Sequence[str],
    *,
    is_class_hour: bool,
    is_outside: bool,
) -> EventKind:
    kind.name, kind.name_ru, kind.name_en = (kyrgyz.mend(name).strip() for name in names)
    kind.clauses, kind.is_outside = in_order(clauses), is_outside
    kind.work_kind = "class_hour" if is_class_hour else "event"
    twins = {kyrgyz.search_key(other.name) for other in EventKind.objects.exclude(pk=kind.pk)}
    if kyrgyz.search_key(kind.name) in twins:
        raise Refused("kind-twin", _("There is a kind of this name already. Change that one."))
    kind.full_clean()
    kind.save()
    return kind


@transaction.atomic
def add_event_kind(
    *, by: User, name: str, clauses: Sequence[str], name_ru: str = "", name_en: str = "",
    is_class_hour: bool = False, is_outside: bool = False,
) -> EventKind:  # fmt: skip
    """Add a kind of the lyceum's own; refused when one of that name exists (3.11, 5.3)."""
    ensure_event_kinds(by=by)
    last = EventKind.objects.order_by("-pk").first()
    number = (last.pk if last else 0) + 1
    kind = EventKind(code=f"own-{number}", order=number * 10)
    _put(kind, (name, name_ru, name_en), clauses, is_class_hour=is_class_hour, is_outside=is_outside)
    audit.record(by, "plan:event_kind:added", kind)
    return kind


@transaction.atomic
def change_event_kind(
    *, by: User, kind: EventKind, name: str, clauses: Sequence[str], name_ru: str = "", name_en: str = "",
    is_class_hour: bool = False, is_outside: bool = False, is_active: bool = True,
) -> EventKind:  # fmt: skip
    """Change names, clauses and whether it is offered; events held before keep their clauses (3.11, 5.3)."""
    kind = EventKind.objects.select_for_update().get(pk=kind.pk)
    kind.is_active = is_active
    _put(kind, (name, name_ru, name_en), clauses, is_class_hour=is_class_hour, is_outside=is_outside)
    audit.record(by, "plan:event_kind:changed", kind, clauses=kind.clauses, is_active=is_active)
    return kind
