"""The lyceum's list of kinds: filled once, then edited by the lyceum."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jetekchi.core import audit, kyrgyz
from jetekchi.core.http import Refused
from jetekchi.organisation.models import User
from jetekchi.worklog.models import CLAUSE_NUMBERS, WorkKind
from jetekchi.worklog.models.kinds import clause_order
from jetekchi.worklog.services.default_kinds import BY_CODE, DEFAULT_KINDS, RESTRICTED, Default


def _from_default(default: Default) -> WorkKind:
    return WorkKind(
        code=default.code,
        name=default.ky,
        name_ru=default.ru,
        name_en=default.en,
        clauses=default.clauses.split(),
        needs=default.needs,
        icon=default.icon,
        order=(DEFAULT_KINDS.index(default) + 1) * 10,
        is_accident=default.code == "accident",
        is_restricted_default=default.code in RESTRICTED,
    )


@transaction.atomic
def ensure_kinds(*, by: User | None = None) -> list[WorkKind]:
    """Add what is missing of the first list of kinds; what the lyceum changed stays as it is (4.1)."""
    known = set(WorkKind.objects.values_list("code", flat=True))
    missing = [_from_default(default) for default in DEFAULT_KINDS if default.code not in known]
    if missing:
        WorkKind.objects.bulk_create(missing, ignore_conflicts=True)
        audit.record_key(by, "worklog:kinds:filled", "worklog.WorkKind", "", count=len(missing))
    return list(WorkKind.objects.all())


def kind_of(kind: WorkKind | str) -> WorkKind:
    """The kind by its code; the first list appears when it is first needed, an unknown code is refused."""
    if isinstance(kind, WorkKind):
        return kind
    found = WorkKind.objects.filter(code=kind).first()
    if found is None:
        if kind not in BY_CODE:
            raise Refused("kind-unknown", _("There is no such kind of work. Choose one from the list."))
        ensure_kinds()
        found = WorkKind.objects.get(code=kind)
    return found


def in_order(clauses: Sequence[str]) -> list[str]:
    """Clause numbers once each, in the instruction's order; refused when the instruction has no such clause."""
    numbers = sorted(set(clauses) & set(CLAUSE_NUMBERS), key=clause_order)
    if len(numbers) != len(set(clauses)):
        raise Refused("clause-unknown", _("Name clauses of the instruction, each once, for example 3.4."))
    return numbers


def _put(kind: WorkKind, name: str, name_ru: str, name_en: str, clauses: Sequence[str], needs: str) -> None:
    kind.name, kind.name_ru, kind.name_en = kyrgyz.mend(name), kyrgyz.mend(name_ru), kyrgyz.mend(name_en)
    kind.clauses, kind.needs = in_order(clauses), needs
    twins = {kyrgyz.search_key(other.name) for other in WorkKind.objects.exclude(pk=kind.pk)}
    if kyrgyz.search_key(kind.name) in twins:
        raise Refused("kind-twin", _("There is a kind of this name already. Change that one."))
    kind.full_clean()
    kind.save()


@transaction.atomic
def add_kind(
    *, by: User | None, name: str, clauses: Sequence[str], needs: str, name_ru: str = "", name_en: str = "",
    is_restricted_default: bool = False,
) -> WorkKind:  # fmt: skip
    """Add a kind of the lyceum's own; refused when one of that name exists (4.1)."""
    last = WorkKind.objects.order_by("-pk").first()
    number = (last.pk if last else 0) + 1
    kind = WorkKind(code=f"own-{number}", order=number * 10, is_restricted_default=is_restricted_default)
    _put(kind, name, name_ru, name_en, clauses, needs)
    audit.record(by, "worklog:kind:added", kind)
    return kind


@transaction.atomic
def change_kind(
    *, by: User | None, kind: WorkKind, name: str, clauses: Sequence[str], needs: str, name_ru: str = "",
    name_en: str = "", is_restricted_default: bool = False, is_active: bool = True,
) -> WorkKind:  # fmt: skip
    """Change names, clauses and whether it is offered; entries written before keep their clauses (4.1)."""
    if kind.is_accident and not is_active:
        raise Refused("kind-accident", _("Accidents are always reported; this kind stays."))
    kind.is_restricted_default, kind.is_active = is_restricted_default, is_active
    _put(kind, name, name_ru, name_en, clauses, needs)
    audit.record(by, "worklog:kind:changed", kind, clauses=kind.clauses, is_active=kind.is_active)
    return kind


@transaction.atomic
def retire_kind(*, by: User | None, kind: WorkKind) -> WorkKind:
    """Offer the kind no more; what was written with it stays (4.1)."""
    if kind.is_accident:
        raise Refused("kind-accident", _("Accidents are always reported; this kind stays."))
    kind.is_active = False
    kind.save(update_fields=["is_active"])
    audit.record(by, "worklog:kind:retired", kind)
    return kind
